"""What a link to the camera asks for besides the picture: one movement, drawn from the link's own secret."""

import hashlib

ACTIONS = ("closer", "farther", "move_left", "move_right", "turn", "finger")


def action_of(code: str) -> str:
    """Return the movement a link asks for: always the same for one link, not to be known before it is made."""
    return ACTIONS[hashlib.sha256(code.encode()).digest()[0] % len(ACTIONS)]
