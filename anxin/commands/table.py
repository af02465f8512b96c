"""Every command of the command line: the module that knows it, what it does in one line, and an example."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """One command; the example is a whole line to copy."""

    module: str
    about: str
    example: str
    tells: bool = True
    """Whether a long run is told by the elapsed time; others tell of themselves, or run until they are stopped."""


ABOUT = "Anxin 安心售后: after-sales service on your own machine, from the report of a fault to the money of a claim."
COMMANDS = {
    "serve": Command(
        "anxin.commands.serve",
        "start web and workers on one port; Ctrl-C stops them all",
        "anxin serve --data /srv/anxin --port 8000",
        tells=False,
    ),
    "demo": Command(
        "anxin.commands.demo",
        "run the product with its demo cast",
        "anxin demo --port 8000 --data var/demo",
        tells=False,
    ),
    "worker": Command(
        "anxin.commands.worker",
        "do queued work in a process of its own",
        "anxin worker --queue prompt --data /srv/anxin",
        tells=False,
    ),
    "upgrade": Command(
        "anxin.commands.upgrade",
        "bring the database to this program's version, after a backup",
        "anxin upgrade --data /srv/anxin",
    ),
    "setup": Command(
        "anxin.commands.setup",
        "print a new code for the first visit of an empty installation",
        "anxin setup code --data /srv/anxin",
    ),
    "doctor": Command(
        "anxin.commands.doctor",
        "say what is missing before customers can be served; exit 1 if anything is",
        "anxin doctor --json --data /srv/anxin",
    ),
    "admin": Command(
        "anxin.commands.admin",
        "administrators, passwords, lost authenticators, roles",
        "anxin admin create wang --operator 安心售后 --data /srv/anxin",
    ),
    "backup": Command(
        "anxin.commands.backup",
        "write all rows and sealed files into one new file",
        "anxin backup /mnt/safe/anxin.tar --data /srv/anxin",
    ),
    "restore": Command(
        "anxin.commands.restore",
        "fill an empty data folder from a backup, and verify it",
        "anxin restore /mnt/safe/anxin.tar --data /srv/new",
    ),
    "move": Command(
        "anxin.commands.move",
        "carry all rows from SQLite to an empty PostgreSQL database, or all files into an S3 store",
        "anxin move postgresql://anxin:secret@db/anxin --data /srv/anxin",
    ),
    "keys": Command(
        "anxin.commands.keys", "make, rotate and list the keys of the vault", "anxin keys rotate --data /srv/anxin"
    ),
    "import": Command(
        "anxin.commands.imports",
        "bring an Excel or CSV file in, or take a batch back",
        "anxin import purchases orders.xlsx --dry-run --data /srv/anxin",
    ),
    "export": Command(
        "anxin.commands.export",
        "write one table, or everything with a list of hashes",
        "anxin export --all /mnt/safe/everything --data /srv/anxin",
    ),
    "inspect": Command(
        "anxin.commands.inspect",
        "look without touching: a summary, one case, or the wiring",
        "anxin inspect R-20261124-000123-7 --data /srv/anxin",
    ),
    "timeline": Command(
        "anxin.commands.timeline",
        "verify the record: chains, heads, checkpoints",
        "anxin timeline verify --data /srv/anxin",
    ),
    "archive": Command(
        "anxin.commands.archive",
        "records of cases whose term was over long ago: plan, run, verify, read",
        "anxin archive plan --data /srv/anxin",
    ),
    "dossier": Command(
        "anxin.commands.dossier", "verify a dossier offline", "anxin dossier verify C-20261124-000007-3.zip"
    ),
    "token": Command(
        "anxin.commands.token",
        "tokens of organisations' programs",
        "anxin token create heyan --name shop --scope claims:read --data /srv/anxin",
    ),
    "sign": Command(
        "anxin.commands.sign",
        "sign a brand's authorisations with its own key; needs no database",
        "anxin sign heyan.key",
        tells=False,
    ),
    "webhook": Command(
        "anxin.commands.webhook",
        "where organisations' programs are told of their cases",
        "anxin webhook add heyan https://shop.example/anxin --data /srv/anxin",
    ),
    "address": Command(
        "anxin.engines.address.command",
        "one line of address in, one answer out; needs no database",
        "anxin address lines.txt --json",
        tells=False,
    ),
    "dispatch": Command(
        "anxin.engines.dispatch.command",
        "plan visits, match a job, check a plan; needs no database",
        "anxin dispatch plan problem.json --seconds 5 --json",
    ),
    "evidence": Command(
        "anxin.engines.evidence.command",
        "examine pictures: labels, re-use, edits; needs no database",
        "anxin evidence examine claim.jpg --reference listing.jpg --json",
        tells=False,
    ),
}


def overview() -> str:
    """Explain every command in one line."""
    lines = "\n".join(f"  {name:9} {command.about}" for name, command in COMMANDS.items())
    example = COMMANDS["serve"].example
    explained = "`anxin help COMMAND` explains one; `anxin --version` says which this is."
    return f"usage: anxin COMMAND …\n\n{ABOUT}\n\ncommands:\n{lines}\n\n{explained}\nexample: {example}"
