"""A fault is reported, accepted, triaged; or solved on the phone, or sent where it belongs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from anxin.core import clocks, numbers, phones, timeline, vault
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.files import SealedFile
from anxin.core.ids import uuid7
from anxin.core.inserts import insert_new
from anxin.core.once.idempotency import made_once
from anxin.core.states import begin, lock
from anxin.core.timeline import StreamKey
from anxin.domain.goods import queries as goods
from anxin.domain.goods.models import Product
from anxin.domain.goods.rules.perils import perils_in
from anxin.domain.goods.rules.warranty import Warranty
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.actions import personal_data
from anxin.domain.people.models import Consent, Organisation, Person
from anxin.domain.people.queries import access
from anxin.domain.people.queries.witnesses import PARTIES
from anxin.domain.places import actions as places
from anxin.domain.places.gateway import OUTSIDE
from anxin.domain.places.models import Place
from anxin.domain.repairs.actions import goods as goods_in
from anxin.domain.repairs.actions.reported_goods import reported_goods, tell_doubt
from anxin.domain.repairs.models import Picture, Repair
from anxin.domain.repairs.queries import promises
from anxin.domain.repairs.rules import report as rules
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway
from anxin.domain.visits import queries as visits_queries

TOLD = "repairs.told"
SCOPE = "repairs.report"
BESIDE = ("product", "place", "customer")


@dataclass(frozen=True, kw_only=True)
class Report:
    """What somebody reports; `key` is the sender's own, so that sending twice makes one repair.

    It counts from this `sender` (his browser's session; else who reports) and for this phone only, for a day.

    With `holds` the window is taken now, or the report is refused: of a program the first with somebody free in the
    time it asks for; of somebody at the desk who says why (`full_why`)
    a full one is promised all the same, which stands in the record.

    `soon`: no window, since all are taken; whoever can come soonest is looked for, where the brand takes such reports.

    Goods that are brought or sent in come to an `outlet`, named by its code, or to the nearest that takes them.

    `promised` is what the sender read of the promise; where another one counts by now, he reads that first.

    With a `person` already known (and where he lives) name, phone and address stay empty. A repair that the system
    makes of another case names it as its `source`: what went over into that one unseen stays so. It is `free` for a
    reason of `rules.OF_CLAIM`, by the case numbered `free_by`.

    The day of purchase is the sender's word: it stays on his report and covers nothing until somebody saw it proved,
    unless it is `proved`: an order's, a taken-over case's, or the word of the brand that pays.
    """

    product: Product
    name: str
    phone: str
    address: str
    symptoms: tuple[str, ...] = ()
    told: str = ""
    wanted_from_at: datetime
    wanted_to_at: datetime
    channel: str = "page"
    kind: str = "repair"
    mode: str = "visit"
    outlet: str = ""
    urgent: bool = False
    serial: str = ""
    bought_date: date | None = None
    proved: bool = False
    helper_name: str = ""
    helper_phone: str = ""
    consent_version: str = ""
    told_by: str = ""
    agreed: bool = True
    key: str = ""
    sender: str = ""
    holds: bool = False
    soon: bool = False
    full_why: str = ""
    promised: str = ""
    person: Person | None = None
    source: StreamKey | None = None
    free: str = ""
    free_by: str = ""


class NotCovered(Invalid):
    """Nobody can be sent there for this brand: no window is promised that nobody holds."""

    code = "repairs.not_covered"


class NobodyWorks(NotCovered):
    """Nobody works there on the days for which windows are offered."""

    code = "repairs.nobody_works"


class WindowWanted(Invalid):
    """It is reported for a window: one is free, or the brand takes no report without one."""

    code = "repairs.window_wanted"


class PromiseChanged(Invalid):
    """Another promise counts than the sender read: the hour passed, or a new one began."""

    code = "repairs.promise_changed"


@dataclass(frozen=True, kw_only=True)
class Reported:
    """The numbered repair and the secret part of the customer's link to it; empty where none was asked for."""

    repair: Repair
    token: str

    @property
    def accept_by(self) -> datetime:
        """Return until when the report has to be accepted, by what was promised with it."""
        return _accept_by(self.repair)


def report(*, report: Report, by: Actor, now: datetime, linked: bool = True) -> Reported:
    """Number a fault report; the same key from the same sender again gives the same repair.

    `linked`: whoever sends it is shown the customer's link; else none is made.
    Raises `places.not_found`, `places.too_coarse`, `core.invalid`.
    """
    phone = phones.of_a_person(report.phone).number if report.phone else ""
    if not report.key:
        return _reported(_begun(report, by, now), now, linked)
    sender = f"{report.sender or by.key}|{phone}"
    made = made_once(Repair, scope=SCOPE, key=report.key, sender=sender, now=now, make=lambda: _begun(report, by, now))
    return _reported(made, now, linked)


def _reported(repair: Repair, now: datetime, linked: bool) -> Reported:
    token = people.link(stream=repair.stream(), person=repair.customer, now=now) if linked else ""
    return Reported(repair=repair, token=token)


def _begun(report: Report, by: Actor, now: datetime) -> Repair:
    if report.soon:
        from_at, to_at = visits_queries.soonest(now=now, brand=report.product.brand_id)
        report = replace(report, wanted_from_at=from_at, wanted_to_at=to_at, holds=False)
    _check(report, now)
    customer, place = customer_of(report, now)
    if report.mode == "visit" or OUTSIDE in (customer.place or place).notes:
        covered(report.product.brand, customer.place or place, now=now)
    if report.mode == "visit" and report.urgent:
        _somebody_comes(report.product, customer.place or place, now)
    lies = customer.place or place
    home = goods_in.home_for(product=report.product, mode=report.mode, wanted=report.outlet, place=lies, now=now)
    if report.soon:
        _require_full(report, lies, now)
    repair = numbered(report, customer, lies, now)
    holds = report.holds and report.mode == "visit" and not report.urgent
    if holds and report.channel == "api":
        _hold_within(repair, now)
    facts = first_fact(repair, seat(repair, now=now))
    if customer == report.person:
        given = access.said_right(customer, phone=report.phone)
        people.carry_over(person=customer, stream=repair.stream(), given=given, source=report.source, by=by, now=now)
    noted = note_told(repair, report, by=by, now=now)
    begin(repair, by=by, now=now, facts=facts)
    tell_doubt(repair, by=by, now=now)
    if noted is not None:
        personal_data.tell_case(noted, repair.stream(), by=by, now=now)
    if home is not None:
        goods_in.expect(repair, home, by=by, now=now)
    if holds and report.channel != "api":
        _hold(repair, report, by, now)
    if report.soon:
        told = {"until": repair.wanted_to_at.isoformat(timespec="minutes")}
        timeline.write(repair.stream(), "repairs.without_window", by=by, now=now, facts=told)
    whose = str(repair.operator_id)
    clocks.start("repairs.acknowledged", repair.stream(), whose=whose, now=now, due_at=_accept_by(repair))
    return repair


def _hold_within(repair: Repair, now: datetime) -> None:
    """Take a window in the time a program asks for; a longer time narrows to it: that is what is promised."""
    spot, wanted = gateway.spot_of(repair.place), (repair.wanted_from_at, repair.wanted_to_at)
    stream, product = repair.stream(), repair.product
    held = visits.reserve_within(stream=stream, product=product, spot=spot, from_at=wanted[0], to_at=wanted[1], now=now)
    if held is not None and wanted[0] <= held.from_at and held.to_at <= wanted[1]:
        repair.wanted_from_at, repair.wanted_to_at = held.from_at, held.to_at


def _require_full(report: Report, place: Place, now: datetime) -> None:
    """Refuse to leave the window open where one is free, nobody goes, or the brand wants one; raises `WindowWanted`."""
    if report.mode != "visit" or report.urgent:
        raise Invalid("soon", expected="a visit that is not urgent", got=report.mode)
    if not gateway.goes_without_window(product=report.product, spot=gateway.spot_of(place), now=now):
        raise WindowWanted("window", expected="a window, since one is free or this brand wants one", got="soon")


def _hold(repair: Repair, report: Report, by: Actor, now: datetime) -> None:
    spot, over = gateway.spot_of(repair.place), by.kind == "staff" and bool(report.full_why.strip())
    stream, product, from_at = repair.stream(), report.product, report.wanted_from_at
    if visits.reserve(stream=stream, product=product, spot=spot, from_at=from_at, now=now, over=over):
        facts, private = {"from": timeline.told_at(from_at)}, {"why": report.full_why.strip()}
        timeline.write(stream, "repairs.promised_full", by=by, now=now, facts=facts, private=private)


def _accept_by(repair: Repair) -> datetime:
    return repair.created_at + timedelta(minutes=repair.acknowledge_min)


def first_fact(repair: Repair, parties: Mapping[str, str]) -> dict[str, object]:
    """Return the first fact of a repair: what its row is verified by later."""
    same = ("number", "kind", "channel", "covered", "acknowledge_min", "assign_min", "call_min", "reworks")
    sides = {"customer": repair.customer_id, "brand": repair.brand_id, "product": repair.product.code}
    wanted = wanted_told(repair.wanted_from_at, repair.wanted_to_at)
    wish = {"urgent": repair.urgent, "outcome": repair.outcome, **wanted, PARTIES: dict(parties)}
    return {**{one: getattr(repair, one) for one in same}, "cover_why": repair.warranty_why, **sides, **wish}


def wanted_told(from_at: datetime, to_at: datetime) -> dict[str, object]:
    """Say which window is wanted, as facts say it."""
    return {"wanted_from": timeline.told_at(from_at), "wanted_to": timeline.told_at(to_at)}


def customer_of(report: Report, now: datetime) -> tuple[Person, Place]:
    """Return who reports, and where he lives; raises what reading the address raises."""
    if report.person is not None and report.person.place is not None:
        return report.person, report.person.place
    place = places.located(address=report.address, now=now)
    return people.enrol(name=report.name, phone=report.phone, now=now, place=place), place


def covered(brand: Organisation, place: Place, *, now: datetime) -> None:
    """Refuse a place to which nobody can be sent for a brand; raises `NotCovered`."""
    if not promises.somebody_goes(brand, place, now=now):
        raise NotCovered("address", expected="a place somebody serves", got=place.division)


def require_free(repair: Repair, *, from_at: datetime, to_at: datetime, now: datetime) -> None:
    """Refuse a window in which nobody can come; raises `visits.window_gone`."""
    spot = gateway.spot_of(repair.place)
    span = {"from_at": from_at, "to_at": to_at}
    visits.require_free(stream=repair.stream(), product=repair.product, spot=spot, **span, now=now)


def _somebody_comes(product: Product, place: Place, now: datetime) -> None:
    why = promises.nobody_comes(product, place, now=now)
    if why:
        refused = NobodyWorks if why == "nobody_works" else NotCovered
        raise refused("address", expected="a place to which somebody comes", got=place.division)


def _check(report: Report, now: datetime) -> None:
    _check_words(report)
    check_window(report.wanted_from_at, report.wanted_to_at, now)
    if (report.kind, report.mode) == ("repair", "visit") or report.free:
        return  # what every brand does, and what a claim asks for
    offered = {one.kind: one.ways for one in goods.services(report.product, now=now)}
    if report.kind not in offered:
        raise Invalid("kind", expected=" | ".join(offered), got=report.kind)
    if report.mode not in offered[report.kind]:
        raise Invalid("mode", expected=" | ".join(offered[report.kind]), got=report.mode)


def _check_words(report: Report) -> None:
    for name, most in rules.LONGEST.items():
        if len(getattr(report, name)) > most:
            raise Invalid(name, expected=f"at most {most} characters", got=len(getattr(report, name)))
    if report.symptoms:
        known = goods.faults_of(report.product)
        strange = next((one for one in report.symptoms if one not in known), None)
        if strange is not None:
            raise Invalid("symptoms", expected=", ".join(known), got=strange)
    if rules.lacks_fault(kind=report.kind, channel=report.channel, symptoms=report.symptoms, told=report.told):
        raise Invalid("symptoms", expected="what is wrong, as a code of a fault or in words", got="")


def check_window(from_at: datetime, to_at: datetime, now: datetime) -> None:
    """Refuse a window that is none, or is over; raises `Invalid`."""
    if from_at >= to_at or to_at <= now:
        raise Invalid("wanted_to_at", expected="a window that lies ahead", got=to_at)


def numbered(report: Report, customer: Person, place: Place, now: datetime) -> Repair:
    """Draw a repair up with its number, warranty and promise; nothing is kept yet."""
    product = report.product
    known = reported_goods(
        product=product,
        kind=report.kind,
        serial=report.serial,
        day=report.bought_date,
        proved=report.proved,
        free=bool(report.free),
        customer=customer,
        now=now,
    )
    promise = promises.promise_for(product, division=place.code, urgent=report.urgent, now=now)
    if report.promised and report.promised != promise.as_read:
        raise PromiseChanged("promised", expected=promise.as_read, got=report.promised)
    repair = Repair(
        id=uuid7(),
        number=numbers.issue("R", now=now),
        kind=report.kind,
        mode=report.mode,
        channel=report.channel,
        operator=people_queries.operator(),
        brand=product.brand,
        product=product,
        device=known.device,
        customer=customer,
        place=place,
        symptoms=list(report.symptoms),
        urgent=report.urgent,
        peril=next(iter(perils_in(report.told, *goods.fault_names(product, report.symptoms))), ""),
        wanted_from_at=report.wanted_from_at,
        wanted_to_at=report.wanted_to_at,
        **_cover(report, known.warranty),
        bought_said=None if report.proved else report.bought_date,
        bought_proved=known.proved,
        bought_other=known.other,
        acknowledge_min=promise.acknowledge_min,
        assign_min=promise.assign_min,
        call_min=promise.call_min,
    )
    repair.told_sealed = vault.seal(TOLD, repair.id, report.told) if report.told else ""
    if report.helper_name:
        repair.helper = people.enrol(name=report.helper_name, phone=report.helper_phone, now=now)
    return repair


def _cover(report: Report, warranty: Warranty) -> dict[str, Any]:
    """Return who pays: by what another case decided, else by the warranty."""
    if report.free:
        return {"covered": True, "warranty_why": report.free, "warranty_source": report.free_by}
    source = f"{warranty.term.title} {warranty.term.clause}" if warranty.term else ""
    kept = {"covered": warranty.covered, "covered_until": None if warranty.unproved else warranty.until}
    return {**kept, "warranty_why": warranty.why, "warranty_source": source}


def seat(repair: Repair, *, now: datetime) -> dict[str, str]:
    """Make everybody party to a new repair, and give the parties as facts tell."""
    stream = repair.stream()
    persons = {"customer": repair.customer} | ({"helper": repair.helper} if repair.helper else {})
    sides = [people.Side(role=role, person=person) for role, person in persons.items()]
    houses = {"operator": repair.operator, "brand": repair.brand}
    sides += [people.Side(role=role, organisation=house) for role, house in houses.items()]
    parties = people.seat(stream=stream, sides=sides, now=now)
    for person in persons.values():
        personal_data.hold(person=person, reason=repair.number, source=repair.number, now=now, stream=stream)
    return parties


def note_told(repair: Repair, report: Report, *, by: Actor, now: datetime) -> Consent | None:
    """Keep in which words the customer agreed, or was told, and how; by whom, where no edition of ours is named."""
    if not (report.consent_version or report.told_by):
        return None
    agreed = bool(report.consent_version) and report.agreed
    return personal_data.consent(
        person=repair.customer,
        purpose="repair",
        version=report.consent_version,
        channel=report.told_by or report.channel,
        by=by,
        now=now,
        stream=repair.stream(),
        basis="consent" if agreed else "contract",
        tells=False,
    )


def add_picture(*, repair: Repair, file: SealedFile, by: Actor, now: datetime) -> Picture:
    """Add a sealed picture or video to the report; the same one twice changes nothing."""
    lock(repair)
    picture = Picture(repair=repair, file=file.sha256, media=file.kind, size=file.size, at=now)
    if not insert_new(picture):
        return repair.pictures.get(file=file.sha256)
    told = {"row": picture.id, "sha256": file.sha256}
    timeline.write(repair.stream(), "repairs.picture", by=by, now=now, facts=told)
    return picture
