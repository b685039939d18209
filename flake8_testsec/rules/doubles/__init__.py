"""Test doubles that check nothing, do nothing, or stand in for the wrong thing."""
