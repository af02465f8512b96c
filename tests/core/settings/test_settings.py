from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError

from anxin.core import settings, wording
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.settings import registry
from anxin.core.settings.models import SettingRow
from anxin.core.settings.registry import UnknownSetting

pytestmark = pytest.mark.django_db
LIN, QIAO = Actor(kind="staff", id="lin"), Actor(kind="staff", id="qiao")
SOON = settings.Setting(name="t.minutes", default=5, least=1, most=60, unit="min", source="ours")
RULE = settings.Setting(name="t.rule", default="ask", choices=("ask", "pay"), second_person=True)
SLOW = settings.Setting(name="t.slow", default=1, most=100, notice_days=30)
WHOLE = settings.Setting(name="t.whole", default={}, second_person=True, title="名片")
ONE = settings.Setting(name="t.one", default=False, per_organisation=False)
LAW = settings.Setting(
    name="t.days",
    default=7,
    most=60,
    versions=(settings.Version(valid_from=date(2026, 12, 1), value=8, source="a decree"),),
)


@pytest.fixture(autouse=True)
def _declared() -> Iterator[None]:
    settings.declare(SOON, RULE, SLOW, WHOLE, ONE, LAW)
    yield
    for name in ("t.minutes", "t.rule", "t.slow", "t.whole", "t.one", "t.days"):
        registry.SETTINGS.pop(name)


class TestGet:
    def test_gives_the_default_where_nobody_chose(self, now: datetime) -> None:
        assert settings.get("t.minutes", at=now) == 5
        assert settings.valid("t.minutes", at=now).source == "ours"

    def test_gives_what_counted_at_the_moment(self, now: datetime) -> None:
        hour = timedelta(hours=1)
        settings.propose(name="t.minutes", value=10, valid_from=now + hour, by=LIN, now=now)
        settings.propose(name="t.minutes", value=20, valid_from=now + 2 * hour, by=LIN, now=now)
        moments = (now, now + hour - timedelta(microseconds=1), now + hour, now + 2 * hour, now + 99 * hour)
        assert [settings.get("t.minutes", at=at) for at in moments] == [5, 5, 10, 20, 20]

    def test_prefers_the_organisations_own(self, now: datetime) -> None:
        settings.propose(name="t.minutes", value=10, valid_from=now, by=LIN, now=now, organisation="brand")
        later = now + timedelta(days=1)
        settings.propose(name="t.minutes", value=20, valid_from=later, by=LIN, now=now)
        told = [settings.get("t.minutes", at=later, organisation=name) for name in ("brand", "other", "")]
        assert told == [10, 20, 20]

    def test_follows_the_law_of_the_day_in_shanghai(self) -> None:
        begins = datetime(2026, 11, 30, 16, tzinfo=UTC)
        assert settings.get("t.days", at=begins - timedelta(microseconds=1)) == 7
        told = settings.valid("t.days", at=begins)
        assert (told.value, told.origin, told.source) == (8, "version", "a decree")

    def test_an_operators_later_row_stands_over_the_law_and_a_later_law_over_the_row(self, now: datetime) -> None:
        settings.propose(name="t.days", value=9, valid_from=now, by=LIN, now=now)
        assert settings.get("t.days", at=now) == 9
        assert settings.get("t.days", at=datetime(2026, 12, 2, tzinfo=UTC)) == 8

    def test_names_what_nobody_declared(self, now: datetime) -> None:
        with pytest.raises(UnknownSetting, match=r"t\.nothing"):
            settings.get("t.nothing", at=now)


class TestPropose:
    @pytest.mark.parametrize("value", [0, 61, "5", True, 5.0, None])
    def test_refuses_a_value_that_cannot_be(self, now: datetime, value: object) -> None:
        with pytest.raises(Invalid):
            settings.propose(name="t.minutes", value=value, valid_from=now, by=LIN, now=now)

    def test_refuses_to_rewrite_the_past(self, now: datetime) -> None:
        with pytest.raises(settings.NoticeTooShort):
            settings.propose(name="t.minutes", value=6, valid_from=now - timedelta(seconds=1), by=LIN, now=now)

    def test_keeps_a_notice_period(self, now: datetime) -> None:
        month = now + timedelta(days=30)
        with pytest.raises(settings.NoticeTooShort) as refused:
            settings.propose(name="t.slow", value=2, valid_from=month - timedelta(seconds=1), by=LIN, now=now)
        assert refused.value.facts["earliest"] == month.isoformat()
        settings.propose(name="t.slow", value=2, valid_from=month, by=LIN, now=now)

    def test_refuses_an_organisations_value_for_the_installations_setting(self, now: datetime) -> None:
        with pytest.raises(Invalid):
            settings.propose(name="t.one", value=True, valid_from=now, by=LIN, now=now, organisation="brand")


