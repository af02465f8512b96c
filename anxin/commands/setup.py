"""`anxin setup code`: the code of the first visit, as long as nobody administers the installation."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from anxin.commands import parser

NAME = "setup.json"
"""The file in the data folder that keeps the address of the first visit; whoever reads it may set up."""


def run(arguments: list[str]) -> int:
    """Print the address with a new code; every earlier one opens nothing any more."""
    options = parser.Parser("setup", "code: print a new one for the first visit of an empty installation.")
    options.add_argument("subcommand", choices=("code",), help="what to do")
    options.add_argument("--url", default="http://127.0.0.1:8000", help="where it is served (default: port 8000 here)")
    known = options.open_house(arguments, filled=True)
    return parser.perform(options.prog, lambda: print(sentence(make(known.url))))


def sentence(address: str) -> str:
    """Return where to go."""
    return f"set up at {address}"


def make(url: str) -> str:
    """Make a code, keep the address in the data folder, readable by its owner only, and give it."""
    from django.conf import settings

    from anxin.core.acting import acting
    from anxin.domain.opening import actions as opening

    code = acting(lambda: opening.make_code(now=datetime.now(UTC)))
    address = f"{url.rstrip('/')}/setup/?code={code}"
    path = Path(settings.DATA) / NAME
    draft = path.with_name(f".{NAME}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump({"url": address}, file)
    draft.replace(path)
    return address


def prepare(url: str) -> None:
    """Make a code where nobody administers the installation; else forget the address of before."""
    from django.conf import settings

    from anxin.domain.opening import queries

    if queries.is_empty():
        make(url)
    else:
        (Path(settings.DATA) / NAME).unlink(missing_ok=True)


def address_in(data: Path) -> str:
    """Return the address of the first visit that a data folder keeps; empty where it is set up."""
    path = data / NAME
    return str(json.loads(path.read_text(encoding="utf-8"))["url"]) if path.exists() else ""
