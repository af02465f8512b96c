"""Each day since a provider is asked has its statement, or is said to lack it."""

from datetime import datetime, time, timedelta

from anxin.core import later, providers
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.domain.ledger import providers as payments
from anxin.domain.ledger import queries
from anxin.domain.ledger.commands import STATEMENTS
from anxin.domain.ledger.models import Statement
from anxin.domain.ledger.tasks import fetch_statements
from tests.domain.ledger.scenes import Scene

FINANCE = Actor(kind="staff", id="f", organisation="o", roles=frozenset({"finance"}))


def morning(scene: Scene, days: int) -> datetime:
    day = scene.now.astimezone(queries.SHANGHAI).date() + timedelta(days=days)
    return datetime.combine(day, time(11), queries.SHANGHAI)


def keep_anew(scene: Scene, *, now: datetime) -> None:
    kept = {"values": scene.bank.values, "secrets": scene.bank.secrets}
    acting(lambda: providers.keep(kind=payments.KIND, name=scene.bank.name, rank=1, **kept, by=FINANCE, now=now))


def fetch(scene: Scene, *, now: datetime) -> None:
    scene.bank.now = now
    fetch_statements.func(now=now)


def may_fetch(row: queries.StatementDay, now: datetime) -> bool:
    case = queries.statement_situation(row, by=FINANCE, now=now)
    return STATEMENTS.allowed(case, FINANCE).names == ("fetching",)


class TestAStatementIsFetched:
    def test_of_each_day_before_the_keys_were_kept_anew(self, wechat: Scene) -> None:
        """A certificate dies on Wednesday, another is kept on Friday: Wednesday and Thursday come all the same"""
        now = morning(wechat, 3)
        keep_anew(wechat, now=now)
        fetch(wechat, now=now)

        first = wechat.now.astimezone(queries.SHANGHAI).date()
        assert [one.day for one in Statement.objects.order_by("day")] == [first + timedelta(days=n) for n in range(3)]

    def test_after_weeks_in_which_the_provider_could_not_be_reached(self, wechat: Scene) -> None:
        for hour in range(3):
            fetch(wechat, now=morning(wechat, 30) + timedelta(hours=hour))

        assert Statement.objects.count() == 30

    def test_of_the_last_days_also_while_old_ones_cannot_be_had(self, wechat: Scene) -> None:
        now = morning(wechat, 200)
        since = providers.kept_since(payments.KIND)[wechat.bank.name]
        asked = set()
        for hour in range(20):
            due = queries.days_due(wechat.bank.name, since=since, now=now + timedelta(hours=hour))
            assert due[-7:] == [(now - timedelta(days=n)).date() for n in range(7, 0, -1)]
            assert len(due) <= 17
            asked |= set(due)

        assert len(asked) == 200


class TestAMissingDay:
    def test_is_listed_and_fetched_by_finance(self, wechat: Scene) -> None:
        now = morning(wechat, 2)
        missing = queries.missing_statements(FINANCE, now=now)
        assert len(missing) == 2
        assert may_fetch(missing[0], now)

        acting(lambda: STATEMENTS.give("fetching", row=missing[0], fields={}, by=FINANCE, now=now))
        wechat.bank.now = now
        later.run_due(now)

        assert queries.missing_statements(FINANCE, now=now) == missing[1:]
        assert not may_fetch(missing[0], now)

    def test_of_long_ago_says_nothing_of_how_its_provider_goes(self, wechat: Scene) -> None:
        now = morning(wechat, 9)
        wechat.bank.moods.extend(["drop"] * 2)  # the two oldest
        with wechat.impatient():
            fetch(wechat, now=now)

        assert providers.health()[wechat.bank.name].failing_since is None
        assert len(queries.missing_statements(FINANCE, now=now)) == 2

    def test_is_nobodys_but_finances(self, wechat: Scene) -> None:
        agent = Actor(kind="staff", id="a", organisation="o", roles=frozenset({"agent"}))
        assert queries.missing_statements(agent, now=morning(wechat, 5)) == []
