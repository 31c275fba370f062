"""How fast kb is, next to what else does the same: run by hand, never a test."""
