"""Weak traces: each finds what it looks for in a file made so, is quiet on a plain one, and says how often it errs."""

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from anxin.engines import evidence
from anxin.engines.evidence.traces import rates

Pixels = NDArray[np.uint8]
Save = Callable[..., Path]
Make = Callable[[int], Pixels]


@pytest.fixture
def grainy(make_scene: Callable[..., Pixels]) -> Make:
    """Make a scene with a camera's grain."""

    def maker(seed: int) -> Pixels:
        pixels = make_scene(seed, 1280, 960).astype(float)
        return np.clip(pixels + np.random.default_rng(seed).normal(0, 3, pixels.shape), 0, 255).astype(np.uint8)

    return maker


def again(pixels: Pixels, quality: int) -> Pixels:
    """Saved and opened once."""
    stream = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(stream, "JPEG", quality=quality)
    return np.asarray(Image.open(stream))


def traces(path: Path) -> dict[str, evidence.Trace]:
    return {trace.code: trace for trace in evidence.open_picture(path).taken.traces}


class TestGrid:
    @pytest.mark.parametrize(("top", "left"), [(3, 5), (1, 7)])
    def test_finds_where_an_earlier_saving_lay(self, save: Save, grainy: Make, top: int, left: int) -> None:
        cropped = again(grainy(3), 65)[top:, left:]
        trace = traces(save(cropped, f"cropped-{top}.jpg", 95))["jpeg.grid"]
        assert (trace.applicable, trace.facts["shifted"]) == (True, True)
        assert trace.facts["offset"] == [8 - left, 8 - top]

    def test_is_quiet_on_the_files_own_grid(self, save: Save, grainy: Make) -> None:
        trace = traces(save(grainy(4), "own.jpg", 70))["jpeg.grid"]
        assert (trace.applicable, trace.facts["shifted"]) == (True, False)

    def test_does_not_apply_without_a_grid(self, save: Save, grainy: Make) -> None:
        assert not traces(save(grainy(5), "fine.png"))["jpeg.grid"].applicable


class TestDouble:
    def test_finds_a_coarser_first_saving(self, save: Save, grainy: Make) -> None:
        assert traces(save(again(grainy(6), 60), "twice.jpg", 92))["jpeg.double"].facts["seen"]

    def test_is_quiet_on_one_saving(self, save: Save, grainy: Make) -> None:
        assert not traces(save(grainy(6), "once.jpg", 92))["jpeg.double"].facts["seen"]


class TestRates:
    @pytest.fixture
    def measured(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A table in which one trace errs seldom enough to be told, and one too often."""
        row = {"at_most": 0.9, "found": [5, 5]}
        kinds = {"jpeg.double": {"false_alarms": [1, 400], **row}, "jpeg.grid": {"false_alarms": [2, 100], **row}}
        monkeypatch.setattr(rates, "table", lambda: {"version": "x", "trace": kinds})

    @pytest.mark.usefixtures("measured")
    def test_stand_beside_what_spoke_and_nothing_else_is_listed(self) -> None:
        double = evidence.Trace("jpeg.double", True, facts={"seen": True})
        quiet = evidence.Trace("jpeg.double", True, facts={"seen": False})
        often = evidence.Trace("jpeg.grid", True, facts={"shifted": True})
        unmeasured = evidence.Trace("exif.dates", True, facts={"later": True})
        (told,) = rates.rated([double, quiet, often, unmeasured])
        assert told.facts["error"] == {"false_alarms": [1, 400], "at_most": 0.9, "found": [5, 5], "measured": "x"}

    def test_come_with_their_bound_and_no_trace_is_told_that_speaks_of_one_genuine_file_in_a_hundred(self) -> None:
        for row in rates.table()["trace"].values():
            spoken, read = row["false_alarms"]
            assert row["at_most"] > 100 * spoken / read
            assert rates.tellable(row) == (spoken <= read / 100)

    def test_a_file_saved_twice_lists_no_trace_while_that_errs_too_often(self, save: Save, grainy: Make) -> None:
        path = save(again(grainy(6), 60), "told.jpg", 92)
        assert evidence.examine(path, params=evidence.Params(ocr=False)).traces == []
