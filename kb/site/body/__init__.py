"""A note as HTML."""
