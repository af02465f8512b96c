"""Every verb of the command line: the module that knows it, what it does in one line, and an example."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Verb:
    """One verb; the example is a whole line to copy."""

    module: str
    about: str
    example: str
    tells: bool = True
    """Whether a long run is told by the elapsed time; others tell of themselves, or run until they are stopped."""


VERBS = {
    "serve": Verb(
        "anxin.commands.serve",
        "start web and workers on one port; Ctrl-C stops them all",
        "anxin serve --data /srv/anxin --port 8000",
        tells=False,
    ),
    "demo": Verb(
        "anxin.commands.demo",
        "run the product with its demo cast",
        "anxin demo --port 8000 --data var/demo",
        tells=False,
    ),
    "worker": Verb(
        "anxin.commands.worker",
        "do queued work in a process of its own",
        "anxin worker --queue prompt --data /srv/anxin",
        tells=False,
    ),
    "upgrade": Verb(
        "anxin.commands.upgrade",
        "bring the database to this program's version, after a backup",
        "anxin upgrade --data /srv/anxin",
    ),
    "admin": Verb(
        "anxin.commands.admin",
        "administrators, passwords, lost authenticators, roles",
        "anxin admin create wang --operator 安心售后 --data /srv/anxin",
    ),
    "backup": Verb(
        "anxin.commands.backup",
        "write all rows and sealed files into one new file",
        "anxin backup /mnt/safe/anxin.tar --data /srv/anxin",
    ),
    "restore": Verb(
        "anxin.commands.restore",
        "fill an empty data folder from a backup, and verify it",
        "anxin restore /mnt/safe/anxin.tar --data /srv/new",
    ),
    "move": Verb(
        "anxin.commands.move",
        "carry all rows from SQLite to an empty PostgreSQL database",
        "anxin move postgresql://anxin:secret@db/anxin --data /srv/anxin",
    ),
    "keys": Verb(
        "anxin.commands.keys", "make, rotate and list the keys of the vault", "anxin keys rotate --data /srv/anxin"
    ),
    "import": Verb(
        "anxin.commands.importing",
        "bring an Excel or CSV file in, or take a batch back",
        "anxin import purchases orders.xlsx --dry-run --data /srv/anxin",
    ),
    "export": Verb(
        "anxin.commands.export",
        "write one table as CSV or Excel; sealed values stay out",
        "anxin export repairs_repair repairs.xlsx --data /srv/anxin",
    ),
    "inspect": Verb(
        "anxin.commands.inspect",
        "look without touching: a summary, one case, or the wiring",
        "anxin inspect R-20261124-000123-7 --data /srv/anxin",
    ),
    "timeline": Verb(
        "anxin.commands.timeline",
        "verify the record: chains, heads, checkpoints",
        "anxin timeline verify --data /srv/anxin",
    ),
    "dossier": Verb(
        "anxin.commands.dossier", "verify a dossier offline", "anxin dossier verify C-20261124-000007-3.zip"
    ),
    "token": Verb(
        "anxin.commands.token",
        "tokens of organisations' programs",
        "anxin token create heyan --name shop --scope claims:read --data /srv/anxin",
    ),
    "webhook": Verb(
        "anxin.commands.webhook",
        "where organisations' programs are told of their cases",
        "anxin webhook add heyan https://shop.example/anxin --data /srv/anxin",
    ),
    "address": Verb(
        "anxin.engines.address.command",
        "one line of address in, one answer out; needs no database",
        "anxin address lines.txt --json",
        tells=False,
    ),
    "dispatch": Verb(
        "anxin.engines.dispatch.command",
        "plan visits, match a job, check a plan; needs no database",
        "anxin dispatch plan problem.json --seconds 5 --json",
    ),
    "evidence": Verb(
        "anxin.engines.evidence.command",
        "examine pictures: labels, re-use, edits; needs no database",
        "anxin evidence examine claim.jpg --reference listing.jpg --json",
        tells=False,
    ),
}


def overview() -> str:
    """Explain every verb in one line."""
    lines = "\n".join(f"  {name:9} {verb.about}" for name, verb in VERBS.items())
    example = VERBS["serve"].example
    return f"usage: anxin VERB …\n\nverbs:\n{lines}\n\n`anxin VERB --help` explains one.\nexample: {example}"
