from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from anxin.core import settings
from anxin.core.actors import Actor
from anxin.core.settings import registry
from anxin.core.settings.models import SettingRow

pytestmark = pytest.mark.django_db(transaction=True)
LIN, QIAO = Actor(kind="staff", id="lin"), Actor(kind="staff", id="qiao")
FEW = settings.Setting(name="t.few", default=5, most=100)
RULE = settings.Setting(name="t.rule", default="ask", choices=("ask", "pay"), second_person=True)
NAMES = settings.Setting(name="t.names", default=[])


@pytest.fixture(autouse=True)
def _declared() -> Iterator[None]:
    settings.declare(FEW, RULE, NAMES)
    yield
    for name in ("t.few", "t.rule", "t.names"):
        registry.SETTINGS.pop(name)


def few(now: datetime, house: str = "") -> object:
    with settings.one_snapshot():
        return settings.get("t.few", at=now, organisation=house)


class TestOneLook:
    def test_asks_once_however_much_is_read(self, now: datetime) -> None:
        settings.propose(name="t.few", value=6, valid_from=now, by=LIN, now=now)
        few(now)
        with settings.one_snapshot(), CaptureQueriesContext(connection) as queries:
            for house in ("", "brand", "other"):
                assert settings.get("t.few", at=now, organisation=house) == 6
                settings.several("t.few", "t.rule", at=now, organisation=house)
            settings.all_valid(at=now)
        assert len(queries) == 1

    def test_reads_what_it_reads_without(self, now: datetime) -> None:
        for house, value in (("", 6), ("brand", 7)):
            settings.propose(name="t.few", value=value, valid_from=now, by=LIN, now=now, organisation=house)
        settings.propose(name="t.rule", value="pay", valid_from=now, by=LIN, now=now)
        for house in ("", "brand", "other"):
            plain = settings.all_valid(at=now, organisation=house)
            with settings.one_snapshot():
                assert settings.all_valid(at=now, organisation=house) == plain

    def test_sees_each_change_that_another_has_made_since(self, now: datetime) -> None:
        def elsewhere(value: int) -> SettingRow:
            try:
                return settings.propose(name="t.few", value=value, valid_from=now, by=LIN, now=now)
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as other:
            for value in (6, 7):
                row = other.submit(elsewhere, value).result()
                assert few(now) == value
            SettingRow.objects.filter(id=row.id).update(withdrawn_at=now)
        assert few(now) == 6

    def test_counts_a_confirmation_at_once_in_the_same_request(self, now: datetime) -> None:
        row = settings.propose(name="t.rule", value="pay", valid_from=now, by=LIN, now=now)
        with settings.one_snapshot():
            assert settings.get("t.rule", at=now) == "ask"
            with transaction.atomic():
                settings.confirm(row, by=QIAO, now=now)
            assert settings.get("t.rule", at=now) == "pay"

    def test_keeps_nothing_that_was_taken_back(self, now: datetime) -> None:
        settings.propose(name="t.few", value=6, valid_from=now, by=LIN, now=now)
        with settings.one_snapshot(), transaction.atomic():
            settings.propose(name="t.few", value=7, valid_from=now, by=LIN, now=now)
            assert settings.get("t.few", at=now) == 7
            transaction.set_rollback(True)
        assert few(now) == 6

    def test_hands_out_no_list_that_the_next_request_shares(self, now: datetime) -> None:
        settings.propose(name="t.names", value=["one"], valid_from=now, by=LIN, now=now)
        with settings.one_snapshot():
            settings.get("t.names", at=now).append("two")
        with settings.one_snapshot():
            assert settings.get("t.names", at=now) == ["one"]

    def test_gives_every_thread_the_rows_of_one_version(self, now: datetime) -> None:
        def reads(_: int) -> set[object]:
            try:
                return {few(now) for _ in range(10)}
            finally:
                connection.close()

        settings.propose(name="t.few", value=6, valid_from=now, by=LIN, now=now)
        with ThreadPoolExecutor(4) as several:
            found = list(several.map(reads, range(4)))
            settings.propose(name="t.few", value=7, valid_from=now, by=QIAO, now=now)
            after = list(several.map(reads, range(4)))
        assert (found, after) == ([{6}] * 4, [{7}] * 4)
