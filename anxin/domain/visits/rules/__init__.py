"""What is decided about visits: rounds of offers, the code's gate, distances, free rescheduling."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.zone import SHANGHAI
from anxin.domain.network.rules import working_hours
from anxin.domain.visits.choices import ALONE, DOCUMENTS, OFFICIAL, PICTURED, PROOFS, WITNESSES
from anxin.domain.visits.states import PROMISED, VISIT

PHOTOS = ("before", "plate", "work", "after", "signature")
"""What a record may ask a picture of; `signature`: whoever had the work done signs, on the phone or on paper."""
SIGNED = "signature"
OPENED = "door"
"""The picture of the open door with whoever had it opened; asked for only where nobody bore witness and he agreed."""
EARLIER = "earlier"
"""Where pictures lie that somebody took while the visit was his, and handed in once it was another's."""
ANSWERED, PAID = "answer", "cash"
"""Where the signature lies by which a customer, before who serves him, answers a quote or pays in cash; unasked for."""
RECEIPT = "receipt"
AFTER = "after"
"""Where pictures of a proof of purchase lie that was shown at the door."""
ANSWERS = ("tick", "fine", "number")
"""How a point of a check list is answered: done, in order or not, a number with its unit."""
POINT = "check-"
"""Before the code of a point: the slot of the picture it asks for."""
LONGEST_CODE, LONGEST_NAME, LONGEST_UNIT, MOST_POINTS = 24, 200, 12, 40
_SLOT_CODE, _NUMBER = re.compile(r"[A-Za-z0-9_-]{1,18}"), re.compile(r"-?[0-9]{1,7}([.][0-9]{1,3}|,[0-9]{1,2})?")
OPENING = "lock_opening"
"""The kind of service before which somebody shows who he is and what right he has to the door."""
STAYED_SHUT = ("quote_refused", "sent_away", "customer_absent", "wrong_address", "no_right")
"""How a visit ends before anything was opened."""
BENCH = ("drop_off", "mail_in")
"""The ways in which goods come to whoever mends them."""
TRIES = 3
DAY_MIN = 24 * 60
SOONEST = 3
"""On so many days, today among them, somebody is looked for who can come at any time."""
NOTICE = timedelta(hours=1)
"""How far ahead a window has to begin for somebody to ask for it."""


class NoAnswer(Invalid):
    """What was said of a point of a check list is no answer to it."""

    code = "visits.no_answer"


UNVOUCHED = "unvouched"
"""In a visit's record: the brand vouches no more for who came."""


def is_late_evidence(visit: str, by: Actor) -> bool:
    """Return whether what comes in for a visit in this state was kept by a phone until the work was over."""
    return by.done_at is not None and visit in VISIT.ends


def may_be_pictured(visit: str, by: Actor) -> bool:
    """Return whether a picture belongs to a visit in this state: he is at work, or his phone kept it until now.

    What it kept is taken also where his check-in hasn't come in, or was refused: the picture was taken all the same.
    """
    return visit == "on_site" or (by.done_at is not None and (visit in PROMISED or is_late_evidence(visit, by)))


@dataclass(frozen=True, kw_only=True)
class Round:
    """How the next offers go out: to how many, or to the dispatcher's hands."""

    width: int
    by_hand: bool = False


def next_round(rounds_done: int, *, parallel: int) -> Round:
    """Return the next round: one technician, then several at once, then a person decides."""
    if rounds_done == 0:
        return Round(width=1)
    if rounds_done == 1:
        return Round(width=parallel)
    return Round(width=0, by_hand=True)


def whose(technician: object) -> dict[str, str]:
    """Return as a fact which technician has a visit; nothing while nobody has."""
    return {"technician": str(technician)} if technician else {}


def is_unvouched(record: "Record") -> bool:
    """Return whether a brand's word for who was at a customer's ended there, and didn't come back."""
    return bool(record.get(UNVOUCHED))


def is_barred(visit: str, record: "Record") -> bool:
    """Return whether the brand ended its word for who is at the customer's, and gave none since: no work goes on."""
    return visit == "on_site" and bool(record.get(UNVOUCHED))


