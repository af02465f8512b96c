"""Dispatch `anxin COMMAND …` to the one module that knows the command, importing nothing else."""

import difflib
import importlib
import sys
from contextlib import nullcontext

from anxin import __version__
from anxin.commands import progress
from anxin.commands.table import COMMANDS, overview


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit status; each command's module offers `run(arguments) -> int`."""
    arguments = sys.argv[1:] if argv is None else argv
    if len(arguments) == 2 and arguments[0] == "help":
        arguments = [arguments[1], "--help"]
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(overview())
        return 0 if arguments else 2
    if arguments == ["--version"]:
        print(f"anxin {__version__}")
        return 0
    name, *rest = arguments
    if name not in COMMANDS:
        near = difflib.get_close_matches(name.lstrip("-"), [*COMMANDS, "help"], n=1)
        meant = f"; did you mean `anxin {near[0]}`?" if near else "; `anxin help` explains each"
        print(f"anxin: expected one of {' '.join(sorted(COMMANDS))}, got {name}{meant}", file=sys.stderr)
        return 2
    command = COMMANDS[name]
    with progress.report(f"anxin {name}") if command.tells else nullcontext():
        status: int = importlib.import_module(command.module).run(rest)
    return status
