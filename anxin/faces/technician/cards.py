"""What the pages of a technician show: the day's strip, pictures by slot, prices, the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from anxin.domain.repairs.queries import RepairView
from anxin.domain.repairs.rules import job
from anxin.domain.repairs.rules.job import JobSituation
from anxin.domain.repairs.wording import KINDS
from anxin.domain.visits import gateway, rules
from anxin.domain.visits.queries import JobLine, OfferView, VisitView
from anxin.domain.visits.rules import arrivals as arrival_rules
from anxin.domain.visits.wording.pictures import SLOTS
from anxin.domain.visits.wording.reasons import said_reason, said_way
from anxin.faces.goods_words import class_name
from anxin.faces.ground import repair_parts
from anxin.faces.ground.chips import ClockView
from anxin.faces.technician.steps import Next


@dataclass(frozen=True, kw_only=True)
class StopCard:
    """One job of the strip above the page, or of a list."""

    url: str
    line: JobLine
    what: str
    mark: str
    here: bool
    far: str


@dataclass(frozen=True, kw_only=True)
class Strip:
    """Today in one line: how many, how many are left, and each with its time."""

    stops: tuple[StopCard, ...]
    left: int


@dataclass(frozen=True, kw_only=True)
class ShotToTake:
    """A picture that was taken."""

    url: str
    at: datetime
    picture: bool
    late: bool


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A picture the record asks for: done, now or to do."""

    code: str
    name: str
    hint: str
    mark: str
    shots: tuple[ShotToTake, ...]

    @property
    def at(self) -> str:
        """Return the place on the page."""
        return f"photo-{self.code}"


@dataclass(frozen=True, kw_only=True)
class Sections:
    """Which sections a job shows, and whether they can still be filled."""

    photos: bool
    checks: bool
    signature: bool
    quote: bool
    finding: bool
    parts: bool
    bill: bool
    code: bool
    open: bool


@dataclass(frozen=True, kw_only=True)
class OfferCard:
    """An offer as the list shows it."""

    view: OfferView
    clock: ClockView
    what: str
    travel: str
    reasons: tuple[str, ...]


def what_of(line: JobLine | OfferView) -> str:
    """Name a job before one may know more: its trade and what is to be done."""
    return _("{category}, {kind}").format(category=class_name(line.category), kind=KINDS[line.kind])


def called(view: RepairView) -> dict[str, str]:
    """Return what a job's page calls it, and of which kind it is."""
    return {"title": title_of(view), "kind": str(KINDS[view.kind])}


def title_of(view: RepairView) -> str:
    """Name a job by its faults, or by its product where none was chosen."""
    return repair_parts.title_of(view.symptoms[:2], view.product, view.category)


def stop_of(line: JobLine, *, now: datetime, here: str = "") -> StopCard:
    """Return a job as a row."""
    ended = "done" if line.finished else "off" if line.over else ""
    return StopCard(
        url=reverse("technician:job", args=[line.visit]),
        line=line,
        what=class_name(line.category),
        mark=ended or ("late" if line.booked and line.to_at < now else "todo"),
        here=line.visit == here,
        far=_("{km} km straight").format(km=f"{line.leg_m / 1000:.1f}") if line.leg_m is not None else "",
    )


def of_today(lines: Sequence[JobLine], *, now: datetime) -> list[JobLine]:
    """Keep what is booked for today and the night after it, is under way, lies on the bench, or ended today."""
    midnight = rules.local_midnight(rules.local_day(now) + timedelta(days=1))
    return [one for one in lines if one.over or one.at_bench or one.coming or one.at_work or _is_due(one, midnight)]


def _is_due(line: JobLine, midnight: datetime) -> bool:
    return not line.unbooked and arrival_rules.is_of_day(line.from_at, midnight=midnight)


def strip(lines: Sequence[JobLine], *, now: datetime, here: str = "") -> Strip:
    """Return today's strip."""
    stops = tuple(stop_of(one, now=now, here=here) for one in of_today(lines, now=now))
    return Strip(stops=stops, left=sum(1 for one in stops if one.mark not in ("done", "off")))


def offer_of(view: OfferView) -> OfferCard:
    """Return an offer with its countdown and its reasons."""
    minutes = arrival_rules.whole_minutes(gateway.offered_s(view))
    return OfferCard(
        view=view,
        clock=ClockView(label=_("answer"), started_at=view.sent_at, due_at=view.expires_at),
        what=what_of(view),
        travel=said_way(minutes),
        reasons=tuple(
            said_way(minutes) if one.code == "near" else said_reason({"code": one.code, **one.facts})
            for one in view.reasons
        ),
    )


def clock_of(view: RepairView) -> ClockView | None:
    """Return the clock that runs for the technician, or for the customer's answer to the quote."""
    running = {one.kind: one for one in view.clocks if one.goes_on or one.broken}
    wanted = job.clock_of(view.visit.state) if view.visit else ""
    return repair_parts.clock_of(running.get(wanted))


