"""Checks that are switched off, never run, or can never fail."""
