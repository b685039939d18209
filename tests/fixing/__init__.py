"""Tests of what a fix changes in a file."""
