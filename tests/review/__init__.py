"""Reviews: what is said of a file, and that it is so."""
