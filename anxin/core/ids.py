"""Primary keys: UUIDv7, so that rows of one time lie together."""

import uuid
from datetime import timedelta

import uuid_utils


def uuid7() -> uuid.UUID:
    """Make the next key."""
    return uuid.UUID(int=uuid_utils.uuid7().int)


def first_of(made: uuid.UUID, before: timedelta) -> uuid.UUID:
    """Return the least key that can have been made so long before another (RFC 9562: 48 bits of milliseconds)."""
    milliseconds = (made.int >> 80) - before // timedelta(milliseconds=1)
    return uuid.UUID(int=max(milliseconds, 0) << 80)
