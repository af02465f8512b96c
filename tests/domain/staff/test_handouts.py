"""Links for all technicians who can't sign in yet: made by a worker, printed by who asked, taken back at once."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from anxin.core import later
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.outbox import Message
from anxin.demo import cast, ground
from anxin.domain.network.models import Engagement, Outlet, Technician
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.models import Account, Organisation
from anxin.domain.people.queries import actors
from anxin.domain.staff import actions as staff
from anxin.domain.staff import queries
from anxin.domain.staff.commands import HANDOUTS, TECHNICIANS
from anxin.domain.staff.models import Handout
from anxin.domain.staff.queries import InvitationLinkOver, NoSuchHandout
from tests import races
from tests.domain.staff.test_staff import give

pytestmark = pytest.mark.django_db
As = Callable[[cast.Member], Actor]


@pytest.fixture
def who(now: datetime, db: None) -> As:
    """Lay the cast and give actors of it; the money's keeper administers too."""
    ground.lay(now=now)
    qian = people_queries.account(cast.QIAN.username)
    assert qian is not None
    acting(lambda: people.grant(account=qian, organisation=people_queries.operator(), role="operator", now=now))

    def actor(member: cast.Member) -> Actor:
        account = people_queries.account(member.username)
        assert account is not None
        return actors.actor_of_account(account, now=now)

    return actor


@pytest.fixture
def two(who: As) -> tuple[Technician, Technician]:
    """Give a technician without an account, and one with an account nobody has come in with."""
    known = Technician.objects.filter(account__isnull=False, engagements__to_at=None).distinct()
    bare, unused = known.order_by("number")[:2]
    Account.objects.filter(kind=Account.Kind.TECHNICIAN).update(password="came in")
    Technician.objects.filter(pk=bare.pk).update(account=None)
    Account.objects.filter(technician=unused).update(password=UNUSABLE_PASSWORD_PREFIX)
    return bare, unused


@pytest.mark.django_db(transaction=True)
def test_two_administrators_at_once_hand_out_once(who: As, two: tuple[Technician, Technician], now: datetime) -> None:
    def hands() -> object:
        house = people_queries.operator()
        return TECHNICIANS.give("links", row=house, by=by, now=now, fields={"way": "paper"})

    by = who(cast.ADMIN)
    with races.line(2) as drawn:
        outcomes = drawn.run(hands, hands)
    assert [one.won for one in outcomes].count(True) == Handout.objects.count() == 1


def hands_out(by: Actor, now: datetime, way: str = "paper") -> Handout:
    give(TECHNICIANS, "links", people_queries.operator(), by, now, way=way)
    later.run_due(now, queues=["heavy"])
    return Handout.objects.get()


