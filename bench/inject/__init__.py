"""Realistic mistakes, made in tests of the pinned packages in which something is done right."""
