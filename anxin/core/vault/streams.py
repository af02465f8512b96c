"""Seal a stream piece by piece: no length limit, flat memory; a cut, swapped or reordered piece is noticed."""

import os
from collections.abc import Iterable, Iterator
from itertools import count

from cryptography.exceptions import InvalidTag

from anxin.core.keys.suites import SUITES, TAG_BYTES
from anxin.core.vault.fields import Tampered

PIECE = 1 << 16
_HEAD = b"ANX1"
_PREFIX_BYTES = 7


def new_key(suite: str) -> bytes:
    """Draw the key of one file."""
    return SUITES[suite].new_key()


def encrypt(key: bytes, suite: str, blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Seal blocks of any size."""
    prefix = os.urandom(_PREFIX_BYTES)
    yield _HEAD + prefix
    for number, piece, last in _pieces(blocks, PIECE):
        yield SUITES[suite].encrypt(key, _nonce(prefix, number, last), piece, _HEAD)


def decrypt(key: bytes, suite: str, blocks: Iterable[bytes], *, name: str) -> Iterator[bytes]:
    """Open what `encrypt` sealed; raise `Tampered` at the first piece that is not as it was written."""
    stream = iter(blocks)
    head = b""
    for block in stream:
        head += block
        if len(head) >= len(_HEAD) + _PREFIX_BYTES:
            break
    if not head.startswith(_HEAD):
        raise Tampered({"name": name, "row": "head"})
    prefix, rest = head[len(_HEAD) : len(_HEAD) + _PREFIX_BYTES], head[len(_HEAD) + _PREFIX_BYTES :]
    for number, piece, last in _pieces(_chain(rest, stream), PIECE + TAG_BYTES):
        try:
            yield SUITES[suite].decrypt(key, _nonce(prefix, number, last), piece, _HEAD)
        except (InvalidTag, ValueError) as error:
            raise Tampered({"name": name, "row": f"piece {number}"}) from error


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4) + bytes([last])


def _chain(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _pieces(blocks: Iterable[bytes], size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Cut blocks into pieces of one size, the last (perhaps empty) one marked."""
    held = bytearray()
    numbers = count()
    for block in blocks:
        held += block
        while len(held) > size:
            yield next(numbers), bytes(held[:size]), False
            del held[:size]
    yield next(numbers), bytes(held), True
