"""Capture sessions: what was answered; and the code on paper."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from anxin.engines import evidence
from anxin.engines.evidence.capture.paper import ALPHABET, is_code
from anxin.engines.evidence.capture.sessions import load_session

Pixels = NDArray[np.uint8]
Make = Callable[..., Pixels]


@pytest.fixture
def session(tmp_path: Path, make_scene: Make) -> dict[str, Any]:
    """A session whose challenge was answered: the camera came closer."""
    whole = make_scene(51, 1200, 900)
    frames = []
    crops = {"overview": whole, "closeup": whole[200:760, 250:1000], "action": whole[100:800, 140:1080]}
    for number, (role, pixels) in enumerate(crops.items()):
        picture = cv2.resize(np.ascontiguousarray(pixels), (1200, 900), interpolation=cv2.INTER_AREA)
        path = tmp_path / f"{role}.jpg"
        Image.fromarray(picture.astype(np.uint8)).save(path, quality=90)
        frames.append({
            "role": role, "path": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "nonce": "n-1",
            "hashed_at": f"2026-11-20T10:00:{10 + number}+08:00",
            "received_at": f"2026-11-20T10:00:{15 + number}+08:00",
        })  # fmt: skip
    return {
        "nonce": "n-1", "order": "o-1", "issued_at": "2026-11-20T10:00:00+08:00", "action": "closer",
        "expires_at": "2026-11-20T10:10:00+08:00", "frames": frames, "claimed_order": "o-1",
    }  # fmt: skip


def verified(tmp_path: Path, session: dict[str, Any]) -> evidence.CaptureResult:
    path = tmp_path / "session.json"
    path.write_text(json.dumps(session))
    return evidence.verify_capture(load_session(path))


def answers(result: evidence.CaptureResult) -> dict[str, str]:
    return {check.code: check.answer for check in result.checks}


class TestSession:
    def test_says_that_the_challenge_was_answered_not_that_it_is_authentic(
        self, tmp_path: Path, session: dict[str, Any]
    ) -> None:
        result = verified(tmp_path, session)
        assert (result.says, set(answers(result).values())) == ("answered", {"yes"})
        assert result.attention == "none"

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"nonce": "another"}, "nonce"),
            ({"used_before": True}, "single_use"),
            ({"claimed_order": "o-2"}, "order"),
            ({"expires_at": "2026-11-20T10:00:05+08:00"}, "time"),
            ({"issued_at": "2026-11-20T10:05:00+08:00"}, "time"),
            ({"action": "farther"}, "action"),
        ],
    )
    def test_tells_which_part_was_not(
        self, tmp_path: Path, session: dict[str, Any], change: dict[str, Any], code: str
    ) -> None:
        result = verified(tmp_path, session | change)
        assert answers(result)[code] == "no"
        assert result.says != "answered"
        assert result.attention == "low"

    def test_a_file_of_another_day_is_told_by_its_own_date_and_never_called_taken_in_time(
        self, tmp_path: Path, session: dict[str, Any]
    ) -> None:
        for said, answer in (
            *(("2026:11:20 10:00:20", "yes"), ("2026-11-20 10:00", "yes"), ("2026:10:02 09:00:00", "no")),
            *(("2026-10-02 09:00:00", "no"), ("2026:10:02 09:00", "no"), ("2099:01:01 00:00:00", "no")),
            *(("2026:13:40 09:00:00", "cannot_tell"), ("yesterday", "cannot_tell")),
        ):
            first = session["frames"][0]
            exif = Image.Exif()
            exif[0x0132] = said
            exif.get_ifd(0x8769)[0x9003] = said
            with Image.open(tmp_path / first["path"]) as picture:
                picture.save(tmp_path / "dated.jpg", quality=90, exif=exif)
            sha256 = hashlib.sha256((tmp_path / "dated.jpg").read_bytes()).hexdigest()
            session["frames"][0] = first | {"path": "dated.jpg", "sha256": sha256}
            result = verified(tmp_path, session)
            assert (answers(result)["dates"], result.says == "answered") == (answer, answer == "yes")

    def test_notices_bytes_before_their_hash(self, tmp_path: Path, session: dict[str, Any]) -> None:
        session["frames"][1]["received_at"] = "2026-11-20T10:00:01+08:00"
        assert answers(verified(tmp_path, session))["hash_before_bytes"] == "no"

    def test_notices_other_bytes_than_those_hashed(self, tmp_path: Path, session: dict[str, Any]) -> None:
        session["frames"][0]["sha256"] = "0" * 64
        assert answers(verified(tmp_path, session))["bytes"] == "no"

    @pytest.mark.parametrize("change", [{"frames": "none"}, {"nonce": 5}, {"issued_at": "yesterday"}])
    def test_refuses_a_record_of_another_shape(
        self, tmp_path: Path, session: dict[str, Any], change: dict[str, Any]
    ) -> None:
        with pytest.raises(evidence.WrongSession, match="expected"):
            verified(tmp_path, session | change)


class TestPaperCode:
    def test_every_single_wrong_letter_and_every_swap_is_noticed(self) -> None:
        code = evidence.make_code(1_234_567)
        assert is_code(code)
        for place in range(6):
            for letter in ALPHABET:
                other = code[:place] + letter + code[place + 1 :]
                assert other == code or not is_code(other)
        for place in range(5):
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            assert swapped == code or not is_code(swapped)

    def test_reads_a_sheet_beside_the_thing(self, make_scene: Make) -> None:
        code = evidence.make_code(2_345_678)
        picture = Image.fromarray(make_scene(52, 1200, 900))
        draw = ImageDraw.Draw(picture)
        draw.rectangle((120, 500, 640, 780), fill=(238, 236, 228))
        draw.text((160, 570), code, fill=(30, 30, 60), font=ImageFont.load_default(size=110))
        pixels = np.asarray(picture)
        assert evidence.read_paper_code(pixels, expected=code).answer == "match"
        assert evidence.read_paper_code(pixels, expected=evidence.make_code(1)).answer == "other"
        assert evidence.read_paper_code(make_scene(53), expected=code).answer == "unread"
