"""The checklist of the desk: what waits for others, what is missing, each brand's switch, what is done."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.domain.opening import queries, rules
from anxin.domain.opening.queries import BrandView, Errands
from anxin.domain.opening.rules import Check
from anxin.domain.opening.wording import ERRANDS, WHOM
from anxin.domain.opening.wording.checks import TITLES, WHY
from anxin.domain.opening.wording.checks_to_do import DO
from anxin.faces import shared
from anxin.faces.ground import staff

STAFF = "operator"
SET_UP = frozenset({"administrators", "imprint", "address", "brand", "mail", "backup"})
PROVIDERS = frozenset(
    {
        *("payment", "messages", "service_account", "stamps", "maps", "streets", "invoices", "robots"),
        *("privacy_numbers", "oidc"),
    }
)
TABLES = {one: one for one in ("products", "prices", "outlets", "technicians")} | {
    "terms": "warranty_terms",
    "calendar": "days_off",
}
OF_CLAIMS: Mapping[str, Callable[[], str]] = {
    "shop_orders": lambda: reverse("opening:houses"),
    "claim_rules": lambda: reverse("texts:text", args=["claims"]),
    "claim_money": lambda: f"{reverse('setup:steps')}?do=payment",
    "claim_rehearsal": lambda: f"{reverse('opening:claims')}?do=rehearsal",
}
ON_THE_NETWORK = {"gaps": "gaps", "drop_off": "outlets", "mail_in": "outlets"}
"""What comes by a file."""


@dataclass(frozen=True, kw_only=True)
class CheckLine:
    """One check as the list shows it; `here` leads to where it is done, empty where that is no page.

    `first` where others can't be done before it.
    """

    title: str
    brand: str
    missing: str
    why: str
    do: str
    here: str
    blocks: bool
    first: bool


@dataclass(frozen=True, kw_only=True)
class ChecklistWait:
    """One thing others take their time for."""

    view: Errands
    title: str
    whom: str
    until_then: str
    takes: str
    here: str


@dataclass(frozen=True, kw_only=True)
class Switch:
    """The switch of a brand, or of the house for claims, and in words how it stands."""

    view: BrandView
    name: str
    says: str
    here: str


@never_cache
@require_safe
@shared.for_roles(STAFF)
def checklist(request: HttpRequest) -> HttpResponse:
    """Show the checklist."""
    now = timezone.now()
    found = queries.checks(now=now)
    switches = queries.switches(found)
    waits = queries.errands(now=now)
    open_ones = [line_of(one) for one in found if not one.ok]
    facts = {
        **staff.frame(request, face="desk", now=now),
        "lines": sorted(open_ones, key=lambda one: not (one.blocks or one.first)),
        "blocking": sum(one.blocks for one in open_ones),
        "serves": any(one.is_open for one in switches),
        "waits": [wait_of(one) for one in waits if one.granted is None and rules.waits(one.code, found)],
        "switches": [_switch(one) for one in switches],
        "done": done_words(found, waits),
    }
    return render(request, "desk/opening/checklist.html", facts)


def line_of(one: Check) -> CheckLine:
    """Show one check that is not so."""
    return CheckLine(
        title=str(TITLES[one.code]),
        brand=one.brand_name,
        missing=queries.missing(one),
        why=str(WHY[one.code]),
        do=str(DO[one.code]),
        here=address_of(one),
        blocks=one.blocks,
        first=one.code == "key",
    )


def address_of(one: Check) -> str:
    """Return the address where a check is made so; empty where no page does it."""
    if one.code in SET_UP:
        return f"{reverse('setup:steps')}?do={one.code}"
    if one.code == "tls":
        return f"{reverse('setup:steps')}?do=address"
    if one.code == "deputy":
        return f"{reverse('staff:accounts')}?house=operator"
    if one.code in ("agents", "finance", "reviewers", "deciders"):
        return reverse("staff:houses")
    if one.code in PROVIDERS:
        return reverse("opening:providers")
    if one.code == "legal":
        return reverse("texts:everything")
    if one.code in OF_CLAIMS:
        return OF_CLAIMS[one.code]()
    if one.code in ("recipients", "told_terms"):
        return reverse("texts:text", args=[one.facts.get("document", "privacy")])
    if one.code in TABLES:
        return reverse("desk:import", args=[TABLES[one.code]])
    if one.code in ("promise", "rehearsal"):
        return f"{reverse('opening:brand', args=[one.brand])}?do={one.code}"
    if one.code in ON_THE_NETWORK:
        return f"{reverse(f'desk_network:{ON_THE_NETWORK[one.code]}')}?brand={one.brand}"
    if one.code == "entered":
        return f"{reverse('desk_network:technicians')}?show=unentered&brand={one.brand}"
    if one.code == "told":
        return reverse("opening:providers") if one.says else reverse("desk_network:technicians")
    if one.code == "mailed":
        return f"{reverse('staff:accounts')}?role=outlet_manager"
    return reverse("desk:network", args=[one.brand]) if one.code in ("key", "hotline") else ""


def wait_of(one: Errands) -> ChecklistWait:
    """Show one thing others take their time for."""
    return ChecklistWait(
        view=one,
        title=str(ERRANDS[one.code]),
        whom=str(WHOM[one.code]),
        until_then=queries.until_then(one),
        takes=queries.takes(one),
        here=reverse("opening:errand", args=[one.code]),
    )


def done_words(found: Sequence[Check], waits: Sequence[Errands]) -> list[str]:
    """Name what is done: the installation's, and what every brand has."""
    codes = dict.fromkeys(one.code for one in found)
    done = [one for one in codes if all(check.ok for check in found if check.code == one)]
    said = {one.code: queries.says(one) for one in found if one.says}
    return [
        *(said.get(one, str(TITLES[one])) for one in done),
        *(str(ERRANDS[one.code]) for one in waits if one.granted),
    ]


def _switch(one: BrandView) -> Switch:
    here = reverse("opening:claims") if one.claims else reverse("opening:brand", args=[one.slug])
    return Switch(view=one, name=queries.called(one), says=queries.stands(one), here=here)
