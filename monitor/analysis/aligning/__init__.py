"""Which block is which, and exactly which words of it changed."""
