"""One file a use: plain functions that compose rooms."""
