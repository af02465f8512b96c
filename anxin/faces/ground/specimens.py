"""What the components page shows: every part in every state, with an invented brand, invented people and reserved numbers."""


def everything() -> dict[str, object]:
    """Collect all specimens."""
    return {}
