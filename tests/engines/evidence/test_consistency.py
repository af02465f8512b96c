"""What derives from what, and who is never raised."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from anxin.engines import evidence

Make = Callable[..., NDArray[np.uint8]]
Save = Callable[..., Path]
CLAIM = datetime(2026, 11, 20, tzinfo=UTC)
NO_OCR = evidence.Params(ocr=False)


def examine(path: Path, *references: evidence.Reference | Path, claimed_at: datetime | None = None) -> evidence.Report:
    return evidence.examine(path, references=references, claimed_at=claimed_at, params=NO_OCR)


class TestClasses:
    def test_a_painted_listing_is_the_same_shot_and_shows_where(self, damaged: Path, listing: Path) -> None:
        report = examine(damaged, listing)
        assert report.consistency is not None
        assert report.consistency["class"] == "same_shot"
        x, y, width, height = report.consistency["changed"][0]
        assert x < 480 * 880 / 960 + 40 < x + width + 40
        assert y < 400 * 880 / 960 < y + height
        assert (report.attention, report.reasons) == ("high", ("consistency.changed.before",))

    def test_a_clean_copy_shows_no_change(self, make_scene: Make, save: Save, listing: Path) -> None:
        report = examine(save(make_scene(1), "again.jpg", 60), listing)
        assert report.consistency is not None
        assert (report.consistency["class"], report.consistency["changed"]) == ("same_shot", [])
        assert report.attention == "low"

    def test_relighting_and_recolouring_keep_the_shot(self, make_scene: Make, save: Save, listing: Path) -> None:
        pixels = make_scene(1).astype(np.float32)
        light = np.linspace(0.55, 1.25, pixels.shape[1])[None, :, None] * np.array([1.1, 1.0, 0.8])
        report = examine(save(np.clip(pixels * light, 0, 255).astype(np.uint8), "relit.jpg"), listing)
        assert report.consistency is not None
        assert report.consistency["class"] == "same_shot"

    def test_finds_the_listing_inside_a_screenshot_and_mirrored(
        self, make_scene: Make, save: Save, listing: Path
    ) -> None:
        page = np.full((1600, 960, 3), 240, np.uint8)
        page[300:1020] = make_scene(1)[:, ::-1]
        report = examine(save(page, "page.jpg"), listing)
        assert report.consistency is not None
        assert (report.consistency["class"], report.consistency["mirrored"]) == ("same_shot", True)

    def test_something_else_does_not_match(self, stranger: Path, listing: Path) -> None:
        report = examine(stranger, listing)
        assert report.consistency is not None
        assert report.consistency["class"] == "no_match"
        assert report.attention == "none"

    def test_says_when_nothing_can_be_compared(self, save: Save, listing: Path) -> None:
        report = examine(save(np.full((600, 800, 3), 210, np.uint8), "plain.jpg"), listing)
        assert report.consistency is not None
        assert report.consistency["class"] == "cannot_compare"

    def test_a_print_on_another_ground_is_only_the_same_design(self, make_scene: Make, save: Save) -> None:
        print_, grounds = make_scene(21, 420, 300), [make_scene(22), make_scene(23)]
        first = grounds[0].copy()
        first[200:500, 260:680] = print_
        corners = np.float32([[0, 0], [420, 0], [420, 300], [0, 300]])
        target = np.float32([[300, 180], [730, 230], [700, 520], [280, 470]])
        matrix = cv2.getPerspectiveTransform(corners, target)
        seen = cv2.warpPerspective(print_, matrix, (960, 720))
        mask = cv2.warpPerspective(np.full((300, 420), 255, np.uint8), matrix, (960, 720)) > 128
        second = np.where(mask[..., None], seen, grounds[1]).astype(np.uint8)
        report = examine(save(second, "second.jpg"), save(first, "first.jpg"))
        assert report.consistency is not None
        assert report.consistency["class"] == "same_design"
        assert report.attention == "none"


def kept(pixels: NDArray[np.uint8], ground: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The middle of a picture on another ground, as an editor leaves it."""
    mask = cv2.ellipse(np.zeros(pixels.shape[:2], np.float32), (480, 360), (230, 170), 0, 0, 360, 1.0, -1)
    soft = cv2.GaussianBlur(mask, (0, 0), 3)[..., None]
    return (pixels * soft + ground * (1 - soft)).astype(np.uint8)


