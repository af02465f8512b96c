"""What finance may do about a day whose statement is missing."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from anxin.core.commands import Command, Given, Table
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries
from anxin.domain.ledger.commands.differences import FINANCE
from anxin.domain.ledger.queries import StatementDay
from anxin.domain.ledger.rules import situation as rules
from anxin.domain.ledger.rules.situation import StatementSituation


def _fetch(it: Given[StatementDay, Any]) -> None:
    ledger.fetch_missing(statement=it.row, now=it.now)


STATEMENTS = Table(
    "statement_day",
    situation=queries.statement_situation,
    commands=(
        Command[StatementDay, StatementSituation](
            name="fetching",
            title=_("Fetch it now"),
            who=FINANCE,
            when=rules.may_fetch,
            do=_fetch,
            follows=_("Once it is there it is held against our books, as each morning."),
        ),
    ),
)
