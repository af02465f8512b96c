"""The command line explains itself, and a long run says how far it is."""

import argparse
import importlib
import io
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from anxin.commands import progress
from anxin.commands.main import main
from anxin.commands.table import COMMANDS
from tests.patience import until

ONE_LINE = 160


class Asked(Exception):
    """The parser that was asked."""


def parser_of(command: str, monkeypatch: pytest.MonkeyPatch) -> argparse.ArgumentParser:
    """Catch a command's parser when it is about to read."""

    def caught(self: argparse.ArgumentParser, *_given: object) -> None:
        raise Asked(self)

    with monkeypatch.context() as patched:
        patched.setattr(argparse.ArgumentParser, "parse_known_args", caught)
        with pytest.raises(Asked) as asked:
            importlib.import_module(COMMANDS[command].module).run([])
    found: argparse.ArgumentParser = asked.value.args[0]
    return found


def all_of(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Walk a parser and those of its subcommands."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for one in action.choices.values():
                yield from all_of(one)


class TestHelp:
    def test_names_every_verb_with_what_it_does(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["--help"]) == 0
        shown = capsys.readouterr().out
        assert all(re.search(rf"^  {name} +\S.+$", shown, re.MULTILINE) for name in COMMANDS)
        assert "example: anxin serve" in shown

    @pytest.mark.parametrize("command", sorted(set(COMMANDS) - {"address"}))
    def test_of_a_verb_says_one_line_an_option_and_an_example_that_exists(
        self, command: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for parser in all_of(parser_of(command, monkeypatch)):
            known = {name for action in parser._actions for name in action.option_strings}
            subcommands = [one for action in parser._actions if action.choices for one in action.choices]
            for action in parser._actions:
                if not isinstance(action, argparse._SubParsersAction):
                    assert action.help, f"{parser.prog} {action.dest}"
                    assert len(action.help) < ONE_LINE
                    assert "\n" not in action.help
            assert parser.epilog
            assert parser.epilog.startswith(f"example: anxin {command}")
            if not any(isinstance(action, argparse._SubParsersAction) for action in parser._actions):
                words = shlex.split(parser.epilog)
                assert {word for word in words if word.startswith("-")} <= known, (subcommands, words)

    @pytest.mark.parametrize("command", ["token", "webhook"])
    def test_gives_an_example_that_its_own_parser_takes(self, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
        told = parser_of(command, monkeypatch).parse_args(shlex.split(COMMANDS[command].example)[2:])
        assert told.data == ("/srv/anxin" if "--data" in COMMANDS[command].example else None)

    def test_takes_the_data_folder_before_a_deed_and_after_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        parser = parser_of("token", monkeypatch)
        assert parser.parse_args(["--data", "d", "list"]).data == parser.parse_args(["list", "--data", "d"]).data == "d"

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("serv", "got serv; did you mean `anxin serve`?"),
            ("keys", "subcommand: expected one of init, rotate, show, got none"),
            ("serve now", "now: expected one of --data --grace --help"),
            ("restore nowhere.tar", "file: expected a readable file, got 'nowhere.tar'"),
            ("import", "table: expected a table and a file, or --undo BATCH, got none"),
            ("export rows", "file: expected a new file ending in .csv or .xlsx, got none"),
            ("sign nowhere.key", "nowhere.key: expected a file with a private key (--new makes one)"),
            ("timeline", "subcommand: expected one of verify, got none"),
            ("dispatch", "expected plan|check|match|simulate|warm|bench, got none"),
            ("dispatch simulate --seeds 0", "expected a whole number, 1 or more, got '0'"),
            ("evidence index", "expected add|search|remove|stats|rebuild, got none"),
            ("evidence index stats nowhere", "anxin evidence: expected an index folder, got nowhere"),
        ],
    )
    def test_of_a_wrong_line_is_one_that_says_what_was_expected_and_what_came(
        self, line: str, said: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        try:
            status = main(line.split())
        except SystemExit as leaving:
            status = int(str(leaving.code))
        told = capsys.readouterr().err
        assert (status, told.count("\n")) == (2, 1)
        assert told.startswith("anxin")
        assert said in told

    def test_of_a_verb_is_given_by_the_word_help_too(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit, match="0"):
            main(["help", "keys"])
        assert "example: anxin keys rotate" in capsys.readouterr().out

    def test_of_addresses_says_the_same_by_hand(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["address", "--help"]) == 0
        shown = capsys.readouterr().out
        assert all(option in shown for option in ("--contact", "--hint", "--json", "example: anxin address"))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class TestProgress:
    def test_is_told_in_whole_lines_after_two_seconds_and_never_to_a_pipe(self) -> None:
        screen, pipe = Terminal(), io.StringIO()
        with progress.report("anxin backup", stream=screen, scale=0.01):
            progress.at("7 of 9 files")
            until(lambda: screen.getvalue().count("\n") >= 3, "three lines")
        with progress.report("anxin backup", stream=pipe, scale=0.01):
            time.sleep(0.16)
        assert screen.getvalue().splitlines()[:3] == [
            "anxin backup: 2 s, 7 of 9 files",
            "anxin backup: 5 s, 7 of 9 files",
            "anxin backup: 10 s, 7 of 9 files",
        ]
        assert pipe.getvalue() == ""

    def test_says_how_many_of_all_and_how_long_the_rest_takes(self) -> None:
        screen = Terminal()
        with progress.report("anxin import", stream=screen, scale=0.01):
            progress.count("wrote row", 8)(4)
            until(lambda: "wrote row" in screen.getvalue(), "a line")
        assert re.search(r"wrote row 4 of 8, about \d+ s left", screen.getvalue())

    def test_of_a_short_run_is_none(self) -> None:
        screen = Terminal()
        with progress.report("anxin keys", stream=screen):
            pass
        assert screen.getvalue() == ""


def test_whoever_stops_reading_early_sees_no_traceback() -> None:
    asked = [sys.executable, "-m", "anxin", "inspect", "wiring"]
    with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert "Traceback" not in running.stderr.read()
