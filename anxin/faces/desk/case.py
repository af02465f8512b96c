"""One case in three panes: the queue, what happened and what to do, and who could go."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from anxin.core import wording
from anxin.core.commands import Allowed
from anxin.core.states import can
from anxin.domain.goods.wording import WARRANTY
from anxin.domain.ledger import queries as ledger
from anxin.domain.network import queries as network
from anxin.domain.people.queries import data_requests
from anxin.domain.places.rules import is_wide
from anxin.domain.repairs import queries as repairs
from anxin.domain.repairs.commands import TABLE
from anxin.domain.repairs.queries import ClockView
from anxin.domain.repairs.wording import CHANNELS, FREED, KINDS, MODES, REDONE
from anxin.domain.repairs.wording.kinds import headline_of
from anxin.domain.repairs.wording.prices import pays_called
from anxin.domain.visits import gateway
from anxin.domain.visits import queries as visits
from anxin.domain.visits.wording import UNFINISHED
from anxin.domain.visits.wording.reasons import said_reason
from anxin.faces import shared
from anxin.faces.desk import queue
from anxin.faces.ground import candidates, plain_details, repair_cases, repair_parts, staff, streets
from anxin.faces.ground.commands import Button, Shown
from anxin.faces.ground.goods import goods_of
from anxin.faces.pagination import query

if TYPE_CHECKING:
    from anxin.domain.visits.models import Visit

NEAREST = 3
PARTS = {"case": "desk/case_pane.html", "side": "desk/side_pane.html"}


class RepairCase(repair_cases.RepairCase):
    """A case as one request of the desk sees it."""

    @property
    def visit(self) -> "Visit | None":
        """Return the newest visit, for who could go."""
        return self.read.visit

    @cached_property
    def ranking(self) -> gateway.Ranking:
        """Rank who could go, while somebody is looked for."""
        visit = self.visit
        if visit is None or not can(visit, "seek"):
            return gateway.Ranking(able=[], beyond=[])
        return gateway.ranking(visit, now=self.now)

    @property
    def hindered(self) -> dict[str, str]:
        """Return what keeps each who works there from going, while somebody is looked for."""
        visit = self.visit
        return gateway.hindrances(visit, now=self.now) if visit is not None and can(visit, "seek") else {}

    @property
    def candidates(self) -> "list[gateway.Candidate]":
        """Return who could go, the best first."""
        return self.ranking.able

    @cached_property
    def offers(self) -> list[visits.OfferView]:
        """List who was asked."""
        return visits.offers_of(self.visit, actor=self.actor) if self.visit else []

    @property
    def allowed(self) -> Allowed:
        """Return the commands this actor may give now."""
        return TABLE.allowed(self.situation, self.actor)

    @property
    def url(self) -> str:
        """Return the case's address."""
        return reverse("desk:repair", args=[self.row.number])


def find(request: HttpRequest, number: str) -> RepairCase:
    """Find a case for who may see it; raises `NoSuchRepair`."""
    now, actor = timezone.now(), shared.actor_of(request)
    return RepairCase(actor=actor, now=now, row=repairs.repair(number, actor=actor, now=now))


def page(
    request: HttpRequest,
    case: RepairCase,
    shown: Shown,
    *,
    buttons: list[Button],
    status: int = 200,
) -> HttpResponse:
    """Show the case, with a form open or a refusal said."""
    view = case.view
    facts = {
        **_head(case),
        **_middle(request, case),
        **_side(case),
        "buttons": buttons,
        "opened": shown.opened,
        "slip": shown.slip,
        "revealed": shown.revealed,
        "reasons": plain_details.reasons("repair"),
        "may_export": repairs.takes_dossiers(case.actor),
        "his_data": data_requests.works(case.actor),
        "part_case": query(request, {"part": "case"}),
        "part_side": query(request, {"part": "side"}),
    }
    part = PARTS.get(request.GET.get("part", ""))
    if part:
        return render(request, part, {**facts, "now": case.now, "once": staff.fresh()})
    frame = staff.frame(request, face="desk", now=case.now, search=reverse("desk:search"))
    beside = queue.addresses(request, open_=view.number)
    return streets.allow(render(request, "desk/case.html", {**frame, **beside, **facts}, status=status))


def _head(case: RepairCase) -> dict[str, Any]:
    view = case.view
    return {
        "case": view,
        "url": case.url,
        "title": repair_parts.title_of(view.symptoms, view.product, view.category),
        "state": repair_parts.stands(view),
        "channel": CHANNELS.get(view.channel, view.channel),
        "kind": KINDS.get(view.kind, view.kind),
        "mode": MODES.get(view.mode, view.mode),
        "cover": {**WARRANTY, **FREED, **REDONE}.get(view.warranty_why, view.warranty_why),
        "stages": repair_parts.stages_of(view, now=case.now),
        "place": {"name": view.division, "phone": ""},
        **_missed(view.clocks),
        **_danger(view),
    }


