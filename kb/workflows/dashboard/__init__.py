"""Dashboards: notes of kb's that say how the desk and each strategy stand, from what git tracks."""
