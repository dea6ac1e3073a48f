"""Edits that change no meaning, and why."""
