"""What a live stream asks the database: may he listen, and what happened since."""

BATCH = 100


def head() -> str:
    """Give the position of the newest message anybody may read now."""
    raise NotImplementedError


def after(position: str, audiences: list[str]) -> list[tuple[str, str, dict[str, object]]]:
    """Give position, name and ids of the messages after a position."""
    raise NotImplementedError


def audiences(path: str, headers: dict[str, str]) -> list[str]:
    """Name what the owner of a session may listen to; empty for a stranger."""
    raise NotImplementedError