def _danger(view: repairs.RepairView) -> dict[str, object]:
    """Return what the customer's page warns of, whose word ended and when; nothing where it doesn't warn."""
    first = view.headline
    if not first.danger:
        return {}
    heading = str(headline_of(first.says, view.kind)[0])
    ended = [one.at for one in view.timeline if one.code == "visits.unvouched"] if view.unvouched else []
    return {"danger": heading.format(whom=first.whom), "ended_at": max(ended, default=None)}


def _missed(clocks: Sequence[ClockView]) -> dict[str, bool]:
    """Tell apart a promise of ours that was broken and the customer's own time that ran out."""
    promised = [one for one in clocks if not one.kind.startswith("custody.")]  # of goods the outlet is told
    late = {one.whose == "customer" for one in promised if one.broken}
    return {"missed": False in late, "unanswered": True in late}


def _middle(request: HttpRequest, case: RepairCase) -> dict[str, Any]:
    view = case.view
    only = request.GET.get("record", "")
    tabs = [("", _("all")), ("public", _("what the customer sees")), ("inside", _("inside"))]
    return {
        "record": repair_parts.record_of(view.timeline, customer=view.customer.name, only=only),
        "tabs": [
            (query(request, {"record": value or None, "part": None}), name, value == only) for value, name in tabs
        ],
        "shots": repair_parts.shots_of(view),
    }


def _side(case: RepairCase) -> dict[str, Any]:
    view = case.view
    visit = view.visit
    seeking = visit is not None and visit.seeking
    return {
        "pick": _pick(case) if seeking else None,
        "asked": _asked(case) if seeking else [],
        "goods": goods_of(view.custody, now=case.now),
        "visit": visit,
        "visit_state": wording.state("visit", visit.state) if visit else "",
        "visit_reasons": [said_reason({"code": one.code, **one.facts}) for one in visit.reasons] if visit else [],
        "outcome": UNFINISHED.get(visit.outcome, "") if visit else "",
        "quote_lines": _lines(view.quote.lines) if view.quote else [],
        "bill_lines": [*_lines(view.bill.lines), *_lowered(view.bill)] if view.bill else [],
        "bill_state": repair_parts.bill_stands(view),
        "transfer": ledger.transfer_account(view.bill, now=case.now),
        "earlier_rows": repairs.earlier(case.row, actor=case.actor, now=case.now) if view.earlier else [],
        "duplicates": [(one, wording.state("repair", one.state)) for one in view.duplicates],
        "merges": "merging" in case.allowed,
    }


def _asked(case: RepairCase) -> list[tuple[str, datetime]]:
    """Return who has yet to answer, and until when: technicians, and an outlet that is to name one."""
    there = visits.outlets_asked(case.visit) if case.visit else []
    return [*((one.technician, one.expires_at) for one in case.offers if one.waits), *there]


def _pick(case: RepairCase) -> candidates.Pick:
    nowhere = None if case.ranking.able or case.situation.outlets else _nearest(case)
    titles = {name: str(command.title) for name, command in TABLE.commands.items()}
    useful = ("order", "rescheduling") if nowhere is None else ("help", "solution", "waiting", "redirection")
    actions = tuple((f"{case.url}?do={name}", titles[name]) for name in useful if name in case.allowed)
    ask = f"{case.url}?do=offer"
    return candidates.pick_of(
        case.ranking, place=case.row.place, ask=ask, offers=case.offers, actions=actions, near=nowhere
    )


def _nearest(case: RepairCase) -> tuple[tuple[str, str], ...]:
    """Return the outlets nearest to a place that none serves, with how far they are."""
    place, brand = case.row.place, case.row.product.brand
    if place.lng is None or place.lat is None:
        return ()
    found = network.nearest_outlets(brand=brand, here=(place.lng, place.lat), most=NEAREST, now=case.now)
    return tuple(
        (one.name, network.outlet_known_to(one) if is_wide(one.area_m) else candidates.long(max(metres, one.area_m)))
        for metres, one in found
    )


def _lines(lines: Any) -> list[dict[str, Any]]:
    return [
        {
            "key": one.code,
            "name": one.name,
            "why": pays_called(one.why, getattr(one, "reason", "")) or one.why,
            "price_fen": one.amount_fen,
            "usual_fen": one.full_fen,
            "optional": getattr(one, "optional", False),
            "count": one.quantity,
        }
        for one in lines
        if getattr(one, "chosen", True)
    ]


def _lowered(bill: ledger.BillView) -> list[dict[str, Any]]:
    """Return by how much a bill was lowered, as its last line."""
    less = bill.lowered_fen
    return [{"name": _("Lowered by"), "price_fen": -less, "usual_fen": -less}] if less > 0 else []
