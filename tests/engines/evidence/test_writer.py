"""The propagation label: written, read back, and nobody else's removed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from anxin.engines import evidence
from anxin.engines.evidence.containers.walkers import walk
from anxin.engines.evidence.labels.reader import read
from anxin.engines.evidence.labels.summary import summarise

OURS = "00119144030008867405X220001"


def fields(data: bytes) -> list[dict[str, str]]:
    return [dict(claim.facts["fields"]) for claim in read(walk(data), data) if claim.kind == "tc260"]


class TestLabel:
    @pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
    @pytest.mark.parametrize("says", ["generated", "possibly", "suspected"])
    def test_writes_what_is_read_back_and_keeps_the_pixels(
        self, save: Callable[..., Path], make_scene: Callable[..., object], suffix: str, says: str, tmp_path: Path
    ) -> None:
        path = save(make_scene(3, 320, 240), f"plain.{suffix}")
        written = evidence.label(path, says=says, propagator=OURS, propagate_id="x-1")
        assert summarise(read(walk(written.data), written.data)).says == says
        copy = tmp_path / f"copy.{suffix}"
        copy.write_bytes(written.data)
        before, after = evidence.open_picture(path).taken, evidence.open_picture(copy).taken
        assert before.pixels_sha256 == after.pixels_sha256
        assert not after.findings

    @pytest.mark.parametrize("suffix", ["jpg", "png"])
    def test_never_removes_anothers(
        self, save: Callable[..., Path], make_scene: Callable[..., object], suffix: str
    ) -> None:
        plain = save(make_scene(3, 320, 240), f"plain.{suffix}").read_bytes()
        first = evidence.label(plain, says="generated", propagator="first platform").data
        second = evidence.label(first, says="suspected", propagator="second platform").data
        propagators = {row["ContentPropagator"] for row in fields(second)}
        assert propagators == {"first platform", "second platform"}

    def test_fills_in_an_empty_propagator_and_keeps_the_producer(
        self, save: Callable[..., Path], make_scene: Callable[..., object]
    ) -> None:
        plain = save(make_scene(3, 320, 240), "plain.png").read_bytes()
        theirs = evidence.label(plain, says="generated", propagator="").data
        ours = evidence.label(theirs, says="suspected", propagator=OURS).data
        assert fields(ours) == [fields(theirs)[0] | {"ContentPropagator": OURS}]
        assert json.dumps(fields(ours)).count("ContentPropagator") == 1

    def test_refuses_another_statement_and_another_file(self, tmp_path: Path) -> None:
        with pytest.raises(evidence.WrongLabel, match="expected says"):
            evidence.label(b"", says="fake")
        with pytest.raises(evidence.WrongLabel, match="expected a JPEG"):
            evidence.label(b"nothing", says="suspected")
        with pytest.raises(evidence.WrongPicture, match="expected a readable file"):
            evidence.label(tmp_path / "none.jpg", says="suspected")
