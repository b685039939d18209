"""What a file of tests holds, aspect by aspect, arranged for a reader: facts, defects, a verdict."""
