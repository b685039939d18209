"""Logging and information leakage: what the output of a test run gives away."""