type Record = Mapping[str, Any]
"""What a visit has to record: `photos` by slot, `checks` with code and name; kept on it since it was opened."""


def _check(code: str, name: str, name_en: str) -> dict[str, str]:
    return {"code": code, "name": name, "name_en": name_en}


_CLEAN = _check("clean", "现场收拾干净，包装已处理", "The place is left clean, the packing dealt with")
_SHOWN = _check("shown", "已教客户怎么用", "The customer was shown how to use it")
_TRIED = _check("tried", "功能逐项试过", "Every function was tried")
_SAFE = _check("safe", "用电、用水、用气安全已检查", "Electricity, water and gas were checked for safety")
_CUT = _check("cut_off", "水、电、气已断开并封好", "Water, electricity and gas are cut off and sealed")
_RESET = _check(
    "reset", "已请客户亲手换管理密码，清空旧密码、指纹和卡", "The customer was asked to change the code himself"
)
_WORDS = ("code", "name", "name_en", "answer", "unit")
RECORDS: dict[str, dict[str, dict[str, list[Any]]]] = {
    "": {
        "repair": {"photos": ["before", "plate", "work", "after"], "checks": []},
        "install": {"photos": ["before", "plate", "after", "signature"], "checks": [_TRIED, _SAFE, _SHOWN, _CLEAN]},
        "maintain": {"photos": ["before", "after"], "checks": [_TRIED, _SAFE]},
        "inspect": {"photos": ["before", "plate", "work"], "checks": []},
        "remove": {"photos": ["before", "after"], "checks": [_CUT, _CLEAN]},
        "lock_opening": {"photos": ["before", "after", "signature"], "checks": [_RESET]},
    }
}
"""What is recorded of each kind of service, by category of goods; the empty one counts where none is named."""


def record_of(table: Mapping[str, Mapping[str, Any]], *, category: str, kind: str) -> dict[str, Any]:
    """Return what a visit of a kind to such goods has to record."""
    for kinds in (table.get(category, {}), table.get("", {}), RECORDS[""]):
        if kind in kinds:
            return {"photos": list(kinds[kind].get("photos", ())), "checks": list(kinds[kind].get("checks", ()))}
    return {"photos": [], "checks": []}


def check_records(value: dict[str, Any]) -> None:
    """Refuse a table whose records name a picture nobody knows, or a check without code and name; raises `Invalid`."""
    for category, kinds in value.items():
        for kind, record in (kinds if isinstance(kinds, dict) else {"": None}).items():
            where = f"{category or '*'} {kind}"
            if not isinstance(record, dict) or set(record) - {"photos", "checks"}:
                raise Invalid("visits.records", expected=f"{where}: photos and checks", got=record)
            if set(record.get("photos", ())) - set(PHOTOS):
                raise Invalid("visits.records", expected=f"{where}: some of {' | '.join(PHOTOS)}", got=record["photos"])
            _check_points(record.get("checks", []), where)


def _check_points(points: Any, where: str) -> None:
    """Refuse a check list that is too long, names a point twice, or has one that nobody could answer."""
    if not isinstance(points, list) or len(points) > MOST_POINTS or not all(map(_is_point, points)):
        raise Invalid("visits.records", expected=f"{where}: checks, each with code and name", got=points)
    codes = [one["code"] for one in points]
    if len(set(codes)) < len(codes):
        raise Invalid("visits.records", expected=f"{where}: checks, each code once", got=codes)


def _is_point(one: Any) -> bool:
    if not isinstance(one, dict) or not all(isinstance(one.get(name, ""), str) for name in _WORDS):
        return False
    code, photo = one.get("code", ""), one.get("photo", False)
    fits = bool(code) and len(code) <= LONGEST_CODE and bool(one.get("name", "").strip())
    fits = fits and len(one["name"]) <= LONGEST_NAME and len(one.get("unit", "")) <= LONGEST_UNIT
    named = isinstance(photo, bool) and (not photo or is_slot_code(code))
    return fits and named and one.get("answer", "tick") in ANSWERS


def is_slot_code(code: str) -> bool:
    """Return whether a picture may be asked for with a point of this code."""
    return _SLOT_CODE.fullmatch(code) is not None


