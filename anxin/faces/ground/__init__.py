"""The faces' ground: what every page stands on, whoever looks at it."""
