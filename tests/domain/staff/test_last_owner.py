"""A merchant with open claims keeps an owner: his role stays until another owns, or no claim is open."""

from collections.abc import Callable
from datetime import datetime

import pytest

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.states import lock
from anxin.demo import cast
from anxin.demo.walk import actor
from anxin.domain.claims.models import Claim
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.models import Account, Organisation, Role
from anxin.domain.staff import actions as staff
from anxin.domain.staff.actions import emergencies, handovers
from anxin.domain.staff.commands import ACCOUNTS
from anxin.domain.staff.models import RoleChange
from tests import races
from tests.claim_builders import a_claim

TAKEN = {"change": "withdraw:merchant_owner", "why": "离职"}


def owner() -> Account:
    found = people_queries.account(cast.MERCHANT_OWNER.username)
    assert found is not None
    return found


def shop() -> Organisation:
    return people_queries.organisation(cast.MERCHANT.slug)


def takes(now: datetime) -> None:
    by = actor(cast.ADMIN, now=now)
    acting(lambda: ACCOUNTS.give("role", row=owner(), by=by, now=now, fields=TAKEN))


def owns(now: datetime) -> bool:
    return people_queries.role_held(owner(), organisation=shop(), role="merchant_owner", now=now) is not None


def another(now: datetime, name: str = "second.owner") -> Account:
    """Give the merchant another owner."""

    def made() -> Account:
        account = people.open_account(username=name, password="", called="二掌柜", now=now)
        people.grant(account=account, organisation=shop(), role="merchant_owner", now=now)
        return account

    return acting(made)


@pytest.mark.django_db
class TestTheLastOwnerOfAMerchant:
    def test_stays_while_claims_are_open_and_the_refusal_says_how_many_and_the_way(self, now: datetime) -> None:
        one = a_claim(now=now)
        with pytest.raises(handovers.LastOwner) as refused:
            takes(one.now)
        assert refused.value.facts == {"house": cast.MERCHANT.name, "username": owner().username, "count": 1}
        assert owns(one.now)
        assert not RoleChange.objects.exists(), "nothing waits for an answer that couldn't count"

    def test_goes_once_another_owns(self, now: datetime) -> None:
        one = a_claim(now=now)
        another(one.now)
        takes(one.now)
        assert not owns(one.now)

    def test_stays_where_the_other_owner_is_shut_out(self, now: datetime) -> None:
        one = a_claim(now=now)
        Account.objects.filter(pk=another(one.now).pk).update(is_active=False)
        with pytest.raises(handovers.LastOwner):
            takes(one.now)

    def test_goes_once_no_claim_is_open(self, now: datetime) -> None:
        one = a_claim(now=now)
        Claim.objects.filter(pk=one.claim.pk).update(state="closed")
        takes(one.now)
        assert not owns(one.now)

    def test_stays_where_a_claim_came_between_asking_and_agreeing(self, now: datetime) -> None:
        one = a_claim(now=now)
        other = another(one.now)
        qian = people_queries.account(cast.QIAN.username)
        assert qian is not None
        home = people_queries.operator()
        acting(lambda: people.grant(account=qian, organisation=home, role="operator", now=one.now))
        takes(one.now)
        change = RoleChange.objects.get(state="asked")
        Account.objects.filter(pk=other.pk).update(is_active=False)
        by = actor(cast.QIAN, now=one.now)
        with pytest.raises(handovers.LastOwner):
            acting(lambda: staff.agree(change=change, by=by, now=one.now))
        change.refresh_from_db()
        assert (change.state, owns(one.now)) == ("asked", True)

    def test_stays_where_the_machine_asked_for_it(self, now: datetime) -> None:
        one = a_claim(now=now)
        told = {"account": owner(), "organisation": shop(), "role": "merchant_owner", "command": "withdraw"}
        with pytest.raises(handovers.LastOwner):
            acting(lambda: emergencies.ask_at_machine(**told, why="离职", now=one.now))  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
def test_of_a_merchants_last_two_owners_one_stays_when_both_roles_end_at_once(now: datetime) -> None:
    one = a_claim(now=now)
    another(one.now)
    roles = list(Role.objects.filter(role="merchant_owner", organisation=shop(), to_at=None).select_related("account"))
    assert len(roles) == 2

    def ends(role: Role) -> Callable[[], None]:
        def end() -> None:
            lock(role.account)
            handovers.end_role(role=role, by=SYSTEM, now=one.now)

        return end

    with races.line(2) as drawn:
        outcomes = drawn.run(*(ends(role) for role in roles))
    assert [each.won for each in outcomes].count(True) == 1
    (lost,) = (each for each in outcomes if not each.won)
    assert isinstance(lost.refusal, handovers.LastOwner)
    assert Role.objects.filter(role="merchant_owner", organisation=shop(), to_at=None).count() == 1
