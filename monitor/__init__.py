"""What a change means, and telling people."""
