"""What the desk says of a number that was reported as false, and how somebody leaves the waiting list."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from anxin.core.commands import Ask, Command, Fields, Sentence, Table, calling
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.commands import takedowns
from anxin.domain.network.models import ReportedNumber, Waiting
from anxin.domain.network.rules import situation as rules
from anxin.domain.network.rules.situation import ReportedSituation, WaitingSituation
from anxin.domain.network.states import CHECKERS


class Finding(Fields):
    """What a person found out about a number."""

    why: Annotated[Sentence, Ask(label=_("What you found; it stays in the record"), rows=3)]


class Leaving(Fields):
    """Why somebody waits no more."""

    why: Annotated[str, Field(min_length=1, max_length=200), Ask(label=_("Why"))]


REPORTED = Table(
    "reported_number",
    situation=queries.reported_situation,
    commands=(
        Command[ReportedNumber, ReportedSituation](
            name="confirm",
            title=_("It is false"),
            steps="reported_number.confirm",
            when=rules.may_warn,
            because=network.VouchedFor,
            fields=Finding,
            do=calling("number", network.confirm, "why"),
            follows=_("The check warns of it in red, with today's date and how many reported it."),
        ),
        Command(
            name="clear",
            title=_("It is genuine"),
            steps="reported_number.clear",
            fields=Finding,
            do=calling("number", network.clear, "why"),
            follows=_("Nothing false was found; a warning ends. Whoever reported it is told."),
        ),
        Command(
            name="leave-open",
            title=_("Cannot be told"),
            steps="reported_number.leave_open",
            fields=Finding,
            do=calling("number", network.leave_open, "why"),
            follows=_("The check says that we looked and cannot tell; a further report brings it back."),
        ),
        Command(
            name="evidence",
            title=_("Add pictures as evidence"),
            who=CHECKERS,
            fields=takedowns.Evidence,
            do=calling("number", network.seal_sighting, "place", "files"),
            follows=_(
                "The originals are sealed with hash and time; letters list them, and nothing that came with reports. "
                "Cover personal data first."
            ),
        ),
        Command(
            name="takedown",
            title=_("Have it taken down"),
            who=CHECKERS,
            when=rules.is_false,
            because=network.NotFalse,
            fields=takedowns.Asking,
            do=takedowns.ask,
            follows=_("A letter is made ready: what was found, the true numbers, and what the law says."),
        ),
    ),
)

WAITING = Table(
    "waiting",
    situation=queries.waiting_situation,
    commands=(
        Command[Waiting, WaitingSituation](
            name="drop",
            title=_("Take off the list"),
            steps="waiting.drop",
            fields=Leaving,
            do=calling("entry", network.drop_waiting, "why"),
        ),
    ),
)
