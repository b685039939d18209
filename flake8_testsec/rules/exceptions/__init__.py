"""Exceptions: expected, swallowed, and checked where nothing can fail."""
