"""`anxin evidence …` as the contract writes it."""

import json
import tomllib
from importlib import resources
from pathlib import Path

import pytest
from PIL import Image

from anxin.engines.evidence.command import run

KEYS = {
    "path", "kind", "sha256", "pdq", "width", "height", "label", "reuse", "consistency", "views", "clarity", "traces",
    "findings", "attention", "reasons", "versions",
}  # fmt: skip


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


class TestExamine:
    def test_answers_one_line_a_picture_with_every_key(
        self, damaged: Path, stranger: Path, listing: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run(["examine", str(damaged), str(stranger), "--reference", str(listing), "--json"]) == 0
        rows = lines(capsys)
        assert [row["path"] for row in rows] == [str(damaged), str(stranger)]
        assert all(set(row) >= KEYS for row in rows)
        assert [row["attention"] for row in rows] == ["high", "none"]

    def test_gives_the_same_bytes_twice_and_times_only_when_asked(
        self, damaged: Path, listing: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        arguments = [
            "examine",
            str(damaged),
            "--reference",
            f"{listing}@2026-11-01T00:00:00",
            "--claimed",
            "2026-11-20T00:00:00",
            "--json",
        ]
        texts = []
        for _ in range(2):
            run(arguments)
            texts.append(capsys.readouterr().out)
        assert texts[0] == texts[1]
        assert "timing" not in texts[0]
        run([*arguments, "--timing"])
        assert "timing" in lines(capsys)[0]

    def test_answers_for_an_unreadable_file_with_exit_0(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "broken.jpg"
        path.write_bytes(b"no picture")
        assert run(["examine", str(path), "--json"]) == 0
        assert lines(capsys)[0]["findings"][0]["code"] == "file.unreadable"

    def test_writes_heat_map_and_sheet(self, damaged: Path, listing: Path, tmp_path: Path) -> None:
        heat, page = tmp_path / "heat.png", tmp_path / "sheet.html"
        arguments = [
            "examine",
            str(damaged),
            "--reference",
            str(listing),
            "--heatmap",
            str(heat),
            "--html",
            str(page),
            "--json",
        ]
        assert run(arguments) == 0
        with Image.open(heat) as opened:
            assert opened.size == (640, 480)
        text = page.read_text("utf-8")
        assert "不是鉴定结论" in text
        assert "伪造" not in text
        card = tomllib.loads(resources.files("anxin.engines.evidence").joinpath("data/card.toml").read_text("utf-8"))
        assert all(row["figure"] in text for row in card["row"])
        assert all(limit in text for limit in card["limits"])

    def test_looks_at_pictures_together(self, damaged: Path, listing: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["examine", str(damaged), str(listing), "--together", "--region", "430,320,90,140", "--json"]) == 0
        views = lines(capsys)[0]["views"]
        assert [(view["other"], view["answer"]) for view in views] == [(str(listing), "absent")]

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (["examine", "nothing.jpg"], "nothing.jpg"),
            (["examine", "{picture}", "--reference", "none.jpg@unknown"], "none.jpg"),
            (["examine", "{picture}", "--reference", "{picture}@yesterday"], "yesterday"),
            (["examine", "{picture}", "--claimed", "soon"], "soon"),
            (["examine", "{picture}", "--region", "1,2,3,4"], "--together"),
            (["examine", "{picture}", "{picture}", "--together", "--region", "1,2,3"], "1,2,3"),
            (["examine", "{picture}", "--index", "no-index"], "no-index"),
            (["examine", "{picture}", "--trust-list", "none.pem"], "none.pem"),
            (["examine", "{picture}", "--trust-list", "{picture}"], "PEM file of certificates"),
            (["examine", "{picture}", "--copy-model", "none.onnx"], "none.onnx"),
            (["examine", "{picture}", "--heatmap", "none/heat.png"], "none/heat.png"),
            (["examine", "{picture}", "--wrong"], "--wrong"),
            (["label", "{picture}", "--says", "fake", "-o", "out.jpg"], "fake"),
            (["sing"], "sing"),
            ([], "examine|index|label"),
        ],
    )
    def test_refuses_wrong_options_in_one_line(
        self, listing: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
    ) -> None:
        assert run([word.replace("{picture}", str(listing)) for word in arguments]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert told in captured.err
        assert captured.err.count("\n") == 1


class TestIndex:
    def test_adds_searches_and_removes(
        self, listing: Path, damaged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder = str(tmp_path / "index")
        assert run(["index", "add", folder, str(listing), "--id", "L1", "--order", "1"]) == 0
        assert run(["examine", str(damaged), "--index", folder, "--order", "2", "--json"]) == 0
        assert run(["index", "search", folder, str(damaged), "--order", "1"]) == 0
        assert run(["index", "remove", folder, "L1"]) == 0
        assert run(["index", "rebuild", folder]) == 0
        assert run(["index", "stats", folder]) == 0
        added, examined, searched, removed, rebuilt, stats = lines(capsys)
        assert added["added"] is True
        assert (examined["reuse"][0]["of"], examined["attention"]) == ("L1", "high")
        assert searched["reuse"] == []
        assert removed["removed"] == 1
        assert rebuilt["codes"] == rebuilt["expected"] == 0
        assert (stats["entries"], stats["removed"]) == (0, 1)


class TestLabel:
    def test_writes_a_label_that_examine_reads(
        self, listing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        out = tmp_path / "labelled.jpg"
        assert run(["label", str(listing), "--says", "suspected", "-o", str(out)]) == 0
        assert run(["examine", str(out), "--json"]) == 0
        label = lines(capsys)[1]["label"]
        assert (label["says"], label["kinds"]) == ("suspected", ["tc260"])
