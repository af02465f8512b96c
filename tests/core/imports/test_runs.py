"""Others write while a long file is written: SQLite keeps no queue, so the worker rests after each of its blocks."""

from types import SimpleNamespace

import pytest

from anxin.core.imports import paces


class TestALongFile:
    @pytest.mark.parametrize(("row_s", "sizes"), [(0.01, [10, 10, 10, 10]), (0.2, [10, 5, 2, 2, 2])])
    def test_is_written_in_blocks_that_others_can_wait_for_with_a_rest_after_each(
        self, row_s: float, sizes: list[int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        clock, rests = SimpleNamespace(s=0.0), []
        fake = SimpleNamespace(monotonic=lambda: clock.s, sleep=rests.append)
        monkeypatch.setattr(paces, "time", fake)
        monkeypatch.setattr(paces, "connection", SimpleNamespace(vendor="sqlite"))
        written = []
        for some in paces.shares([SimpleNamespace()] * 40):
            written.append(len(some))
            clock.s += row_s * len(some)

        assert written[: len(sizes)] == sizes
        assert sum(written) == 40
        assert rests == [paces.PAUSE_S] * len(written)
        assert paces.PAUSE_S > 0.1, "who waits looks again every tenth of a second"

    @pytest.mark.parametrize(
        ("names", "blocks"),
        [
            ("a" * 12 + "b" * 3, ["a" * 12, "bbb"]),
            ("abcab" * 3, ["aaaaaa", "bbbbbbccc"]),
            ("a" * 9 + "bb" + "-" * 10, ["a" * 9, "bb" + "-" * 8, "--"]),
            ("a" * 101, [*["a" * 10] * 10, "a"]),
        ],
        ids=["longer than a block", "by turns", "beside rows that stand alone", "too many for one block"],
    )
    def test_keeps_what_belongs_together_in_one_block(
        self, names: str, blocks: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(paces, "PAUSE_S", 0)
        monkeypatch.setattr(paces, "SHARE_S", 1000)
        parted = paces.shares(names, lambda one: None if one == "-" else one)
        assert ["".join(some) for some in parted] == blocks
