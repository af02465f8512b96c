"""`anxin token`: issue, take back and list the tokens by which organisations' programs speak."""

import argparse
import sys
from datetime import UTC, datetime
from uuid import UUID

from anxin.commands import parser

SCOPES = ("repairs:read", "repairs:write", "claims:read", "claims:write")


def run(arguments: list[str]) -> int:
    """Do one subcommand; a new token's secret is printed once, alone on standard output."""
    options = parser.Parser("token", "Tokens of organisations' programs.")
    subcommands = options.add_subparsers(dest="subcommand", required=True, parser_class=argparse.ArgumentParser)
    create = subcommands.add_parser("create", help="issue a token and print its secret, which is kept nowhere")
    create.add_argument("organisation", help="short name of the organisation")
    create.add_argument("--name", required=True, help="what the token is for")
    create.add_argument("--scope", action="append", choices=SCOPES, help="may be repeated (default: all)")
    create.add_argument("--days", type=parser.whole, default=365, help="how long it is valid (default: 365)")
    revoke = subcommands.add_parser("revoke", help="take a token back at once")
    revoke.add_argument("token", type=parser.key, help="the id that `list` shows")
    listed = subcommands.add_parser("list", help="list tokens")
    listed.add_argument("organisation", nargs="?", default="", help="of one organisation (default: all)")
    options.show(
        create="create heyan --name shop --scope claims:read --days 90",
        revoke="revoke 0199e2a0-0000-7000-8000-000000000001",
        list="list heyan",
    )
    known = options.open_house(arguments, filled=True)
    return parser.perform("anxin token", lambda: _do(known))


def _do(known: argparse.Namespace) -> None:
    from anxin.core.acting import acting
    from anxin.core.actors import SYSTEM
    from anxin.domain.people import queries
    from anxin.domain.people.actions import programs
    from anxin.domain.people.queries import programs as asked

    now = datetime.now(UTC)
    if known.subcommand == "list":
        for one in asked.tokens(organisation=known.organisation):
            end = f"taken back {one.revoked_at:%Y-%m-%d}" if one.revoked_at else f"until {one.expires_at:%Y-%m-%d}"
            print(f"{one.id}  {one.organisation:12} {end:24} {' '.join(one.scopes)}  {one.name}")
    elif known.subcommand == "revoke":
        acting(lambda: programs.revoke_token(token=UUID(known.token), by=SYSTEM, now=now))
        print(f"{known.token}: taken back", file=sys.stderr)
    else:
        home = queries.organisation(known.organisation)
        secret = acting(
            lambda: programs.issue_token(
                organisation=home,
                name=known.name,
                scopes=known.scope or SCOPES,
                days=min(known.days, 3660),
                by=SYSTEM,
                now=now,
            )
        )
        print(secret)
        print("This is shown once; keep it where secrets are kept.", file=sys.stderr)
