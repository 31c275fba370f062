"""Text changed in place: what is not meant to change stays, byte for byte."""
