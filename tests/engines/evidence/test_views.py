"""Second angles: a place marked in one view is seen, absent, or cannot be told in another."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from anxin.engines import evidence

Pixels = NDArray[np.uint8]
Make = Callable[..., Pixels]
Save = Callable[..., Path]
REGION = (460, 340, 130, 180)


def angle(front: Pixels, back: Pixels, shift: float) -> Pixels:
    """Two planes at two depths seen from the side: no single homography holds."""
    height, width = front.shape[:2]
    corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    lean = np.float32(
        [[20 * shift, 10 * shift], [width - 40 * shift, 0], [width - 30 * shift, height], [0, height - 20 * shift]]
    )
    aside = np.float32([34 * shift, 0])
    near = cv2.warpPerspective(front, cv2.getPerspectiveTransform(corners, lean + aside), (width, height))
    far = cv2.warpPerspective(back, cv2.getPerspectiveTransform(corners, lean), (width, height))
    mask = np.zeros((height, width), np.uint8)
    cv2.rectangle(mask, (220, 140), (760, 640), 255, -1)
    moved = cv2.warpPerspective(mask, cv2.getPerspectiveTransform(corners, lean + aside), (width, height))
    return np.where(moved[..., None] > 128, near, far).astype(np.uint8)


@pytest.fixture(scope="module")
def views(make_scene: Make, crack: Make, save: Save) -> dict[str, Path]:
    front, back = make_scene(41), make_scene(42)
    return {
        "whole one": save(angle(front, back, 0), "w1.jpg"),
        "whole two": save(angle(front, back, 1), "w2.jpg"),
        "hurt one": save(angle(crack(front), back, 0), "h1.jpg"),
        "hurt two": save(angle(crack(front), back, 1), "h2.jpg"),
        "elsewhere": save(make_scene(43), "e.jpg"),
    }


class TestCompareViews:
    def test_damage_that_both_angles_show_is_seen(self, views: dict[str, Path]) -> None:
        assert [v.answer for v in evidence.compare_views([views["hurt one"], views["hurt two"]], region=REGION)] == [
            "seen"
        ]

    def test_damage_of_one_picture_alone_is_absent_in_the_other(self, views: dict[str, Path]) -> None:
        found = evidence.compare_views([views["hurt one"], views["whole two"]], region=REGION)
        assert [view.answer for view in found] == ["absent"]

    def test_another_thing_cannot_tell(self, views: dict[str, Path]) -> None:
        found = evidence.compare_views([views["hurt one"], views["elsewhere"]], region=REGION)
        assert [view.answer for view in found] == ["cannot_tell"]

    def test_before_and_after_show_what_was_done(self, views: dict[str, Path]) -> None:
        found = evidence.compare_views([views["hurt two"], views["whole one"]], region=(480, 330, 140, 190))
        assert [view.answer for view in found] == ["absent"]
