"""An operator's copy model: run where it fits, refused with what was expected where it doesn't."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from anxin.engines import evidence
from anxin.engines.evidence.command import run
from anxin.engines.evidence.index_commands import enter
from anxin.engines.evidence.reuse import copies as copying
from anxin.engines.evidence.reuse.linkage import LinkParams
from anxin.engines.evidence.reuse.lookup import search

pytest.importorskip("onnxruntime")


def field(number: int, value: bytes | int) -> bytes:
    """One field of a protocol buffer: a varint or a length and bytes."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def varint(value: int) -> bytes:
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def tensor(name: str, shape: list[int], kind: int = 1) -> bytes:
    sides = b"".join(field(1, field(1, side)) for side in shape)
    return field(1, name.encode()) + field(2, field(1, field(1, kind) + field(2, sides)))


def node(kind: str, source: str, target: str, *attributes: bytes) -> bytes:
    named = field(1, source.encode()) + field(2, target.encode()) + field(4, kind.encode())
    return named + b"".join(field(5, attribute) for attribute in attributes)


def numbers(name: str, values: list[int]) -> bytes:
    return field(1, name.encode()) + b"".join(field(8, value) for value in values) + field(20, 7)


def model(shape: list[int], *, kind: int = 1) -> bytes:
    """A model that averages an 8 x 8 grid of a picture."""
    steps = [shape[2] // 8, shape[3] // 8]
    pool = node("AveragePool", "in", "grid", numbers("kernel_shape", steps), numbers("strides", steps))
    flat = node("Flatten", "grid", "out")
    graph = field(1, pool) + field(1, flat) + field(2, b"tiny")
    graph += field(11, tensor("in", shape, kind)) + field(12, tensor("out", [1, 192]))
    return field(1, 8) + field(7, graph) + field(8, field(2, 13))


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.onnx"
    path.write_bytes(model([1, 3, 64, 64]))
    return path


class TestCopyModel:
    def test_describes_a_copy_alike_and_a_stranger_not(
        self, tiny: Path, make_scene: Callable[..., NDArray[np.uint8]]
    ) -> None:
        made, scene = evidence.CopyModel(tiny), make_scene(1)
        one, copy, other = (made.describe(p) for p in (scene, scene[10:-10, 10:-10], make_scene(2)))
        assert made.size == len(one) == 192
        assert one @ copy > 0.8 > one @ other

    def test_refuses_a_file_that_is_no_model(self, tmp_path: Path) -> None:
        path = tmp_path / "no.onnx"
        path.write_text("nothing")
        with pytest.raises(evidence.WrongModel, match="expected an ONNX model"):
            evidence.CopyModel(path)

    def test_refuses_a_model_of_another_shape(self, tmp_path: Path) -> None:
        path = tmp_path / "grey.onnx"
        path.write_bytes(model([1, 1, 64, 64]))
        with pytest.raises(evidence.WrongModel, match="one RGB picture"):
            evidence.CopyModel(path)

    def test_says_which_extra_is_missing(self, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def missing(name: str) -> None:
            raise ImportError(name)

        monkeypatch.setattr(copying.importlib, "import_module", missing)
        with pytest.raises(evidence.WrongModel, match="extra 'vision'"):
            evidence.CopyModel(tiny)


class TestIndex:
    def test_proposes_what_the_other_tiers_miss_for_geometry_to_verify(
        self, tiny: Path, tmp_path: Path, listing: Path, stranger: Path, damaged: Path
    ) -> None:
        made, blind = evidence.CopyModel(tiny), LinkParams(pdq_candidate=-1, votes=1e9, shares=1e9, cosine=-1.0)
        asked = evidence.open_picture(damaged)
        assert asked.features is not None
        with evidence.Index(tmp_path / "index", create=True) as index:
            for path in (listing, stranger):
                enter(index, evidence.open_picture(path), path.stem, evidence.Keys(), made)
            assert search(asked.taken, asked.features, index, evidence.Keys(), blind) == []
            hits = search(asked.taken, asked.features, index, evidence.Keys(), blind, copies=made)
        assert [(hit.of, hit.tier) for hit in hits] == [("listing", "copy")]

    def test_keeps_vectors_and_forgets_them_with_their_entry(
        self, tiny: Path, tmp_path: Path, listing: Path, damaged: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder, words = str(tmp_path / "index"), ["--copy-model", str(tiny)]
        assert run(["index", "add", folder, str(listing), "--id", "first", *words]) == 0
        with evidence.Index(folder) as index:
            entries, vectors = index.vectors(evidence.CopyModel(tiny).mark)
            assert (len(entries), vectors.shape) == (1, (1, 192))
            assert index.remove("first") == 1
            assert len(index.vectors(evidence.CopyModel(tiny).mark)[0]) == 0
        capsys.readouterr()
        assert run(["index", "search", folder, str(damaged), *words]) == 0
        assert json.loads(capsys.readouterr().out)["reuse"] == []

    def test_ends_with_one_line_where_the_model_is_none(
        self, tmp_path: Path, listing: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        words = ["index", "add", str(tmp_path / "i"), str(listing), "--copy-model", str(listing)]
        assert run(words) == 2
        assert "expected an ONNX model" in capsys.readouterr().err
        assert not (tmp_path / "i").exists()
