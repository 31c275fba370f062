"""`kb serve`: what an edit changes, told to browsers."""
