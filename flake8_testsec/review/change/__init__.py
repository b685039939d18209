"""What a change of tests adds and removes: both sides of a file taken down, and compared."""
