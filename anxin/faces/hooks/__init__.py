"""Where providers ring by themselves: what comes is proved first, and believed only then."""