def slots_of(record: Record, kind: str) -> tuple[str, ...]:
    """Return which pictures a visit has to record; one opened before records were data has those of its kind.

    Those that points of the check list ask for come after those of the record.
    """
    return (*photos_of(record, kind), *(slot_of(one) for one in checks_of(record) if one.get("photo")))


def photos_of(record: Record, kind: str) -> tuple[str, ...]:
    """Return the record's own pictures, without those of its points."""
    return tuple((record or RECORDS[""].get(kind, {})).get("photos", ()))


def checks_of(record: Record) -> tuple[Mapping[str, Any], ...]:
    """Return what a visit has to check."""
    return tuple(record.get("checks", ()))


def slot_of(point: Mapping[str, Any]) -> str:
    """Return the slot of the picture a point of the check list asks for."""
    return f"{POINT}{point['code']}"


def point_of(record: Record, slot: str) -> Mapping[str, Any] | None:
    """Return the point of a check list that a picture belongs to; None where it is one of the record's own."""
    return next((one for one in checks_of(record) if slot_of(one) == slot), None)


def answered(point: Mapping[str, Any], *, ticked: bool, said: str) -> str | None:
    """Return what is written down of a point that was answered: nothing beside a tick; None where it wasn't yet.

    Raises `Invalid` for what is no answer to it; a comma before three digits may stand for thousands or for a point.

    >>> answered({"code": "p", "answer": "number"}, ticked=False, said="2,5")
    '2.5'
    """
    how = point.get("answer", "tick")
    if how == "tick":
        return "" if ticked else None
    plain = unicodedata.normalize("NFKC", said).strip()
    if not plain:
        return None
    fits = plain in ("yes", "no") if how == "fine" else _NUMBER.fullmatch(plain)
    if not fits:
        expected = "yes | no" if how == "fine" else "a number"
        raise NoAnswer(f"answers.{point['code']}", expected=expected, got=said[:40], facts={"point": point["name"]})
    return plain.replace(",", ".")


def sample_answers(record: Record) -> tuple[list[str], dict[str, str]]:
    """Return what a rehearsal says to every point: which are ticked, and what was found at the others."""
    points = {one["code"]: one.get("answer", "tick") for one in checks_of(record)}
    found = {"fine": "yes", "number": "1"}
    return [code for code, how in points.items() if how == "tick"], {
        code: found[how] for code, how in points.items() if how != "tick"
    }


def missing_slots(slots: Iterable[str], taken: Iterable[str]) -> tuple[str, ...]:
    """Return the pictures a record still lacks, in order."""
    have = set(taken)
    return tuple(slot for slot in slots if slot not in have)


def right_shown(*, document: str, proof: str, witness: str, named: bool, alone: str = "", pictured: str = "") -> str:
    """Return what is still lacking before a lock may be opened for somebody; empty where nothing is.

    A document and a witness by name. Where nobody can stand by, for a reason of the list, a proof that he lives there
    takes the witness's place, and he is asked whether the open door may be pictured with him; where the document lies
    behind the door only a witness of some office counts.
    """
    if document not in DOCUMENTS:
        return "document"
    if document == "inside" and witness not in OFFICIAL:
        return "witness_as"
    if alone and (witness or alone not in ALONE):
        return "alone"
    if alone and proof not in PROOFS:
        return "proof"
    if pictured not in (PICTURED if alone else ("",)):
        return "pictured"
    if alone:
        return ""
    if witness not in WITNESSES:
        return "witness_as" if witness or not proof else "alone"
    return "" if named else "witness"


def lacks_for_code(
    *,
    wanted: Iterable[str],
    slots: Iterable[str],
    parts_stated: bool,
    bill_shown: bool,
    right_shown: bool = True,
    checked: bool = True,
) -> tuple[str, ...]:
    """Return what must exist before a completion code may: right to the door, pictures, checks, parts, bill."""
    lacks = [] if right_shown else ["identity"]
    lacks += [f"photo.{slot}" for slot in missing_slots(wanted, slots)]
    if not checked:
        lacks.append("checks")
    if not parts_stated:
        lacks.append("parts")
    if not bill_shown:
        lacks.append("bill")
    return tuple(lacks)


