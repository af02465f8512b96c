"""Technicians: the list, searched and filtered, and one of them with his days, skills, employers and swaps."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from anxin.core.wording import gap, joined
from anxin.domain.goods.wording import SKILLS
from anxin.domain.network import queries as network
from anxin.domain.network.commands import TECHNICIANS
from anxin.domain.network.queries import leave_and_swaps, narrow_words, outlets, starts, weeks
from anxin.domain.network.queries import technicians as queries
from anxin.domain.network.queries.scope_readings import readings_of
from anxin.domain.network.rules import written_hours
from anxin.domain.network.rules.rosters import TechnicianSituation
from anxin.domain.network.rules.working_hours import Week
from anxin.domain.network.wording.absences import absence_said
from anxin.domain.network.wording.tables import PORTRAIT_COLUMNS
from anxin.domain.people import queries as people
from anxin.domain.publications import queries as publications
from anxin.domain.publications.wording import LEGAL
from anxin.domain.staff.states import ADMINISTERS
from anxin.domain.visits.queries import loads
from anxin.faces import pagination, shared
from anxin.faces.desk.network import rows
from anxin.faces.desk.network.rows import STAFF
from anxin.faces.ground import badges, freed_jobs, last_days, sheets, staff
from anxin.faces.ground import leave_and_swaps as shown_wishes
from anxin.faces.ground.authorisations.rows import Paper, paper_of, record_of
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, row_case
from anxin.faces.pagination import Filter, Page
from anxin.faces.week_words import typed, understood

if TYPE_CHECKING:
    from anxin.domain.network.models import Technician

SIZE, MOST = 50, 50_000
LONGEST = 200
"""Characters that the field of a week takes."""
COUNTED = (rows.UNPORTRAYED, rows.UNENTERED, rows.FAR)
LOWERED = "network.level_lowered"


type SeenTechnician = RowCase[Technician, TechnicianSituation]
"""A technician as one request sees him."""


@never_cache
@require_safe
@shared.for_roles(STAFF)
def listing(request: HttpRequest) -> HttpResponse:
    """List technicians, fifty a page."""
    now, actor, number = timezone.now(), shared.actor_of(request), pagination.asked_for(request)
    sought = sought_of(request.GET, now)
    found = queries.listed(actor, sought, now=now, offset=(number - 1) * SIZE, limit=SIZE + 1)
    stands = ((key, str(name)) for key, name in rows.TECHNICIANS.items())
    facts = {
        **staff.frame(request, face="desk", now=now),
        "imports": ADMINISTERS in actor.roles,
        "sought": sought,
        "brands": [("", _("all brands")), *((one.slug, one.name) for one in people.organisations_of("brand"))],
        "filters": [
            Filter(value="", name=_("all")),
            *(Filter(value=key, name=name) for key, name in stands),
            Filter(value=rows.FAR, name=_("set out far from every outlet")),
            Filter(value=rows.ENDING, name=_("a certificate ends within 30 days, or has")),
            Filter(value=rows.UNREAD, name=_("notices not acknowledged")),
            Filter(value=rows.UNPORTRAYED, name=_("no portrait yet")),
        ],
        "lacking": queries.count(actor, sought, now=now) if sought.stands in COUNTED else 0,
        "hands_out": sought.stands == rows.UNENTERED and ADMINISTERS in actor.roles,
        "query": request.GET.urlencode(),
        "lines": [
            (
                one,
                joined(str(SKILLS.get(code, code)) for code in one.skills),
                rows.hours(one.hours),
                rows.TECHNICIANS[one.stands],
                rows.tone_of(one.stands),
            )
            for one in found[:SIZE]
        ],
        "wishes": shown_wishes.wish_list(request, leave_and_swaps.waiting(actor)[:SIZE], address="desk_network:wish"),
        "page": Page(rows=tuple(found[:SIZE]), number=number, has_next=len(found) > SIZE),
    }
    return render(request, "desk/network/technicians.html", facts)


def sought_of(given: QueryDict, now: datetime) -> queries.TechnicianFilter:
    """Read which technicians are asked for, from an address or a form."""
    sought = queries.TechnicianFilter(
        text=given.get("q", "").strip()[:40],
        brand=given.get("brand", "")[:64],
        outlet=given.get("outlet", "")[:32],
        stands=given.get("show", "")[:16],
    )
    if sought.stands != rows.UNREAD:
        return sought
    held = publications.acknowledgements(on=timezone.localdate(now))
    return replace(sought, versions=publications.versions(held))


@never_cache
@require_safe
@shared.for_roles(STAFF)
def sheet(request: HttpRequest, kind: str) -> HttpResponse:
    """Take the technicians that are asked for away as a file, which takes the names of their portraits too."""
    now = timezone.now()
    found = queries.listed(shared.actor_of(request), sought_of(request.GET, now), now=now, offset=0, limit=MOST)
    headers = [
        str(PORTRAIT_COLUMNS["number"]),
        _("Called"),
        _("Outlets"),
        _("Stands"),
        _("Last day of work"),
        str(PORTRAIT_COLUMNS["picture"]),
    ]
    lines: list[list[object]] = [
        [one.number, one.called, joined(one.outlets), str(rows.TECHNICIANS[one.stands]), one.last_date, ""]
        for one in found
    ]
    return sheets.answer(kind, "technicians", headers, lines)


def find(request: HttpRequest, number: str) -> SeenTechnician:
    """Find a technician."""
    actor = shared.actor_of(request)
    row = queries.technician(number, actor=actor)
    return row_case(request, row, url=reverse("desk_network:technician", args=[row.number]), read=queries.situation)


def page(request: HttpRequest, case: SeenTechnician, shown: Shown, status: int = 200) -> HttpResponse:
    """Show a technician with the form of a command, or a refusal said."""
    now, row = case.now, case.row
    found = queries.visible_to(case.actor).filter(pk=row.pk)
    (line,) = queries.rows_of(found, now=now)
    houses = starts.outlets_of(row)
    vouched = readings_of(network.vouchers_now([row], now=now)[row.number])
    facts = {
        **staff.frame(request, face="desk", now=now),
        "line": line,
        "row": row,
        "stands": rows.TECHNICIANS[line.stands],
        "tone": rows.tone_of(line.stands),
        "employments": [(one, vouched.get(one.brand.name, ())) for one in queries.employments(row)],
        "read": [
            (LEGAL[one.code], one)
            for one in publications.acknowledgements(person=row.person_id, on=timezone.localdate(now))
        ],
        "papers": _papers(case),
        "days": [
            (
                one,
                rows.hours(one.hours),
                absence_said(one.absent),
                [absence_said(kind, house) for kind, house in one.apart],
            )
            for one in _days(case)
        ],
        "week": written_hours.written_week(weeks.week_of(row)),
        "last_days": last_days.said(case),
        "cash": last_days.cash_said(row),
        "look_text": freed_jobs.look_text(shown.opened),
        "absences": [queries.said(one, case.actor) for one in queries.absences(row, now=now)],
        "wishes": shown_wishes.wish_list(request, leave_and_swaps.of_technician(row), address="desk_network:wish"),
        "record": record_of(reversed(queries.history(row))),
        "start_km": -(-(starts.nearest_m((row.lng, row.lat), houses) or 0) // 1_000),
        "starts_far": starts.is_far((row.lng, row.lat), houses, now=now),
        "buttons": RUNNER.buttons(case),
        "days_buttons": RUNNER.buttons(case, pane="days"),
        "skill_buttons": RUNNER.buttons(case, pane="skills"),
        "work_buttons": RUNNER.buttons(case, pane="work"),
        "opened": shown.opened,
        "slip": shown.slip,
        "url": case.url,
    }
    return render(request, "desk/network/technician.html", facts, status=status)


def _papers(case: SeenTechnician) -> list[Paper]:
    """Return his certificates, each with the brands whose words aren't for it."""
    lacking = narrow_words.brands_lacking(case.row, now=case.now)
    papers = [paper_of(one) for one in network.certificates_of(case.row, on=timezone.localtime(case.now).date())]
    said = _("not in the word of {brands}: he is not sent there for it")
    return [
        replace(one, then=said.format(brands=joined(lacking[one.view.skill])), tone="amber")
        if one.view.skill in lacking and not one.view.over
        else one
        for one in papers
    ]


