"""Compiled loops over bits (numba); each has a plain numpy twin in the tests."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import numba
import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]  # llvmlite brings no types
from numba.core import types
from numba.extending import intrinsic
from numpy.typing import NDArray

type Words = NDArray[np.uint64]
type Kernel = Callable[[Callable[..., Any]], Callable[..., Any]]


def can_cache() -> bool:
    """Return whether compiled loops can be kept: beside this file, else in the data folder.

    A service's own user owns neither the environment nor a home, where numba would look.
    """
    data = Path(os.environ.get("ANXIN_DATA") or "var") / "numba" / "evidence"
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    for folder in [Path(chosen)] if chosen else [Path(__file__).parent / "__pycache__", data]:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=folder).close()
        except OSError:
            continue
        if folder == data:
            numba.config.CACHE_DIR = str(data)  # type: ignore[attr-defined]  # numba makes its attributes as it loads
        return True
    return False


compiled = cast(Kernel, numba.njit(cache=can_cache(), nogil=True, boundscheck=False))


def _ones(typing_context: Any, word: Any) -> Any:
    """Count the ones of a 64-bit word with the processor's instruction."""

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        count = builder.module.declare_intrinsic("llvm.ctpop", [ir.IntType(64)])
        return builder.call(count, arguments)

    return types.uint64(types.uint64), build


ones = cast(Callable[[Any], int], cast(Any, intrinsic)(_ones))


@compiled
def scan_one(codes: Words, query: Words, limit: int, rows: NDArray[np.int64], gaps: NDArray[np.int64]) -> int:
    """Write the rows of `codes` (n, 4) within `limit` bits of `query` (4,), and their distances; return how many."""
    found = 0
    a, b, c, d = query[0], query[1], query[2], query[3]
    most = rows.shape[0]
    block = 512
    distances = np.empty(block, np.uint64)
    total = codes.shape[0]
    for start in range(0, total, block):
        stop = min(start + block, total)
        least: Any = np.uint64(256)
        for row in range(start, stop):
            distance = (
                ones(codes[row, 0] ^ a) + ones(codes[row, 1] ^ b) + ones(codes[row, 2] ^ c) + ones(codes[row, 3] ^ d)
            )
            distances[row - start] = distance
            if distance < least:
                least = distance
        if least <= limit:
            for row in range(start, stop):
                if distances[row - start] <= limit and found < most:
                    rows[found], gaps[found] = row, distances[row - start]
                    found += 1
    return found


@compiled
def scan_many(codes: Words, queries: Words, limit: int, rows: NDArray[np.int64], gaps: NDArray[np.int64]) -> int:
    """Like `scan_one` for several queries (k, 4) in one pass; each row is written once with its least distance."""
    found = 0
    most = rows.shape[0]
    block = 512
    total, count = codes.shape[0], queries.shape[0]
    first, second = np.empty(block, np.uint64), np.empty(block, np.uint64)
    third, fourth = np.empty(block, np.uint64), np.empty(block, np.uint64)
    distances = np.empty(block, np.uint64)
    for start in range(0, total, block):
        size = min(block, total - start)
        for row in range(size):
            first[row], second[row] = codes[start + row, 0], codes[start + row, 1]
            third[row], fourth[row] = codes[start + row, 2], codes[start + row, 3]
            distances[row] = 256
        for k in range(count):
            a, b, c, d = queries[k, 0], queries[k, 1], queries[k, 2], queries[k, 3]
            for row in range(size):
                distance = ones(first[row] ^ a) + ones(second[row] ^ b) + ones(third[row] ^ c) + ones(fourth[row] ^ d)
                distances[row] = min(distances[row], distance)
        least = np.uint64(256)
        for row in range(size):
            least = min(least, distances[row])
        if least <= limit:
            for row in range(size):
                if distances[row] <= limit and found < most:
                    rows[found], gaps[found] = start + row, distances[row]
                    found += 1
    return found


@compiled
def vote(
    queries: Words,
    keys: NDArray[np.int64],
    masks: NDArray[np.int64],
    starts: NDArray[np.int64],
    stored: Words,
    owners: NDArray[np.int32],
    limit: int,
    votes: NDArray[np.float32],
    shares: NDArray[np.float32],
) -> None:
    """Let each query signature vote for the entries that hold a near signature, the nearer the more.

    votes : a whole vote for each entry. shares : one vote shared among them, so that what many pictures hold (a weave,
    a grain, an edge) speaks for none. Plain goods live by the first, printed ones by the second.

    queries, stored : (n, 2) words of 128-bit signatures; `stored` lies in the order of 16-bit keys, `starts` (65537,)
    says where each key's run begins, `owners` which entry each belongs to. `masks` says which bits of a key may differ.
    """
    least = np.full(votes.shape[0], limit + 1, np.int32)
    hit = np.empty(votes.shape[0], np.int32)
    for q in range(queries.shape[0]):
        count = 0
        for flip in range(masks.shape[0]):
            key = int(keys[q]) ^ int(masks[flip])
            for at in range(starts[key], starts[key + 1]):
                distance = int(ones(stored[at, 0] ^ queries[q, 0]) + ones(stored[at, 1] ^ queries[q, 1]))
                if distance <= limit:
                    owner = owners[at]
                    if least[owner] > limit:
                        hit[count] = owner
                        count += 1
                    least[owner] = min(least[owner], distance)
        for k in range(count):
            weight = 1.0 - least[hit[k]] / (limit + 8.0)
            votes[hit[k]] += weight
            shares[hit[k]] += weight / count
            least[hit[k]] = limit + 1


@compiled
def check_records(data: NDArray[np.uint8], size: int, table: NDArray[np.uint32], good: NDArray[np.bool_]) -> int:
    """Check the CRC-32 (last four bytes, little endian) of fixed records; return how many hold."""
    holding = 0
    for row in range(good.shape[0]):
        crc = np.uint32(0xFFFFFFFF)
        base = row * size
        for k in range(size - 4):
            crc = table[(crc ^ data[base + k]) & np.uint32(0xFF)] ^ (crc >> np.uint32(8))
        crc = crc ^ np.uint32(0xFFFFFFFF)
        said = (
            np.uint32(data[base + size - 4])
            | np.uint32(data[base + size - 3]) << np.uint32(8)
            | np.uint32(data[base + size - 2]) << np.uint32(16)
            | np.uint32(data[base + size - 1]) << np.uint32(24)
        )
        good[row] = crc == said
        holding += good[row]
    return holding