def sections_of(visit: VisitView, repair: RepairView, situation: JobSituation, *, step: str) -> Sections:
    """Return which sections a job shows: where something may be done, or was."""
    working, latest = job.is_at_work(situation), situation.latest
    return Sections(
        photos=working or bool(visit.photos),
        checks=bool(visit.checks) and (job.may_tick(situation) or any(one.done for one in visit.checks)),
        signature=job.may_sign(situation) or (visit.signs and visit.signature is not None),
        quote=(working and not situation.inspection) or (latest and repair.quote is not None),
        finding=job.may_find(situation),
        parts=job.is_agreed_work(situation) or (latest and bool(repair.parts)),
        bill=latest and repair.bill is not None,
        code=working and step in ("code", "locked"),
        open=working,
    )


ORDER = {
    "photo": ("photos", "checks", "quote", "signature"),
    "quote": ("quote", "photos", "signature"),
    "wait": ("quote", "photos", "signature"),
    "refused": ("quote", "photos", "signature"),
    "checks": ("checks", "photos", "quote", "signature"),
    "sign": ("signature", "checks", "photos", "quote"),
    "finding": ("finding", "photos", "checks", "signature"),
    "parts": ("parts", "signature", "checks", "quote", "photos"),
}


def order_of(sections: Sections, step: str) -> list[str]:
    """Put what is to be done now first, then what was done before it."""
    wanted = ORDER.get(step, ("bill", "code", "finding", "parts", "signature", "checks", "quote", "photos"))
    return [one for one in wanted if getattr(sections, one)]


def has(sections: Sections, place: str) -> bool:
    """Return whether the section that a place lies in is on the page."""
    return bool(getattr(sections, "photos" if place.startswith("photo-") else place, False))


def photos_of(visit: VisitView, *, repair: str, step: str) -> list[Slot]:
    """Return the pictures of the record by slot; the first missing one is what to take now."""
    hints = {
        "before": _("Step back: the whole thing and its surroundings."),
        "plate": _("Serial number sharp and whole."),
        "work": _("Close up, sharp. What the warranty asks for (water, force) in a second one."),
        "after": _("The same view as before the work."),
        "door": _("The open door with whoever had it opened, if he still agrees; else the door alone. No document."),
    }
    wanted = visit.missing_slots[0] if step == "photo" and visit.missing_slots else ""
    found = []
    for code in pictured(visit):
        shots = shots_of(visit, code, repair=repair)
        state = "done" if shots else "now" if code == wanted else "todo"
        found.append(Slot(code=code, name=visit.slot_names[code], hint=hints.get(code, ""), mark=state, shots=shots))
    return found


def pictured(visit: VisitView) -> list[str]:
    """List the pictures a record asks for; the signature has a place of its own."""
    return [one for one in visit.slots if one != rules.SIGNED]


def pictures_of(visit: VisitView, *, repair: str, step: str) -> dict[str, object]:
    """Return what a page shows of pictures: those of the record and how many, what is beyond, what was signed."""
    wanted = pictured(visit)
    return {
        "photos": photos_of(visit, repair=repair, step=step),
        "wanted": len(wanted),
        "taken": sum(1 for one in wanted if one not in visit.missing_slots),
        "more_photos": extra_of(visit, repair=repair),
        "paper": paper_of(visit, repair=repair),
    }


def extra_of(visit: VisitView, *, repair: str) -> Slot:
    """Return the pictures beyond what is asked for."""
    return Slot(
        code="extra", name=str(SLOTS["extra"]), hint="", mark="todo", shots=shots_of(visit, "extra", repair=repair)
    )


def paper_of(visit: VisitView, *, repair: str) -> Slot:
    """Return the place of a work order that was signed on paper."""
    shots = shots_of(visit, rules.SIGNED, repair=repair)
    name, hint = _("Signed on paper instead"), _("The signed work order, whole and sharp.")
    return Slot(code=rules.SIGNED, name=name, hint=hint, mark="done" if shots else "todo", shots=shots)


def shots_of(visit: VisitView, slot: str, *, repair: str) -> tuple[ShotToTake, ...]:
    """Return the pictures of a slot as their shown copies."""
    return tuple(
        ShotToTake(
            url=reverse("technician:picture", args=[repair, one.file]),
            at=one.at,
            picture=one.media.startswith("image/"),
            late=one.late,
        )
        for one in visit.photos
        if one.slot == slot
    )


def parts_of(view: RepairView) -> list[dict[str, object]]:
    """Return the parts of the agreed quote, with how many of them were stated."""
    if view.quote is None or not view.quote.agreed:
        return []
    stated = view.visit is not None and view.visit.parts_stated
    used = {one.code: one for one in view.parts}
    return [
        {
            "code": one.code,
            "name": one.name,
            "most": one.quantity,
            "used": (used[one.code].quantity if one.code in used else 0) if stated else one.quantity,
            "serial": used[one.code].serial if one.code in used else "",
        }
        for one in view.quote.lines
        if one.kind == "part" and one.chosen
    ]


def actions_of(visit: VisitView, step: Next) -> list[dict[str, object]]:
    """List what lies in the bottom bar: what is up, and the next step."""
    found: list[dict[str, object]] = []
    if not visit.over and step.name != "over":
        found.append({"name": _("Something is up"), "url": reverse("technician:trouble", args=[visit.number])})
    if step.action:
        found.append(dict(step.action))
    return found
