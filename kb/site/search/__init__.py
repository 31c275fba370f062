"""Search without a server: what is found of a note, and the files in which a page looks it up."""
