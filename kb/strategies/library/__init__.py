"""The strategies that ship: one file each, named as the strategy."""
