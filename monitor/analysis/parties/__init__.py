"""Who else gets the data, and where they sit."""
