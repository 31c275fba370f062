"""From a question to a stored result: spec, plan, run."""
