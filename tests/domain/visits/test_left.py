"""Who leaves an outlet is sent nowhere for it any more, and the public check vouches for him no longer."""

from datetime import datetime

import pytest

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.models import Engagement
from anxin.domain.visits import gateway
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
