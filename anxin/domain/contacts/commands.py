"""What the desk does with a contact: take it, log a call, answer in writing, let it go."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import Field

from anxin.core.actors import Actor
from anxin.core.commands import Ask, Command, Fields, Given, Table, calling, one_of
from anxin.core.commands.fields import Text
from anxin.core.errors import Invalid
from anxin.domain.contacts import actions as contacts
from anxin.domain.contacts import queries, rules
from anxin.domain.contacts.models import Contact
from anxin.domain.contacts.rules import CallsSituation, ContactSituation
from anxin.domain.contacts.states import DESK
from anxin.domain.contacts.wording import CALLS_BACK, DIRECTIONS, RESULTS, TOPICS
from anxin.domain.people.models import Organisation


class Attempt(Fields):
    """One call: which way, how long, what became of it; with a promise until when."""

    direction: Annotated[str, one_of(rules.DIRECTIONS), Ask(label=_("Who called"), names=DIRECTIONS)]
    result: Annotated[str, one_of(rules.RESULTS), Ask(label=_("What became of it"), names=RESULTS)]
    minutes: Annotated[int, Field(ge=0, le=rules.LONGEST_CALL_S // 60), Ask(label=_("Minutes"))]
    promised_at: Annotated[datetime | None, Ask(label=_("Call back by"))] = None
    text: Annotated[str, Field(max_length=rules.LONGEST_TEXT), Ask(label=_("Your note, inside"), rows=3)] = ""


class FirstCall(Attempt):
    """A call that has no contact yet: with whom, and about which case."""

    phone: Annotated[str, Field(min_length=1, max_length=40), Ask(label=_("Phone"))]
    topic: Annotated[str, one_of(rules.TOPICS), Ask(label=_("What is it about?"), names=TOPICS)]
    name: Annotated[str, Field(max_length=64), Ask(label=_("Name"))] = ""
    about: Annotated[str, Field(max_length=40), Ask(label=_("Number of the case"))] = ""


class Answer(Fields):
    """An answer in writing."""

    text: Annotated[
        str,
        Field(min_length=1, max_length=rules.LONGEST_TEXT),
        Ask(label=_("Your answer; the customer reads it"), rows=4),
    ]
    call: Annotated[Literal["stays", "off"], Ask(label=_("The call back that was promised"), names=CALLS_BACK)] = (
        "stays"
    )


class Dismissal(Fields):
    """Why no answer is needed."""

    why: Annotated[str, Field(min_length=1, max_length=300), Ask(label=_("Why; it stays in the record"))]


def _call(it: Given[Contact, Any]) -> None:
    call = contacts.LoggedCall(
        phone="",
        topic=it.row.topic,
        direction=it.fields.direction,
        seconds=it.fields.minutes * 60,
        result=it.fields.result,
        text=it.fields.text,
        promised_at=it.fields.promised_at,
    )
    contacts.call(contact=it.row, call=call, by=it.by, now=it.now)


def _call_back(_row: Contact, case: ContactSituation, _now: datetime, _by: Actor) -> Sequence[tuple[str, Text]] | None:
    """Ask what becomes of a call back where one was promised."""
    return list(CALLS_BACK.items()) if case.promised else None


def _log(it: Given[Organisation, FirstCall]) -> Contact:
    told = it.fields
    try:
        about = queries.case_of(told.about, actor=it.by, now=it.now) if told.about.strip() else None
    except queries.NoSuchCase:
        raise Invalid("about", expected=str(_("the number of a case you see, or nothing")), got=told.about) from None
    call = contacts.LoggedCall(
        phone=told.phone,
        name=told.name,
        about=about,
        topic=told.topic,
        direction=told.direction,
        seconds=told.minutes * 60,
        result=told.result,
        text=told.text,
        promised_at=told.promised_at,
    )
    return contacts.log_call(call=call, by=it.by, now=it.now)


CALLS = Table(
    "calls",
    situation=queries.calls_situation,
    commands=(
        Command[Organisation, CallsSituation](
            name="first", title=pgettext_lazy("contact", "Log a call"), who=DESK, fields=FirstCall, do=_log
        ),
    ),
)

TABLE = Table(
    "contact",
    situation=queries.situation,
    commands=(
        Command[Contact, ContactSituation](
            name="take",
            title=_("I take it"),
            steps="contact.take",
            when=rules.may_take,
            do=calling("contact", contacts.take),
        ),
        Command(name="call", title=_("A call"), steps="contact.answer", fields=Attempt, do=_call),
        Command(
            name="answer",
            title=_("Answer in writing"),
            steps="contact.answer",
            fields=Answer,
            options={"call": _call_back},
            do=calling("contact", contacts.answer, "text", "call"),
        ),
        Command(
            name="dismissal",
            title=_("No answer needed"),
            steps="contact.drop",
            fields=Dismissal,
            do=calling("contact", contacts.drop, "why"),
        ),
    ),
)
