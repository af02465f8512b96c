"""Pictures of odd shapes: what can't be said of them is answered so, and nothing breaks."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from anxin.engines import evidence
from anxin.engines.evidence.capture.motion import moved
from anxin.engines.evidence.capture.paper import read_paper_code
from anxin.engines.evidence.capture.screen import screen_signs

SHAPES = ((60_000, 2), (2, 60_000), (65_535, 1), (1, 1), (30_000, 9), (5000, 30))


def a_strip(folder: Path, width: int, height: int) -> Path:
    """Write a picture of this size, full of grain."""
    path = folder / f"{width}x{height}.png"
    grain = np.random.default_rng(7).integers(0, 255, (height, width, 3), dtype=np.uint8)
    Image.fromarray(grain).save(path)
    return path


@pytest.mark.parametrize(("width", "height"), SHAPES)
class TestStrip:
    def test_is_seen_nowhere_else(self, tmp_path: Path, width: int, height: int) -> None:
        strip, plain = a_strip(tmp_path, width, height), a_strip(tmp_path, 200, 150)

        views = evidence.compare_views([strip, plain, strip], region=(0, 0, 1, 1))
        views += evidence.compare_views([plain, strip], region=(0, 0, 50, 50))

        assert {view.answer for view in views} == {"cannot_tell"}

    def test_answers_no_challenge(self, tmp_path: Path, width: int, height: int) -> None:
        opened, plain = evidence.open_picture(a_strip(tmp_path, width, height)), a_strip(tmp_path, 200, 150)

        assert moved(opened, evidence.open_picture(plain), "closer")[0] == "cannot_tell"
        assert opened.taken.work is not None
        assert read_paper_code(opened.taken.work, expected="ABC234").answer != "match"
        assert not screen_signs(opened.taken.work)["seen"]
