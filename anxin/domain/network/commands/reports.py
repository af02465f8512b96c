"""What the desk says of a number that was reported as false, and how somebody leaves the waiting list."""

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from anxin.core.actors import Actor
from anxin.core.commands import Ask, Code, Command, Fields, Sentence, SomeFiles, Table, calling, one_of
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.choices import SAYS
from anxin.domain.network.commands import takedowns
from anxin.domain.network.models import ReportedNumber, Waiting
from anxin.domain.network.rules import situation as rules
from anxin.domain.network.rules.situation import ReportedSituation, WaitingSituation
from anxin.domain.network.states import CHECKERS, CONCERNED
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation


class Finding(Fields):
    """What a person found out about a number."""

    why: Annotated[Sentence, Ask(label=_("What you found; it stays in the record"), rows=3)]


class BrandWord(Fields):
    """What a brand says of a number that uses its name."""

    says: Annotated[str, one_of(SAYS), Ask(label=_("Is it yours?"), names=SAYS)]
    why: Annotated[Sentence, Ask(label=_("What you know of it, and where one can look it up"), rows=3)]
    files: SomeFiles = ()


class Concerned(Fields):
    """Whose name a number uses."""

    brand: Annotated[Code, Ask(label=_("Whose name does it use?"))]


class Leaving(Fields):
    """Why somebody waits no more."""

    why: Annotated[str, Field(min_length=1, max_length=200), Ask(label=_("Why"))]


def brands(_row: ReportedNumber, _case: object, _now: datetime, _by: Actor) -> list[tuple[str, str]]:
    """Offer the brands that are served here."""
    return [(one.slug, one.name) for one in people.organisations_of(Organisation.Kind.BRAND)]


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
            name="brand",
            title=_("Tell a brand"),
            who=CHECKERS,
            fields=Concerned,
            options={"brand": brands},
            do=calling("number", network.name_brand, "brand"),
            follows=_(
                "Its people see the number and our pictures, and say whether it is theirs. Of reports they read what "
                "the reporter agreed to, never who he is."
            ),
        ),
        Command(
            name="statement",
            title=_("Say whether it is yours"),
            who=CONCERNED,
            when=rules.is_concerned,
            because=network.NotConcerned,
            fields=BrandWord,
            do=calling("number", network.state, "says", "why", "files"),
            follows=_(
                "It stands beside the number for whoever judges it, and in the record. Pictures are sealed and named "
                "in letters; cover personal data first. You can say it anew."
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
            name="keep",
            title=_("Yes, I still wait"),
            who="customer",
            steps="waiting.keep",
            do=calling("entry", network.keep_waiting),
            follows=_("You stay on the list, and are told once somebody goes there."),
        ),
        Command(
            name="withdraw",
            title=_("No, take me off the list"),
            steps="waiting.withdraw",
            do=calling("entry", network.withdraw_waiting),
            final=True,
            follows=_(
                "Once you are off the list, your name and phone are erased at once, unless another case needs them."
            ),
        ),
        Command(
            name="still",
            title=_("He still waits, he says"),
            who="agent dispatcher operator",
            steps="waiting.keep",
            do=calling("entry", network.keep_waiting),
            follows=_("He stays on the list, and is asked again after as long a time."),
        ),
        Command(
            name="drop",
            title=_("Take off the list"),
            steps="waiting.drop",
            fields=Leaving,
            do=calling("entry", network.drop_waiting, "why"),
        ),
    ),
)
