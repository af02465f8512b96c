"""An offer that ran out before its technician saw it is no refusal."""

from datetime import datetime, timedelta

import pytest

from anxin.demo import cast
from anxin.domain.repairs import actions as repairs
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway
from tests import builders

pytestmark = pytest.mark.django_db


def test_asks_again_who_never_saw_it_and_not_who_let_it_run_out(now: datetime) -> None:
    one = builders.a_repair(now=now, at="accepted")
    one.do(lambda: repairs.triage(repair=one.repair, by=one.by(cast.XIAO_CHEN), now=one.now))
    one.run()
    unseen = builders.open_offer(one)
    one.now += timedelta(minutes=6)
    one.run()
    again = one.visit.offers.get(state="sent", technician=unseen.technician)
    unseen.refresh_from_db()
    assert (unseen.state, again.round) == ("lapsed", 2)
    member = next(who for who in cast.TECHNICIANS if who.number == again.technician.number)
    one.do(lambda: visits.see(offer=again, by=one.by(member), now=one.now))
    one.now += timedelta(minutes=6)
    one.run()
    again.refresh_from_db()
    assert again.state == "expired"
    found = {who.technician for who in gateway.candidates(one.visit, now=one.now)}
    assert found == {offer.technician for offer in one.visit.offers.filter(state="lapsed", round=2)}
    assert unseen.technician not in found