class TestConfirm:
    def propose(self, now: datetime, after: timedelta = timedelta()) -> SettingRow:
        return settings.propose(name="t.rule", value="pay", valid_from=now + after, by=LIN, now=now)

    def test_nothing_counts_before_a_second_person_agreed(self, now: datetime) -> None:
        row = self.propose(now)
        assert settings.get("t.rule", at=now) == "ask"
        settings.confirm(row, by=QIAO, now=now)
        assert settings.get("t.rule", at=now) == "pay"

    def test_refuses_the_one_who_proposed(self, now: datetime) -> None:
        with pytest.raises(settings.SecondPersonNeeded):
            settings.confirm(self.propose(now), by=LIN, now=now)

    def test_the_database_refuses_it_too(self, now: datetime) -> None:
        row = self.propose(now)
        with pytest.raises(IntegrityError):
            SettingRow.objects.filter(id=row.id).update(confirmed_by=LIN.key, confirmed_at=now)

    def test_counts_from_the_confirmation_where_that_came_late(self, now: datetime) -> None:
        row = self.propose(now)
        late = now + timedelta(hours=3)
        settings.confirm(row, by=QIAO, now=late)
        assert settings.get("t.rule", at=late - timedelta(seconds=1)) == "ask"
        assert settings.get("t.rule", at=late) == "pay"

    def test_is_done_once(self, now: datetime) -> None:
        row = settings.confirm(self.propose(now), by=QIAO, now=now)
        with pytest.raises(WrongState):
            settings.confirm(row, by=QIAO, now=now)

    def test_a_change_may_be_withdrawn_until_it_counts(self, now: datetime) -> None:
        row = settings.confirm(self.propose(now, timedelta(days=1)), by=QIAO, now=now)
        settings.withdraw(row, by=LIN, now=now)
        assert settings.get("t.rule", at=now + timedelta(days=2)) == "ask"
        counting = settings.confirm(self.propose(now), by=QIAO, now=now)
        with pytest.raises(WrongState):
            settings.withdraw(counting, by=LIN, now=now)

    def test_leaves_the_whole_history(self, now: datetime) -> None:
        settings.withdraw(self.propose(now), by=LIN, now=now)
        settings.confirm(self.propose(now, timedelta(days=1)), by=QIAO, now=now)
        kept = settings.history("t.rule")
        assert [(row.proposed_by, row.confirmed_by, bool(row.withdrawn_at)) for row in kept] == [
            ("staff:lin", "staff:qiao", False),
            ("staff:lin", "", True),
        ]


class TestOneWithParts:
    """Each change keeps the whole: one put before a later one, or built on an older state, would be undone."""

    def propose(self, now: datetime, *, days: int = 0, **value: str) -> SettingRow:
        begins = now + timedelta(days=days)
        return settings.propose(name="t.whole", value=value, valid_from=begins, by=LIN, now=now, why="开业")

    def test_goes_before_none_that_lies_ahead_and_says_which(self, now: datetime) -> None:
        settings.confirm(self.propose(now, days=30, name="甲", hotline="1"), by=QIAO, now=now)
        with pytest.raises(settings.LiesAhead) as refused:
            self.propose(now, name="甲", hotline="2")
        assert refused.value.facts["why"] == "开业"
        assert all(one in wording.error(refused.value) for one in ("名片", "开业", "历史"))
        self.propose(now, days=31, name="乙")

    def test_is_confirmed_by_nobody_once_another_was_confirmed_meanwhile(self, now: datetime) -> None:
        ahead, soon = self.propose(now, days=30, name="甲"), self.propose(now, name="乙")
        late = now + timedelta(hours=1)
        settings.confirm(soon, by=QIAO, now=late)
        with pytest.raises(settings.ChangedSince):
            settings.confirm(ahead, by=QIAO, now=late)
        settings.withdraw(ahead, by=LIN, now=late)
        settings.confirm(self.propose(late, days=30, name="甲"), by=QIAO, now=late)
        assert settings.get("t.whole", at=now + timedelta(days=31)) == {"name": "甲"}

    def test_that_waits_is_taken_back_whatever_counts(self, now: datetime) -> None:
        settings.confirm(self.propose(now, name="甲"), by=QIAO, now=now)
        waits = self.propose(now, name="乙")
        settings.withdraw(waits, by=LIN, now=now)
        assert waits.withdrawn_at == now


class TestDeclare:
    def test_refuses_one_name_twice_and_a_default_that_cannot_be(self) -> None:
        with pytest.raises(ValueError, match="one declaration"):
            settings.declare(settings.Setting(name="t.minutes", default=6, most=60))
        with pytest.raises(Invalid):
            settings.declare(settings.Setting(name="t.bad", default=0, least=1, most=9))

    def test_refuses_a_number_that_may_grow_without_end(self) -> None:
        with pytest.raises(ValueError, match="the most it may be"):
            settings.declare(settings.Setting(name="t.endless", default=1, least=1))
        endless = [
            one.name for one in settings.SETTINGS.values() if one.kind is int and not one.choices and one.most is None
        ]
        assert endless == []
