"""The version of clausewatch."""

__version__ = "0.1.0"
