"""Secrets: their forms, and where they come from and go."""
