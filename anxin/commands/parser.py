"""Options of a command: a wrong one ends with status 2 and one line that says which, expected and got."""

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn
from uuid import UUID

from anxin.commands.table import COMMANDS
from anxin.config import environment, loader


class Parser(argparse.ArgumentParser):
    """An argument parser that says one line and ends with 2 on a wrong option."""

    def __init__(self, command: str, about: str, *, data: bool = True) -> None:
        super().__init__(
            prog=f"anxin {command}",
            description=about,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            epilog=f"example: {COMMANDS[command].example}" if command in COMMANDS else None,
            allow_abbrev=False,
        )
        if data:
            self.add_argument("--data", metavar="DIR", help="data folder (default: ANXIN_DATA, else ./var)")

    def show(self, **examples: str) -> None:
        """Give each subcommand an example of its own, and our way to refuse."""
        for action in self._actions:
            of_its_own = action.choices or {} if isinstance(action, argparse._SubParsersAction) else {}
            for name, parser in of_its_own.items():
                parser.epilog, parser.formatter_class = f"example: {self.prog} {examples[name]}", self.formatter_class
                parser.error = self.error
                if "--data" in self._option_string_actions:  # after the subcommand as well as before it
                    parser.add_argument("--data", metavar="DIR", default=argparse.SUPPRESS, help="data folder")

    def error(self, message: str) -> NoReturn:
        """Say the one line and end with 2."""
        refuse(self.prog, _plain(message, {str(one.dest): one.choices for one in self._actions if one.choices}))

    def read(self, arguments: Sequence[str]) -> argparse.Namespace:
        """Parse all arguments; an unknown one is named together with those that exist."""
        known, extra = self.parse_known_args(arguments)
        if extra:
            names = " ".join(sorted(name for action in self._actions for name in action.option_strings)) or "nothing"
            what = "an unknown option" if extra[0].startswith("-") else "a word too many"
            refuse(self.prog, f"{extra[0]}: expected one of {names}, got {what}")
        return known

    def open_house(self, arguments: Sequence[str], *, filled: bool = False) -> argparse.Namespace:
        """Parse, point this process at the data folder and load Django; `filled` asks for tables too."""
        known = self.read(arguments)
        environment.point_at(known.data)
        loader.load()
        if filled:
            need_tables(self.prog)
        return known


def need_tables(prog: str) -> None:
    """End with 2 unless the database has tables."""
    from django.conf import settings
    from django.db import connection

    if not connection.introspection.table_names():
        refuse(
            prog, f"--data: expected an installation with tables, got {settings.DATA} without any; run `anxin upgrade`"
        )


def refuse(prog: str, message: str) -> NoReturn:
    """Say one line on standard error and end with 2."""
    print(f"{prog}: {' '.join(message.split())}", file=sys.stderr)
    raise SystemExit(2)


def _plain(message: str, choices: Mapping[str, Iterable[str]]) -> str:
    message = re.sub(r"^argument (\S+): ", r"\1: ", message)
    message = re.sub(r"^(.*): expected one argument$", r"\1: expected a value, got none", message)
    message = re.sub(r"invalid choice: '?(.*?)'? \(choose from (.*)\)", r"expected one of \2, got \1", message)
    lacking = re.fullmatch(r"the following arguments are required: ([^,]*)(.*)", message)
    if lacking is None:
        return message
    first, more = lacking.groups()
    expected = f"one of {', '.join(choices[first])}" if first in choices else "a value"
    return f"{first}: expected {expected}{more and f', then{more[1:]}'}, got none"


def wrong(expected: str, got: str) -> argparse.ArgumentTypeError:
    """Return the error of a wrong value."""
    return argparse.ArgumentTypeError(f"expected {expected}, got {got}")


def port(text: str) -> int:
    """Read a port number; 0 lets the system choose."""
    if text.isdecimal() and int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"expected a port between 0 and 65535, got {text!r}")


def whole(text: str) -> int:
    """Read a whole number of at least 1."""
    if text.isdecimal() and int(text) >= 1:
        return int(text)
    raise argparse.ArgumentTypeError(f"expected a whole number of at least 1, got {text!r}")


def existing_file(text: str) -> Path:
    """Read the path of a file that can be opened."""
    path = Path(text)
    try:
        path.open("rb").close()
    except OSError as error:
        raise argparse.ArgumentTypeError(f"expected a readable file, got {text!r} ({error.strerror})") from None
    return path


def new_file(text: str) -> Path:
    """Read the path of a file that does not exist yet, in a folder that does and may be written."""
    path = Path(text)
    if path.exists():
        raise argparse.ArgumentTypeError(f"expected a new file, got {text!r} which exists")
    if not path.absolute().parent.is_dir():
        raise argparse.ArgumentTypeError(f"expected a file in an existing folder, got {text!r}")
    return path


def key(text: str) -> str:
    """Read the id of a row."""
    try:
        return str(UUID(text))
    except ValueError:
        raise wrong("an id as `list` shows it", repr(text)) from None


def perform(prog: str, work: Callable[[], None]) -> int:
    """Do the work of a command; what the house refuses is said in one line, and ends with 1."""
    from anxin.core import wording
    from anxin.core.errors import AnxinError

    try:
        work()
    except AnxinError as error:
        print(f"{prog}: {wording.error(error)}", file=sys.stderr)
        return 1
    return 0
