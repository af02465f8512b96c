"""What the desk does to have a false number taken down: send, ask again, say what came of it, give up."""

from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from anxin.core.commands import Ask, Command, Fields, Files, Given, RecordedReason, Table, calling, one_of
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.choices import RECIPIENTS
from anxin.domain.network.models import ReportedNumber, Takedown
from anxin.domain.network.rules import situation as rules
from anxin.domain.network.rules.situation import TakedownSituation


class Asking(Fields):
    """Whom to ask, and about which place."""

    recipient: Annotated[str, one_of(RECIPIENTS), Ask(label=_("Whom do you ask?"), names=RECIPIENTS)]
    addressee: Annotated[str, Field(min_length=1, max_length=80), Ask(label=_("Its name, as it stands on the letter"))]
    place: Annotated[
        str,
        Field(min_length=1, max_length=500),
        Ask(label=_("Where the number was seen: address of the page, or the place"), rows=2),
    ]


class Evidence(Fields):
    """Pictures, and where the number was seen on them."""

    place: Annotated[
        str,
        Field(min_length=1, max_length=500),
        Ask(label=_("Where the number was seen: address of the page, or the place"), rows=2),
    ]
    files: Files


class Posting(Fields):
    """Under which number it lies there."""

    reference: Annotated[str, Field(max_length=80), Ask(label=_("Its number there, if they gave one"))] = ""


def ask(it: Given[ReportedNumber, Any]) -> Takedown:
    """Write down whom to ask for what."""
    return network.ask_takedown(
        number=it.row, asked=network.TakedownAsked(**it.fields.model_dump()), by=it.by, now=it.now
    )


TAKEDOWNS = Table(
    "takedown",
    situation=queries.takedown_situation,
    commands=(
        Command[Takedown, TakedownSituation](
            name="sending",
            title=_("It is sent"),
            steps="takedown.send",
            when=rules.is_false,
            because=network.NotFalse,
            fields=Posting,
            do=calling("row", network.send_takedown, "reference"),
            follows=_("Send the letter yourself. If nobody answers within the days, it stands here again."),
        ),
        Command(
            name="reminder",
            title=_("Asked again"),
            steps="takedown.remind",
            when=rules.is_false,
            because=network.NotFalse,
            fields=Posting,
            do=calling("row", network.remind, "reference"),
            follows=_("The days begin anew."),
        ),
        Command(
            name="taken-down",
            title=_("It is taken down"),
            steps="takedown.note_taken_down",
            fields=RecordedReason,
            do=calling("row", network.note_taken_down, "why"),
            follows=_("Look first whether the number is really gone. Who left a phone is told, where texts leave."),
        ),
        Command(
            name="refusal",
            title=_("They refused"),
            steps="takedown.note_refused",
            fields=RecordedReason,
            do=calling("row", network.note_refused, "why"),
            follows=_("Ask again with more, ask somebody else, or give it up."),
        ),
        Command(
            name="return",
            title=_("Take this note back"),
            steps="takedown.take_back",
            when=rules.is_false,
            because=network.NotFalse,
            fields=RecordedReason,
            do=calling("row", network.take_back, "why"),
            follows=_("For a mistaken note, or a number that is shown again. It is followed up as before."),
        ),
        Command(
            name="resumption",
            title=_("Take it up again"),
            steps="takedown.take_up",
            when=rules.is_false,
            because=network.NotFalse,
            fields=RecordedReason,
            do=calling("row", network.take_up, "why"),
            follows=_("It begins with the letter."),
        ),
        Command(
            name="end",
            title=_("Give it up"),
            steps="takedown.give_up",
            fields=RecordedReason,
            do=calling("row", network.give_up, "why"),
            follows=_("Nobody is asked any more; it can be taken up again."),
        ),
    ),
)
