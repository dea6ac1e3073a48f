"""What an edit says that was not said before: the facts of a change."""
