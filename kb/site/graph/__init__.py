"""The graph of a site: its notes as dots, the links between them as lines, and where each dot stands."""
