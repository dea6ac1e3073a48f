"""What a text says is done or not done, and by whom."""
