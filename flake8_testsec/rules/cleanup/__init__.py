"""Rules on what tests leave behind."""
