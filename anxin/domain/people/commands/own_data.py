"""What a customer who proved his phone does with his own data: copy, correct, take a consent back, erase."""

from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import Field

from anxin.core.commands import Ask, Command, Fields, Given, Table, calling, one_of
from anxin.domain.people.actions import corrections, waiting_erasures
from anxin.domain.people.actions import own_data as actions
from anxin.domain.people.models import Person
from anxin.domain.people.queries import own_data as queries
from anxin.domain.people.rules import own_data as rules
from anxin.domain.people.rules.own_data import OwnSituation
from anxin.domain.people.wording.consents import PURPOSES

HIMSELF = "customer_phone"
"""Who proved his phone: whom a link alone brought changes nothing here."""


class Name(Fields):
    """What he is called."""

    name: Annotated[str, Field(min_length=1, max_length=64), Ask(label=_("The right name"), autofill="name")]


class NewNumber(Fields):
    """The number that is to take the place of his own; `origin` is where it was asked from."""

    phone: Annotated[
        str,
        Field(pattern=r"\S", max_length=40),
        Ask(label=_("The new number"), hint=_("A mobile number of 11 digits"), autofill="tel"),
    ]
    origin: Annotated[str, Field(max_length=64), Ask(hidden=True)]


class Proof(Fields):
    """The code that went to the new number."""

    code: Annotated[str, Field(min_length=1, max_length=12), Ask(label=_("The six digits"), autofill="one-time-code")]


class Purpose(Fields):
    """Which consent is taken back."""

    purpose: Annotated[str, one_of(PURPOSES), Ask(names=PURPOSES, hidden=True)]


def _ask(it: Given[Person, Any]) -> None:
    corrections.ask_phone(phone=it.fields.phone, asked_from=it.fields.origin, by=it.by, now=it.now)


def _prove(it: Given[Person, Any]) -> None:
    corrections.prove_phone(code=it.fields.code, by=it.by, now=it.now)


OWN_DATA = Table(
    "own_data",
    situation=queries.situation,
    commands=(
        Command[Person, OwnSituation](
            name="correction",
            title=pgettext_lazy("a correction", "Another name"),
            who=HIMSELF,
            stands=rules.is_kept,
            fields=Name,
            do=calling("person", corrections.correct_name, "name"),
            follows=_("It stands in all your cases at once; the one of before stays encrypted in your record."),
        ),
        Command(
            name="phone",
            title=pgettext_lazy("a correction", "Another phone"),
            who=HIMSELF,
            stands=rules.may_have_code,
            fields=NewNumber,
            do=_ask,
            follows=_(
                "We send a code to the new number. It takes the place of this one in all your cases; your links go on "
                "to work."
            ),
        ),
        Command(
            name="code",
            title=_("Prove the new number"),
            who=HIMSELF,
            stands=rules.is_kept,
            fields=Proof,
            do=_prove,
        ),
        Command(
            name="withdrawal",
            title=pgettext_lazy("a consent", "Take it back"),
            who=HIMSELF,
            stands=rules.is_kept,
            fields=Purpose,
            do=calling("person", actions.withdraw_all, "purpose"),
            follows=_("What was done until then stays as it was."),
            asks=True,
            final=True,
        ),
        Command(
            name="copy",
            title=_("Take a copy away"),
            who=HIMSELF,
            stands=rules.is_kept,
            do=calling("person", actions.copy_all),
        ),
        Command(
            name="erasure",
            title=_("Erase my data for good"),
            who=HIMSELF,
            stands=rules.is_kept,
            when=rules.is_free_to_go,
            because="people.needed",
            do=calling("person", actions.erase_all),
            follows=_(
                "Name, phone and address are deleted for good, with what you wrote to us and what you reported of "
                "false numbers. Words and pictures of a repair, a claim or an order stay without a name until their "
                "term is over, since the law asks for records. This can't be undone, and your links stop working."
            ),
            asks=True,
            final=True,
        ),
        Command(
            name="waiting",
            title=_("Erase it once that is over"),
            who=HIMSELF,
            stands=rules.is_kept,
            when=rules.may_wait,
            do=calling("person", waiting_erasures.have_wait),
            follows=_(
                "It comes by itself within hours after the last of these ended; a text message tells you, where one "
                "reaches you. Until then you can let it be."
            ),
        ),
        Command(
            name="staying",
            title=_("Don't erase it after all"),
            who=HIMSELF,
            stands=rules.is_kept,
            when=rules.is_waiting,
            do=calling("person", waiting_erasures.let_own_be),
            follows=_("Everything stays as it is. You can ask again at any time."),
        ),
    ),
)
