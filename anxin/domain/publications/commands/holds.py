"""Keep for a court what has no page of its own with that command: a message, an order, or anything by its number."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from anxin.core.commands import Command, Given, Table
from anxin.domain.people import rules
from anxin.domain.people.actions import legal_holds
from anxin.domain.people.commands import LetterAbout
from anxin.domain.people.models import Organisation
from anxin.domain.publications.queries import holds
from anxin.domain.publications.queries.holds import HoldingHouseSituation


def _place(it: Given[Organisation, Any]) -> None:
    given: LetterAbout = it.fields
    stream = holds.held_now(holds.case_numbered(given.number, actor=it.by, now=it.now))
    letter: dict[str, Any] = {"source": given.source, "letter": given.letter, "why": given.why, "until": given.until}
    legal_holds.place(stream=stream, **letter, by=it.by, now=it.now)


HOUSE_HOLDS = Table(
    "house_holds",
    situation=holds.house_situation,
    commands=(
        Command[Organisation, HoldingHouseSituation](
            name="legal-hold",
            title=_("Keep it for a court"),
            who=rules.HOLDS,
            fields=LetterAbout,
            do=_place,
            follows=_(
                "Nothing of this case and nobody in it is erased, however old it grows, until a second person lifts it."
            ),
        ),
    ),
)
