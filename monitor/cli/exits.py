"""Exit codes beyond those that errors carry (storage.errors: 1 failed, 2 usage)."""

CHANGE_FOUND = 3  # with --exit-code
INTERRUPTED = 130  # 128 + SIGINT, as shells say it
READER_GONE = 141  # 128 + SIGPIPE
