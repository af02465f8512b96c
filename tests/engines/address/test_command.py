"""`anxin address` as the contract has it."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from anxin.engines.address import command

LINES = "广东省东莞市塘厦镇环市东路12号\n鼓楼区\n北京市宣武区\n香港\n\n"


def ask(capfdbinary: pytest.CaptureFixture[bytes], path: Path, *options: str) -> list[dict[str, object]]:
    assert command.run([str(path), "--json", *options]) == 0
    return [json.loads(line) for line in capfdbinary.readouterr().out.decode().splitlines()]


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    path = tmp_path / "lines.txt"
    path.write_text(LINES, encoding="utf-8")
    return path


class TestJson:
    def test_answers_each_line_in_order_with_every_field(
        self, capfdbinary: pytest.CaptureFixture[bytes], lines: Path
    ) -> None:
        answers = ask(capfdbinary, lines)
        assert [answer["input"] for answer in answers] == LINES.split("\n")[:5]
        first = answers[0]
        point = {key: first.pop(key) for key in ("lng", "lat", "radius_m", "confidence")}
        assert first == {
            "input": "广东省东莞市塘厦镇环市东路12号", "code": "441900116", "county_code": "441900",
            "province": "广东省", "city": "东莞市", "county": "", "town": "塘厦镇", "detail": "环市东路12号",
            "datum": "WGS-84", "precision": "town",
            "spans": [{"level": "province", "start": 0, "end": 3}, {"level": "city", "start": 3, "end": 6},
                      {"level": "town", "start": 6, "end": 9}],
            "alternatives": [], "notes": [],
        }  # fmt: skip
        assert all(isinstance(value, int | float) for value in point.values())
        assert set(answers[4]) == {*first, *point}

    def test_says_ambiguous_historical_and_outside(
        self, capfdbinary: pytest.CaptureFixture[bytes], lines: Path
    ) -> None:
        answers = ask(capfdbinary, lines)
        assert answers[1]["code"] == ""
        assert {other["code"] for other in answers[1]["alternatives"]} >= {"320106", "350102"}  # type: ignore[attr-defined]
        assert answers[2]["notes"] == ["historical: 宣武区 is now 西城区"]
        assert answers[3]["notes"] == ["outside_service"]
        assert (answers[4]["code"], answers[4]["precision"], answers[4]["lng"]) == ("", "none", None)

    def test_takes_hints_from_options_and_from_lines(
        self, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
    ) -> None:
        path = tmp_path / "lines.txt"
        path.write_text('鼓楼区\n{"text":"鼓楼区","hints":{"city":"福州市"},"x-id":7}\n', encoding="utf-8")
        answers = ask(capfdbinary, path, "--hint", "city=南京市")
        assert [answer["code"] for answer in answers] == ["320106", "350102"]
        assert answers[1]["input"] == "鼓楼区"

    @pytest.mark.parametrize(
        ("line", "note"),
        [
            ('{"text":"a","foo":1}', "refused: expected text and hints, got foo"),
            ('{"hints":{}}', "refused: text: expected text, got None"),
            (
                '{"text":"a","hints":{"town":"b"}}',
                "refused: hint: expected city, orders, areas with a value, got town=b",
            ),
            ('{"text":"a","hints":3}', "refused: hints: expected an object, got int"),
        ],
    )
    def test_refuses_unknown_fields_by_name(
        self, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path, line: str, note: str
    ) -> None:
        path = tmp_path / "lines.txt"
        path.write_text(line + "\n", encoding="utf-8")
        assert ask(capfdbinary, path)[0]["notes"] == [note]

    def test_reads_a_broken_object_as_text(self, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
        path = tmp_path / "lines.txt"
        path.write_text("{广州市天河区}\n" + "[" * 5 + "\n{" * 3 + "\n", encoding="utf-8")
        assert ask(capfdbinary, path)[0]["code"] == "440106"

    def test_answers_what_is_not_utf8(self, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
        path = tmp_path / "lines.txt"
        path.write_bytes("广州".encode("gbk") + b"\n" + "广州".encode() + b"\n\xff")
        answers = ask(capfdbinary, path, "--contact")
        assert [(answer["code"], answer["notes"]) for answer in answers] == [
            ("", ["not utf-8"]), ("4401", []), ("", ["not utf-8"]),
        ]  # fmt: skip
        assert answers[0]["phones"] == []

    def test_takes_windows_lines_and_a_mark_at_the_start(
        self, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
    ) -> None:
        path = tmp_path / "lines.txt"
        path.write_bytes(b"\xef\xbb\xbf" + "广州市\r\n深圳市".encode())
        assert [answer["input"] for answer in ask(capfdbinary, path)] == ["广州市", "深圳市"]

    def test_gives_name_and_phones_of_contact_lines(
        self, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
    ) -> None:
        path = tmp_path / "lines.txt"
        path.write_text("张三 13800138000转12 广州市天河区\n", encoding="utf-8")
        answer = ask(capfdbinary, path, "--contact")[0]
        assert answer["name"] == "张三"
        assert answer["phones"] == [{"number": "13800138000", "kind": "mobile", "extension": "12"}]

    def test_survives_lone_surrogates_and_controls(
        self, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
    ) -> None:
        path = tmp_path / "lines.txt"
        path.write_bytes(b'{"text":"\\ud800\\u0000"}\n\x00\x1f\x7f\n')
        assert [answer["code"] for answer in ask(capfdbinary, path)] == ["", ""]


class TestRefusals:
    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["--foo"], "expected --contact, --hint, --jobs or --json, got --foo"),
            (["-x"], "got -x"),
            (["a", "b"], "expected one file, got 2"),
            (["--jobs"], "--jobs: expected a whole number, got nothing"),
            (["--jobs", "0"], "--jobs: expected a whole number from 1 to 256, got 0"),
            (["--jobs=two"], "got two"),
            (["--hint"], "--hint: expected KEY=VALUE, got nothing"),
            (["--hint", "city=火星"], "hint: expected a name or code of a division in the table, got city=火星"),
            (["--hint", "areas=4401,999999"], "got areas=999999"),
            (["--hint", "town=x"], "hint: expected city, orders, areas"),
            (["no/such/file"], "no/such/file: expected a readable file"),
            (["."], ".: expected a readable file"),
        ],
    )
    def test_end_with_status_2_and_one_line(
        self, capfd: pytest.CaptureFixture[str], arguments: list[str], said: str
    ) -> None:
        assert command.run(arguments) == 2
        captured = capfd.readouterr()
        assert captured.out == ""
        assert said in captured.err
        assert captured.err.count("\n") == 1


class TestStream:
    def test_reads_pieces_as_whole_lines(self) -> None:
        class Trickle(io.RawIOBase):
            def __init__(self, data: bytes, size: int) -> None:
                self.data, self.size = data, size

            def read(self, _: int = -1) -> bytes:  # type: ignore[override]
                piece, self.data = self.data[: self.size], self.data[self.size :]
                return piece

        data = "广州市\n\n深圳市南山区\n末".encode()
        for size in (1, 2, 3, 7, 100):
            found = [line for lines in command.chunks(Trickle(data, size)) for line in lines]  # type: ignore[arg-type]
            assert found == data.split(b"\n")

    def test_answers_a_line_before_the_next_is_written(self) -> None:
        with subprocess.Popen(
            [sys.executable, "-c", "from anxin.commands.main import main; main(['address', '-', '--json'])"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        ) as process:  # fmt: skip
            if process.stdin is None or process.stdout is None:
                pytest.fail("no pipes")
            process.stdin.write("广州市\n".encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["code"] == "4401"
            process.stdin.close()
            assert process.stdout.read() == b""

    def test_over_several_processes_keeps_the_order(
        self, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
    ) -> None:
        path = tmp_path / "lines.txt"
        lines = [f"广东省深圳市南山区粤海街道科苑路{number}号" for number in range(9000)]
        path.write_text("\n".join(lines), encoding="utf-8")
        assert command.run([str(path), "--json", "--jobs", "1"]) == 0
        alone = capfdbinary.readouterr().out
        assert command.run([str(path), "--json", "--jobs", "3"]) == 0
        assert capfdbinary.readouterr().out == alone
        assert [json.loads(line)["input"] for line in alone.splitlines()] == lines

    def test_over_several_processes_answers_what_came_before_more_is_written(self) -> None:
        with subprocess.Popen(
            [sys.executable, "-c", "from anxin.commands.main import main; main(['address', '--json', '--jobs', '2'])"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        ) as process:  # fmt: skip
            if process.stdin is None or process.stdout is None:
                pytest.fail("no pipes")
            process.stdin.write("广州市\n".encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["code"] == "4401"
            process.stdin.close()
            assert process.stdout.read() == b""

    def test_shows_people_a_table(self, capfdbinary: pytest.CaptureFixture[bytes], lines: Path) -> None:
        assert command.run([str(lines)]) == 0
        shown = capfdbinary.readouterr().out.decode()
        assert "广东省东莞市塘厦镇" in shown
        assert len(shown.splitlines()) == 6
