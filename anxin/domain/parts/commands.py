"""What may be done with a stock: counted, moved elsewhere, given a least and a most."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import Field

from anxin.core.actors import Actor
from anxin.core.commands import Ask, Command, Fields, Table, calling
from anxin.core.commands.fields import Text
from anxin.domain.parts import actions as parts
from anxin.domain.parts import rules
from anxin.domain.parts.models import Stock
from anxin.domain.parts.queries import places
from anxin.domain.parts.queries import stock as queries
from anxin.domain.parts.rules import StockSituation


class Counted(Fields):
    """How many there are, and why the books said otherwise."""

    quantity: Annotated[int, Field(ge=0, le=rules.MOST), Ask(label=_("How many are there"))]
    why: Annotated[
        str,
        Field(min_length=1, max_length=120),
        Ask(label=_("Why was it counted; where it differs, how that came"), hint=_("Such as: monthly stock-take")),
    ]


class Moved(Fields):
    """How many go where."""

    quantity: Annotated[int, Field(ge=1, le=rules.MOST), Ask(label=_("How many"))]
    to: Annotated[
        str,
        Field(min_length=1, max_length=80),
        Ask(
            label=pgettext_lazy("of parts", "Where to"),
            hint=_("Code of an outlet, van:badge number, or warehouse:brand"),
        ),
    ]


class Levels(Fields):
    """How few and how many there should be."""

    least: Annotated[int | None, Field(ge=0, le=rules.MOST), Ask(label=_("At least"))] = None
    most: Annotated[int | None, Field(ge=0, le=rules.MOST), Ask(label=_("At most"))] = None


def _places(row: Stock, _case: object, now: datetime, by: Actor) -> Sequence[tuple[str, Text]]:
    """Suggest the other places of one's own outlet."""
    here = str(row.place)
    return [one for one in places.own_keys(by, now=now) if one[0].removeprefix(places.VAN) != here]


def _levels(row: Stock, _now: datetime) -> dict[str, str]:
    return {name: "" if one is None else str(one) for name, one in (("least", row.least), ("most", row.most))}


STOCKS = Table(
    "stock",
    situation=queries.situation,
    commands=(
        Command[Stock, StockSituation](
            name="count",
            title=_("Count"),
            who=rules.CLERKS,
            when=rules.keeps,
            because="parts.shared_van",
            fields=Counted,
            do=calling("stock", parts.count, "quantity", "why"),
            follows=_("The books say so from now on; the difference stays written down with your reason."),
        ),
        Command(
            name="move",
            title=_("Move some"),
            who=rules.CLERKS,
            stands=rules.some_there,
            when=rules.keeps,
            because="parts.shared_van",
            fields=Moved,
            suggests={"to": _places},
            do=calling("stock", parts.move, "to", "quantity"),
            follows=_("They leave here and lie there at once. A mistake is put right by moving them back."),
        ),
        Command(
            name="levels",
            title=_("At least, at most"),
            who=rules.CLERKS,
            when=rules.keeps,
            because="parts.shared_van",
            fields=Levels,
            replaces=_levels,
            do=calling("stock", parts.keep_levels, "least", "most"),
            follows=_("Below the least it stands in the list of what is short."),
        ),
    ),
)
