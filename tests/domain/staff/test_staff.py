"""Accounts: invited by a link that counts once, roles by two persons, shut, on leave with cases handed over."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import settings as django_settings

from anxin.core import settings, timeline, vault
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.commands import Table
from anxin.core.errors import AnxinError, Forbidden, Invalid, WrongState
from anxin.core.outbox import Message
from anxin.demo import cast, ground
from anxin.domain.claims import actions as claims
from anxin.domain.claims.models import Dispute
from anxin.domain.contacts import actions as contacts
from anxin.domain.contacts.models import Contact
from anxin.domain.notices.models import Notice
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.actions.credentials import hashed_for
from anxin.domain.people.models import Account
from anxin.domain.people.queries import actors
from anxin.domain.staff import actions as staff
from anxin.domain.staff import queries
from anxin.domain.staff.actions.handovers import NotAColleague
from anxin.domain.staff.commands import ACCOUNTS, CHANGES, INVITATIONS, work
from anxin.domain.staff.models import Invitation, Leave, RoleChange
from anxin.domain.staff.queries import AccountFilter, InvitationLinkOver
from tests.claim_builders import a_claim
from tests.factor_builders import enrolled

pytestmark = pytest.mark.django_db
As = Callable[[cast.Member], Actor]


@pytest.fixture
def who(now: datetime, db: None) -> As:
    """Lay the cast, with a second administrator, and give actors of it."""
    ground.lay(now=now)
    home = people_queries.operator()
    qian = account_of(cast.QIAN)
    acting(lambda: people.grant(account=qian, organisation=home, role="operator", now=now))
    enrolled([cast.ADMIN.username, cast.QIAN.username], now=now)
    return lambda member: actors.actor_of_account(account_of(member), now=now)


@pytest.fixture
def a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have letters leave by a server that nobody entered here."""
    monkeypatch.setattr(django_settings, "SMTP", "smtp://mail.example")


def account_of(member: cast.Member) -> Account:
    found = people_queries.account(member.username)
    assert found is not None
    return found


def came_in_as(member: cast.Member, now: datetime) -> Account:
    account = account_of(member)
    account.set_password("rain on the roof 5")
    account.save()
    enrolled([account.username], now=now)
    return account


def give(table: Table, name: str, row: object, by: Actor, now: datetime, **fields: object) -> object:  # type: ignore[type-arg]
    return acting(lambda: table.give(name, row=row, by=by, now=now, fields=fields))


def invite(by: Actor, now: datetime, **fields: str) -> str:
    given = {"called": "新来的", "username": "new.one", "role": "agent", **fields}
    return str(give(INVITATIONS, "invitation", people_queries.operator(), by, now, **given))


class TestAnInvitation:
    def test_opens_an_account_nobody_can_use_before_the_link_was_opened(self, who: As, now: datetime) -> None:
        token = invite(who(cast.ADMIN), now)
        account = queries.invitation(token, now=now).account

        assert not account.has_usable_password()
        assert token not in str(list(Invitation.objects.values()))
        new = hashed_for(password="rain on the roof 5", username="new.one", called="新来的")
        acting(lambda: staff.accept(token=token, new=new, now=now))
        account.refresh_from_db()
        assert account.check_password("rain on the roof 5")

    def test_counts_once_for_seven_days_and_only_the_newest(self, who: As, now: datetime) -> None:
        token = invite(who(cast.ADMIN), now)
        account = queries.invitation(token, now=now).account
        with pytest.raises(InvitationLinkOver):
            queries.invitation(token, now=now + timedelta(days=7, seconds=1))

        newer = str(give(ACCOUNTS, "invitation", account, who(cast.ADMIN), now))
        with pytest.raises(InvitationLinkOver):
            queries.invitation(token, now=now)
        acting(lambda: staff.accept(token=newer, new="x", now=now))
        with pytest.raises(InvitationLinkOver):
            queries.invitation(newer, now=now)

    def test_gives_the_role_only_once_another_administrator_agreed(self, who: As, now: datetime) -> None:
        invite(who(cast.ADMIN), now)
        account = people_queries.account("new.one")
        change = RoleChange.objects.get()
        assert account is not None

        assert not actors.actor_of_account(account, now=now).roles
        with pytest.raises(WrongState) as refused:
            give(CHANGES, "agreement", change, who(cast.ADMIN), now)
        assert refused.value.code == "staff.second_needed"
        give(CHANGES, "agreement", change, who(cast.QIAN), now)
        assert actors.actor_of_account(account, now=now).roles == {"agent"}

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"username": "admin"}, "staff.name_taken"),
            ({"mail": "nowhere"}, "staff.bad_mail"),
            ({"role": "merchant_owner"}, "people.no_role"),
        ],
    )
    def test_refuses_a_slip_by_its_field(self, who: As, now: datetime, fields: dict[str, str], code: str) -> None:
        with pytest.raises(Exception) as refused:  # noqa: PT011
            invite(who(cast.ADMIN), now, **fields)
        assert getattr(refused.value, "code", "") == code
        assert people_queries.account("new.one") is None

    def test_is_mailed_where_there_is_an_address_to_lead_to(self, who: As, now: datetime) -> None:
        acting(
            lambda: settings.propose(
                name="notices.address", value="https://s.example", valid_from=now, by=who(cast.ADMIN), now=now
            )
        )
        token = invite(who(cast.ADMIN), now, mail="new@qinghe.example")

        row = Message.objects.get(carrier="mail")
        assert "qinghe" not in str(vars(row))
        secret = vault.open_("core.outbox.secret", row.key, row.secret)
        assert secret == f"https://s.example/sign-in/invitation/{token}/"
        assert queries.mail_of(row).to == "new@qinghe.example"


