"""What an administrator may do with the houses of an installation: make one, call it otherwise, retire it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import Field

from anxin.core.commands import Ask, Command, Fields, Given, Sentence, Table, calling, one_of
from anxin.domain.opening import actions as opening
from anxin.domain.opening import queries
from anxin.domain.opening.commands.fields import PagesAt, Slug
from anxin.domain.opening.rules import units
from anxin.domain.opening.rules.units import UnitSituation
from anxin.domain.opening.states import ADMINISTERS
from anxin.domain.people.choices import PAYERS
from anxin.domain.people.models import Organisation
from anxin.domain.people.queries.imports import IMPORTED
from anxin.domain.people.wording import ORGANISATIONS


class House(Fields):
    """What a house is called, and where it is found."""

    name: Annotated[str, Field(min_length=1, max_length=120), Ask(label=pgettext_lazy("a house", "Name"))]
    licence: Annotated[str, Field(max_length=64), Ask(label=_("Licence number"))] = ""
    site: Annotated[
        str,
        Field(max_length=200),
        Ask(label=_("Website"), hint=_("its own, wherever it lives; customers read it as the place to ask back")),
    ] = ""
    pages_at: PagesAt = ""


class NewHouse(House):
    """A house that is made; its kind and name in addresses stay."""

    kind: Annotated[str, Field(pattern=f"^({'|'.join(IMPORTED)})$"), Ask(label=_("Kind"))]
    slug: Slug


Payer = Annotated[
    str,
    one_of(PAYERS),
    Ask(label=_("Who pays what it owes from then on"), names=PAYERS, hint=_("stands on every decision it must bear")),
]


class Retiring(Fields):
    """Why a house is retired."""

    why: Annotated[Sentence, Ask(label=_("Why; it stays in the record"))]


class Leaving(Retiring):
    """From which day a brand departs, and who takes over."""

    from_date: Annotated[date, Ask(label=_("First day on which it is gone"))]
    successor: Annotated[str, Field(min_length=1, max_length=120), Ask(label=_("Who takes over; customers read it"))]
    successor_at: Annotated[
        str, Field(max_length=200), Ask(label=_("Where to reach them"), hint=_("a web address or a telephone number"))
    ] = ""


class ShopLeaving(Retiring):
    """From which day a merchant departs, and who pays what it owes from then on."""

    from_date: Annotated[date, Ask(label=_("First day on which it is gone"))]
    paid_by: Payer


class Silence(Retiring):
    """Why it is said that a merchant answers nothing any more, and who pays what it owes from now on."""

    paid_by: Payer


def _make(it: Given[Organisation, Any]) -> None:
    opening.make_house(**it.fields.model_dump(), by=it.by, now=it.now)


def _departure(house: Organisation, _now: datetime) -> Mapping[str, str]:
    """Return how a house departs, as it was asked for: day, successor, where to reach them, who pays, who asked."""
    row = queries.departure_of(house)
    told = row and (row.from_date.isoformat(), row.successor, row.successor_at, row.paid_by, row.asked_by)
    return {str(row.pk): " | ".join(told)} if row and told else {}


HOUSES = Table(
    "unit",
    situation=queries.unit_situation,
    commands=(
        Command[Organisation, UnitSituation](
            name="making",
            title=_("Make a house"),
            who=ADMINISTERS,
            when=units.runs_all,
            fields=NewHouse,
            options={"kind": lambda *_asked: [(one, ORGANISATIONS[one]) for one in IMPORTED]},
            do=_make,
            follows=_(
                "A brand stays shut until you open it; an outlet is made under the network, with its address. Invite "
                "its people next."
            ),
        ),
        Command(
            name="correction",
            title=_("Change its name or addresses"),
            who=ADMINISTERS,
            when=units.may_correct,
            fields=House,
            replaces=queries.standing,
            do=calling("house", opening.correct_house, "name", "licence", "site", "pages_at"),
            follows=_(
                "Customers read the new name at once, on old cases too. What is signed names the house by its name in "
                "addresses, which stays, so signatures go on to hold. Name and licence of an outlet that a brand "
                "vouches for are written once it has signed for them."
            ),
        ),
        Command(
            name="retirement",
            title=_("Retire it"),
            who=ADMINISTERS,
            when=units.may_retire,
            because="opening.house_used",
            fields=Retiring,
            do=calling("house", opening.retire_house, "why"),
            follows=_(
                "Nobody is invited into it any more, nothing is brought in for it, and its own address here is let go. "
                "Its cases, money and numbers of before stay; you can take it back."
            ),
        ),
        Command(
            name="departure",
            title=_("Let the brand depart as of a day"),
            who=ADMINISTERS,
            when=units.may_depart,
            fields=Leaving,
            do=calling("house", opening.ask_departure, "from_date", "successor", "successor_at", "why"),
            follows=_(
                "Once another administrator agrees: from that day on no report is taken in for it, its hotlines are "
                "known as retired, its pages say who takes over, and who waits for a place is told. What runs here is "
                "carried on by the same people, guarantees of its repairs and claims on what was bought too; once "
                "none runs the brand is retired, and doesn't come back under this name in addresses. Until that day "
                "it can be undone. What is kept ends as for every case; take it out before with anxin export."
            ),
        ),
        Command(
            name="shop-departure",
            title=_("Let the merchant depart as of a day"),
            who=ADMINISTERS,
            when=units.may_shop_depart,
            fields=ShopLeaving,
            do=calling("house", opening.ask_departure, "from_date", "paid_by", "why"),
            follows=_(
                "Once another administrator agrees: from that day on no order of it comes in, its shops are asked no "
                "more, nobody is invited into it and nothing is filmed. Claims that are open go on; who bought may "
                "still claim as the law lets him. Its people read what is open and nothing else, and come in no more "
                "once nothing is, 90 days after that day at the earliest. Until that day it can be undone."
            ),
        ),
        Command(
            name="silence",
            title=_("It answers nothing any more"),
            who=ADMINISTERS,
            when=units.may_call_silent,
            fields=Silence,
            do=calling("house", opening.call_silent, "paid_by", "why"),
            follows=_(
                "Buyers, reviewers and the record of each open claim read it. Claims keep the merchant's time to "
                "answer, and are decided without it after that. Once somebody of it is heard on a claim, it is taken "
                "back by itself."
            ),
        ),
        Command(
            name="silence-end",
            title=_("It answers again"),
            who=ADMINISTERS,
            when=units.is_silent,
            asks=True,
            do=calling("house", opening.end_silence),
        ),
        Command(
            name="departure-agreement",
            title=pgettext_lazy("a house departs", "Agree"),
            steps="departure.agree",
            when=units.is_second_of_departure,
            asks=True,
            shows=_departure,
            do=calling("house", opening.agree_departure),
        ),
        Command(
            name="departure-refusal",
            title=pgettext_lazy("a house departs", "Refuse"),
            steps="departure.refuse",
            when=units.is_second_of_departure,
            shows=_departure,
            do=calling("house", opening.refuse_departure),
        ),
        Command(
            name="departure-withdrawal",
            title=pgettext_lazy("a house departs", "Take it back"),
            steps="departure.withdraw",
            when=units.is_own_departure,
            do=calling("house", opening.withdraw_departure),
        ),
        Command(
            name="departure-undoing",
            title=_("Let it stay after all"),
            steps="departure.undo",
            asks=True,
            shows=_departure,
            do=calling("house", opening.undo_departure),
        ),
        Command(
            name="return",
            title=_("Take it back into service"),
            who=ADMINISTERS,
            when=units.may_return,
            asks=True,
            do=calling("house", opening.return_house),
            follows=_("Its people, authorisations and address here do not come back by themselves."),
        ),
    ),
)