def _days(case: SeenTechnician) -> list[weeks.DayView]:
    return weeks.days_ahead(case.row, now=case.now)


def _holds_today(case: SeenTechnician) -> str:
    held = loads.of_technician(case.row, day=timezone.localtime(case.now).date())
    then = str(TECHNICIANS.commands["sick"].follows)
    if not held:
        return then
    said = ngettext("Today he holds {n} job.", "Today he holds {n} jobs.", held).format(n=held)
    return f"{said} {then}"


def _ended_with_it(case: SeenTechnician) -> str:
    """Say what goes to others, and where nobody is left, with each employment that may be ended."""
    there = queries.employments(case.row)
    said = [(one, freed_jobs.of_end(one, case.now)) for one in there]
    named = [f"{one.outlet.code} · {one.brand.name}: {text}" if len(there) > 1 else text for one, text in said if text]
    return gap().join([*named, str(TECHNICIANS.commands["employment-end"].follows)])


def _typed(week: Week) -> str:
    """Write his week in words, or short where words don't fit into the field."""
    words = typed(week)
    return words if len(words) <= LONGEST else written_hours.written_week(week)


def _done(request: HttpRequest, case: SeenTechnician, name: str) -> str:
    messages.success(request, _("Written down."))
    if name == "skill" and (last := queries.history(case.row)[-1]).code == LOWERED:
        messages.warning(request, last.sentence)
    if name == "badge":
        return reverse("desk_network:badges", query={"technician": case.row.number})
    return case.url


RUNNER = Runner(
    TECHNICIANS,
    (
        Place(name="sick", follows=_holds_today, understood=freed_jobs.of_illness),
        Place(name="leave", understood=freed_jobs.of_leave),
        Place(name="absence-end", lead=True),
        Place(name="pause"),
        Place(name="unpause", lead=True),
        Place(
            name="week",
            pane="days",
            holds=lambda case: {"hours": _typed(weeks.week_of(case.row))},
            understood=lambda _case, fields: understood(fields["hours"]),
        ),
        Place(name="day", pane="days"),
        Place(name="swap", pane="days"),
        Place(name="skill", pane="skills", understood=freed_jobs.of_skill),
        Place(name="skill-end", pane="skills", understood=freed_jobs.of_skill_end),
        Place(name="badge", pane="work"),
        Place(name="badge-end", pane="work"),
        Place(name="sign-ins", pane="work"),
        Place(name="employment", pane="work"),
        *last_days.places(pane="work"),
        Place(name="employment-end", pane="work", follows=_ended_with_it),
        Place(name="start", pane="work", holds=lambda case: {"point": outlets.point_of(case.row)}),
    ),
    find=find,
    page=page,
    done=_done,
)


technician, command = RUNNER.pages(STAFF)
badge_sheet, badge_portrait = badges.pages("desk", STAFF, "desk_network")
wish = shown_wishes.pages(STAFF, face="desk", back="desk_network:technicians")
