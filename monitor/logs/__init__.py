"""What is said on stderr or in a log file: one line each, as text or JSON, without secrets."""
