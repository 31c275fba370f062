"""Dataview's query language: what blocks and inline queries of that plugin ask of a vault."""
