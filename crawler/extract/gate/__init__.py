"""The quality gate: whether a page is the document."""
