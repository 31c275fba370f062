"""The vault: notes are read here, links resolved, and what kb writes is written with care."""