class TestARole:
    def test_changes_by_two_and_never_by_who_it_is_about(self, who: As, now: datetime) -> None:
        chen = account_of(cast.XIAO_CHEN)
        give(ACCOUNTS, "role", chen, who(cast.ADMIN), now, change="grant:reviewer", why="夜班缺人")
        change = RoleChange.objects.get()

        assert "reviewer" not in who(cast.XIAO_CHEN).roles
        give(CHANGES, "agreement", change, who(cast.QIAN), now)
        assert "reviewer" in who(cast.XIAO_CHEN).roles
        own = account_of(cast.QIAN)
        with pytest.raises(WrongState) as refused:
            give(ACCOUNTS, "role", own, who(cast.QIAN), now, change="grant:reviewer", why="我要")
        assert refused.value.code == "staff.itself"

    def test_that_was_refused_or_taken_back_never_counts(self, who: As, now: datetime) -> None:
        chen = account_of(cast.XIAO_CHEN)
        for name, by in (("refusal", cast.QIAN), ("withdrawal", cast.ADMIN)):
            give(ACCOUNTS, "role", chen, who(cast.ADMIN), now, change="grant:reviewer", why="夜班缺人")
            change = RoleChange.objects.get(state="asked")
            give(CHANGES, name, change, who(by), now)
            with pytest.raises(WrongState):
                give(CHANGES, "agreement", change, who(cast.QIAN), now)
        assert "reviewer" not in who(cast.XIAO_CHEN).roles

    def test_of_an_administrator_goes_by_two_before_the_account_is_shut(self, who: As, now: datetime) -> None:
        qian, admin = account_of(cast.QIAN), account_of(cast.ADMIN)
        with pytest.raises(WrongState) as refused:
            give(ACCOUNTS, "shutting", qian, who(cast.ADMIN), now, why="离职")
        assert refused.value.code == "staff.administrator_first"
        acting(lambda: staff.disable(account=qian, why="-", by=who(cast.SUN), now=now))
        with pytest.raises(people.LastOperator):
            acting(lambda: staff.disable(account=admin, why="误点", by=who(cast.SUN), now=now))

    def test_is_nobodys_to_ask_for_but_an_administrators(self, who: As, now: datetime) -> None:
        with pytest.raises(Forbidden):
            give(ACCOUNTS, "role", account_of(cast.LIN), who(cast.XIAO_CHEN), now, change="grant:finance", why="-")


