"""What the house publishes: what customers try first, by fault, each with its editions."""
