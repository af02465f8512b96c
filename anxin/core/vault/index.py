"""Exact search for a phone without its plaintext: a keyed, versioned digest that can't be read back."""

import base64
import hmac
import re

from anxin.core.keys import ring
from anxin.core.names import plain
from anxin.core.phones import normalise

HONORIFIC = "(?<=.)(先生|女士|小姐|太太|老师)$"
"""How a name may end without being another one."""


def blind_index(phone: str) -> str:
    """Return the value to store and search for a phone: keyed, versioned, blind to the extension."""
    return _indexed(ring.current("index"), normalise(phone).number)


def blind_indexes(phone: str) -> list[str]:
    """Return the values to search for while an index key is being replaced, newest first.

    A key that another process made is known a few seconds later: no row that was there before has its value by then.
    """
    number = normalise(phone).number
    return [_indexed(key, number) for key in ring.living("index")]


def every_index(phone: str) -> list[str]:
    """Return all values that may lie anywhere for a phone, whatever became of the key: for what must miss no row."""
    number = normalise(phone).number
    return [_indexed(key, number) for key in ring.every("index")]


def is_index_of(index: str, phone: str) -> bool:
    """Return whether a value was made of a phone, with a key that has been replaced since or not."""
    version, _bar, digest = index.partition("|")
    key = ring.of_version("index", int(version)) if digest and version.isdecimal() else None
    return key is not None and hmac.compare_digest(index, _indexed(key, normalise(phone).number))


def person_mark(phone: str, name: str) -> str:
    """Return a mark of somebody by which he is known again and that tells nothing of him: keyed, versioned."""
    return _marked(ring.current("index"), phone, name)


def person_marks(phone: str, name: str) -> list[str]:
    """Return the marks somebody may have, also those made with a key that has been replaced: none is made anew."""
    return [_marked(key, phone, name) for key in ring.every("index")]


def _marked(key: ring.Key, phone: str, name: str) -> str:
    told = f"anxin.person|{normalise(phone).number}|{re.sub(HONORIFIC, '', plain(name))}"
    return f"{key.version}|{base64.urlsafe_b64encode(key.suite.digest(key.secret, told.encode())).decode()}"


def _indexed(key: ring.Key, number: str) -> str:
    digest = key.suite.digest(key.secret, b"anxin.phone|" + number.encode())
    return f"{key.version}|{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"
