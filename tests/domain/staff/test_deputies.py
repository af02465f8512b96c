"""Where one of two administrators is ill or gone: a deputy agrees, or the machine asks and waits, and all are told."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import translation

from anxin.commands import admin
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError, Invalid
from anxin.core.timeline import Entry
from anxin.demo import cast, ground
from anxin.domain.notices.models import Notice
from anxin.domain.opening import queries as opening
from anxin.domain.opening.rules import Check
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.models import Role
from anxin.domain.people.queries import actors
from anxin.domain.staff import actions as staff
from anxin.domain.staff import queries
from anxin.domain.staff.actions.role_changes import AskedOtherwise
from anxin.domain.staff.commands import ACCOUNTS, CHANGES
from anxin.domain.staff.models import RoleChange
from anxin.domain.staff.queries import records
from tests.domain.staff.test_staff import account_of, give
from tests.factor_builders import enrolled

pytestmark = pytest.mark.django_db
As = Callable[[cast.Member, datetime], Actor]
TERM_D = 90


@pytest.fixture
def who(now: datetime, db: None) -> As:
    """Lay the cast, with two administrators, and give actors of it as they are at a moment."""
    ground.lay(now=now)
    home = people_queries.operator()
    acting(lambda: people.grant(account=account_of(cast.QIAN), organisation=home, role="operator", now=now))
    enrolled([one.username for one in (cast.ADMIN, cast.QIAN, cast.SUN)], now=now)
    return lambda member, at: actors.actor_of_account(account_of(member), now=at)


@pytest.fixture
def deputy(who: As, now: datetime) -> None:
    """Have two administrators name one of quality as deputy."""
    give(ACCOUNTS, "deputy", account_of(cast.SUN), who(cast.ADMIN, now), now, until_date=last(now), why="两人管理")
    give(CHANGES, "agreement", RoleChange.objects.get(), who(cast.QIAN, now), now)


def last(now: datetime) -> object:
    return (now + timedelta(days=TERM_D)).date()


def asked(who: As, now: datetime) -> RoleChange:
    give(ACCOUNTS, "role", account_of(cast.XIAO_CHEN), who(cast.ADMIN, now), now, change="grant:finance", why="接手")
    return RoleChange.objects.get(role="finance")


def roles(member: cast.Member, at: datetime) -> frozenset[str]:
    return actors.actor_of_account(account_of(member), now=at).roles


def told(code: str) -> set[str]:
    return set(Notice.objects.filter(code=code).values_list("account__username", flat=True))


def check(now: datetime) -> Check | None:
    return next((one for one in opening.house_checks(now=now) if one.code == "deputy"), None)


class TestADeputy:
    def test_agrees_in_the_place_of_who_is_ill_until_his_term_ends(self, who: As, deputy: None, now: datetime) -> None:
        change = asked(who, now)
        assert cast.SUN.username in told("role_asked")
        late = now + timedelta(days=TERM_D + 1)
        assert "deputy" not in roles(cast.SUN, late)
        with pytest.raises(AnxinError):
            give(CHANGES, "agreement", change, who(cast.SUN, late), late)
        assert queries.changes(who(cast.SUN, late), now=late) == []

        assert [one.id for one in queries.changes(who(cast.SUN, now), now=now)] == [change.pk]
        give(CHANGES, "agreement", change, who(cast.SUN, now), now)

        assert "finance" in roles(cast.XIAO_CHEN, now)

    def test_counts_only_once_a_second_administrator_agreed(self, who: As, now: datetime) -> None:
        give(ACCOUNTS, "deputy", account_of(cast.SUN), who(cast.ADMIN, now), now, until_date=last(now), why="两人")
        assert "deputy" not in roles(cast.SUN, now)
        with pytest.raises(AnxinError):
            give(CHANGES, "agreement", RoleChange.objects.get(), who(cast.ADMIN, now), now)

    def test_agrees_to_nothing_about_himself_and_keeps_no_account(self, who: As, deputy: None, now: datetime) -> None:
        sun = account_of(cast.SUN)
        give(ACCOUNTS, "role", sun, who(cast.ADMIN, now), now, change="grant:operator", why="第三位")
        with pytest.raises(AnxinError):
            give(CHANGES, "agreement", RoleChange.objects.get(role="operator"), who(cast.SUN, now), now)
        with pytest.raises(AnxinError):
            give(ACCOUNTS, "role", account_of(cast.XIAO_CHEN), who(cast.SUN, now), now, change="grant:finance", why="w")

    @pytest.mark.parametrize("days", [0, 400])
    def test_has_a_term_that_begins_and_ends(self, who: As, now: datetime, days: int) -> None:
        until = (now + timedelta(days=days)).date()
        with pytest.raises(Invalid) as refused:
            give(ACCOUNTS, "deputy", account_of(cast.SUN), who(cast.ADMIN, now), now, until_date=until, why="两人")
        assert refused.value.facts["field"] == "until_date"

    def test_named_again_has_the_new_term_alone_and_is_taken_back_by_two(
        self, who: As, deputy: None, now: datetime
    ) -> None:
        sun, longer = account_of(cast.SUN), (now + timedelta(days=200)).date()
        give(ACCOUNTS, "deputy", sun, who(cast.QIAN, now), now, until_date=longer, why="续任")
        give(CHANGES, "agreement", RoleChange.objects.get(state="asked"), who(cast.ADMIN, now), now)
        assert Role.objects.filter(account=sun, role="deputy", to_at__gt=now).count() == 1
        assert "deputy" in roles(cast.SUN, now + timedelta(days=199))

        give(ACCOUNTS, "role", sun, who(cast.QIAN, now), now, change="withdraw:deputy", why="不再")
        give(CHANGES, "agreement", RoleChange.objects.get(state="asked"), who(cast.ADMIN, now), now)
        assert "deputy" not in roles(cast.SUN, now + timedelta(seconds=1))

    def test_named_with_another_day_while_one_waits_reads_that_it_waits(self, who: As, now: datetime) -> None:
        name = {"account": account_of(cast.SUN), "by": who(cast.ADMIN, now), "now": now}
        for _twice in range(2):
            acting(lambda: staff.name_deputy(until_date=last(now), **name))
        assert RoleChange.objects.count() == 1
        with pytest.raises(AskedOtherwise):
            acting(lambda: staff.name_deputy(until_date=last(now) - timedelta(days=1), **name))

    def test_is_no_role_that_is_given_without_a_term(self, who: As, now: datetime) -> None:
        with pytest.raises(people.NoRole):
            acting(lambda: admin.change_role(cast.SUN.username, "anxin:deputy", "grant", now))

    def test_is_asked_for_by_the_checklist_of_two_and_before_the_term_ends(
        self, who: As, now: datetime, deputy: None
    ) -> None:
        stands = [check(now), check(now + timedelta(days=TERM_D - 10)), check(now + timedelta(days=TERM_D + 2))]
        assert [(one.ok, one.says) for one in stands if one] == [(True, ""), (False, "term_ends"), (False, "")]

        home = people_queries.operator()
        acting(lambda: people.grant(account=account_of(cast.LIN), organisation=home, role="operator", now=now))
        enrolled([cast.LIN.username], now=now)
        assert check(now) is None


class TestTheMachine:
    def ask(self, now: datetime, command: str = "withdraw") -> datetime | None:
        name, role = cast.QIAN.username, "anxin:operator"
        return acting(lambda: admin.change_role(name, role, command, now, "住院，联系不上"))

    def test_waits_tells_everybody_concerned_and_counts_when_nobody_refused(self, who: As, now: datetime) -> None:
        counts_at = self.ask(now)
        assert counts_at == now + timedelta(hours=72)
        assert self.ask(now + timedelta(hours=1)) == counts_at
        assert (told("role_waits_out"), told("role_waits_yours")) == ({cast.ADMIN.username}, {cast.QIAN.username})
        assert Notice.objects.filter(code="role_waits_yours", mail_at__isnull=False).exists()
        assert Entry.objects.filter(code="staff.waits_out").count() == 1

        acting(lambda: staff.count_due(now=now + timedelta(hours=71)))
        assert "operator" in roles(cast.QIAN, now + timedelta(hours=71))
        after = now + timedelta(hours=72)
        acting(lambda: staff.count_due(now=after))
        acting(lambda: staff.count_due(now=after))

        assert "operator" not in roles(cast.QIAN, after + timedelta(seconds=1))
        assert (told("role_waited"), told("role_waited_yours")) == ({cast.ADMIN.username}, {cast.QIAN.username})

    def test_is_refused_by_another_administrator_and_made_to_count_sooner_by_nobody(
        self, who: As, now: datetime
    ) -> None:
        acting(lambda: admin.change_role("chen", "anxin:finance", "grant", now, "接手"))
        change = RoleChange.objects.get()
        with pytest.raises(AnxinError):
            give(CHANGES, "agreement", change, who(cast.ADMIN, now), now)

        give(CHANGES, "refusal", change, who(cast.QIAN, now), now)

        acting(lambda: staff.count_due(now=now + timedelta(hours=80)))
        assert "finance" not in roles(cast.XIAO_CHEN, now + timedelta(hours=80))
        assert told("role_not_waited") == {cast.ADMIN.username}

    def test_takes_up_what_an_administrator_asked_for(self, who: As, now: datetime) -> None:
        change = asked(who, now)
        at = acting(lambda: admin.change_role("chen", "anxin:finance", "grant", now, "另一位住院"))
        assert at == now + timedelta(hours=72)
        give(CHANGES, "agreement", change, who(cast.QIAN, now), now)
        assert "finance" in roles(cast.XIAO_CHEN, now)

    def test_says_that_the_opposite_waits_already_and_never_that_it_is_done(
        self, who: As, now: datetime, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.ask(now)
        with pytest.raises(AskedOtherwise):
            acting(lambda: admin.change_role("qian", "anxin:operator", "grant", now))
        assert admin.run(["grant", "qian", "--role", "anxin:operator"]) == 1
        said = capsys.readouterr()
        assert "has the role" not in said.out
        assert "/desk/staff/changes/" in said.err

    def test_lets_count_what_waited_once_one_administers_alone(self, who: As, now: datetime) -> None:
        asked(who, now)
        held = Role.objects.filter(account=account_of(cast.QIAN), role="operator")
        held.update(to_at=now)
        assert acting(lambda: admin.change_role("chen", "anxin:finance", "grant", now + timedelta(hours=1))) is None
        assert "finance" in roles(cast.XIAO_CHEN, now + timedelta(hours=2))

    def test_leaves_somebody_who_administers(self, who: As, now: datetime) -> None:
        self.ask(now)
        home = people_queries.operator()
        held = people_queries.role_held(account_of(cast.ADMIN), organisation=home, role="operator", now=now)
        assert held is not None
        acting(lambda: people.withdraw_role(role=held, now=now))
        acting(lambda: staff.count_due(now=now + timedelta(hours=72)))
        assert RoleChange.objects.get().state == "refused"

    def test_counts_at_once_while_one_administers_alone_and_is_on_the_record(self, who: As, now: datetime) -> None:
        acting(lambda: admin.change_role("qian", "anxin:operator", "withdraw", now))
        acting(lambda: staff.count_due(now=now + timedelta(hours=72)))
        assert acting(lambda: admin.change_role("chen", "anxin:finance", "grant", now + timedelta(hours=73))) is None
        assert "finance" in roles(cast.XIAO_CHEN, now + timedelta(hours=74))
        assert Entry.objects.filter(code="role_change.agree", stream__key=str(account_of(cast.XIAO_CHEN).pk)).exists()


class TestAWayBackInAtTheMachine:
    def test_tells_all_administrators_and_its_owner_and_stands_in_the_record_with_who_and_why(
        self, who: As, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("SUDO_USER", "ops-wang")
        assert admin.run(["reset", cast.QIAN.username, "--why", "手机丢了，本人来电"]) == 0

        assert (told("reset_here"), told("reset_yours")) == ({cast.ADMIN.username}, {cast.QIAN.username})
        assert Notice.objects.filter(code__in=["reset_here", "reset_yours"], mail_at=None).count() == 0
        with translation.override("zh-hans"):
            [line] = [one for one in records.record_of(account_of(cast.QIAN), kind="operator") if one.why]
        assert "ops-wang" in line.says
        assert line.why == "手机丢了，本人来电"

    @pytest.mark.parametrize("subcommand", ["reset", "password"])
    def test_asks_why(self, who: As, subcommand: str, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit):
            admin.run([subcommand, cast.QIAN.username])
        assert "--why" in capsys.readouterr().err
        assert not Entry.objects.filter(code="people.second_factor_reset").exists()

    def test_by_a_new_password_is_told_as_well(self, who: As, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("a-new-and-long-password\n"))
        assert admin.run(["password", cast.QIAN.username, "--why", "忘了密码，邮箱也用不了"]) == 0
        assert (told("password_here"), told("password_yours")) == ({cast.ADMIN.username}, {cast.QIAN.username})
