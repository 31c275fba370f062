"""Pages and files that list notes: folders, tags, recent changes, feeds, old addresses."""
