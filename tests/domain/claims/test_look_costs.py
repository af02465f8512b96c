"""What a technician's look cost: the buyer pays nothing, who is liable bears it where the house has it so."""

from datetime import datetime

import pytest

from anxin.core import settings, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.claims.actions import Ruling
from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger.models import Transfer
from anxin.domain.people.queries import actors
from anxin.domain.repairs.commands import JOBS
from anxin.domain.visits import queries as visits
from tests.claim_builders import FACTS
from tests.domain.claims.test_inspections import at_the_door, found, ordered

pytestmark = pytest.mark.django_db


def looked_and_decided(now: datetime, *, liable: str = "merchant") -> list[tuple[str, int]]:
    """Walk a look to its end and the decision after it to where it stands; give what stands charged for the look."""
    one, look = ordered(now)
    at_the_door(look)
    found(look)
    luo, buyer = look.by(cast.MASTER_LUO), actors.actor_of_person(str(one.claim.buyer_id))
    code = visits.code_for_customer(look.visit, actor=buyer)
    look.do(lambda: JOBS.give("completion", row=look.visit, by=luo, now=look.now, fields={"code": code}))
    one.now = look.now
    one.run()
    one.propose(Ruling(remedy="return", amount_fen=99900, reason="鉴定属质量问题", found=FACTS, liable=liable))
    one.wait(days=8)
    bill = ledger.latest(look.repair.stream())
    assert bill is not None
    assert (bill.total_fen, [line.full_fen for line in bill.lines.all()]) == (0, [3000])
    assert not list(timeline.verify())
    rows = Transfer.objects.filter(bill=bill, reason="borne")
    return [(row.debit.replace(str(one.claim.seller_id), "seller"), row.amount_fen) for row in rows]


def set_so(now: datetime) -> None:
    given = {"name": "claims.liable_bears_look", "value": True, "valid_from": now, "by": SYSTEM, "now": now}
    acting(lambda: settings.propose(**given))


def test_is_borne_by_who_runs_the_service_unless_it_is_set_otherwise(now: datetime) -> None:
    assert looked_and_decided(now) == []


def test_is_charged_to_the_liable_side_where_it_is_set_so(now: datetime) -> None:
    set_so(now)
    assert looked_and_decided(now) == [("organisation:seller", 3000)]


def test_is_charged_to_nobody_where_nobody_is_liable(now: datetime) -> None:
    set_so(now)
    assert looked_and_decided(now, liable="nobody") == []
