"""The other modules of a project: read, never imported."""