def free_change(*, now: datetime, window_from: datetime, window_to: datetime, notice: timedelta, coming: bool) -> bool:
    """Return whether a customer may move the window himself: in good time, or when it is over and nobody set out."""
    return now + notice <= window_from or (now >= window_to and not coming)


def local_day(at: datetime) -> date:
    """Return the day of a moment in Shanghai."""
    return at.astimezone(SHANGHAI).date()


def local_midnight(day: date) -> datetime:
    """Return the moment at which a Shanghai day begins."""
    return datetime.combine(day, time(), SHANGHAI)


def span_left(from_at: datetime, to_at: datetime, *, now: datetime) -> tuple[datetime, datetime]:
    """Return when somebody can still come: the wanted window, or the rest of today where that is over.

    Of a window over midnight what lies after it is left once the day on which it begins is over.
    """
    today = local_midnight(local_day(now))
    return (max(from_at, today), to_at) if to_at > now else (now, today + timedelta(days=1))


def any_time(from_at: datetime, to_at: datetime) -> bool:
    """Return whether a wish is for no window: whoever can come soonest of several days."""
    return to_at - from_at > timedelta(days=1)


def takes_window(from_at: datetime, to_at: datetime, *, width: timedelta) -> bool:
    """Return whether a wish is for a window, so that it takes a place in it: a longer time takes of none."""
    return to_at - from_at <= width


def days_left(from_at: datetime, to_at: datetime, *, now: datetime) -> list[date]:
    """Return the days on which somebody is looked for, one after another: of a wish for any time the next few."""
    first, last = (local_day(one) for one in span_left(from_at, to_at, now=now))
    return (
        [first + timedelta(days=n) for n in range(min((last - first).days + 1, SOONEST))]
        if any_time(from_at, to_at)
        else [first]
    )


def day_left(from_at: datetime, to_at: datetime, *, now: datetime) -> date:
    """Return the day on which somebody can still come: that of what is left of the wanted window."""
    return local_day(span_left(from_at, to_at, now=now)[0])


def day_meant(from_at: datetime, to_at: datetime, *, now: datetime, arrive_at: datetime | None = None) -> date:
    """Return the day on which somebody would come: of a wish for any time that for which he was found."""
    found = arrive_at is not None and any_time(from_at, to_at)
    return max(local_day(arrive_at), local_day(now)) if found and arrive_at else day_left(from_at, to_at, now=now)


def windows(day: date, *, width: timedelta, from_h: int, until_h: int) -> list[tuple[datetime, datetime]]:
    """Return the windows that begin on a day between two hours, one after another."""
    first = local_midnight(day) + timedelta(hours=from_h)
    count = -(timedelta(hours=from_h - until_h) // width)
    starts = [first + width * n for n in range(count)]
    return [(start, start + width) for start in starts]


def may_be_asked(from_at: datetime, *, now: datetime) -> bool:
    """Return whether a window begins far enough ahead to be asked for."""
    return from_at >= now + NOTICE


def fits(hours: tuple[int, int], day: date, from_at: datetime, to_at: datetime, *, minutes: int) -> bool:
    """Return whether so long a job can be begun in a window and done in working hours, in minutes from a midnight."""
    begins, ends = (local_midnight(day) + timedelta(minutes=one) for one in hours)
    first = max(begins, from_at)
    return first < to_at and first + timedelta(minutes=minutes) <= ends


def works(hours_of: Callable[[date], working_hours.Spans], from_at: datetime, to_at: datetime, *, minutes: int) -> bool:
    """Return whether so long a job fits into somebody's hours, by those he begins on a day, the evening before too."""
    first, last = local_day(from_at) - timedelta(days=1), local_day(to_at)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    spans = sorted(
        (begins + n * DAY_MIN, ends + n * DAY_MIN) for n, day in enumerate(days) for begins, ends in hours_of(day)
    )
    return any(fits(one, first, from_at, to_at, minutes=minutes) for one in working_hours.joined(spans))
