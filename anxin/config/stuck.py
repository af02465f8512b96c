"""Work that waits too long, counted and listed for the operator."""


def counts() -> dict[str, int]:
    """Count what waits, by kind."""
    return {}
