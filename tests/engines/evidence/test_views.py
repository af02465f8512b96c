"""Second angles: a place marked in one view is seen, absent, or cannot be told in another."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from anxin.engines import evidence
from anxin.engines.evidence.views.detail import detail_of, likeness_of
from anxin.engines.evidence.views.warp import bend

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


def curved(texture: Pixels, turned: float) -> Pixels:
    """A texture around an upright cylinder, turned by some degrees, before a grey wall."""
    height, width = texture.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    across = (columns - width / 2) / (0.42 * width)
    angle = np.arcsin(np.clip(across, -1, 1)) + np.radians(turned)
    around = cv2.remap(texture, (width / 2 + angle * 0.42 * width).astype(np.float32), rows, cv2.INTER_LINEAR)
    return np.where(np.abs(across)[..., None] < 0.98, around, 128).astype(np.uint8)


def plain(lean: float, *, hurt: bool, light: float = 1.0) -> Pixels:
    """A plain board with a drawn edge, seen leaning, perhaps with a mark of four strokes."""
    board = np.full((720, 960, 3), 205, np.uint8)
    cv2.rectangle(board, (60, 60), (900, 660), (90, 120, 160), 26)
    cv2.circle(board, (150, 560), 40, (60, 60, 60), -1)
    if hurt:
        for turn in range(4):
            end = np.array([480, 360]) + 70 * np.array([np.cos(1.7 * turn), np.sin(1.7 * turn)])
            cv2.line(board, (480, 360), (int(end[0]), int(end[1])), (30, 25, 25), 5, cv2.LINE_AA)
    middle = np.float32([[1, lean, -lean * 360], [0, 1 - 0.25 * lean, 0.25 * lean * 360]])
    leaning = cv2.warpAffine(board, middle, (960, 720), borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    grain = np.random.default_rng(round(100 + 100 * lean)).normal(0, 2.0, leaning.shape)
    return np.clip(leaning * light + grain, 0, 255).astype(np.uint8)


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

    def test_a_mark_on_a_curved_wall_is_seen_or_absent(self, make_scene: Make, crack: Make, save: Save) -> None:
        texture = make_scene(44)
        one = save(curved(crack(texture), 0), "c1.jpg")
        whole, hurt = save(curved(texture, 13), "c2.jpg"), save(curved(crack(texture), 13), "c3.jpg")
        answers = [v.answer for v in evidence.compare_views([one, whole, hurt], region=REGION)]
        assert answers == ["absent", "seen"]

    def test_a_plain_place_is_absent_only_where_the_other_picture_is_bare(self, save: Save) -> None:
        hurt, region = save(plain(0, hurt=True), "p1.jpg"), (400, 280, 160, 160)
        bare = save(plain(0.1, hurt=False, light=0.8), "p2.jpg")
        assert [v.answer for v in evidence.compare_views([hurt, bare], region=region)] == ["absent"]
        for number, lean in enumerate((0.1, 0.35, 0.6, -0.35)):
            sheared = save(plain(lean, hurt=True, light=0.8), f"p3{number}.jpg")
            assert [v.answer for v in evidence.compare_views([hurt, sheared], region=region)] != ["absent"]


class TestBend:
    def test_a_curved_patch_is_fetched_and_a_mark_inside_bends_nothing(self, make_scene: Make, crack: Make) -> None:
        texture = make_scene(45)
        frame = (slice(280, 456), slice(640, 816))
        patches = [cv2.cvtColor(curved(t, 0), cv2.COLOR_RGB2GRAY)[frame] for t in (texture, crack(texture))]
        other = cv2.cvtColor(curved(texture, 9), cv2.COLOR_RGB2GRAY)
        inner = np.zeros(patches[0].shape, np.bool_)
        inner[60:140, 60:120] = True
        straight = np.array([[1.1, 0, 578], [0, 1, 280]], np.float64)
        found = [bend(patch.astype(np.float32), other, straight, inner) for patch in patches]
        assert found[0] is not None
        assert found[1] is not None
        fetched = cv2.warpAffine(other, straight, (176, 176), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
        ours = detail_of(patches[0].astype(np.float32))
        before = likeness_of(ours, detail_of(fetched.astype(np.float32)), ~inner)
        after = likeness_of(ours, detail_of(found[0][0]), ~inner)
        assert after > 0.9 > before
        assert likeness_of(ours, detail_of(found[1][0]), inner) > 0.9

    def test_a_map_that_runs_away_is_refused(self, make_scene: Make) -> None:
        one = cv2.cvtColor(make_scene(46), cv2.COLOR_RGB2GRAY)[:176, :176].astype(np.float32)
        other = np.zeros((40, 40), np.uint8)
        assert bend(one, other, np.array([[1, 0, 300], [0, 1, 300]], np.float64), np.zeros(one.shape, np.bool_)) is None
