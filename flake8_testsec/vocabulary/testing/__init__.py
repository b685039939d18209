"""Tests: what is one, what it checks, what it replaces, what switches it off."""
