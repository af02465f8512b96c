"""A report and a claim as a test person meets them, step by step; each step says what he would read."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import formats
from django.utils.translation import gettext as _

from anxin.core import files, wording
from anxin.core.actors import STRANGER, SYSTEM, Actor
from anxin.core.money import format_fen
from anxin.core.wording import joined
from anxin.core.zone import SHANGHAI
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries as claims_queries
from anxin.domain.goods import actions as goods
from anxin.domain.goods import queries as goods_queries
from anxin.domain.goods.models import Product
from anxin.domain.network import queries as network
from anxin.domain.network.wording import GAPS
from anxin.domain.people import actions as people
from anxin.domain.people.models import Organisation
from anxin.domain.people.queries import factors
from anxin.domain.places import actions as places
from anxin.domain.publications import queries as publications
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries as repairs_queries
from anxin.domain.repairs.wording.headlines import HEADLINES
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway as dispatch
from anxin.domain.visits import queries as visits_queries
from anxin.domain.visits import rules as visit_rules

DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060"
    "0000000400015e2d7b5a0000000049454e44ae426082"
)
"""A picture of one dot: its bytes are swept like any that no row names."""
NAME, PHONE = "试单客户", "19900000000"
"""The test person, and how far ahead a window is looked for."""


@dataclass(frozen=True, kw_only=True)
class PlayedStep:
    """One step: what was tried, whether it went as the public is promised, and what the customer would read."""

    code: str
    ok: bool
    reads: str


def address_in(county: str) -> str:
    """Return where in a county the fault is."""
    return f"{county}人民路1号"


def report(*, product: Product, county: str, now: datetime) -> Iterator[PlayedStep]:
    """Report a fault from a county at a moment, until a quote lies before the customer at his door."""
    address = address_in(county)
    missing = publications.unpublished(on=now.astimezone(SHANGHAI).date())
    if missing:
        reads = _("Nobody may be asked for name and address yet; not published: {missing}")
        yield PlayedStep(code="legal", ok=False, reads=reads.format(missing=joined(missing)))
    place = places.located(address=address, now=now)
    if network.service_at(brand=product.brand, code=place.code, outside=False, now=now) != "served":
        yield PlayedStep(code="reach", ok=True, reads=_("Nobody goes there yet: the waiting list is offered."))
        return
    spot, days = dispatch.spot_of(place), network.days_asked(brand=product.brand_id, now=now)
    windows = dispatch.windows_ahead(product=product, spot=spot, days=days, now=now)
    window = next((one for one in windows if one.free and one.from_at > now), None)
    if window is None:
        yield PlayedStep(code="window", ok=False, reads=_no_window(product, place.code, now))
        return
    from_at, to_at = (one.astimezone(SHANGHAI) for one in (window.from_at, window.to_at))
    span = f"{formats.date_format(from_at, 'MONTH_DAY_FORMAT')} {from_at:%H:%M}–{to_at:%H:%M}"
    yield PlayedStep(code="window", ok=True, reads=_("{window}, {n} free").format(window=span, n=window.free))
    asked = repairs.Report(
        product=product,
        name=NAME,
        phone=PHONE,
        address=address,
        told=_("A rehearsal: nobody comes."),
        wanted_from_at=window.from_at,
        wanted_to_at=window.to_at,
    )
    made = repairs.report(report=asked, by=STRANGER, now=now)
    row = made.repair
    minutes = {"accept": row.acknowledge_min, "assign": row.assign_min, "call": row.call_min}
    reads = _("Accepted within {accept} minutes, a technician within {assign}, his call within {call}.")
    yield PlayedStep(code="report", ok=True, reads=reads.format(**minutes))
    yield from _sent(str(row.id), by=_customer(str(row.customer_id)), now=now)


def _no_window(product: Product, county: str, now: datetime) -> str:
    """Say why nobody could come: nobody is able, as the gaps say it, or all are taken."""
    why = network.nobody_comes(brand=product.brand, skills=[product.skill], code=county, outside=False, now=now)
    return str(GAPS["nobody_able"]) if why == "nobody_able" else _("No window is free on any of the next days.")


def _sent(key: str, *, by: Actor, now: datetime) -> Iterator[PlayedStep]:
    """Accept, look for somebody as the dispatch does, ask the public check about him, book, come and quote."""
    row = repairs_queries.repair_by_key(key)
    repairs.accept(repair=row, by=SYSTEM, now=now)
    visit = repairs.triage(repair=row, by=SYSTEM, now=now, automatic=False)
    able = dispatch.candidates(visit, now=now, most=None)
    entered = factors.enrolled_among(one.technician.account_id for one in able if one.technician.account_id)
    himself = [one for one in able if one.technician.account_id in entered]
    sent = next((one for one in (*himself, *able) if one.technician.account_id), None)
    if sent is None:
        yield PlayedStep(code="technician", ok=False, reads=_("Nobody with an account is able to come in this window."))
        return
    hands = Actor(kind="staff", id="rehearsal", organisation=str(row.operator_id), roles=frozenset({"dispatcher"}))
    who = sent.technician
    visits.assign_by_hand(visit=visit, technician=who, why="rehearsal", by=hands, now=now)
    reads = (
        _("{who} · {outlet} ({own} could take the offer himself, {others} only through the outlet)")
        if himself
        else _("{who} · {outlet} (none of the {others} able to come has signed in yet: the outlet must take the job)")
    )
    told = {"own": len(himself), "others": len(able) - len(himself)}
    reads = reads.format(who=who.called, outlet=sent.outlet.organisation.name, **told)
    yield PlayedStep(code="technician", ok=True, reads=reads)
    day = row.wanted_from_at.astimezone(SHANGHAI).date()
    vouched = all(network.vouches(row.brand, who, sent.outlet, skill=visit.skill, now=now, day=day))
    answer = _("The check says: authorised by {brand}.") if vouched else _("The check does not vouch for him.")
    yield PlayedStep(code="check", ok=vouched, reads=answer.format(brand=row.brand.name))
    visits.book(visit=visit, from_at=row.wanted_from_at, to_at=row.wanted_to_at, by=SYSTEM, now=now)
    yield PlayedStep(code="booked", ok=True, reads=_headline(key, by, now))
    there = row.wanted_from_at + timedelta(minutes=5)
    him = Actor(kind="technician", id=str(who.account_id), roles=frozenset({"technician"}))
    visits.set_out(visit=visit, by=him, now=row.wanted_from_at - timedelta(minutes=20))
    visits.check_in(visit=visit, by=him, now=there)
    yield PlayedStep(code="came", ok=True, reads=_headline(key, by, there))
    yield from _mended(key, him=him, by=by, now=there)


def _mended(key: str, *, him: Actor, by: Actor, now: datetime) -> Iterator[PlayedStep]:
    """Quote from the price list, have it agreed to, mend, show the bill and take the customer's code."""
    row = repairs_queries.repair_by_key(key)
    listed = goods_queries.prices(brand=row.brand, category=row.product.category, on=now.astimezone(SHANGHAI).date())
    line = next((one for one in listed if one.kind != "fee"), None)
    if line is None:
        yield PlayedStep(code="quote", ok=False, reads=_("The price list has nothing for these goods."))
        return
    quote = repairs.quote(repair=row, lines=[repairs.QuoteLineGiven(code=line.code)], by=him, now=now)
    chosen = quote.lines.filter(chosen=True).select_related("line")
    asked = joined(f"{one.line.name} {format_fen(one.amount_fen)}" for one in chosen)
    yield PlayedStep(code="quote", ok=True, reads=asked)
    if quote.state == "sent":
        repairs.agree_quote(quote=quote, chosen=(), by=by, now=now)
    visit = visits_queries.latest_of(row.stream())
    if visit is None:
        return
    for salt, slot in enumerate(visit_rules.slots_of(visit.record, visit.kind)):
        content = DOT + salt.to_bytes(4, "big")
        taken = files.receive([content], length=len(content), name="p.png", allowed=files.PICTURES, now=now)
        visits.add_photo(visit=visit, slot=slot, file=taken, by=him, now=now)
    done, answers = visit_rules.sample_answers(visit.record)
    if done or answers:
        visits.tick(visit=visit, done=done, answers=answers, by=him, now=now)
    used = [repairs.PartGiven(code=line.code)] if line.kind == "part" else []
    repairs.use_parts(repair=row, parts=used, by=him, now=now)
    code = visits_queries.code_for_customer(visits_queries.visit_by_key(str(visit.id)), actor=by)
    visits.finish(visit=visit, code=code, by=him, now=now)
    yield PlayedStep(code="finished", ok=True, reads=_headline(key, by, now))


