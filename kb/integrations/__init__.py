"""Other programs, one file each: skins over workflows, none of them needed."""
