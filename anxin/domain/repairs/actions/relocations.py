"""Goods whose outlet can't mend them any more: they are to come to another, or go on to one."""

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.timezone import localdate

from anxin.core import clocks
from anxin.core.actors import SYSTEM, Actor
from anxin.core.states import lock, transition
from anxin.core.timeline import Entry
from anxin.domain.custody import actions as custody
from anxin.domain.custody import queries as keeping
from anxin.domain.custody import rules as keeping_rules
from anxin.domain.custody.models import Custody
from anxin.domain.network import queries as network
from anxin.domain.people.models import Organisation
from anxin.domain.repairs import queries
from anxin.domain.repairs.actions.bench import MENDED, custody_of
from anxin.domain.repairs.actions.goods import NoBench, home_for
from anxin.domain.repairs.actions.intake import end_visit
from anxin.domain.repairs.models import Repair

SOON = timedelta(days=14)
"""So long before an outlet closes who comes there is told."""


def word_changed(*, fact: Entry, now: datetime) -> None:
    """A brand gave or took back its word for an outlet: goods that were to be mended there go elsewhere, or needn't."""
    word = network.authorisation_by_key(fact.stream_key.key)
    if word.kind == word.Kind.OUTLET:
        _review(Q(outlet__code=word.code), word.brand, now=now)


def key_lost(*, fact: Entry, now: datetime) -> None:
    """A brand's key is lost: goods go elsewhere from the outlets that it alone vouched for."""
    _review(Q(), network.brand_by_key(fact.stream_key.key), now=now)


def outlet_changed(*, fact: Entry, now: datetime) -> None:
    """An outlet takes no more orders, or nothing in that is brought or sent; or does so again."""
    _review(Q(outlet=fact.stream_key.key), None, now=now)


def outlet_closed(*, fact: Entry, now: datetime) -> None:
    """An outlet is closed for some days: who brings something there soon, or collects it, is told."""
    if date.fromisoformat(str(fact.facts["from"])) > localdate(now) + SOON:
        return
    comes = Q(outlet=fact.stream_key.key, mode="drop_off", goes_home=False, state__in=("expected", "ready"))
    for row in keeping.open_at(comes):
        lock(row)
        custody.say_closed(row, by=SYSTEM, now=now)


def goods_put_back(*, fact: Entry, now: datetime) -> None:
    """Goods stand again where something could be begun on them, or came to the outlet of before."""
    if fact.stream_key.kind == "repair":
        repair = queries.repair_by_key(fact.stream_key.key)
        row = keeping.open_of(repair.stream())
        if row is not None:
            _look_at(repair, row, now=now)


def _review(which: Q, brand: Organisation | None, *, now: datetime) -> None:
    rows = keeping.open_at(which)
    mine = Repair.objects.filter(pk__in=[row.stream_key for row in rows])
    several = (mine if brand is None else mine.filter(brand=brand)).select_related("brand", "product__brand", "place")
    cases = several.in_bulk()
    for row in rows:
        if row.stream_key in cases:
            _look_at(cases[row.stream_key], row, now=now)


def _look_at(repair: Repair, row: Custody, *, now: datetime) -> None:
    lock(repair, row)
    why = keeping.why_stuck(row, repair.brand, now=now)
    what = keeping_rules.WITHOUT_ITS_OUTLET.get(why, {}).get(row.state, "")
    if what == "moves" and _moved(repair, row, why, now=now):
        return
    if what and row.stuck_why != why:
        custody.get_stuck(row, why=why, whose=str(repair.operator_id), by=SYSTEM, now=now)
    elif not what and row.stuck_why:
        custody.not_stuck(row, by=SYSTEM, now=now)


def _moved(repair: Repair, row: Custody, why: str, *, now: datetime) -> bool:
    """Have goods that nobody sent yet come to the nearest other outlet; return whether there is one."""
    product, place = repair.product, repair.place
    try:
        home = home_for(product=product, mode=row.mode, wanted="", place=place, now=now)
    except NoBench:
        return False
    if home is None:
        return False
    custody.move_home(row, home, mode=row.mode, window=None, why=why, by=SYSTEM, now=now)
    return True


def choose_home(*, repair: Repair, home: str, by: Actor, now: datetime) -> None:
    """Have goods that nobody sent yet brought or sent elsewhere, as chosen: `drop_off:CODE`. Raises `NoBench`."""
    lock(repair)
    row = custody_of(repair)
    mode, _colon, code = home.partition(":")
    product, place = repair.product, repair.place
    outlet = home_for(product=product, mode=mode, wanted=code, place=place, now=now) if code else None
    if outlet is None or (outlet.pk == row.outlet_id and mode == row.mode):
        raise NoBench("home", expected="another outlet of the list", got=home)
    if mode != repair.mode:
        Repair.objects.filter(pk=repair.pk).update(mode=mode)
        repair.mode = mode
    custody.move_home(row, outlet, mode=mode, window=None, by=by, now=now)


def send_on(*, repair: Repair, outlet: str, carrier: str, waybill: str, by: Actor, now: datetime) -> None:
    """Send goods on to an outlet that can mend them; what was begun here ends. Raises `NoBench`."""
    lock(repair)
    row = custody_of(repair)
    product, place = repair.product, repair.place
    home = home_for(product=product, mode="mail_in", wanted=outlet, place=place, now=now)
    if home is None or home.pk == row.outlet_id:
        raise NoBench("outlet", expected="another outlet of the list", got=outlet)
    end_visit(repair, why="goods_sent_on", by=SYSTEM, now=now, goods_stay=True)
    if repair.state == "triaged":
        transition(repair, "wait_for_goods", by=SYSTEM, now=now)
    clocks.stop(repair.stream(), MENDED, now=now)
    custody.forward(row, home, carrier=carrier, waybill=waybill, by=by, now=now)
