import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import OperationalError, connection

from anxin.core import vault
from anxin.core.ids import uuid7
from anxin.core.keys import ring
from anxin.core.keys.models import VaultKey
from anxin.core.settings.models import SettingRow
from anxin.core.vault import registry, rotation
from anxin.core.vault.fields import key_of

NAME = "test.phone"


@pytest.fixture(autouse=True)
def _a_sealed_column(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(registry, "COLUMNS", {})
    monkeypatch.setattr(rotation, "COLUMNS", registry.COLUMNS)
    vault.declare_column(SettingRow, "why", NAME, index="source")
    yield
    ring.forget()


def a_row(phone: str, now: datetime) -> SettingRow:
    row_id = uuid7()
    return SettingRow.objects.create(
        id=row_id,
        name="row",
        value=0,
        valid_from=now,
        proposed_by="test",
        proposed_at=now,
        why=vault.seal(NAME, row_id, phone),
        source=vault.blind_index(phone),
    )


def phone_of(row_id: UUID) -> str:
    return vault.open_(NAME, row_id, SettingRow.objects.get(id=row_id).why)


@pytest.mark.django_db
class TestRotate:
    def test_reseals_every_row_and_retires_the_old_key(self, now: datetime) -> None:
        rows = [a_row(f"1380013800{number}", now) for number in range(5)]
        old = ring.current("data").id
        done = vault.rotate(now=now)
        assert (done.resealed, done.retired, done.refused) == (5, [old], [])
        assert {key_of(row.why) for row in SettingRow.objects.all()} == {ring.current("data").id}
        assert [phone_of(row.id) for row in rows] == [f"1380013800{number}" for number in range(5)]
        assert VaultKey.objects.get(id=old).retired_at == now

    def test_still_opens_what_an_old_backup_holds(self, now: datetime) -> None:
        row = a_row("13800138000", now)
        vault.rotate(now=now)
        ring.forget()
        assert vault.open_(NAME, row.id, row.why) == "13800138000"

    def test_replaces_the_index_where_asked(self, now: datetime) -> None:
        row = a_row("13800138000", now)
        done = vault.rotate(now=now, index=True)
        row.refresh_from_db()
        assert row.source == vault.blind_index("13800138000")
        assert row.source.startswith("2|")
        assert len(done.retired) == 2
        assert vault.blind_indexes("13800138000") == [row.source]

    def test_names_the_row_that_does_not_open_and_retires_nothing(self, now: datetime) -> None:
        kept, broken = a_row("13800138000", now), a_row("13800138001", now)
        SettingRow.objects.filter(id=broken.id).update(why=kept.why)
        done = vault.rotate(now=now)
        assert done.refused == [{"code": "vault.tampered", "name": NAME, "row": str(broken.id)}]
        assert (done.resealed, done.retired) == (1, [])

    def test_walks_more_rows_than_one_read_holds(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rotation, "BATCH", 3)
        for number in range(8):
            a_row(f"1380013800{number}", now)
        assert vault.rotate(now=now).resealed == 8

    def test_refuses_two_columns_of_one_name(self) -> None:
        with pytest.raises(ValueError, match="expected one column"):
            vault.declare_column(SettingRow, "source", NAME)


@pytest.mark.django_db(transaction=True)
class TestUnderLoad:
    def test_no_write_is_lost_and_no_row_keeps_the_old_key(self, now: datetime) -> None:
        rows = [a_row(f"138{number:08}", now) for number in range(200)]
        old = ring.current("data").id
        last = {row.id: f"138{number:08}" for number, row in enumerate(rows)}
        over, failures = threading.Event(), list[BaseException]()

        def change(mine: list[SettingRow], offset: int) -> None:
            turn = 0
            try:
                while not over.is_set() or turn == 0:
                    turn += 1
                    for number, row in enumerate(mine):
                        phone = f"139{offset:02}{turn % 1000:03}{number:03}"
                        try:
                            SettingRow.objects.filter(id=row.id).update(
                                why=vault.seal(NAME, row.id, phone), source=vault.blind_index(phone)
                            )
                        except OperationalError:
                            continue
                        last[row.id] = phone
            except BaseException as failure:
                failures.append(failure)
            finally:
                connection.close()

        writers = [threading.Thread(target=change, args=(rows[at::4], at)) for at in range(2)]
        for writer in writers:
            writer.start()
        done = vault.rotate(now=datetime.now(UTC), index=True)
        over.set()
        for writer in writers:
            writer.join()
        assert not failures
        assert not done.refused
        assert {row_id: phone_of(row_id) for row_id in last} == last
        assert not [row for row in SettingRow.objects.all() if key_of(row.why) == old]
        assert all(row.source == vault.blind_index(last[row.id]) for row in SettingRow.objects.all())