class TestAnAccount:
    def test_that_is_shut_signs_nobody_in_and_opens_no_link(self, who: As, now: datetime) -> None:
        token = invite(who(cast.ADMIN), now)
        account = queries.invitation(token, now=now).account

        give(ACCOUNTS, "shutting", account, who(cast.ADMIN), now, why="发错人了")

        with pytest.raises(InvitationLinkOver):
            queries.invitation(token, now=now)
        assert queries.view(account_by("new.one"), now=now).stands == "shut"
        give(ACCOUNTS, "opening", account_by("new.one"), who(cast.ADMIN), now)
        assert queries.view(account_by("new.one"), now=now).stands == "unused"

    def test_is_found_by_name_house_role_and_how_it_stands(self, who: As, now: datetime) -> None:
        admin = who(cast.ADMIN)

        def names(**wish: str) -> set[str]:
            return {one.username for one in queries.listed(admin, wish=AccountFilter(**wish), now=now)}

        assert names(text="小陈") == {"chen"}
        assert cast.BOSS_HE.username in names(house="outlet")
        assert cast.XIAO_CHEN.username not in names(house="outlet")
        assert names(role="finance") == {cast.QIAN.username}
        assert names(stands="there") == {cast.ADMIN.username, cast.QIAN.username}
        assert queries.listed(who(cast.XIAO_CHEN), wish=AccountFilter(), now=now) == []

    @pytest.mark.usefixtures("a_server")
    def test_whose_password_is_forgotten_gets_three_links_an_hour_by_mail(self, who: As, now: datetime) -> None:
        acting(
            lambda: settings.propose(
                name="notices.address", value="https://s.example", valid_from=now, by=who(cast.ADMIN), now=now
            )
        )
        chen = account_of(cast.XIAO_CHEN)
        acting(lambda: staff.write_to(account=chen, mail="chen@qinghe.example", by=who(cast.QIAN), now=now))
        for _try in range(4):
            acting(lambda: staff.send_forgotten(account=str(chen.pk), now=now))
        acting(lambda: staff.send_forgotten(account="", now=now))
        assert Message.objects.filter(carrier="mail").count() == 3

    @pytest.mark.usefixtures("a_server")
    def test_whose_name_somebody_types_keeps_the_link_an_administrator_handed_out(self, who: As, now: datetime) -> None:
        by = who(cast.ADMIN)
        acting(
            lambda: settings.propose(name="notices.address", value="https://s.example", valid_from=now, by=by, now=now)
        )
        token = invite(by, now, mail="new@qinghe.example")
        account = queries.invitation(token, now=now).account
        for _try in range(2):
            acting(lambda: staff.send_forgotten(account=str(account.pk), now=now))
        assert queries.invitation(token, now=now).account == account
        open_ones = Invitation.objects.filter(account=account, revoked_at=None)
        assert open_ones.count() == 2  # his, and the newest of those that were asked for
        acting(
            lambda: staff.accept(
                token=token, new=hashed_for(password="rain on the roof 5", username="new.one", called="新来的"), now=now
            )
        )
        assert not Invitation.objects.filter(account=account, used_at=None, revoked_at=None).exists()

    def test_of_another_administrator_who_is_kept_out_leaves_nobody_alone(self, who: As, now: datetime) -> None:
        qian, chen = account_of(cast.QIAN), account_of(cast.XIAO_CHEN)
        give(ACCOUNTS, "authenticator", qian, who(cast.ADMIN), now)

        give(ACCOUNTS, "role", chen, who(cast.ADMIN), now, change="grant:finance", why="-")
        assert RoleChange.objects.get().state == "asked"


def account_by(username: str) -> Account:
    found = people_queries.account(username)
    assert found is not None
    return found


