"""What the desk does with a person's request about his own data: write it down, identify him, do it, agree, refuse."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import Field

from anxin.core.actors import Actor
from anxin.core.commands import Ask, Command, Fields, Sentence, Table, calling, one_of
from anxin.core.commands.fields import Text
from anxin.domain.people import choices
from anxin.domain.people.actions import data_requests as actions
from anxin.domain.people.actions import waiting_erasures
from anxin.domain.people.actions.reveals import NotSecond
from anxin.domain.people.models import DataRequest, Person
from anxin.domain.people.queries import data_requests as queries
from anxin.domain.people.queries import selves
from anxin.domain.people.rules import data_requests as rules
from anxin.domain.people.rules.data_requests import DataSituation, PersonSituation
from anxin.domain.people.states import HANDLES, SECONDS
from anxin.domain.people.wording.consents import PURPOSES


class Wanted(Fields):
    """What somebody wants of his own data."""

    wish: Annotated[
        str,
        one_of(choices.WISHES),
        Ask(label=_("What he wants"), names={key: one.name for key, one in choices.WISHES.items()}),
    ]
    name: Annotated[str, Field(max_length=64), Ask(label=_("The right name"), depends=True)] = ""
    phone: Annotated[str, Field(max_length=40), Ask(label=_("The new number"), depends=True)] = ""
    purpose: Annotated[
        str, one_of(("", *PURPOSES)), Ask(label=_("Which consent he takes back"), names=PURPOSES, depends=True)
    ] = ""


class Known(Fields):
    """How the desk knows that it is he."""

    how: Annotated[
        str,
        one_of(choices.WAYS),
        Ask(label=_("How you know that it is he"), names={key: one.name for key, one in choices.WAYS.items()}),
    ]
    signs: Annotated[
        str,
        Field(max_length=4),
        Ask(
            label=_("Last four signs of the paper"),
            hint=_("Only where a paper was seen; nothing else of it is kept."),
            depends=True,
        ),
    ] = ""


class Handed(Fields):
    """How the copy goes to him, and the hash of the very file."""

    handed: Annotated[str, one_of(choices.HANDED), Ask(label=_("How he gets it"), names=choices.HANDED)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$"), Ask(hidden=True)]


class Agreed(Fields):
    """What the second person had before him."""

    shown: Annotated[str, Field(max_length=64), Ask(hidden=True)]


class Rung(Fields):
    """What came of a call to the number of before."""

    heard: Annotated[
        str,
        one_of(choices.RINGS),
        Ask(label=_("What came of the call"), names={key: one.name for key, one in choices.RINGS.items()}),
    ]


class WhyRefused(Fields):
    """Why it isn't done."""

    why: Annotated[Sentence, Ask(label=_("Why not; he reads it"), rows=2)]


def _standing(row: Person, case: PersonSituation, now: datetime, by: Actor) -> Sequence[tuple[str, Text]] | None:
    """Offer what he agreed to; without any the field is left out."""
    given = selves.standing(row)
    none = ("", pgettext_lazy("of his consents", "none"))
    return [none, *((one, PURPOSES.get(one, one)) for one in given)] if given else None


PERSONS = Table(
    "person",
    situation=queries.person_situation,
    commands=(
        Command[Person, PersonSituation](
            name="data-request",
            title=_("Write the request down"),
            who=HANDLES,
            when=rules.may_want,
            because=actions.NoCustomer,
            fields=Wanted,
            options={"purpose": _standing},
            do=calling("person", actions.note_wish, "wish", "name", "phone", "purpose"),
            follows=_("It gets a number, and the working days for it run from now on. Nothing is done yet."),
        ),
    ),
)

DATA_REQUESTS: Table[Any, Any] = Table(
    "data_request",
    situation=queries.situation,
    commands=(
        Command[DataRequest, DataSituation](
            name="identification",
            title=_("It is he"),
            steps="data_request.identify data_request.put_forward",
            fields=Known,
            do=calling("request", actions.identify, "how", "signs"),
            follows=_("A copy, another phone and an erasure wait for a second person then."),
        ),
        Command(
            name="doing",
            title=_("Do it"),
            steps="data_request.carry_out",
            when=rules.is_done_alone,
            do=calling("request", actions.carry_out),
            follows=_("It is done as on his own page, in all his cases, and stands in his record."),
            asks=True,
        ),
        Command(
            name="handover",
            title=_("Hand the copy over"),
            steps="data_request.hand_over",
            when=rules.is_copy,
            fields=Handed,
            do=calling("request", actions.hand_over, "handed", "sha256"),
            follows=_(
                "You get the file once, now; its hash stays in the record and no copy of it here. He reads that you "
                "had it in hand, and is told by text message where one reaches him. Delete it once he has it."
            ),
        ),
        Command(
            name="agreement",
            title=pgettext_lazy("a request", "Agree"),
            steps="data_request.agree data_request.allow data_request.announce data_request.wait",
            when=rules.may_agree,
            because=NotSecond,
            fields=Agreed,
            do=calling("request", actions.agree, "shown"),
            follows=_(
                "A copy may be handed over then. Another phone counts in all his cases once the days to object are "
                "over; they begin when the number of before was told, by text message where one reaches it, else by "
                "your call. An erasure is done at once and for good, or by itself once what needs him still is over."
            ),
            weighs=True,
            final=True,
        ),
        Command(
            name="ringing",
            title=_("Write down that his number was rung"),
            who=f"{HANDLES} {SECONDS}",
            stands=rules.is_to_be_told,
            when=rules.may_agree,
            because=actions.OtherRings,
            fields=Rung,
            do=calling("request", actions.note_ring, "heard"),
            follows=_(
                "Somebody else rings than who wrote it down or identified him. Say what was asked for and that he can "
                "object. The days to object run from the first call in which he was told, or from the third day on "
                "which it was rung in vain. An objection stops it at once."
            ),
        ),
        Command(
            name="objection",
            title=_("He objects"),
            steps="data_request.object",
            when=rules.may_object,
            do=calling("request", actions.object_to),
            follows=_("It is stopped: the phone stays as it is, and the desk looks into who asked for it."),
            asks=True,
        ),
        Command(
            name="taking-back",
            title=_("He doesn't want it any more"),
            steps="data_request.withdraw",
            do=calling("request", waiting_erasures.let_be),
            follows=_("Nothing is erased. He can ask again at any time."),
            asks=True,
        ),
        Command(
            name="refusal",
            title=pgettext_lazy("a request", "Refuse"),
            steps="data_request.refuse",
            fields=WhyRefused,
            do=calling("request", actions.refuse, "why"),
        ),
    ),
)
