"""The lead of a merchant or an outlet keeps the accounts of his own house, and nobody else's."""

from collections.abc import Callable
from datetime import datetime

import pytest

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.commands import Table
from anxin.core.errors import AnxinError, Forbidden, Missing
from anxin.demo import cast, ground
from anxin.domain.notices.models import Notice
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.models import Account, Organisation
from anxin.domain.people.queries import actors
from anxin.domain.staff import actions as staff
from anxin.domain.staff import queries
from anxin.domain.staff.commands import ACCOUNTS, CHANGES, INVITATIONS
from anxin.domain.staff.models import RoleChange
from tests.factor_builders import enrolled

pytestmark = pytest.mark.django_db
OWNER, LEAD = cast.HEYAN_OWNER, cast.BOSS_HE
As = Callable[[cast.Member], Actor]


@pytest.fixture
def who(now: datetime, db: None) -> As:
    """Lay the cast, with two administrators, and give actors of it."""
    ground.lay(now=now)
    acting(
        lambda: people.grant(
            account=account(cast.QIAN), organisation=people_queries.operator(), role="operator", now=now
        )
    )
    enrolled([one.username for one in (cast.ADMIN, cast.QIAN, OWNER, LEAD)], now=now)
    return lambda member: actors.actor_of_account(account(member), now=now)


def account(member: cast.Member) -> Account:
    found = people_queries.account(member.username)
    assert found is not None
    return found


def house(member: cast.Member) -> Organisation:
    return account(member).roles.get(to_at=None).organisation


def give(table: Table, name: str, row: object, by: Actor, now: datetime, **fields: object) -> object:  # type: ignore[type-arg]
    return acting(lambda: table.give(name, row=row, by=by, now=now, fields=fields))


def invite(by: Actor, where: Organisation, role: str, now: datetime, name: str = "new.one") -> Account:
    give(INVITATIONS, "invitation", where, by, now, called="新来的", username=name, role=role)
    found = people_queries.account(name)
    assert found is not None
    return found


def roles(one: Account, now: datetime) -> frozenset[str]:
    return actors.actor_of_account(one, now=now).roles


def told() -> set[tuple[str, str]]:
    """Name whose bell rang about a role that waits, and about whom."""
    return set(Notice.objects.filter(code="role_asked").values_list("account__username", "number"))


class TestInvites:
    def test_alone_whoever_moves_no_money_and_others_while_nobody_else_leads(self, who: As, now: datetime) -> None:
        packer = invite(who(OWNER), house(OWNER), "packer", now, "packer.one")
        agent = invite(who(OWNER), house(OWNER), "merchant_agent", now, "agent.one")
        clerk = invite(who(LEAD), house(LEAD), "parts_clerk", now, "clerk.one")

        assert [roles(one, now) for one in (packer, agent, clerk)] == [{"packer"}, {"merchant_agent"}, {"parts_clerk"}]
        assert told() == set()

    def test_nobody_who_leads_alone_an_administrator_agrees(self, who: As, now: datetime) -> None:
        second = invite(who(LEAD), house(LEAD), "outlet_manager", now)
        change = RoleChange.objects.get()
        assert (change.state, roles(second, now)) == ("asked", frozenset())
        assert told() == {(cast.ADMIN.username, "new.one"), (cast.QIAN.username, "new.one")}
        with pytest.raises(AnxinError):
            give(CHANGES, "agreement", change, who(LEAD), now)
        with pytest.raises(AnxinError):
            give(CHANGES, "agreement", change, who(OWNER), now)

        give(CHANGES, "agreement", change, who(cast.ADMIN), now)
        assert roles(second, now) == {"outlet_manager"}

    def test_whoever_pays_with_a_second_lead_where_there_is_one(self, who: As, now: datetime) -> None:
        mei, home = account(cast.XIAO_MEI), house(OWNER)
        acting(lambda: people.grant(account=mei, organisation=home, role="merchant_owner", now=now))
        enrolled([mei.username], now=now)

        agent = invite(who(OWNER), home, "merchant_agent", now)
        change = RoleChange.objects.get()
        assert roles(agent, now) == frozenset()
        assert [one.id for one in queries.changes(who(cast.XIAO_MEI), now=now)] == [change.pk]
        assert queries.changes(who(LEAD), now=now) == []
        assert told() == {(one.username, "new.one") for one in (cast.XIAO_MEI, cast.ADMIN, cast.QIAN)}
        give(CHANGES, "agreement", change, who(cast.XIAO_MEI), now)
        assert roles(agent, now) == {"merchant_agent"}

    def test_whoever_pays_with_the_second_lead_whose_authenticator_he_took_away(self, who: As, now: datetime) -> None:
        mei, home = account(cast.XIAO_MEI), house(OWNER)
        acting(lambda: people.grant(account=mei, organisation=home, role="merchant_owner", now=now))
        enrolled([mei.username], now=now)
        give(ACCOUNTS, "authenticator", mei, who(OWNER), now)

        agent = invite(who(OWNER), home, "merchant_agent", now)

        assert roles(agent, now) == frozenset()
        assert RoleChange.objects.get().state == "asked"

    @pytest.mark.parametrize(
        "by", [OWNER, cast.XIAO_MEI, cast.MASTER_LUO, cast.XIAO_CHEN], ids=lambda one: one.username
    )
    def test_nobody_into_another_house(self, who: As, now: datetime, by: cast.Member) -> None:
        with pytest.raises(AnxinError):
            invite(who(by), house(LEAD), "parts_clerk", now)
        assert people_queries.account("new.one") is None

    def test_nobody_in_a_role_of_another_kind_of_house(self, who: As, now: datetime) -> None:
        for role in ("operator", "agent", "technician", "merchant_agent"):
            with pytest.raises(AnxinError):
                invite(who(LEAD), house(LEAD), role, now)
        assert people_queries.account("new.one") is None


