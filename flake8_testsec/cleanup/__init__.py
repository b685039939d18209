"""What tests acquire, and whether they give it back."""
