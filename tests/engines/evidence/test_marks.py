"""Visible marks by shape and by words: found in pixels alone, whatever the file says."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from anxin.engines import evidence
from anxin.engines.evidence.labels import marks, visible

Pixels = NDArray[np.uint8]
Make = Callable[..., Pixels]
Save = Callable[..., Path]


def starred(pixels: Pixels, size: int, strength: float = 0.5) -> Pixels:
    """Lay a white four-pointed star into the lower right corner, as far from the edges as its size and a sixth."""
    height, width = pixels.shape[:2]
    turns = np.linspace(0, np.pi / 2, 24)
    arc = np.stack([1 - np.sin(turns), 1 - np.cos(turns)], axis=1)
    points = np.concatenate([arc * turn for turn in ((1, 1), (1, -1), (-1, -1), (-1, 1))])
    points[24:48], points[72:] = points[24:48][::-1], points[72:][::-1]
    middle = np.array([width, height]) - size * 7 / 6
    shape = cv2.fillPoly(
        np.zeros((height, width), np.uint8), [np.round((middle + points * size / 2) * 16).astype(np.int32)], 255, 16, 4
    )
    weight = strength * shape[..., None].astype(np.float32) / 255
    return (pixels * (1 - weight) + 255 * weight).astype(np.uint8)


@pytest.fixture
def photo(make_scene: Make) -> Pixels:
    """A picture that is calm where a mark would lie."""
    pixels = make_scene(71, 1024, 768).copy()
    pixels[-160:, -160:] = cv2.GaussianBlur(pixels, (0, 0), 30)[-160:, -160:]
    return pixels


class TestStar:
    @pytest.mark.parametrize(("size", "width"), [(48, 1024), (48, 640), (36, 1024)])
    def test_is_found_without_any_label_in_the_file(self, photo: Pixels, save: Save, size: int, width: int) -> None:
        small = cv2.resize(starred(photo, size), (width, width * 3 // 4), interpolation=cv2.INTER_AREA)
        report = evidence.examine(save(small.astype(np.uint8), f"star-{size}-{width}.jpg", 75))
        assert (report.label.says, report.label.producer) == ("generated", "Google Gemini")
        assert (report.label.strength, report.attention) == ("moderate", "medium")

    def test_is_not_seen_where_there_is_none(self, photo: Pixels) -> None:
        assert marks.read(photo) == []

    def test_of_another_place_is_not_it(self, photo: Pixels) -> None:
        assert marks.read(np.roll(starred(photo, 48), -60, axis=1)) == []


class TestWords:
    @pytest.mark.parametrize(
        "text",
        ["Contenuti generati dall'Al", "AI-generated content", "Contenu généré par l'IA", "KI-generierter Inhalt"],
    )
    def test_of_a_phone_are_known_in_the_languages_it_writes(self, text: str) -> None:
        claim = visible._assertion(visible.TextLine(text, 0.95, (0, 0, 10, 10)), "bottom")
        assert claim is not None
        assert (claim.says, claim.producer) == ("generated", "Samsung")

    @pytest.mark.parametrize("text", ["Contenuti speciali", "Generator 3 kW", "Visita dall'Alto", "AI Weiwei 2019"])
    def test_that_only_sound_alike_say_nothing(self, text: str) -> None:
        assert visible._assertion(visible.TextLine(text, 0.95, (0, 0, 10, 10)), "bottom") is None