class TestKeeps:
    def test_his_own_people_and_nobody_who_works_elsewhere_too(self, who: As, now: datetime) -> None:
        fang = account(cast.XIAO_FANG)
        seen = {one.username for one in queries.visible_to(who(LEAD))}
        assert {fang.username, cast.XIAO_KONG.username} <= seen
        assert seen.isdisjoint({cast.MASTER_LUO.username, cast.XIAO_CHEN.username, OWNER.username})

        acting(lambda: people.grant(account=fang, organisation=house(OWNER), role="packer", now=now))
        assert fang not in queries.visible_to(who(LEAD))
        with pytest.raises(Missing):
            queries.account(fang.username, actor=who(LEAD))
        for name in ("password", "shutting", "role", "mail"):
            with pytest.raises(AnxinError):
                give(ACCOUNTS, name, fang, who(LEAD), now, why="-", change="withdraw:outlet_dispatcher", mail="")

    def test_takes_a_role_away_shuts_and_opens_and_hears_where_it_takes_two(self, who: As, now: datetime) -> None:
        fang = account(cast.XIAO_FANG)
        give(ACCOUNTS, "role", fang, who(LEAD), now, change="withdraw:outlet_dispatcher", why="转岗")
        assert roles(fang, now) == frozenset()
        give(ACCOUNTS, "shutting", fang, who(LEAD), now, why="离职")
        fang.refresh_from_db()
        assert not fang.is_active
        give(ACCOUNTS, "opening", fang, who(LEAD), now)
        with pytest.raises(AnxinError):
            give(ACCOUNTS, "unlocking", fang, who(LEAD), now)

    def test_another_lead_s_account_only_as_two_hands_allow(self, who: As, now: datetime) -> None:
        mei, home = account(cast.XIAO_MEI), house(OWNER)
        acting(lambda: people.grant(account=mei, organisation=home, role="merchant_owner", now=now))
        acting(lambda: people.set_password(account=mei, password="rain on the roof 5"))
        enrolled([mei.username], now=now)
        give(ACCOUNTS, "password", mei, who(OWNER), now)

        for name in ("authenticator", "shutting"):
            with pytest.raises(AnxinError):
                give(ACCOUNTS, name, mei, who(OWNER), now, why="-")
        give(ACCOUNTS, "authenticator", mei, who(cast.ADMIN), now)
        with pytest.raises(AnxinError) as refused:
            give(ACCOUNTS, "mail", mei, who(OWNER), now, mail="owner@b.example")
        assert refused.value.code == "staff.two_hands"

    def test_of_a_stranger_house_is_refused_by_the_action_too(self, who: As, now: datetime) -> None:
        invite(who(LEAD), house(LEAD), "outlet_manager", now)
        change = RoleChange.objects.get()
        with pytest.raises(Forbidden):
            acting(lambda: staff.agree(change=change, by=who(OWNER), now=now))
