"""Two at once: one number reported, one person on the waiting list; each is kept once, and nobody reads an error."""

from collections.abc import Callable
from datetime import datetime

import pytest

from anxin.core import acting as blocks
from anxin.core import numbers
from anxin.core.acting import acting
from anxin.core.actors import STRANGER
from anxin.core.timeline import Entry
from anxin.demo import cast, ground
from anxin.domain.network import actions
from anxin.domain.network.models import Report, ReportedNumber, Waiting
from anxin.domain.people import actions as people_actions
from anxin.domain.people import queries as people
from tests import races

pytestmark = pytest.mark.django_db(transaction=True)
URUMQI = "新疆维吾尔自治区乌鲁木齐市天山区解放北路1号"


@pytest.fixture(autouse=True)
def _ground(now: datetime) -> None:
    ground.lay(now=now)


@pytest.fixture
def race(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Draw the line after the look at what is there, before it is written: at its number, or where one waits for it."""
    with races.line(2) as drawn:

        def line_before(name: str, work: Callable[..., object]) -> None:
            def waiting(*told: object, **named: object) -> object:
                if drawn.inside:
                    drawn.wait()
                return work(*told, **named)

            monkeypatch.setattr(name, waiting)

        line_before("anxin.core.numbers.issue", numbers.issue)
        line_before("anxin.core.acting.alone", blocks.alone)
        yield drawn


class TestTwoReports:
    def test_of_one_number_lie_together(self, race: races.Race, now: datetime) -> None:
        for turn in range(5):
            code = f"400-000-000{turn + 1}"
            said = actions.NumberReport(kind="hotline", code=code, note="要先付 200")
            outcomes = race.run(*[lambda said=said: actions.report(told=said, by=STRANGER, now=now)] * 2)
            assert all(one.won for one in outcomes)
            row = ReportedNumber.objects.get(code=code)
            assert Report.objects.filter(about=row).count() == 2
            assert Entry.objects.filter(stream__key=str(row.pk), code="reported_number.received").count() == 1


class TestTwoWishes:
    @pytest.mark.parametrize("known", [True, False], ids=["of a known person", "of an unknown one"])
    def test_are_one_entry(self, known: bool, race: races.Race, now: datetime) -> None:
        phone = "13800000077"
        if known:
            acting(lambda: people_actions.enrol(name="买买提", phone=phone, now=now))
        brand = people.organisation(cast.HEYAN.slug)
        wish = actions.WaitlistEntry(brand=brand, category="lock", name="买买提", phone=phone, address=URUMQI)
        outcomes = race.run(*[lambda: actions.wait(wish=wish, by=STRANGER, now=now)] * 2)
        assert all(one.won for one in outcomes)
        assert Waiting.objects.count() == 1
