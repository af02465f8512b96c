"""What lies with accounts that were shut before shutting handed it over goes over by itself, once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from anxin.commands import admin
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.timeline import Entry
from anxin.demo import cast, ground
from anxin.domain.claims import actions as claims
from anxin.domain.claims.models import Dispute
from anxin.domain.contacts import actions as contacts
from anxin.domain.contacts.models import Contact
from anxin.domain.notices.models import Notice
from anxin.domain.people import queries as people
from anxin.domain.people.models import Account
from anxin.domain.people.queries import actors
from anxin.domain.staff import actions as staff
from anxin.domain.staff import queries, tasks
from anxin.domain.visits import gateway
from tests import builders
from tests.claim_builders import a_claim, refuse

pytestmark = pytest.mark.django_db
As = Callable[[cast.Member], Actor]


@pytest.fixture
def who(now: datetime, db: None) -> As:
    """Lay the cast and give actors of it."""
    ground.lay(now=now)

    def actor(member: cast.Member) -> Actor:
        found = people.account(member.username)
        assert found is not None
        return actors.actor_of_account(found, now=now)

    return actor


def a_call(by: Actor, now: datetime) -> Contact:
    until = now + timedelta(hours=2)
    call = contacts.LoggedCall(phone="13800000001", name="张晓梅", text="问进度", result="promised", promised_at=until)
    return acting(lambda: contacts.log_call(call=call, by=by, now=now))


def shut(username: str) -> None:
    """Shut an account as it was before anything was handed over."""
    Account.objects.filter(username=username).update(is_active=False)


class TestAShutAccount:
    def test_of_a_technician_sends_him_nowhere_from_the_first_look_on_and_counts_again_once_open(
        self, now: datetime
    ) -> None:
        one = builders.a_repair(now=now, at="booked")
        who, visit = one.visit.technician, one.visit
        assert who is not None
        assert who.account is not None
        shut(who.account.username)

        tasks.clear_shut.func(now=one.now)
        tasks.clear_shut.func(now=one.now + timedelta(hours=1))

        visit.refresh_from_db()
        who.refresh_from_db()
        assert (visit.technician, visit.state) == (None, "open")
        assert Notice.objects.filter(code="repair_another").exists(), "the customer is told"
        assert who not in {each.technician for each in gateway.candidates(visit, now=one.now)}
        assert (who.shut_out_at, who.paused_at) == (one.now, one.now)
        assert Entry.objects.filter(code="network.shut_out").count() == 1
        assert queries.shut_with_work() == []

        acting(lambda: staff.enable(account=who.account, by=SYSTEM, now=one.now))
        who.refresh_from_db()
        assert (who.shut_out_at, who.paused_at) == (None, None)

    def test_keeps_no_open_calls_and_claims(self, who: As, now: datetime) -> None:
        row, one = a_call(who(cast.XIAO_CHEN), now), a_claim(now=now, at="review")
        one.do(lambda: claims.take_case(claim=one.claim, by=one.by(cast.LIN), now=one.now))
        tasks.clear_shut.func(now=one.now)
        row.refresh_from_db()
        assert row.taker == who(cast.XIAO_CHEN).key, "who is there keeps his"
        shut(cast.XIAO_CHEN.username)
        shut(cast.LIN.username)

        tasks.clear_shut.func(now=one.now)

        row.refresh_from_db()
        assert (row.state, row.taker) == ("received", "")
        assert Dispute.objects.get(claim=one.claim).reviewer == ""
        assert Notice.objects.filter(code="handed_back", account__username=cast.XIAO_DENG.username).exists()
        assert queries.shut_with_work() == []

    def test_is_left_alone_while_his_cases_wait_for_a_second_persons_word(self, who: As, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        one.do(lambda: claims.take_case(claim=one.claim, by=one.by(cast.LIN), now=one.now))
        one.propose(refuse(fraud_said=True))
        assert one.decision.state == "proposed"
        shut(cast.LIN.username)

        assert queries.shut_with_work() == [], "nothing could go over: each hour it was locked in vain"
        assert Dispute.objects.get(claim=one.claim).reviewer == who(cast.LIN).key

        one.do(lambda: claims.send_back(decision=one.decision, why="再看", by=one.by(cast.QIAO), now=one.now))
        tasks.clear_shut.func(now=one.now)
        assert Dispute.objects.get(claim=one.claim).reviewer == ""
        assert queries.shut_with_work() == []

    def test_that_was_opened_again_meanwhile_keeps_its_own(self, who: As, now: datetime) -> None:
        row = a_call(who(cast.XIAO_CHEN), now)
        shut(cast.XIAO_CHEN.username)
        (seen,) = queries.shut_with_work()
        acting(lambda: staff.enable(account=seen, by=SYSTEM, now=now))

        acting(lambda: staff.clear(account=seen, now=now))

        row.refresh_from_db()
        assert row.taker == who(cast.XIAO_CHEN).key


def test_a_role_that_is_withdrawn_on_the_machine_gives_back_what_it_let_have(who: As, now: datetime) -> None:
    row = a_call(who(cast.XIAO_CHEN), now)
    for role in sorted(who(cast.XIAO_CHEN).roles):
        acting(
            lambda role=role: admin.change_role(
                cast.XIAO_CHEN.username, f"{people.operator().slug}:{role}", "withdraw", now
            )
        )

    row.refresh_from_db()
    assert (row.state, row.taker) == ("received", "")
    assert Notice.objects.filter(code="handed_back", account__username=cast.XIAO_DENG.username).count() == 1
