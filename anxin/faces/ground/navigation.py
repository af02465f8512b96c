"""Where one can go in each face. An entry shows where its roles and the kind of house fit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class HasRoles(Protocol):
    """Whoever stands before the page."""

    @property
    def roles(self) -> frozenset[str]:
        """The roles of this sign-in."""


@dataclass(frozen=True, kw_only=True)
class NavigationEntry:
    """One entry: its address, its name, who may go there ("" means everyone of the face)."""

    path: str
    name: str | Promise
    roles: str = ""
    count: str = ""
    houses: str = ""
    """Only for people of a house of this kind."""
    icon: str = ""
    """Its sign among the tabs at the foot of a phone; without one it has no tab."""
    rear: bool = False
    """What is opened when something is arranged, not every day: folded away where there are several."""
    alone: bool = False
    """Only this very page: what lies below it belongs to another entry."""
    own: str = ""
    """Whose work waits here: who has none of the other roles lands on it."""
    opens: str = ""
    """Pages elsewhere that are opened from it, and belong to it."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """One entry as the page shows it."""

    path: str
    name: str | Promise
    current: bool
    count: int | None
    icon: str
    rear: bool


FOLD = 3
PLACES: dict[str, tuple[NavigationEntry, ...]] = {
    "desk": (
        NavigationEntry(path="/desk/repairs/", name=_("Repairs"), roles="agent dispatcher operator", count="repairs"),
        NavigationEntry(path="/desk/board/", name=_("Dispatch"), roles="dispatcher operator"),
        NavigationEntry(
            path="/desk/claims/", name=_("Claims"), roles="reviewer agent finance quality operator", count="claims"
        ),
        NavigationEntry(
            path="/desk/contacts/",
            name=_("Calls and messages"),
            roles="agent dispatcher quality operator",
            count="contacts",
        ),
        NavigationEntry(path="/desk/network/", name=_("Network"), roles="dispatcher operator"),
        NavigationEntry(path="/desk/authorisations/", name=_("Authorisations"), roles="operator", rear=True),
        NavigationEntry(
            path="/desk/numbers/", name=_("Reported numbers"), roles="agent quality operator", count="numbers"
        ),
        NavigationEntry(
            path="/desk/waiting/", name=_("Waiting list"), roles="agent dispatcher operator", count="waiting"
        ),
        NavigationEntry(
            path="/desk/persons/", name=_("Personal data"), roles="agent quality operator reviewer", rear=True
        ),
        NavigationEntry(
            path="/desk/follow-ups/",
            name=_("Follow-ups"),
            roles="agent quality operator",
            own="quality",
            count="follow_ups",
        ),
        NavigationEntry(
            path="/desk/money/",
            name=pgettext_lazy("at the desk", "Money"),
            roles="finance operator",
            own="finance",
            count="money",
        ),
        NavigationEntry(
            path="/desk/parcels/", name=_("Claims on carriers"), roles="agent dispatcher finance operator", rear=True
        ),
        NavigationEntry(path="/desk/insight/", name=_("Figures"), roles="quality finance operator"),
        NavigationEntry(path="/desk/stuck/", name=_("Stuck work"), roles="operator", count="stuck", rear=True),
        NavigationEntry(path="/desk/imports/", name=_("Imports"), roles="operator", rear=True),
        NavigationEntry(path="/desk/labels/", name=_("Labels"), roles="agent dispatcher", rear=True),
        NavigationEntry(path="/desk/texts/", name=_("Texts and self-help"), roles="quality operator", rear=True),
        NavigationEntry(path="/desk/staff/", name=_("Staff"), roles="operator", count="staff", rear=True),
        NavigationEntry(
            path="/desk/opening/", name=pgettext_lazy("of a business", "Opening"), roles="operator", rear=True
        ),
        NavigationEntry(path="/desk/settings/", name=_("Settings"), roles="operator finance", rear=True),
    ),
    "outlet": (
        NavigationEntry(path="/outlet/jobs/", name=_("Jobs"), count="jobs"),
        NavigationEntry(path="/outlet/counter/", name=_("Counter"), roles="outlet_manager outlet_dispatcher"),
        NavigationEntry(path="/outlet/cash/", name=_("Cash"), roles="outlet_manager outlet_dispatcher"),
        NavigationEntry(path="/outlet/stock/", name=pgettext_lazy("a table", "Stock")),
        NavigationEntry(path="/outlet/board/", name=_("Board"), roles="outlet_manager outlet_dispatcher"),
        NavigationEntry(
            path="/outlet/week/", name=pgettext_lazy("of people", "Week"), roles="outlet_manager outlet_dispatcher"
        ),
        NavigationEntry(
            path="/outlet/people/",
            name=_("Technicians"),
            roles="outlet_manager outlet_dispatcher",
            opens="/outlet/contests/",
        ),
        NavigationEntry(path="/outlet/house/", name=_("Our outlet"), roles="outlet_manager outlet_dispatcher"),
        NavigationEntry(path="/desk/staff/", name=_("Staff"), roles="outlet_manager"),
    ),
    "technician": (
        NavigationEntry(path="/technician/", name=_("Today"), icon="route"),
        NavigationEntry(path="/technician/offers/", name=_("Offers"), count="offers", icon="bell"),
        NavigationEntry(path="/technician/jobs/", name=_("Done before"), icon="history", alone=True),
        NavigationEntry(path="/technician/earnings/", name=_("Earnings"), icon="wallet"),
        NavigationEntry(path="/technician/reviews/", name=_("My grade")),
        NavigationEntry(
            path="/technician/me/", name=_("Me"), icon="user", opens="/technician/week/ /technician/contests/"
        ),
    ),
    "merchant": (
        NavigationEntry(
            path="/merchant/claims/", name=_("Claims"), roles="merchant_owner merchant_agent", count="claims"
        ),
        NavigationEntry(path="/merchant/purchases/", name=_("Orders"), roles="merchant_owner merchant_agent"),
        NavigationEntry(path="/merchant/packing/", name=_("Packing"), roles="merchant_owner merchant_agent packer"),
        NavigationEntry(
            path="/merchant/standing-answers/", name=_("Advance answers"), roles="merchant_owner merchant_agent"
        ),
        NavigationEntry(path="/merchant/overview/", name=_("Overview"), roles="merchant_owner merchant_agent"),
        NavigationEntry(
            path="/merchant/invoices/",
            name=pgettext_lazy("数电票", "Invoices"),
            roles="merchant_owner merchant_agent",
            rear=True,
        ),
        NavigationEntry(
            path="/merchant/authorisations/",
            name=_("Authorisations"),
            roles="merchant_owner merchant_agent",
            houses="brand",
        ),
        NavigationEntry(
            path="/merchant/look/", name=_("How the brand looks"), roles="merchant_owner", houses="brand", rear=True
        ),
        NavigationEntry(
            path="/merchant/stock/",
            name=pgettext_lazy("a table", "Stock"),
            roles="merchant_owner merchant_agent",
            houses="brand",
            rear=True,
        ),
        NavigationEntry(
            path="/merchant/words/",
            name=_("What the brand pays"),
            roles="merchant_owner merchant_agent",
            houses="brand",
            rear=True,
        ),
        NavigationEntry(
            path="/merchant/numbers/",
            name=_("Reported numbers"),
            roles="merchant_owner merchant_agent",
            houses="brand",
            rear=True,
        ),
        NavigationEntry(
            path="/merchant/guides/",
            name=_("Self-help"),
            roles="merchant_owner merchant_agent",
            houses="brand",
            rear=True,
        ),
        NavigationEntry(
            path="/merchant/labels/", name=_("Labels"), roles="merchant_owner packer", houses="brand", rear=True
        ),
        NavigationEntry(path="/desk/staff/", name=_("Staff"), roles="merchant_owner"),
        NavigationEntry(path="/desk/settings/", name=_("Settings"), roles="merchant_owner", rear=True),
    ),
    "auditor": (
        NavigationEntry(path="/auditor/cases/", name=_("Cases")),
        NavigationEntry(path="/auditor/decisions/", name=_("Decisions")),
        NavigationEntry(path="/auditor/rules/", name=_("Rule history")),
        NavigationEntry(path="/auditor/clocks/", name=_("Clocks")),
        NavigationEntry(path="/auditor/access/", name=_("Who looked")),
        NavigationEntry(path="/auditor/sign-ins/", name=_("Sign-ins")),
        NavigationEntry(path="/auditor/hashes/", name=_("Hash check")),
    ),
}


def items(face: str, *, path: str, counts: Mapping[str, int], actor: HasRoles | None, house: str = "") -> list[Item]:
    """List the entries of a face that fit the roles and the kind of house."""
    shown = [place for place in PLACES.get(face, ()) if _fits(place, actor, house)]
    above = [(base, place.path) for place in shown for base in _above(place, path)]
    here = max(above, key=lambda one: len(one[0]), default=("", ""))[1]
    return [
        Item(
            path=place.path,
            name=place.name,
            current=place.path == here,
            count=counts.get(place.count) if place.count else None,
            icon=place.icon,
            rear=place.rear,
        )
        for place in shown
    ]


def landing(face: str, actor: HasRoles) -> str:
    """Return the page where somebody's own work waits, else the first that he may open; empty where there is none."""
    fit = [place for place in PLACES[face] if _fits(place, actor, "")]
    own = (place for place in fit if place.own and actor.roles <= set(place.own.split()))
    return next((place.path for place in (*own, *fit)), "")


def _above(place: NavigationEntry, path: str) -> list[str]:
    """Return the addresses of an entry under which a page lies."""
    bases = [place.path, *place.opens.split()]
    return [base for base in bases if path == base or (path.startswith(base) and not place.alone)]


def folded(shown: list[Item]) -> tuple[list[Item], list[Item]]:
    """Part what stands in the bar from what is folded away; fewer than three are not worth a fold."""
    rear = [item for item in shown if item.rear]
    return ([item for item in shown if not item.rear], rear) if len(rear) >= FOLD else (shown, [])


def _fits(place: NavigationEntry, actor: HasRoles | None, house: str) -> bool:
    if place.houses and house and place.houses != house:
        return False
    return not place.roles or (actor is not None and bool(actor.roles & set(place.roles.split())))
