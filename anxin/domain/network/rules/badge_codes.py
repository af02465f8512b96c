"""What a badge shows: a code of this minute on a phone, a serial on paper."""

import hashlib
import hmac

STEP_S = 60
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
SERIAL = 6
"""So many signs has the serial of a printed badge; what a phone's badge shows has ten."""


def token_of(*, secret: bytes, number: str, step: int) -> str:
    """Return the ten characters a badge shows during one step of time."""
    digest = hmac.new(secret, f"{number}|{step}".encode(), hashlib.sha256).digest()
    return "".join(ALPHABET[byte & 31] for byte in digest[:10])


def verifies(*, secret: bytes, number: str, token: str, seconds: int) -> bool:
    """Return whether a token is the badge's of this step or the one before."""
    step = seconds // STEP_S
    shown = (token_of(secret=secret, number=number, step=at) for at in (step, step - 1))
    return any(hmac.compare_digest(one.encode(), token.upper().encode()) for one in shown)
