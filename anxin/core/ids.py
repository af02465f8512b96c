"""Primary keys: UUIDv7, so that rows of one time lie together."""

import uuid

import uuid_utils


def uuid7() -> uuid.UUID:
    """Make the next key."""
    return uuid.UUID(int=uuid_utils.uuid7().int)
