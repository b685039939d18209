"""What several rules have to know, one room a thing."""
