"""Intake: type by content, bounds, damage told, a child that may die."""

import io
import os
import signal
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from anxin.engines.evidence.containers.walkers import walk
from anxin.engines.evidence.errors import complaint
from anxin.engines.evidence.intake.limits import Limits
from anxin.engines.evidence.intake.parent import Intake
from anxin.engines.evidence.labels.reader import read
from anxin.engines.evidence.labels.writer import chunk

Make = Callable[..., NDArray[np.uint8]]
Save = Callable[..., Path]


@pytest.fixture(scope="module")
def intake() -> Intake:
    with Intake() as opened:
        yield opened


class TestKinds:
    @pytest.mark.parametrize(
        ("suffix", "kind"),
        [
            ("jpg", "image/jpeg"),
            ("png", "image/png"),
            ("webp", "image/webp"),
            ("gif", "image/gif"),
            ("avif", "image/avif"),
        ],
    )
    def test_opens_by_content_whatever_the_name(
        self, intake: Intake, make_scene: Make, save: Save, tmp_path: Path, suffix: str, kind: str
    ) -> None:
        path = tmp_path / "picture.txt"
        path.write_bytes(save(make_scene(61, 320, 240), f"kind.{suffix}").read_bytes())
        taken = intake.take(path)
        assert (taken.kind, taken.width, taken.height, taken.findings) == (kind, 320, 240, [])

    def test_turns_upright_as_exif_says(self, intake: Intake, make_scene: Make, tmp_path: Path) -> None:
        exif = Image.Exif()
        exif[0x0112] = 6
        Image.fromarray(make_scene(61, 320, 240)).save(tmp_path / "turned.jpg", exif=exif)
        taken = intake.take(tmp_path / "turned.jpg")
        assert (taken.width, taken.height) == (240, 320)

    def test_equal_pixels_have_equal_marks_in_different_files(
        self, intake: Intake, make_scene: Make, save: Save, tmp_path: Path
    ) -> None:
        path = save(make_scene(61, 320, 240), "same.png")
        other = tmp_path / "same.webp"
        Image.open(path).save(other, lossless=True)
        one, two = intake.take(path), intake.take(other)
        assert one.sha256 != two.sha256
        assert one.pixels_sha256 == two.pixels_sha256


class TestDamage:
    @pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "gif"])
    def test_tells_a_truncated_file_and_uses_what_there_is(
        self, intake: Intake, make_scene: Make, save: Save, tmp_path: Path, suffix: str
    ) -> None:
        data = save(make_scene(62, 320, 240), f"cut.{suffix}").read_bytes()
        path = tmp_path / "cut"
        path.write_bytes(data[: len(data) * 2 // 3])
        assert {finding.family for finding in intake.take(path).findings} == {"file"}

    def test_refuses_a_bomb_before_decoding(self, intake: Intake, tmp_path: Path) -> None:
        stream = io.BytesIO()
        Image.new("RGB", (8, 8)).save(stream, "PNG")
        header = (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00"
        path = tmp_path / "bomb.png"
        path.write_bytes(stream.getvalue()[:8] + chunk(b"IHDR", header) + stream.getvalue()[33:])
        finding = intake.take(path).findings[0]
        assert (finding.code, finding.facts["why"]) == ("file.unreadable", "too_large")

    def test_says_the_same_of_a_file_it_cannot_decode_however_often(self, tmp_path: Path) -> None:
        path = tmp_path / "odd.png"
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 60)
        told = []
        for _ in range(2):
            with Intake() as intake:
                told.append(repr(intake.take(path).findings))
        assert told[0] == told[1]
        assert "file.unreadable" in told[0]
        assert " at 0x" not in told[0]

    def test_words_of_a_decoder_hold_no_address(self) -> None:
        said = complaint(ValueError("cannot identify <_io.BytesIO object at 0x7f3a12c0>"))
        assert said == "ValueError: cannot identify "

    @pytest.mark.parametrize("data", [b"", b"\xff", b"hello there", b"GIF89a"])
    def test_answers_for_what_is_no_picture(self, intake: Intake, tmp_path: Path, data: bytes) -> None:
        path = tmp_path / "nothing"
        path.write_bytes(data)
        taken = intake.take(path)
        assert [finding.code for finding in taken.findings] == ["file.unreadable"]
        assert len(taken.sha256) == 64

    def test_survives_the_death_of_its_child(self, make_scene: Make, save: Save) -> None:
        path = save(make_scene(63, 320, 240), "alive.jpg")
        with Intake() as intake:
            intake.take(path)
            assert intake._child is not None
            os.kill(intake._child.pid, signal.SIGKILL)
            intake._child.wait()
            assert intake.take(path).readable

    def test_ends_a_child_that_is_too_slow(self, make_scene: Make, save: Save) -> None:
        with Intake(Limits(wall_s=0)) as intake:
            taken = intake.take(save(make_scene(63, 320, 240), "slow.jpg"))
        assert taken.findings[0].facts["why"] == "too_slow"
        assert len(taken.sha256) == 64


class TestWalking:
    @settings(max_examples=150)
    @given(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF", "AVIF"]), st.integers(0, 1 << 30), st.integers(1, 12))
    def test_never_raises_on_mutated_files(self, kind: str, seed: int, flips: int) -> None:
        rng = np.random.default_rng(seed)
        data = bytearray(SOUND[kind])
        for _ in range(flips):
            data[int(rng.integers(0, len(data)))] = int(rng.integers(0, 256))
        cut = bytes(data[: int(rng.integers(1, len(data) + 1))])
        read(walk(cut), cut)

    @settings(max_examples=150)
    @given(
        st.sampled_from(
            [
                b"\x00\x00\x00\x18ftypheic",
                b"\x1a\x45\xdf\xa3",
                b"RIFF\xff\xff\xff\xffWEBP",
                b"\x89PNG\r\n\x1a\n",
                b"\xff\xd8\xff",
            ]
        ),
        st.binary(max_size=600),
    )
    def test_never_raises_on_noise_behind_a_sound_head(self, head: bytes, rest: bytes) -> None:
        read(walk(head + rest), head + rest)


def _sound() -> dict[str, bytes]:
    image = Image.fromarray(np.random.default_rng(0).integers(0, 255, (40, 56, 3)).astype(np.uint8))
    exif = Image.Exif()
    exif[0x0131], exif[0x010E] = "Invented 1.0", '{"AIGC":{"Label":"1","ContentProducer":"x"}}'
    out = {}
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "AVIF"):
        stream = io.BytesIO()
        image.save(stream, kind, **({} if kind == "GIF" else {"exif": exif}))
        out[kind] = stream.getvalue()
    return out


SOUND = _sound()
