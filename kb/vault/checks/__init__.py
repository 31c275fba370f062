"""What is wrong with a vault, as findings."""
