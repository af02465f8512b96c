"""The faces' ground: what the pages of every face stand on."""
