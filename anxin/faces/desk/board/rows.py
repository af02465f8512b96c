"""One repair of the board's list, and who could go."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from anxin.core import wording
from anxin.domain.repairs import queries as repairs
from anxin.domain.visits.wording.reasons import said_reason
from anxin.faces.ground import candidates, repair_parts
from anxin.faces.words import hour, moment

if TYPE_CHECKING:
    from anxin.domain.visits import gateway


@dataclass(frozen=True, kw_only=True)
class BoardJob:
    """A row of the list: its clock, what, where, whose, and how the promise stands."""

    url: str
    number: str
    title: str
    place: str
    who: str
    state: str
    waits: str
    pressing: bool
    clock: Any
    open: bool


def job_of(one: repairs.QueueRow, url: str, chosen: str) -> BoardJob:
    """Return a repair as a row of the list."""
    row = repair_parts.row_of(one, url=f"{url}{one.number}", open_=one.number == chosen)
    return BoardJob(
        url=row.url,
        number=row.number,
        title=row.title,
        place=row.place,
        who=one.technician or one.outlet,
        state=wording.state("visit", one.visit_state) if one.visit_state else repair_parts.listed(one),
        waits=row.waits,
        pressing=one.danger or one.by_hand or one.twice or one.urged > 0 or one.urgent,
        clock=row.clock,
        open=row.open,
    )


@dataclass(frozen=True, kw_only=True)
class BoardChoice:
    """Somebody who could go, as a row to choose: how far, when there, what he holds, why."""

    number: str
    name: str
    outlet: str
    far: str
    arrives: str
    reasons: str
    ranked: bool
    chosen: bool


def choices(case: Any, form: Any) -> list[BoardChoice]:
    """List who could go, the best first, with their reasons; then who works here but was not ranked."""
    able = {one.technician.number: one for one in case.ranking.able}
    said = candidates.standing(case.ranking, case.hindered)
    ranked = able | {one.technician.number: one for one in case.ranking.beyond}
    chosen = form["technician"].value() or next(iter(able), "")
    found = []
    for number, called in form.fields["technician"].choices:
        one = ranked.get(number)
        found.append(
            BoardChoice(
                number=number,
                name=called,
                outlet=one.outlet.organisation.name if one else "",
                far=candidates.far_of(one) if one else "",
                arrives=_arrives(one, case) if one else "",
                reasons=_why_in_words(one) if one else said.get(number, ""),
                ranked=number in able,
                chosen=number == chosen,
            )
        )
    return found[:12]


def _arrives(one: "gateway.Candidate", case: Any) -> str:
    """Say when he is there: not before the window, and on which day where that isn't today."""
    at = max(one.arrive_at, case.visit.wanted_from_at)
    return hour(at) if localtime(at).date() == localtime(case.now).date() else moment(at)


def _why_in_words(one: "gateway.Candidate") -> str:
    return _(", ").join(said_reason(reason) for reason in one.reasons[1:])
