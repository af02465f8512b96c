"""Who leaves an outlet is sent nowhere for it any more, and the public check vouches for him no longer."""

from datetime import datetime, timedelta

import pytest

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import WrongState
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.commands import TECHNICIANS
from anxin.domain.network.models import Engagement, Technician
from anxin.domain.notices.models import Notice
from anxin.domain.staff import actions as staff
from anxin.domain.visits import gateway
from anxin.domain.visits.models import Visit
from tests import builders

pytestmark = pytest.mark.django_db
KEEPER = Actor(kind="staff", id="desk", roles=frozenset({"operator"}))


def test_what_he_was_booked_for_goes_to_another_and_he_is_genuine_nowhere(now: datetime) -> None:
    one = builders.a_repair(now=now, at="booked")
    who, visit = one.visit.technician, one.visit
    assert who is not None
    assert queries.genuine_card(kind="technician", code=who.number, now=one.now).genuine
    mine = list(Engagement.objects.filter(technician=who, to_at=None).order_by("brand__slug"))
    there = [row for row in mine if (row.outlet_id, row.brand_id) == (visit.outlet_id, visit.brand_id)]
    for row in [row for row in mine if row not in there]:
        acting(lambda row=row: network.dismiss(engagement=row, by=KEEPER, now=one.now))
    visit.refresh_from_db()
    assert (visit.technician, visit.state) == (who, "booked"), "he left others, and works on here"
    assert queries.genuine_card(kind="technician", code=who.number, now=one.now).genuine
    for row in there:
        acting(lambda row=row: network.dismiss(engagement=row, by=KEEPER, now=one.now))
    visit.refresh_from_db()
    assert visit.technician is None
    assert who not in {each.technician for each in gateway.candidates(visit, now=one.now)}
    card = queries.genuine_card(kind="technician", code=who.number, now=one.now)
    assert (card.status, card.left, card.danger) == ("suspended", True, True)
    assert "works for none of its outlets now" in queries.says(card) or "不在" in queries.says(card)


def test_who_is_at_the_door_finishes_there(now: datetime) -> None:
    one = builders.a_repair(now=now, at="on_site")
    who, visit = one.visit.technician, one.visit
    for row in Engagement.objects.filter(technician=who, to_at=None):
        acting(lambda row=row: network.dismiss(engagement=row, by=KEEPER, now=one.now))
    visit.refresh_from_db()
    assert visit.technician == who


def works(who: Technician, visit: Visit, *, now: datetime) -> bool:
    """Return whether somebody counts in the field on the day of a visit."""
    field = queries.whole_field(day=visit.wanted_from_at.date(), now=now)
    return next(each for each in field.hands if each.id == who.pk).works


def test_whose_account_is_shut_is_in_no_window_and_no_offer_until_it_is_opened_again(now: datetime) -> None:
    one = builders.a_repair(now=now, at="booked")
    who, visit = one.visit.technician, one.visit
    assert who is not None
    account = who.account
    assert account is not None

    acting(lambda: staff.disable(account=account, why="离职", by=SYSTEM, now=one.now))

    visit.refresh_from_db()
    who.refresh_from_db()
    assert (visit.technician, visit.state) == (None, "open")
    assert Notice.objects.filter(code="repair_another").exists(), "the customer is told"
    assert who not in {each.technician for each in gateway.candidates(visit, now=one.now)}
    assert not works(who, visit, now=one.now)
    with pytest.raises(WrongState):
        acting(lambda: TECHNICIANS.give("unpause", row=who, by=KEEPER, now=one.now, fields={}))

    acting(lambda: staff.enable(account=account, by=SYSTEM, now=one.now))
    assert works(who, visit, now=one.now)


def test_who_was_paused_by_hand_stays_so_when_his_account_is_opened_again(now: datetime) -> None:
    one = builders.a_repair(now=now, at="booked")
    who = one.visit.technician
    assert who is not None
    account = who.account
    assert account is not None
    acting(lambda: network.pause(technician=who, why="投诉", by=KEEPER, now=one.now - timedelta(hours=1)))
    acting(lambda: staff.disable(account=account, why="离职", by=SYSTEM, now=one.now))
    acting(lambda: staff.enable(account=account, by=SYSTEM, now=one.now))
    who.refresh_from_db()
    assert (who.paused_at, who.shut_out_at) == (one.now - timedelta(hours=1), None)


def test_whose_account_is_shut_while_he_is_at_the_door_keeps_that_job(now: datetime) -> None:
    one = builders.a_repair(now=now, at="on_site")
    who, visit = one.visit.technician, one.visit
    assert who is not None
    account = who.account
    assert account is not None
    acting(lambda: staff.disable(account=account, why="离职", by=SYSTEM, now=one.now))
    visit.refresh_from_db()
    assert visit.technician == who
