"""Files into notes."""