class TestLeave:
    def a_call(self, by: Actor, now: datetime) -> Contact:
        until = now + timedelta(hours=2)
        call = contacts.LoggedCall(phone="13800000001", name="张晓梅", text="", result="promised", promised_at=until)
        row = acting(lambda: contacts.log_call(call=call, by=by, now=now))
        row.refresh_from_db()
        assert row.taker == by.key
        return row

    def test_hands_open_calls_to_the_colleague_who_was_named(self, who: As, now: datetime) -> None:
        row = self.a_call(who(cast.XIAO_CHEN), now)

        give(ACCOUNTS, "leave", account_of(cast.XIAO_CHEN), who(cast.ADMIN), now, deputy="deng", until=now.date())

        row.refresh_from_db()
        assert row.taker == who(cast.XIAO_DENG).key
        leave = Leave.objects.get()
        assert (leave.handed_over, leave.left_over) == (1, 0)
        assert queries.view(account_of(cast.XIAO_CHEN), now=now).stands == "away"

    def test_named_for_nobody_puts_them_back_into_the_queue(self, who: As, now: datetime) -> None:
        row = self.a_call(who(cast.XIAO_CHEN), now)

        give(ACCOUNTS, "leave", account_of(cast.XIAO_CHEN), who(cast.XIAO_CHEN), now)

        row.refresh_from_db()
        assert (row.state, row.taker) == ("received", "")
        leave = Leave.objects.get()
        assert (leave.handed_over, leave.left_over, leave.deputy) == (0, 1, None)
        acting(lambda: contacts.take(contact=row, by=who(cast.XIAO_DENG), now=now))

    def test_of_one_whose_account_is_shut_go_to_who_was_named_and_he_is_told(self, who: As, now: datetime) -> None:
        row, one = self.a_call(who(cast.XIAO_CHEN), now), a_claim(now=now, at="review")
        one.do(lambda: claims.take_case(claim=one.claim, by=one.by(cast.LIN), now=one.now))
        give(ACCOUNTS, "shutting", account_of(cast.XIAO_CHEN), who(cast.ADMIN), now, why="离职", deputy="deng")
        give(ACCOUNTS, "shutting", account_of(cast.LIN), who(cast.ADMIN), now, why="离职")
        row.refresh_from_db()
        assert row.taker == who(cast.XIAO_DENG).key
        assert Dispute.objects.get(claim=one.claim).reviewer == ""
        told = set(Notice.objects.filter(code__startswith="handed_").values_list("code", "account__username"))
        assert {("handed_over", cast.XIAO_DENG.username), ("handed_back", cast.QIAO.username)} <= told

    def test_of_a_role_that_is_taken_away_go_back_to_the_queue(self, who: As, now: datetime) -> None:
        row, chen = self.a_call(who(cast.XIAO_CHEN), now), account_of(cast.XIAO_CHEN)
        for role in sorted(who(cast.XIAO_CHEN).roles):
            give(ACCOUNTS, "role", chen, who(cast.ADMIN), now, change=f"withdraw:{role}", why="转岗")
            give(CHANGES, "agreement", RoleChange.objects.get(state="asked"), who(cast.QIAN), now)

        row.refresh_from_db()
        assert (row.state, row.taker) == ("received", "")
        assert Notice.objects.filter(code="handed_back", account__username=cast.XIAO_DENG.username).count() == 1

    def test_is_offered_to_those_alone_who_may_do_the_work_with_what_lies_with_each(
        self, who: As, now: datetime
    ) -> None:
        one = a_claim(now=now, at="review")
        one.do(lambda: claims.take_case(claim=one.claim, by=one.by(cast.QIAO), now=one.now))
        offered = dict(work.colleagues(account_of(cast.LIN), None, now, who(cast.ADMIN)))
        reviewers = {one.username for one in (cast.QIAO, cast.CHENG, cast.YAN)}
        assert set(offered) == {"", *reviewers}
        assert str(offered[cast.QIAO.username]) == f"{cast.QIAO.called} · 手上 1 件"
        for deputy in (cast.QIAN, cast.XIAO_CHEN):
            with pytest.raises(NotAColleague):
                give(ACCOUNTS, "leave", account_of(cast.LIN), who(cast.ADMIN), now, deputy=deputy.username)
        with pytest.raises(NotAColleague):
            give(ACCOUNTS, "leave", account_of(cast.XIAO_CHEN), who(cast.ADMIN), now, deputy="lin")

    @pytest.mark.parametrize(("deputy", "has"), [("qiao", cast.QIAO), ("", None)], ids=["a colleague", "nobody"])
    def test_of_a_reviewer_gives_his_case_to_a_colleague_who_may_judge_it_else_to_the_queue(
        self, who: As, now: datetime, deputy: str, has: cast.Member | None
    ) -> None:
        one = a_claim(now=now, at="review")
        one.do(lambda: claims.take_case(claim=one.claim, by=one.by(cast.LIN), now=one.now))
        give(ACCOUNTS, "leave", account_of(cast.LIN), who(cast.ADMIN), now, deputy=deputy)
        dispute = Dispute.objects.get(claim=one.claim)
        assert dispute.reviewer == (who(has).key if has else "")
        leave = Leave.objects.get()
        assert (leave.handed_over, leave.left_over) == ((1, 0) if has else (0, 1))
        assert list(timeline.verify()) == []

    def test_from_a_day_on_begins_by_itself_and_is_shown_before(self, who: As, now: datetime) -> None:
        row, chen = self.a_call(who(cast.XIAO_CHEN), now), account_of(cast.XIAO_CHEN)
        first = now.date() + timedelta(days=2)
        given = {"deputy": "deng", "since": first, "until": first + timedelta(days=1)}
        give(ACCOUNTS, "leave", chen, who(cast.XIAO_CHEN), now, **given)

        seen = queries.view(chen, now=now)
        assert (seen.stands == "away", seen.away_since, seen.deputy) == (False, first, cast.XIAO_DENG.called)
        acting(lambda: staff.turn_due(now=now + timedelta(days=1)))
        row.refresh_from_db()
        assert row.taker == who(cast.XIAO_CHEN).key
        assert chen in queries.colleagues_of(account_of(cast.XIAO_DENG), now=now)

        acting(lambda: staff.turn_due(now=now + timedelta(days=2)))
        row.refresh_from_db()
        assert row.taker == who(cast.XIAO_DENG).key
        assert queries.view(chen, now=now).stands == "away"
        assert chen not in queries.colleagues_of(account_of(cast.XIAO_DENG), now=now)
        acting(lambda: staff.turn_due(now=now + timedelta(days=4)))
        assert not Leave.objects.filter(to_at=None).exists()

    def test_finds_the_named_one_away_himself_when_it_begins_and_asks_the_queue(self, who: As, now: datetime) -> None:
        row, first = self.a_call(who(cast.XIAO_CHEN), now), now.date() + timedelta(days=1)
        give(ACCOUNTS, "leave", account_of(cast.XIAO_CHEN), who(cast.ADMIN), now, deputy="deng", since=first)
        give(ACCOUNTS, "leave", account_of(cast.XIAO_DENG), who(cast.ADMIN), now)

        acting(lambda: staff.turn_due(now=now + timedelta(days=1)))

        row.refresh_from_db()
        assert (row.state, row.taker) == ("received", "")

    @pytest.mark.parametrize(("since", "until"), [(-1, None), (2, 1), (0, -1)])
    def test_begins_no_earlier_than_today_and_ends_no_earlier_than_it_begins(
        self, who: As, now: datetime, since: int, until: int | None
    ) -> None:
        days = {"since": now.date() + timedelta(days=since)}
        if until is not None:
            days["until"] = now.date() + timedelta(days=until)
        with pytest.raises(Invalid):
            give(ACCOUNTS, "leave", account_of(cast.XIAO_CHEN), who(cast.XIAO_CHEN), now, **days)

    def test_is_given_by_who_keeps_the_account_and_by_himself_alone(self, who: As, now: datetime) -> None:
        with pytest.raises(AnxinError):
            give(ACCOUNTS, "leave", account_of(cast.XIAO_CHEN), who(cast.XIAO_DENG), now)

    def test_ends_after_its_last_day_or_when_he_is_back(self, who: As, now: datetime) -> None:
        chen = account_of(cast.XIAO_CHEN)
        give(ACCOUNTS, "leave", chen, who(cast.ADMIN), now, deputy="deng", until=now.date())
        acting(lambda: staff.turn_due(now=now))
        assert Leave.objects.get().to_at is None

        acting(lambda: staff.turn_due(now=now + timedelta(days=1)))
        assert Leave.objects.get().to_at is not None
        give(ACCOUNTS, "leave", chen, who(cast.ADMIN), now, deputy="deng")
        give(ACCOUNTS, "return", chen, who(cast.ADMIN), now)
        assert not Leave.objects.filter(to_at=None).exists()

    def test_hands_nothing_to_somebody_of_another_house_or_who_is_away(self, who: As, now: datetime) -> None:
        give(ACCOUNTS, "leave", account_of(cast.XIAO_DENG), who(cast.ADMIN), now, deputy="chen")
        for deputy in (cast.BOSS_HE.username, "deng", "nobody"):
            with pytest.raises(staff.NotAColleague):
                give(ACCOUNTS, "leave", account_of(cast.XIAO_CHEN), who(cast.ADMIN), now, deputy=deputy)
