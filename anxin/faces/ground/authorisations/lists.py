"""The list: what waits for a check or a signature, what ends soon, and the rest, by kind, state and name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from anxin.core import imports, wording
from anxin.core.actors import Actor
from anxin.core.states import machines
from anxin.domain.network import queries
from anxin.domain.network.commands import TABLE, several
from anxin.domain.network.commands.several import MOST
from anxin.domain.network.queries import AuthorisationFilter, scope_readings
from anxin.domain.network.wording.genuineness import KINDS
from anxin.domain.people.queries.imports import files_of
from anxin.faces import shared
from anxin.faces.ground.authorisations import rows
from anxin.faces.ground.authorisations.desk import AuthorisationDesk
from anxin.faces.pagination import Filter, Page, asked_for

SIZE = 50
GOODS = TABLE.commands["goods"]
KEPT = ("brand", "kind", "state", "text", "soon", "doubt", "import", "came")
"""What narrows the list, as its address says it; a form that takes all that is listed says the same."""


@dataclass(frozen=True, kw_only=True)
class OfferedFilter:
    """Something one may do with several at once."""

    name: str
    title: str


def asked_of(given: Any, actor: Actor) -> AuthorisationFilter:
    """Read what is asked for, from an address or a form."""
    return AuthorisationFilter(
        brand=given.get("brand", "")[:64],
        kind=given.get("kind", "")[:12],
        state=given.get("state", "")[:16],
        text=given.get("text", "")[:60],
        within_days=rows.SOON_DAYS if given.get("soon") else 0,
        doubtful=_doubtful(given, actor) if given.get("doubt") else None,
        codes=_brought(_batch(given.get("import", ""), actor), given.get("came", "")),
    )


def _doubtful(given: Any, actor: Actor) -> list[str]:
    return list(scope_readings.doubtful(actor, on=timezone.localdate(), brand=given.get("brand", "")[:64]))


def _batch(told: str, actor: Actor) -> imports.ImportBatch | None:
    """Return the file that is asked for as `vouched_technicians.0199…`."""
    name, _dot, key = told[:80].partition(".")
    try:
        return files_of(actor, name).filter(id=UUID(key)).first() if key else None
    except ValueError:
        return None


def _brought(batch: imports.ImportBatch | None, kind: str) -> Any:
    """Return the numbers that a file brought, those of one kind where it is asked for; None for no file."""
    if batch is None:
        return None
    return imports.brought(batch, next(one for one in imports.table(batch.table).key if one != "brand"), kind=kind)


def _came(batch: imports.ImportBatch | None) -> list[Filter]:
    """Return what became of the rows of a file, each with how many; those that are here because of it narrow a list."""
    if batch is None:
        return []
    both = Filter(value="", name=_("new and changed"), count=batch.new + batch.changed)
    return [
        both,
        *(
            Filter(value=value, name=name, count=count)
            for value, name, count in (("new", _("new"), batch.new), ("changed", _("changed"), batch.changed))
            if count
        ),
    ]


def listed(desk: AuthorisationDesk, request: HttpRequest) -> HttpResponse:
    """List the authorisations asked for."""
    actor, now = shared.actor_of(request), timezone.now()
    keyed = queries.keyed_brands_for(actor, now=now)
    brands = [one.row for one in keyed]
    if not brands:
        return desk.page(request, "nobody", {}, now=now)
    asked, on = asked_of(request.GET, actor), timezone.localtime(now).date()
    number, found = asked_for(request), queries.asked_for(actor, asked, on=on)
    views = queries.views_of(found[(number - 1) * SIZE : number * SIZE + 1], now=now)
    shown = views[:SIZE]
    page = Page(rows=tuple(shown), number=number, has_next=len(views) > SIZE)
    told = queries.tallies(actor, on=on, within_days=rows.SOON_DAYS, brand=asked.brand)
    counted = told.counted
    chosen = next((one for one in keyed if one.row.slug == asked.brand), keyed[0] if len(keyed) == 1 else None)
    own = chosen.row if chosen else None
    elsewhere = chosen is not None and chosen.has_key and not chosen.key_here and actor.house == chosen.row.pk
    papers = queries.certificates_ending(actor, brand=asked.brand, within_days=rows.SOON_DAYS, now=now)
    batch = _batch(request.GET.get("import", ""), actor)
    facts = {
        "rows": [rows.row_of(one, url=desk.url("authorisation", one.number), many=len(brands) > 1) for one in shown],
        "page": page,
        "asked": asked,
        "narrowed": any(request.GET.get(name) for name in KEPT),
        "kept": [(name, request.GET.get(name, "")) for name in KEPT if request.GET.get(name)],
        "kinds": _kinds(counted),
        "came": _came(batch),
        "batch": batch,
        "states": _states(counted, asked.kind),
        "brands": [Filter(value="", name=_("all brands")), *(Filter(value=one.slug, name=one.name) for one in brands)],
        "own": own,
        "own_url": desk.url("network", own.slug) if own else "",
        "imports": _imports(desk),
        "waiting": told.waiting,
        "several_url": desk.url("authorisations_several"),
        "commands": _commands(actor, counted, asked, lost=bool(own and told.lost)),
        "ending": told.ending,
        "doubtful": sum(scope_readings.doubtful(actor, on=on, brand=asked.brand).values()),
        "goods_title": str(GOODS.title) if GOODS.is_for(actor) else "",
        "papers": [rows.paper_of(one) for one in papers],
        "key": bool(chosen and chosen.has_key),
        "to_sign": told.to_sign if elsewhere else 0,
        "key_ends": _key_ends(chosen, now),
    }
    return desk.page(request, "list", facts, now=now)


def _kinds(counted: dict[tuple[str, str], int]) -> list[Filter]:
    sums = {kind: sum(n for (one, _state), n in counted.items() if one == kind) for kind in queries.LISTED}
    all_of = Filter(value="", name=_("All"), count=sum(sums.values()))
    return [all_of, *(Filter(value=kind, name=str(KINDS[kind]), count=n) for kind, n in sums.items() if n)]


def _states(counted: dict[tuple[str, str], int], kind: str) -> list[Filter]:
    states = machines()["authorisation"].states
    sums = {
        state: sum(n for (one, stands), n in counted.items() if stands == state and kind in ("", one))
        for state in states
    }
    named = (Filter(value=one, name=wording.state("authorisation", one), count=n) for one, n in sums.items() if n)
    return [Filter(value="", name=_("any state")), *named]


def _commands(
    actor: Actor, counted: dict[tuple[str, str], int], asked: AuthorisationFilter, *, lost: bool
) -> list[OfferedFilter]:
    """Return what this person may do with any that the list shows."""
    shown = {state for kind, state in counted if asked.kind in ("", kind) and asked.state in ("", state)}
    return [OfferedFilter(name=one.name, title=str(one.title)) for one in several.offered(actor, shown, lost=lost)]


def _imports(desk: AuthorisationDesk) -> list[tuple[str, str]]:
    names = {
        "hotlines": _("Import hotlines"),
        "vouched_outlets": _("Import outlets"),
        "vouched_technicians": _("Import technicians"),
    }
    return [(desk.url("authorisations_import", name), said) for name, said in names.items()]


def _key_ends(chosen: queries.KeyedBrand | None, now: datetime) -> int | None:
    """Return in how many days a brand's key ends, where that is soon."""
    left = (chosen.key_ends - now).days if chosen and chosen.key_ends else None
    return left if left is not None and left <= rows.SOON_DAYS else None


def numbers_of(request: HttpRequest, actor: Actor) -> list[str]:
    """Return the numbers that were chosen: those ticked, or all that the list shows by its filters."""
    if request.POST.get("all"):
        on = timezone.localtime(timezone.now()).date()
        rows = queries.asked_for(actor, asked_of(request.POST, actor), on=on)
        return list(rows.values_list("number", flat=True)[:MOST])
    return list(dict.fromkeys(one[:40] for one in request.POST.getlist("number")))
