"""Charts of Vega-Lite: found in what a notebook shows, made safe and neutral, drawn as pictures."""
