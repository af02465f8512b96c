"""What a second person says of a request to see plain details after the end; a case is held for a court, and let go."""

from datetime import date
from typing import Annotated, Any, Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import Field

from anxin.core.commands import Ask, Code, Command, Fields, Given, RecordedReason, Sentence, Table, calling
from anxin.domain.people import rules
from anxin.domain.people.actions import legal_holds
from anxin.domain.people.actions.reveals import NotSecond, agree, refuse
from anxin.domain.people.commands.data_requests import DATA_REQUESTS, PERSONS
from anxin.domain.people.commands.own_data import OWN_DATA
from anxin.domain.people.models import RevealRequest
from anxin.domain.people.queries import access
from anxin.domain.people.queries import legal_holds as holds
from anxin.domain.people.rules import RequestSituation
from anxin.domain.people.wording.legal_holds import SOURCES


class WhyNot(Fields):
    """Why it is refused; who asked reads it."""

    why: Annotated[
        str,
        Field(min_length=1, max_length=200),
        Ask(label=pgettext_lazy("a request", "Why not"), hint=_("Say briefly why not.")),
    ]


REQUESTS = Table(
    "reveal_request",
    situation=access.request_situation,
    commands=(
        Command[RevealRequest, RequestSituation](
            name="agreement",
            title=pgettext_lazy("a request", "Agree"),
            steps="reveal_request.agree",
            when=rules.may_answer,
            because=NotSecond,
            do=calling("request", agree),
        ),
        Command(
            name="refusal",
            title=pgettext_lazy("a request", "Refuse"),
            steps="reveal_request.refuse",
            when=rules.may_answer,
            because=NotSecond,
            fields=WhyNot,
            do=calling("request", refuse, "why"),
        ),
    ),
)


class Letter(Fields):
    """The letter for which a case is kept."""

    source: Annotated[
        Literal["court", "police", "authority", "lawyer"],
        Ask(
            label=_("Whose letter"),
            names=SOURCES,
        ),
    ]
    letter: Annotated[str, Field(min_length=1, max_length=80), Ask(label=_("Its number and day"))]
    why: Annotated[Sentence, Ask(label=_("What it asks to keep"), rows=2)]
    until: Annotated[
        date | None, Ask(label=_("Its last day"), hint=_("It ends nothing by itself; the list reminds you."))
    ] = None


class LetterAbout(Letter):
    """The same with the number of what is kept, where that has no page with this command."""

    number: Annotated[Code, Ask(label=_("Number of the repair, claim, message or order"))]


def _place(it: Given[Any, Any]) -> None:
    given: Letter = it.fields
    legal_holds.place(
        stream=it.row.stream(),
        source=given.source,
        letter=given.letter,
        why=given.why,
        until=given.until,
        by=it.by,
        now=it.now,
    )


def _lift(it: Given[Any, Any]) -> None:
    legal_holds.lift(stream=it.row.stream(), why=it.fields.why, by=it.by, now=it.now)


HOLDS: tuple[Command[Any, Any], ...] = (
    Command(
        name="legal-hold",
        title=_("Keep it for a court"),
        who=rules.HOLDS,
        when=rules.is_free,
        because=legal_holds.HeldAlready,
        fields=Letter,
        do=_place,
        follows=_(
            "Nothing of this case and nobody in it is erased, however old it grows, until a second person lifts it."
        ),
    ),
    Command(
        name="legal-hold-end",
        title=_("Keep it for the court no longer"),
        who=rules.LIFTS,
        when=rules.may_lift,
        because=NotSecond,
        fields=RecordedReason,
        do=_lift,
        follows=_(
            "From then on its term counts again; what is over already goes with the next run. Whoever placed it can't "
            "lift it: another administrator does, a reviewer, or somebody of quality."
        ),
    ),
)
"""What may be done with a case of any kind whose situation says who holds it."""

LISTED = Table("legal_hold", situation=holds.situation, commands=HOLDS[1:])
"""The same from the list of all that is held, for what has no page that lifts it."""
