"""The terminal: flags, one call, print."""
