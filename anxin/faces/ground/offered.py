"""Which kinds of service a product has and how each is done, in words that say what happens and what it costs."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from anxin.core.wording import gap, joined
from anxin.domain.custody import queries as custody
from anxin.domain.goods import queries as goods
from anxin.domain.insight import queries as insight
from anxin.domain.insight.queries import MeasuredStep
from anxin.domain.repairs.wording import KINDS, MODES
from anxin.domain.visits.rules import BENCH
from anxin.faces.words import fen

if TYPE_CHECKING:
    from anxin.domain.goods.models import Product


@dataclass(frozen=True, kw_only=True)
class OfferedChoice:
    """One kind or one way as a choice: its name, what it means, and for which kinds it is."""

    value: str
    name: str
    means: str
    only: str = ""

    @property
    def says(self) -> str:
        """Return all that is told where it is to be chosen."""
        return gap().join(filter(None, (self.means, self.only)))


@dataclass(frozen=True, kw_only=True)
class OfferedWindows:
    """What a product's brand offers for it; the first kind is chosen beforehand."""

    kinds: tuple[OfferedChoice, ...]
    ways: tuple[OfferedChoice, ...]
    ways_of: dict[str, tuple[str, ...]]

    @property
    def several(self) -> bool:
        """Return whether there is anything to choose."""
        return len(self.kinds) > 1 or len(self.ways) > 1


def offered(product: "Product") -> OfferedWindows:
    """Return the kinds and ways of a product with what the published list says they cost."""
    now = timezone.now()
    ways_of = _done(product, {one.kind: one.ways for one in goods.services(product, now=now)})
    prices = goods.service_prices(product, on=timezone.localdate())
    solved = insight.solved_from_afar(brand=product.brand, category=product.category, now=now)
    kinds = [OfferedChoice(value=one, name=str(KINDS[one]), means=_from(prices.get(one))) for one in ways_of]
    order = dict.fromkeys(way for ways in ways_of.values() for way in ways)
    ways = [
        OfferedChoice(value=one, name=str(MODES[one]), means=means(one, prices, solved), only=_only(one, ways_of))
        for one in order
    ]
    return OfferedWindows(kinds=tuple(kinds), ways=tuple(ways), ways_of=ways_of)


def _done(product: "Product", ways_of: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Leave out the ways in which no outlet takes goods of the brand in, and a kind of which none is left."""
    if not any(way in BENCH for ways in ways_of.values() for way in ways):
        return ways_of
    taken = custody.ways_in(product.brand, now=timezone.now())
    left = {kind: tuple(way for way in ways if way not in BENCH or way in taken) for kind, ways in ways_of.items()}
    return {kind: ways for kind, ways in left.items() if ways}


def _from(amount: int | None) -> str:
    return _("from {sum}").format(sum=fen(amount)) if amount else ""


def means(way: str, prices: dict[str, int], solved: MeasuredStep | None = None) -> str:
    """Describe a way of service and its price, and of help from afar how often it was enough."""
    fee = prices.get("visit")
    visit = _("A technician comes to you. Parts and work as the price list has them, agreed with you before.")
    if fee:
        visit = _(
            "A technician comes to you. Call-out {sum}, nothing in warranty; all else is agreed with you before."
        ).format(sum=fen(fee))
    said = {
        "visit": visit,
        "drop_off": _("You bring it to an outlet near you. A receipt at the counter, a quote before anything is done."),
        "mail_in": _("You send it in a parcel, it comes back with a waybill. Unpacked before two people or on video."),
        "remote": _(
            "We call you and help by phone, video or pictures. Costs nothing; if that doesn't help, a technician comes."
        ),
    }
    if way == "remote" and solved is not None:
        return said[way] + gap() + _enough(solved)
    return said.get(way, "")


def _enough(solved: MeasuredStep) -> str:
    return _("In the last 90 days it was enough in {held} of {n} cases.").format(held=solved.held, n=solved.n)


def without_visit(one: OfferedChoice) -> OfferedChoice:
    """Describe a way where nobody goes: help from afar ends in no visit."""
    return (
        replace(one, means=_("We call you and help by phone, video or pictures. Costs nothing.")) if _afar(one) else one
    )


def _afar(one: OfferedChoice) -> bool:
    return one.value == "remote"


def _only(way: str, ways_of: dict[str, tuple[str, ...]]) -> str:
    """Name the kinds a way is for where it isn't for all."""
    kinds = [str(KINDS[kind]) for kind, ways in ways_of.items() if way in ways]
    return "" if len(kinds) == len(ways_of) else _("Only for: {kinds}.").format(kinds=joined(kinds))
