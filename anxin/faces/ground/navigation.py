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
class Place:
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
PLACES: dict[str, tuple[Place, ...]] = {
    "desk": (
        Place(path="/desk/repairs/", name=_("Repairs"), roles="agent dispatcher operator", count="repairs"),
        Place(path="/desk/board/", name=_("Dispatch"), roles="dispatcher operator"),
        Place(path="/desk/claims/", name=_("Claims"), roles="reviewer agent finance quality operator", count="claims"),
        Place(
            path="/desk/contacts/",
            name=_("Calls and messages"),
            roles="agent dispatcher quality operator",
            count="contacts",
        ),
        Place(path="/desk/network/", name=_("Network"), roles="dispatcher operator"),
        Place(path="/desk/authorisations/", name=_("Authorisations"), roles="operator", rear=True),
        Place(path="/desk/numbers/", name=_("Reported numbers"), roles="agent quality operator", count="numbers"),
        Place(path="/desk/waiting/", name=_("Waiting list"), roles="agent dispatcher operator", count="waiting"),
        Place(path="/desk/persons/", name=_("Personal data"), roles="agent quality operator reviewer", rear=True),
        Place(
            path="/desk/follow-ups/",
            name=_("Follow-ups"),
            roles="agent quality operator",
            own="quality",
            count="follow_ups",
        ),
        Place(
            path="/desk/money/",
            name=pgettext_lazy("at the desk", "Money"),
            roles="finance operator",
            own="finance",
            count="money",
        ),
        Place(
            path="/desk/parcels/", name=_("Claims on carriers"), roles="agent dispatcher finance operator", rear=True
        ),
        Place(path="/desk/insight/", name=_("Figures"), roles="quality finance operator"),
        Place(path="/desk/stuck/", name=_("Stuck work"), roles="operator", count="stuck", rear=True),
        Place(path="/desk/imports/", name=_("Imports"), roles="operator", rear=True),
        Place(path="/desk/labels/", name=_("Labels"), roles="agent dispatcher", rear=True),
        Place(path="/desk/texts/", name=_("Texts and self-help"), roles="quality operator", rear=True),
        Place(path="/desk/staff/", name=_("Staff"), roles="operator", count="staff", rear=True),
        Place(path="/desk/opening/", name=pgettext_lazy("of a business", "Opening"), roles="operator", rear=True),
        Place(path="/desk/settings/", name=_("Settings"), roles="operator finance", rear=True),
    ),
    "outlet": (
        Place(path="/outlet/jobs/", name=_("Jobs"), count="jobs"),
        Place(path="/outlet/counter/", name=_("Counter"), roles="outlet_manager outlet_dispatcher"),
        Place(path="/outlet/cash/", name=_("Cash"), roles="outlet_manager outlet_dispatcher"),
        Place(path="/outlet/board/", name=_("Board"), roles="outlet_manager outlet_dispatcher"),
        Place(path="/outlet/week/", name=pgettext_lazy("of people", "Week"), roles="outlet_manager outlet_dispatcher"),
        Place(
            path="/outlet/people/",
            name=_("Technicians"),
            roles="outlet_manager outlet_dispatcher",
            opens="/outlet/contests/",
        ),
        Place(path="/outlet/house/", name=_("Our outlet"), roles="outlet_manager outlet_dispatcher"),
        Place(path="/desk/staff/", name=_("Staff"), roles="outlet_manager"),
    ),
    "technician": (
        Place(path="/technician/", name=_("Today"), icon="route"),
        Place(path="/technician/offers/", name=_("Offers"), count="offers", icon="bell"),
        Place(path="/technician/jobs/", name=_("Done before"), icon="history", alone=True),
        Place(path="/technician/earnings/", name=_("Earnings"), icon="wallet"),
        Place(path="/technician/reviews/", name=_("My grade")),
        Place(path="/technician/me/", name=_("Me"), icon="user", opens="/technician/week/ /technician/contests/"),
    ),
    "merchant": (
        Place(path="/merchant/claims/", name=_("Claims"), roles="merchant_owner merchant_agent", count="claims"),
        Place(path="/merchant/purchases/", name=_("Orders"), roles="merchant_owner merchant_agent"),
        Place(path="/merchant/packing/", name=_("Packing"), roles="merchant_owner merchant_agent packer"),
        Place(path="/merchant/standing-answers/", name=_("Advance answers"), roles="merchant_owner merchant_agent"),
        Place(path="/merchant/overview/", name=_("Overview"), roles="merchant_owner merchant_agent"),
        Place(
            path="/merchant/invoices/",
            name=pgettext_lazy("数电票", "Invoices"),
            roles="merchant_owner merchant_agent",
            rear=True,
        ),
        Place(
            path="/merchant/authorisations/",
            name=_("Authorisations"),
            roles="merchant_owner merchant_agent",
            houses="brand",
        ),
        Place(path="/merchant/look/", name=_("How the brand looks"), roles="merchant_owner", houses="brand", rear=True),
        Place(
            path="/merchant/numbers/",
            name=_("Reported numbers"),
            roles="merchant_owner merchant_agent",
            houses="brand",
            rear=True,
        ),
        Place(
            path="/merchant/guides/",
            name=_("Self-help"),
            roles="merchant_owner merchant_agent",
            houses="brand",
            rear=True,
        ),
        Place(path="/merchant/labels/", name=_("Labels"), roles="merchant_owner packer", houses="brand", rear=True),
        Place(path="/desk/staff/", name=_("Staff"), roles="merchant_owner"),
        Place(path="/desk/settings/", name=_("Settings"), roles="merchant_owner", rear=True),
    ),
    "auditor": (
        Place(path="/auditor/cases/", name=_("Cases")),
        Place(path="/auditor/decisions/", name=_("Decisions")),
        Place(path="/auditor/rules/", name=_("Rule history")),
        Place(path="/auditor/clocks/", name=_("Clocks")),
        Place(path="/auditor/access/", name=_("Who looked")),
        Place(path="/auditor/sign-ins/", name=_("Sign-ins")),
        Place(path="/auditor/hashes/", name=_("Hash check")),
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


def _above(place: Place, path: str) -> list[str]:
    """Return the addresses of an entry under which a page lies."""
    bases = [place.path, *place.opens.split()]
    return [base for base in bases if path == base or (path.startswith(base) and not place.alone)]


def folded(shown: list[Item]) -> tuple[list[Item], list[Item]]:
    """Part what stands in the bar from what is folded away; fewer than three are not worth a fold."""
    rear = [item for item in shown if item.rear]
    return ([item for item in shown if not item.rear], rear) if len(rear) >= FOLD else (shown, [])


def _fits(place: Place, actor: HasRoles | None, house: str) -> bool:
    if place.houses and house and place.houses != house:
        return False
    return not place.roles or (actor is not None and bool(actor.roles & set(place.roles.split())))
