"""Dispatch `anxin VERB …` to the one module that knows the verb, importing nothing else."""

import importlib
import sys
from contextlib import nullcontext

from anxin.commands import progress
from anxin.commands.verbs import VERBS, overview


def main(argv: list[str] | None = None) -> int:
    """Run one verb and return its exit status; each verb's module offers `run(arguments) -> int`."""
    arguments = sys.argv[1:] if argv is None else argv
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(overview())
        return 0 if arguments else 2
    name, *rest = arguments
    if name not in VERBS:
        print(f"anxin: unknown verb, expected one of {' '.join(sorted(VERBS))}, got {name}", file=sys.stderr)
        return 2
    verb = VERBS[name]
    with progress.told(f"anxin {name}") if verb.tells else nullcontext():
        status: int = importlib.import_module(verb.module).run(rest)
    return status
