"""Template tags: words and parts."""
