"""The rows of the table that `cleanup.resources` is asked for."""
