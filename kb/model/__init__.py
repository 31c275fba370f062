"""The nouns that rooms hand to each other: frozen dataclasses, standard library only."""
