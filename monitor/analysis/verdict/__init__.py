"""How much a change matters, and how it is told."""
