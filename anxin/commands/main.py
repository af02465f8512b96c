"""Dispatch `anxin COMMAND …` to the one module that knows the command, importing nothing else."""

import difflib
import importlib
import os
import sys
from contextlib import nullcontext, suppress
from pathlib import Path

from anxin import __version__
from anxin.commands import progress
from anxin.commands.table import COMMANDS, overview
from anxin.config import environment


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
    try:
        with progress.report(f"anxin {name}") if command.tells else nullcontext():
            status: int = importlib.import_module(command.module).run(rest)
            sys.stdout.flush()
    except PermissionError as error:
        print(f"anxin {name}: {_why_shut(error)}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # whoever read it has enough: `anxin doctor | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except environment.NotOurs as error:
        print(f"anxin {name}: {error}", file=sys.stderr)
        return 2
    return status


def _why_shut(error: PermissionError) -> str:
    """Return whose a file is that this user may not touch: whoever runs the house runs its commands."""
    path = Path(str(error.filename or "")).absolute()
    return f"{path}: expected what this user may read and write, got {error.strerror}{_owner(path)}"


def _owner(path: Path) -> str:
    """Return who would have to run it: the owner of the first folder above that can be looked at; empty for us."""
    for folder in path.parents:
        with suppress(OSError):
            found = folder.stat().st_uid
            return f"; run it as the user who owns {folder}: {found}" if found != os.geteuid() else ""
    return ""
