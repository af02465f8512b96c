"""Files of fixed records with a CRC each: appended by one writer, followed by readers, torn tails ignored."""

import os
import zlib
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from anxin.engines.evidence.reuse import kernels


@cache
def crc_table() -> NDArray[np.uint32]:
    """The table of CRC-32 (IEEE 802.3, reflected)."""
    values = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        values = np.where(values & 1, np.uint32(0xEDB88320) ^ (values >> np.uint32(1)), values >> np.uint32(1))
    return values.astype(np.uint32)


def sealed(body: bytes) -> bytes:
    """Put the CRC behind a record's body."""
    return body + zlib.crc32(body).to_bytes(4, "little")


def append(path: Path, rows: list[bytes], size: int) -> None:
    """Append sealed records durably, first cutting off a torn tail."""
    with path.open("ab") as file:
        torn = file.tell() % size
        if torn:
            file.truncate(file.tell() - torn)
            file.seek(0, os.SEEK_END)
        file.write(b"".join(rows))
        file.flush()
        os.fsync(file.fileno())


def read(path: Path, size: int, skip: int = 0) -> tuple[NDArray[np.uint8], int]:
    """Read whole records from the `skip`-th on; rows whose CRC fails are left out.

    Returns
    -------
    rows of shape (n, size), and how many whole records the file held (the next `skip`).
    """
    try:
        length = path.stat().st_size // size
    except FileNotFoundError:
        length = 0
    if length <= skip:
        return np.zeros((0, size), np.uint8), min(skip, length)
    data = np.fromfile(path, np.uint8, (length - skip) * size, offset=skip * size)
    rows = data.reshape(-1, size)
    good = np.zeros(len(rows), np.bool_)
    holding = kernels.check_records(data, size, crc_table(), good)
    return (rows if holding == len(rows) else rows[good]), length
