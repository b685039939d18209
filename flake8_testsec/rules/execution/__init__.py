"""Code execution and integrity: shells, loaders and downloads that run what nobody has looked at."""
