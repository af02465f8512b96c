"""Jobs of the outlet: accept and name a technician, refuse with a reason, give back."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core import wording
from anxin.core.actors import Actor
from anxin.core.states import can
from anxin.domain.repairs import queries as repairs
from anxin.domain.repairs.wording import KINDS
from anxin.domain.visits import gateway
from anxin.domain.visits import queries as visits
from anxin.domain.visits.commands import ORDERS
from anxin.domain.visits.rules import any_time, local_day
from anxin.domain.visits.rules.situation import OutletOrderSituation
from anxin.faces import pagination, shared
from anxin.faces.goods_words import class_name
from anxin.faces.ground import candidates, repair_parts, staff, streets
from anxin.faces.ground.chips import ClockView
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.outlet.first_steps import steps
from anxin.faces.words import hour, short_day

if TYPE_CHECKING:
    from anxin.domain.visits.models import OutletOrder

STAFF = "outlet_manager outlet_dispatcher parts_clerk"
DECIDES = "outlet_manager outlet_dispatcher"
SHORT = 4
"""So many lines of the record stand between a job and who is sent, until all are asked for."""


@dataclass(kw_only=True)
class OutletJob:
    """One order as one request sees it."""

    actor: Actor
    now: datetime
    row: "OutletOrder"

    @cached_property
    def ranking(self) -> gateway.Ranking:
        """Rank the outlet's own people for this job."""
        asked = can(self.row, "answer")
        return gateway.own_ranking(self.row, now=self.now) if asked else gateway.Ranking(able=[], beyond=[])

    @cached_property
    def repair(self) -> repairs.RepairView | None:
        """Read the repair behind it once the job is the outlet's."""
        if not can(self.row, "taken"):
            return None
        row = repairs.repair_by_key(str(self.row.visit.stream_key))
        return repairs.view(row, actor=self.actor, now=self.now)

    @property
    def situation(self) -> OutletOrderSituation:
        """Return the situation of the order for the rules of the commands."""
        return visits.order_situation(self.row, by=self.actor, now=self.now)

    @property
    def url(self) -> str:
        """Return the job's address."""
        return reverse("outlet:job", args=[self.row.pk])


def find(request: HttpRequest, order: str) -> OutletJob:
    """Find one of the outlet's own orders; raises `NoSuchVisit` for anybody else's."""
    now, actor = timezone.now(), shared.actor_of(request)
    row = visits.order(order, actor=actor, now=now)
    if str(row.outlet.organisation_id) != actor.organisation:
        raise visits.NoSuchVisit({"order": order})
    return OutletJob(actor=actor, now=now, row=row)


def pane(request: HttpRequest, *, now: datetime, open_: str = "") -> dict[str, Any]:
    """Return the outlet's queue: what is offered first, by its clock."""
    found = visits.orders_to(shared.actor_of(request), now=now)
    rows = [_row(one, str(one.id) == open_, now) for one in found]
    rows.sort(key=lambda one: (not one.danger, one.clock is None))
    waiting = sum(one.waits for one in found)
    part = pagination.query(request, {"part": "jobs", "open": open_ or None})
    return {
        "rows": rows,
        "total": waiting,
        "part_jobs": part,
        "base": reverse("outlet:jobs"),
        "lands": pagination.lands(request),
    }


def _when(one: visits.OrderView, now: datetime) -> str:
    """Return for when it is wanted, in as few words as a row has room for: what tells an outlet's jobs apart."""
    start, end = one.wanted_from_at, one.wanted_to_at
    if any_time(start, end):
        return _("by {day}").format(day=short_day(end))
    day = local_day(start)
    return hour(start) if day == local_day(now) else f"{day.month}/{day.day} {hour(start)}"


def _row(one: visits.OrderView, open_: bool, now: datetime) -> repair_parts.ShownRow:
    return repair_parts.ShownRow(
        url=reverse("outlet:job", args=[one.id]),
        number=one.visit,
        title=f"{_when(one, now)} {one.division.split(' ')[-1]}",
        place=f"{one.brand} {class_name(one.category)} · {KINDS.get(one.kind, one.kind)}",
        waits=_("ring both at once") if one.barred else wording.state("outlet_order", one.state),
        danger=one.barred,
        clock=_clock(one.since, one.expires_at, taken=one.taken) if one.waits else None,
        open=open_,
    )


