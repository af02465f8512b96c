"""Statements as providers write them, fetched and read as files: 200 of 10,000 disturbed, each found to the fen."""

import io
import time
import zipfile
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial

import pytest

from anxin.core import later
from anxin.core.acting import acting
from anxin.core.zone import SHANGHAI
from anxin.domain.ledger.models import Difference, Payment, Statement
from anxin.domain.ledger.providers import IN, ProviderLine
from tests.domain.ledger.scenes import Scene
from tests.domain.ledger.test_reconciliation import DAY, KINDS, books, disturbed, line

pytestmark = pytest.mark.django_db
BEFORE, TODAY, AFTER = (DAY.date() + timedelta(days=n) for n in (-1, 0, 1))


def states(scene: Scene, day: date, lines: Iterable[ProviderLine]) -> None:
    """Have the provider write the statement of a day."""
    scene.bank.states(day, [(one.direction != IN, one.number, one.amount_fen, one.at) for one in lines])


def fetched(scene: Scene, *days: date) -> float:
    """Have the statements of some days fetched, read and reconciled, by the task that a person's word puts."""
    began = time.perf_counter()
    for day in days:
        told = {"provider": scene.bank.name, "day": day.isoformat()}
        name = "anxin.domain.ledger.tasks.fetch_statement"
        acting(partial(later.put, name, arguments=told, key=f"ledger.fetch:{day}", now=scene.now))
    scene.run()
    return time.perf_counter() - began


@pytest.mark.parametrize(("count", "each"), [(700, 2), pytest.param(10_000, 29, marks=pytest.mark.soak)])
def test_name_every_disturbed_payment_to_the_fen_and_no_other(scene: Scene, count: int, each: int) -> None:
    rows = books(scene.bill, count, provider=scene.bank.name)
    here, beside, expected = disturbed(rows, each)
    states(scene, BEFORE, [])
    states(scene, TODAY, here)
    states(scene, AFTER, beside)
    took_s = fetched(scene, BEFORE, TODAY, AFTER)

    found = list(Difference.objects.filter(provider=scene.bank.name))
    assert {one.number: one.kind for one in found} == expected
    assert len(found) == len(expected)
    assert Counter(one.kind for one in found) == dict.fromkeys(KINDS, each)
    stated = {one.number: one.amount_fen for one in here}
    ours = {one.id.hex: one.amount_fen for one in rows}
    for one in found:
        if one.kind == "wrong_sum":
            assert (one.ours_fen, one.theirs_fen) == (ours[one.number], stated[one.number])
            assert abs(stated[one.number] - ours[one.number]) == 1
        elif one.kind in ("missing_there", "refund_missing"):
            assert (one.ours_fen, one.theirs_fen) == (ours[one.number], None)
        elif one.kind == "missing_here":
            assert (one.ours_fen, one.theirs_fen) == (None, stated[one.number])
    kept = Statement.objects.get(provider=scene.bank.name, day=TODAY)
    assert kept.count == len(here)
    assert kept.paid_fen == sum(one.amount_fen for one in here if one.direction == IN)
    assert kept.back_fen == sum(one.amount_fen for one in here if one.direction != IN)
    assert Payment.objects.filter(provider=scene.bank.name).count() == count
    size = len(scene.bank.sheets[TODAY])
    print(f"{scene.bank.name}: {count} payments, {size:,} bytes, {len(expected)} disturbed: {took_s:.2f} s")  # noqa: T201


def test_agree_where_nothing_is_disturbed_whatever_the_hour(scene: Scene) -> None:
    """From the first to the last second of the day: as money moves here to the millisecond and there to the second."""
    rows = books(scene.bill, 50, provider=scene.bank.name)
    for n, row in enumerate(rows):
        row.moved_at = DAY + timedelta(days=1) * n / len(rows) + timedelta(milliseconds=999)
    Payment.objects.bulk_update(rows, ["moved_at"])
    for day in (BEFORE, TODAY, AFTER):
        several = [line(one) for one in rows if one.moved_at and one.moved_at.astimezone(SHANGHAI).date() == day]
        states(scene, day, several)
    fetched(scene, BEFORE, TODAY, AFTER)
    assert not Difference.objects.exists()
    assert Statement.objects.get(provider=scene.bank.name, day=TODAY).count == len(rows)


def without(content: bytes, number: str) -> bytes:
    """Return a statement that lacks the line of one number, its sums at the end as they were."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return b"\r\n".join(one for one in content.split(b"\r\n") if number.encode() not in one)
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as there, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as here:
        for info in there.infolist():
            lines = there.read(info).split(b"\n")
            here.writestr(info, b"\n".join(one for one in lines if number.encode() not in one))
    return packed.getvalue()


@pytest.mark.parametrize("which", [0, 9], ids=["payment", "refund"])
def test_that_lack_a_line_are_not_believed(scene: Scene, which: int) -> None:
    """A file that says at its end how much it holds and holds less says nothing of our books."""
    rows = books(scene.bill, 10, provider=scene.bank.name)
    states(scene, BEFORE, [])
    states(scene, TODAY, [line(one) for one in rows])
    scene.bank.sheets[TODAY] = without(scene.bank.sheets[TODAY], rows[which].id.hex)
    fetched(scene, BEFORE, TODAY)
    assert not Statement.objects.filter(day=TODAY).exists()
    assert not Difference.objects.exists()
