"""Credentials and sensitive data: keys, tokens, passwords and host names written into the source."""