class TestLinksForAllTechnicians:
    def test_reach_who_has_no_account_and_who_never_came_in_and_open_once(
        self,
        who: As,
        two: tuple[Technician, Technician],
        now: datetime,
    ) -> None:
        admin = who(cast.ADMIN)
        assert {one.pk for one in queries.uninvited(now=now)} == {one.pk for one in two}
        made = hands_out(admin, now)
        links = {one.number: one for one in queries.links_of(made, actor=admin, now=now)}

        assert set(links) == {one.number for one in two}
        assert made.ended_at == now
        assert not queries.uninvited(now=now).exists()
        bare = Technician.objects.get(pk=two[0].pk)
        assert bare.account is not None
        assert (bare.account.username, bare.account.kind) == (bare.number, Account.Kind.TECHNICIAN)
        houses = set(bare.account.roles.filter(role="technician").values_list("organisation__outlet__code", flat=True))
        assert houses == set(bare.engagements.filter(to_at=None).values_list("outlet__code", flat=True))
        acting(lambda: staff.accept(token=links[bare.number].token, new="x", now=now))
        with pytest.raises(InvitationLinkOver):
            queries.invitation(links[bare.number].token, now=now)
        assert [one.number for one in queries.links_of(made, actor=admin, now=now)] == [two[1].number]

    def test_name_outlets_of_one_name_with_city_and_code(
        self, who: As, two: tuple[Technician, Technician], now: datetime
    ) -> None:
        admin = who(cast.ADMIN)
        made = hands_out(admin, now)
        Organisation.objects.filter(outlet__isnull=False).update(name="朝阳服务站")
        for one, code in zip(two, ("AX-CD-01", "AX-DG-01"), strict=True):
            Engagement.objects.filter(technician=one).update(outlet=Outlet.objects.get(code=code))
        told = [name for _code, name, _n in queries.outlets_of(made, now=now)]
        assert len(told) > 1
        for code, name, _n in queries.outlets_of(made, now=now):
            assert name.startswith("朝阳服务站 · ")
            assert name.endswith(f"市 · {code}")
            links = queries.links_of(made, actor=admin, now=now, outlet=code)
            assert {one.outlet for one in links if one.outlet_code == code} <= {name}
        houses = [name for _slug, name in queries.houses(admin)]
        assert "朝阳服务站" not in houses
        assert set(told) <= set(houses)
        assert cast.HEYAN.name in houses

    def test_are_read_by_nobody_but_who_made_them(
        self,
        who: As,
        two: tuple[Technician, Technician],
        now: datetime,
    ) -> None:
        made = hands_out(who(cast.ADMIN), now)
        with pytest.raises(NoSuchHandout):
            queries.links_of(made, actor=who(cast.QIAN), now=now)
        with pytest.raises(NoSuchHandout):
            queries.handout(str(made.pk), actor=who(cast.XIAO_CHEN))
        for actor, then, opens in (
            (who(cast.ADMIN), now, True),
            (who(cast.QIAN), now, False),
            (who(cast.ADMIN), made.expires_at, False),
        ):
            assert [one.printable for one in queries.handouts(actor, now=then)] == [opens]
        assert all(
            "http" not in one and len(one) > 43 for one in made.invitations.values_list("token_sealed", flat=True)
        )

    def test_taken_back_open_nothing_and_leave_who_came_in_alone(
        self,
        who: As,
        two: tuple[Technician, Technician],
        now: datetime,
    ) -> None:
        admin = who(cast.ADMIN)
        made = hands_out(admin, now)
        first, second = queries.links_of(made, actor=admin, now=now)
        acting(lambda: staff.accept(token=first.token, new="x", now=now))
        give(HANDOUTS, "withdrawal", made, who(cast.QIAN), now)

        with pytest.raises(InvitationLinkOver):
            queries.invitation(second.token, now=now)
        assert made.invitations.filter(used_at=now).count() == 1
        assert not made.invitations.exclude(token_sealed="").exists()
        assert [one.number for one in queries.uninvited(now=now)] == [second.number]

    def test_open_no_account_that_may_more_than_a_technician_s_since(
        self,
        who: As,
        two: tuple[Technician, Technician],
        now: datetime,
    ) -> None:
        admin = who(cast.ADMIN)
        made = hands_out(admin, now)
        first, second = queries.links_of(made, actor=admin, now=now)
        account = Account.objects.get(username=first.username)
        house = account.roles.get().organisation
        told = {"account": account, "organisation": house, "role": "outlet_manager", "command": "grant"}
        change = acting(lambda: staff.ask(**told, by=admin, now=now))
        assert queries.invitation(first.token, now=now)
        acting(lambda: staff.agree(change=change, by=who(cast.QIAN), now=now))
        with pytest.raises(InvitationLinkOver):
            queries.invitation(first.token, now=now)
        assert queries.invitation(second.token, now=now)
        assert not queries.uninvited(now=now).exists()

    def test_are_gone_on_with_after_a_crash_each_technician_once(
        self,
        who: As,
        two: tuple[Technician, Technician],
        now: datetime,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("anxin.domain.staff.actions.handouts.AT_ONCE", 1)
        admin = who(cast.ADMIN)
        give(TECHNICIANS, "links", people_queries.operator(), admin, now, way="paper")
        made = Handout.objects.get()
        real = staff.handouts._invite

        def dies(row: Handout, one: Technician, maker: Actor, at: datetime) -> None:
            if row.done:
                raise MemoryError
            real(row, one, maker, at)

        monkeypatch.setattr(staff.handouts, "_invite", dies)
        with pytest.raises(MemoryError):
            staff.carry_out(made.pk, now=now)
        monkeypatch.setattr(staff.handouts, "_invite", real)
        staff.carry_out(made.pk, now=now)

        made.refresh_from_db()
        assert (made.done, made.total, made.invitations.count()) == (2, 2, 2)

    def test_go_by_text_message_to_each_one_s_own_phone(
        self,
        who: As,
        two: tuple[Technician, Technician],
        now: datetime,
    ) -> None:
        made = hands_out(who(cast.ADMIN), now, way="text")
        sent = Message.objects.filter(template="staff.invited_text")
        assert {one.audience for one in sent} == {f"person:{one.person_id}" for one in two}
        assert not made.invitations.exclude(token_sealed="").exists()
