"""What a badge shows: a code of this minute on a phone, a serial on paper."""

import hashlib
import hmac

from anxin.domain.network.rules import identifiers

STEP_S = 60
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
SERIAL, LIVE = 6, 10
"""So many signs has the serial of a printed badge, and what a phone's badge shows."""


def typed(text: str) -> str:
    """Return the characters of a badge as somebody typed them: without gaps and dashes, narrow, in capitals.

    >>> typed("D23PV 3HYAJ"), typed("ｄ２３ｐｖ-3hyaj")
    ('D23PV3HYAJ', 'D23PV3HYAJ')
    """
    return identifiers.digits(identifiers.plain(text))


def looks_so(text: str) -> bool:
    """Return whether a text may be what a badge shows: its signs alone, as many; six letters are likelier a name.

    >>> looks_so("D23PV 3HYAJ"), looks_so("K7P2QX"), looks_so("QH-00001"), looks_so("4008235678"), looks_so("SHANDA")
    (True, True, False, False, False)
    """
    signs = typed(text)
    alone = len(signs) in (SERIAL, LIVE) and set(signs) <= set(ALPHABET) and not signs.isdecimal()
    return alone and (len(signs) == LIVE or any(map(str.isdecimal, signs)))


def token_of(*, secret: bytes, number: str, step: int) -> str:
    """Return the ten characters a badge shows during one step of time."""
    digest = hmac.new(secret, f"{number}|{step}".encode(), hashlib.sha256).digest()
    return "".join(ALPHABET[byte & 31] for byte in digest[:LIVE])


def verifies(*, secret: bytes, number: str, token: str, seconds: int) -> bool:
    """Return whether a token, `typed`, is the badge's of this step or the one before."""
    step = seconds // STEP_S
    shown = (token_of(secret=secret, number=number, step=at) for at in (step, step - 1))
    return any(hmac.compare_digest(one.encode(), token.encode()) for one in shown)
