"""PDQ: its eight variants, its distance, its scan."""

from collections.abc import Callable

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from anxin.engines.evidence import pdq
from anxin.engines.evidence.reuse import kernels

Make = Callable[..., NDArray[np.uint8]]


class TestHash:
    def test_variants_are_the_hashes_of_turned_pictures(self, make_scene: Make) -> None:
        pixels = make_scene(5, 512, 512)
        turned = [np.ascontiguousarray(np.rot90(side, k)) for side in (pixels, pixels[:, ::-1]) for k in range(4)]
        codes = [pdq.pdq(picture)[0] for picture in turned]
        for variant in pdq.variants(pixels):
            assert min(pdq.distance(variant, code) for code in codes) <= 20

    def test_a_flat_picture_has_no_quality(self) -> None:
        assert pdq.pdq(np.full((64, 64, 3), 127, np.uint8))[1] == 0

    def test_half_of_the_bits_are_set(self, make_scene: Make) -> None:
        code = pdq.pdq(make_scene(6, 400, 300))[0]
        assert len(code) == 64
        assert int(code, 16).bit_count() in range(120, 129)


class TestScan:
    @settings(max_examples=20)
    @given(st.integers(0, 1 << 30), st.integers(1, 1500), st.integers(20, 120))
    def test_equals_brute_force(self, seed: int, count: int, limit: int) -> None:
        rng = np.random.default_rng(seed)
        codes = rng.integers(0, 1 << 63, (count, 4), dtype=np.uint64)
        queries = codes[rng.integers(0, count, 8)] ^ rng.integers(0, 1 << 20, (8, 4), dtype=np.uint64)
        gaps = np.bitwise_count(codes[:, None] ^ queries[None]).sum(axis=2).min(axis=1)
        rows, found = np.zeros(4096, np.int64), np.zeros(4096, np.int64)
        many = kernels.scan_many(codes, queries, limit, rows, found)
        expected = np.flatnonzero(gaps <= limit)
        assert rows[:many].tolist() == expected.tolist()
        assert found[:many].tolist() == gaps[expected].tolist()
        one = kernels.scan_one(codes, queries[0], limit, rows, found)
        alone = np.bitwise_count(codes ^ queries[0]).sum(axis=1)
        assert rows[:one].tolist() == np.flatnonzero(alone <= limit).tolist()