@never_cache
@require_safe
@shared.for_roles(STAFF)
def jobs(request: HttpRequest) -> HttpResponse:
    """Show what is offered to the outlet and what it has taken."""
    now = timezone.now()
    shown = pane(request, now=now, open_=request.GET.get("open", "")[:40])
    if request.GET.get("part") == "jobs":
        return render(request, "outlet/jobs_pane.html", {**shown, "now": now})
    leads = not shared.actor_of(request).roles.isdisjoint(DECIDES.split())
    shown["starts"] = steps(request, now=now) if leads and not shown["rows"] else None
    frame = staff.frame(request, face="outlet", now=now, counts={"jobs": shown["total"]})
    return render(request, "outlet/jobs.html", {**frame, **shown})


def page(request: HttpRequest, found: OutletJob, shown: Shown, status: int = 200) -> HttpResponse:
    """Show a job with the form of a command, or a refusal said."""
    row, view = found.row, found.repair
    allowed = RUNNER.allowed(found)
    naming = shown.opened and shown.opened.name == "technician"
    facts = {
        "order": row,
        "url": found.url,
        "state": wording.state("outlet_order", row.state),
        "visit": row.visit,
        "title": f"{row.visit.brand.name} {class_name(row.visit.category)}",
        "kind": KINDS.get(row.visit.kind, row.visit.kind),
        "clock": _clock(visits.since(row), row.expires_at, taken=can(row, "taken")) if can(row, "answer") else None,
        "pick": _pick(found) if can(row, "answer") else None,
        "case": view,
        "shots": repair_parts.shots_of(view) if view else [],
        **_record(request, view),
        "visit_state": wording.state("visit", row.visit.state),
        "naming": (shown.opened if naming else RUNNER.open("technician", found)) if "technician" in allowed else None,
        "allowed": allowed.names,
        "follows": RUNNER.follows("acceptance", found),
        "opened": None if naming else shown.opened,
        "slip": shown.slip,
    }
    listed = pane(request, now=found.now, open_=str(row.pk))
    frame = staff.frame(request, face="outlet", now=found.now, counts={"jobs": listed["total"]})
    return streets.allow(render(request, "outlet/job.html", {**frame, **listed, **facts}, status=status))


def _record(request: HttpRequest, view: repairs.RepairView | None) -> dict[str, Any]:
    """Return the newest lines of the record, all where they are asked for: what is to be done stays in reach."""
    if view is None:
        return {"record": [], "more": 0}
    shown = None if "all" in request.GET else SHORT
    lines = repair_parts.record_of(view.timeline[:shown], customer=view.customer.name)
    return {"record": lines, "more": len(view.timeline) - len(lines)}


def _clock(since: datetime, due_at: datetime, *, taken: bool) -> ClockView:
    return ClockView(label=_("send whom") if taken else _("answer"), started_at=since, due_at=due_at)


def _pick(found: OutletJob) -> candidates.Pick:
    return candidates.pick_of(found.ranking, place=found.row.visit.place, ask="")


def _far(found: OutletJob) -> dict[str, str]:
    return {one.technician.number: candidates.far_of(one) for one in (*found.ranking.able, *found.ranking.beyond)}


def _done(request: HttpRequest, found: OutletJob, name: str) -> str:
    return reverse("outlet:jobs") if name in ("refusal", "return") else found.url


RUNNER: Runner[OutletJob] = Runner(
    ORDERS,
    (
        Place(name="acceptance", key="p", lead=True),
        Place(
            name="technician",
            key="p",
            lead=True,
            submit=gettext_lazy("Ask him"),
            also=(("send", gettext_lazy("Spoken with him: he goes")),),
            first=lambda found: list(_far(found)),
            beside=_far,
        ),
        Place(name="refusal"),
        Place(name="return"),
    ),
    find=find,
    page=page,
    done=_done,
)
job, command = RUNNER.pages(STAFF, DECIDES)
