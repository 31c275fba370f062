"""The vault searched at the terminal, in the language of Obsidian's own search."""
