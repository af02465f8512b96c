"""`anxin webhook`: say where an organisation's programs are told of its cases."""

import argparse
import sys
from datetime import UTC, datetime
from uuid import UUID

from anxin.commands import parser


def run(arguments: list[str]) -> int:
    """Do one subcommand; the secret that signs is printed once, alone on standard output."""
    options = parser.Parser("webhook", "Where organisations' programs are told of their cases.")
    subcommands = options.add_subparsers(dest="subcommand", required=True, parser_class=argparse.ArgumentParser)
    add = subcommands.add_parser("add", help="register an address and print the secret that signs, shown once")
    add.add_argument("organisation", help="short name of the organisation")
    add.add_argument("url", help="https://…")
    remove = subcommands.add_parser("remove", help="tell an address nothing any more")
    remove.add_argument("webhook", type=parser.key, help="the id that `list` shows")
    listed = subcommands.add_parser("list", help="list the addresses that stand")
    listed.add_argument("organisation", nargs="?", default="", help="of one organisation (default: all)")
    options.show(
        add="add heyan https://shop.example/anxin",
        remove="remove 0199e2a0-0000-7000-8000-000000000001",
        list="list heyan",
    )
    known = options.open_house(arguments, filled=True)
    return parser.perform("anxin webhook", lambda: _do(known))


def _do(known: argparse.Namespace) -> None:
    from anxin.core.acting import acting
    from anxin.core.actors import SYSTEM
    from anxin.domain.people import queries
    from anxin.domain.people.actions import programs
    from anxin.domain.people.queries import programs as asked

    now = datetime.now(UTC)
    if known.subcommand == "list":
        for one in asked.webhooks(organisation=known.organisation):
            print(f"{one.id}  {one.organisation:12} {one.url}")
    elif known.subcommand == "remove":
        acting(lambda: programs.remove_webhook(webhook=UUID(known.webhook), by=SYSTEM, now=now))
        print(f"{known.webhook}: removed", file=sys.stderr)
    else:
        home = queries.organisation(known.organisation)
        key, secret = acting(lambda: programs.add_webhook(organisation=home, url=known.url, by=SYSTEM, now=now))
        print(secret)
        print(f"{key}: registered; the secret is shown once.", file=sys.stderr)
