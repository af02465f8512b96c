"""Every kind in every way that is offered is walked to its end, by its own steps."""

from dataclasses import replace
from datetime import datetime

import pytest

from anxin.demo import bench, cast, ground
from anxin.demo.walk import QuoteLineGiven, Walked, a_report, begin, photographed, the_code
from anxin.domain.goods.rules import KINDS, SERVICES, services_of
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as bills
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries
from anxin.domain.repairs.commands import JOBS
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.states import REPAIR
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as visits_queries
from anxin.domain.visits import rules

pytestmark = pytest.mark.django_db
OFFERED = [(one.kind, way) for one in services_of("lock", SERVICES) for way in one.ways]


def given(one: Walked, name: str, **fields: object) -> None:
    by = one.by(cast.MASTER_LUO)
    one.do(lambda: JOBS.give(name, row=one.visit, by=by, now=one.now, fields=fields))


def visited(one: Walked) -> None:
    """Do at the door what this kind takes, as its record says."""
    one.until("on_site")
    by, visit = one.by(cast.MASTER_LUO), one.visit
    if not visits_queries.is_identified(visit):
        given(one, "identity", document="id_card", witness_as="property", witness="见证人")
    one.do(lambda: repairs.quote(repair=one.repair, lines=(QuoteLineGiven(code="HY3-FIT"),), by=by, now=one.now))
    version = one.repair.quotes.get().version
    found = queries.quote(one.repair.number, version=version, actor=one.customer, now=one.now)
    one.do(lambda: repairs.agree_quote(quote=found, by=one.customer, now=one.now))
    photographed(one, rules.slots_of(visit.record, visit.kind))
    if rules.checks_of(visit.record):
        given(one, "checks", done=[point["code"] for point in rules.checks_of(visit.record)])
    one.do(lambda: repairs.use_parts(repair=one.repair, parts=(), by=by, now=one.now))
    one.do(lambda: visits.finish(visit=one.visit, code=the_code(one), by=by, now=one.now))
    bill, chen = bills.latest(one.repair.stream()), one.by(cast.XIAO_CHEN)
    assert bill is not None
    one.do(lambda: ledger.waive(bill=bill, why="走查", by=chen, now=one.now))


def helped(one: Walked) -> None:
    """Help from afar, and hear from the customer that it works."""
    one.until("accepted")
    chen = one.by(cast.XIAO_CHEN)
    one.do(lambda: repairs.help_from_afar(repair=one.repair, way="phone", link="", by=chen, now=one.now))
    one.do(lambda: repairs.say_helped(repair=one.repair, how="照步骤做好了", by=chen, now=one.now))
    one.do(lambda: repairs.confirm_help(repair=one.repair, by=one.customer, now=one.now))


def benched(one: Walked) -> None:
    """Take it in, mend it at the bench and give it back."""
    bench.until(one, "back")


class TestService:
    @pytest.mark.parametrize(("kind", "mode"), OFFERED)
    def test_walks_to_its_end_by_its_own_steps(self, kind: str, mode: str, now: datetime) -> None:
        ground.lay(now=now)
        one = begin(replace(a_report(now=now), kind=kind, mode=mode), now=now)
        walked = {"visit": visited, "remote": helped, "drop_off": benched, "mail_in": benched}
        walked[mode](one)
        assert one.repair.state in REPAIR.ends
        assert (visits_queries.latest_of(one.repair.stream()) is None) == (mode == "remote")

    def test_has_every_kind_somewhere(self) -> None:
        assert {kind for kind, _way in OFFERED} == set(KINDS) == set(Repair.Kind.values)
