"""Places: divisions, addresses resolved and vaulted, points with their precision."""