def claim(*, seller: Organisation, now: datetime, product: Product | None = None) -> Iterator[PlayedStep]:
    """File a claim on an order of a shop, have it agreed to, and see that money would go back."""
    buyer = people.enrol(name=NAME, phone=PHONE, now=now)
    bought = goods.Bought(title=product.name if product else _("Rehearsal"), amount_fen=100, product=product)
    order = goods.purchase(
        seller=seller,
        order_key=f"REHEARSAL-{buyer.id}",
        lines=[bought],
        bought_at=now - timedelta(days=5),
        buyer=buyer,
        by=SYSTEM,
        now=now,
        paid_reference="rehearsal",
    )
    goods.ship(purchase=order, waybill="REHEARSAL", by=SYSTEM, now=now - timedelta(days=4))
    order.refresh_from_db()
    filing = claims.Filing(
        purchase=order,
        lines=(claims.ClaimLineGiven(position=1),),
        type="refund_only",
        reason="not_received",
        told=_("Rehearsal"),
        phone=PHONE,
    )
    filed = claims.file(filing=filing, by=STRANGER, now=now)
    yield PlayedStep(code="claim", ok=True, reads=wording.state("claim", filed.claim.state))
    owner = Actor(kind="staff", id="rehearsal", organisation=str(seller.id), roles=frozenset({"merchant_owner"}))
    claims.agree(claim=claims_queries.claim_by_key(str(filed.claim.id)), by=owner, now=now)
    after = claims_queries.claim_by_key(str(filed.claim.id))
    yield PlayedStep(
        code="agreed", ok=after.state in ("executing", "closed"), reads=wording.state("claim", after.state)
    )


def _headline(key: str, by: Actor, now: datetime) -> str:
    row = repairs_queries.repair(repairs_queries.repair_by_key(key).number, actor=by, now=now)
    return str(HEADLINES[repairs_queries.view(row, actor=by, now=now).headline.says][0])


def _customer(key: str) -> Actor:
    return Actor(kind="customer_phone", id=key, roles=frozenset({"customer"}))
