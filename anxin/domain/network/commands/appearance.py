"""How a brand shows itself: its owner chooses letters, colours and mark, and goes back to an earlier edition."""

from datetime import datetime
from typing import Annotated, Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _
from pydantic import Field

from anxin.core import colours
from anxin.core.actors import Actor
from anxin.core.commands import Ask, Code, Command, Drawings, Fields, Given, Table, calling
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.rules import appearance
from anxin.domain.network.rules import situation as rules
from anxin.domain.network.rules.situation import AppearanceSituation
from anxin.domain.people.models import Organisation

OWNER = "merchant_owner"


class AppearanceParts(Fields):
    """A brand's name on pages, its letters and its colours."""

    name: Annotated[
        str, Field(max_length=appearance.PARTS["name"]), Ask(label=_("Name on the pages and messages of your cases"))
    ] = ""
    mark: Annotated[str, Field(max_length=appearance.PARTS["mark"]), Ask(label=_("Mark: one or two characters"))] = ""
    accent: Annotated[
        str,
        Field(max_length=40),
        Ask(label=_("Accent colour"), hint=_("of links and of what is chosen, such as 0c5b5c; empty: our own green")),
    ] = ""
    primary: Annotated[
        str,
        Field(max_length=40),
        Ask(label=_("Primary colour"), hint=_("fills buttons and the mark, with white text on it; empty: the accent")),
    ] = ""


class MarkDrawing(Fields):
    """The picture of a brand's mark."""

    files: Drawings


class EarlierAppearance(Fields):
    """An earlier edition."""

    edition: Annotated[Code, Ask(label=_("Which edition?"))]


def wear(it: Given[Organisation, Any]) -> None:
    """Choose letters and colours."""
    network.wear(brand=it.row, parts=parts_of(it.fields.model_dump()), by=it.by, now=it.now)


def parts_of(typed: dict[str, str]) -> dict[str, str]:
    """Return the parts as they are kept: colours as six small digits."""
    told = {name: str(typed.get(name) or "").strip() for name in ("name", "mark", *appearance.COLOURS)}
    return {**told, **{name: colours.read(told[name]) for name in appearance.COLOURS}}


def earlier(row: Organisation, _case: object, now: datetime, _by: Actor) -> list[tuple[str, str]]:
    """Offer the editions before the one that is shown."""
    return [(one.key, described(one)) for one in queries.appearance_editions(row, now=now)[1:]]


def described(one: queries.AppearanceEdition) -> str:
    """Say an edition in a line: since when, its letters and colours."""
    mark = now_in_words("a picture") if one.picture else one.parts.get("mark", "")
    shown = [one.parts.get("name", ""), mark, *(one.parts.get(name, "") for name in appearance.COLOURS)]
    return f"{localtime(one.at):%Y-%m-%d %H:%M} · {' · '.join(part for part in shown if part) or '—'}"


APPEARANCE = Table(
    "brand_look",
    situation=queries.appearance_situation,
    commands=(
        Command[Organisation, AppearanceSituation](
            name="look",
            title=_("Choose letters and colours"),
            who=OWNER,
            when=rules.is_own_appearance,
            fields=AppearanceParts,
            do=wear,
            follows=_("Every page and card of the brand shows it from now on. You can go back to what stood before."),
        ),
        Command(
            name="picture",
            title=_("Show a picture as the mark"),
            who=OWNER,
            when=rules.is_own_appearance,
            fields=MarkDrawing,
            do=calling("brand", network.show_mark, "files"),
            follows=_(
                "PNG, JPEG, WebP or SVG of at most 2 MiB, best a square of 256 points or more. It is drawn anew here "
                "and stands beside the name, in the tab, on home screens and on the card that messengers show."
            ),
        ),
        Command(
            name="letters",
            title=_("Show the letters instead"),
            who=OWNER,
            when=rules.has_picture,
            do=calling("brand", network.show_letters),
        ),
        Command(
            name="return",
            title=_("Back to an earlier edition"),
            who=OWNER,
            when=rules.has_earlier,
            fields=EarlierAppearance,
            options={"edition": earlier},
            do=calling("brand", network.return_to, "edition"),
            follows=_("It is shown again at once; what stands now stays among the editions."),
        ),
    ),
)
