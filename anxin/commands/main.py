"""Dispatch `anxin VERB …` to the one module that knows the verb, importing nothing else."""

import importlib
import sys

VERBS = {
    "address": "anxin.engines.address.command",
    "dispatch": "anxin.engines.dispatch.command",
    "evidence": "anxin.engines.evidence.command",
    "serve": "anxin.commands.serve",
    "demo": "anxin.commands.demo",
    "dossier": "anxin.commands.dossier",
    "worker": "anxin.commands.worker",
    "upgrade": "anxin.commands.upgrade",
    "admin": "anxin.commands.admin",
    "backup": "anxin.commands.backup",
    "export": "anxin.commands.export",
    "import": "anxin.commands.importing",
    "inspect": "anxin.commands.inspect",
    "keys": "anxin.commands.keys",
    "move": "anxin.commands.move",
    "restore": "anxin.commands.restore",
    "timeline": "anxin.commands.timeline",
    "token": "anxin.commands.token",
    "webhook": "anxin.commands.webhook",
}


def main(argv: list[str] | None = None) -> int:
    """Run one verb and return its exit status; each verb's module offers `run(arguments) -> int`."""
    arguments = sys.argv[1:] if argv is None else argv
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print("usage: anxin VERB …\n\nverbs: " + " ".join(sorted(VERBS)))
        return 0 if arguments else 2
    verb, *rest = arguments
    if verb not in VERBS:
        print(f"anxin: unknown verb, expected one of {' '.join(sorted(VERBS))}, got {verb}", file=sys.stderr)
        return 2
    status: int = importlib.import_module(VERBS[verb]).run(rest)
    return status