def stamped(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A picture between the bars of an app, which are the same on every screenshot."""
    out = pixels.copy()
    out[:80], out[-80:] = 245, 245
    for row, words in ((50, "10:24  5G   service chat   87%"), (680, "album   order   voice   send")):
        cv2.putText(out, words, (30, row), cv2.FONT_HERSHEY_DUPLEX, 1.2, (40, 40, 40), 2, cv2.LINE_AA)
    return out


class TestRedrawn:
    def test_surroundings_drawn_anew_around_what_was_kept(self, make_scene: Make, save: Save, listing: Path) -> None:
        report = examine(save(kept(make_scene(1), make_scene(44)), "moved.jpg"), listing)
        assert report.consistency is not None
        assert report.consistency["class"] == "redrawn"
        assert [(f.code, f.strength) for f in report.findings] == [("consistency.redrawn", "moderate")]
        assert (report.attention, report.reasons) == ("medium", ("consistency.redrawn.before",))

    def test_a_frame_restyled_over_its_edges(self, make_scene: Make, save: Save, listing: Path) -> None:
        pixels = cv2.bilateralFilter(make_scene(1), 9, 90, 9)
        ink = cv2.adaptiveThreshold(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), 255, 1, 0, 15, 6)
        flat = np.ascontiguousarray((pixels // 64 * 64 + 32)[:, :, ::-1])
        flat[cv2.dilate(ink, np.ones((3, 3), np.uint8)) > 0] = 15
        report = examine(save(flat, "drawn.jpg"), listing)
        assert report.consistency is not None
        assert report.consistency["class"] == "redrawn"

    def test_raises_nothing_where_the_reference_is_later(self, make_scene: Make, save: Save, listing: Path) -> None:
        late = evidence.Reference(listing, datetime(2026, 11, 25, tzinfo=UTC))
        report = examine(save(kept(make_scene(1), make_scene(44)), "moved.jpg"), late, claimed_at=CLAIM)
        assert (report.attention, report.reasons) == ("none", ())

    def test_is_not_said_of_two_screenshots_of_one_app(self, make_scene: Make, save: Save) -> None:
        report = examine(save(stamped(make_scene(51)), "shot-1.jpg"), save(stamped(make_scene(52)), "shot-2.jpg"))
        assert report.consistency is not None
        assert report.consistency["class"] in ("same_design", "no_match")

    def test_what_saw_nothing_is_no_finding(self, stranger: Path, listing: Path) -> None:
        assert examine(stranger, listing).findings == []


class TestTime:
    @pytest.mark.parametrize(
        ("sealed", "known", "when", "attention"),
        [
            (datetime(2026, 11, 1, tzinfo=UTC), True, "before", "high"),
            (datetime(2026, 11, 25, tzinfo=UTC), True, "after", "none"),
            (CLAIM, True, "after", "none"),
            (None, False, "unknown", "none"),
            (None, True, "before", "high"),
        ],
    )
    def test_only_a_reference_from_before_raises(
        self, damaged: Path, listing: Path, sealed: datetime | None, known: bool, when: str, attention: str
    ) -> None:
        report = examine(damaged, evidence.Reference(listing, sealed, known), claimed_at=CLAIM)
        assert report.consistency is not None
        assert (report.consistency["class"], report.consistency["reference_time"]) == ("same_shot", when)
        assert report.attention == attention

    def test_a_sealed_time_without_a_claim_is_unknown(self, damaged: Path, listing: Path) -> None:
        report = examine(damaged, evidence.Reference(listing, datetime(2026, 11, 1, tzinfo=UTC)))
        assert report.consistency is not None
        assert (report.consistency["reference_time"], report.attention) == ("unknown", "none")

    def test_a_seller_who_derives_his_picture_from_the_buyers_raises_nothing(
        self, make_scene: Make, crack: Make, save: Save
    ) -> None:
        honest = save(crack(make_scene(31)), "honest.jpg")
        cleaned = save(make_scene(31), "cleaned.jpg")
        late = evidence.Reference(cleaned, datetime(2026, 11, 21, tzinfo=UTC))
        assert examine(honest, late, claimed_at=CLAIM).attention == "none"


class TestAnnotation:
    def test_a_circle_on_a_listing_picture_is_its_own_finding(
        self, make_scene: Make, save: Save, listing: Path
    ) -> None:
        pixels = make_scene(1).copy()
        cv2.circle(pixels, (480, 360), 110, (235, 20, 20), 8, cv2.LINE_AA)
        report = examine(save(pixels, "pointed.jpg"), listing)
        assert "consistency.annotation" in {finding.code for finding in report.findings}
        assert report.attention == "low"
