"""A shop just large enough to be tested badly."""
