"""Two at once: one number reported, one person on the waiting list; each is kept once, and nobody reads an error."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db.models import Model

from anxin.core import acting as blocks
from anxin.core import numbers, row_seals
from anxin.core.acting import acting
from anxin.core.actors import STRANGER, Actor
from anxin.core.ids import uuid7
from anxin.core.timeline import Entry
from anxin.demo import cast, ground
from anxin.domain.network import actions, queries
from anxin.domain.network.actions.keys import KeyChanged
from anxin.domain.network.commands import NETWORKS
from anxin.domain.network.models import Authorisation, BrandKey, Report, ReportedNumber, Waiting
from anxin.domain.people import actions as people_actions
from anxin.domain.people import queries as people
from tests import races
from tests.racing import racing

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
        line_before("anxin.domain.network.actions.given_words.alone", blocks.alone)
        yield drawn


class TestTwoKeys:
    """Two of a brand make a key at the same moment."""

    @pytest.fixture
    def owner(self) -> Actor:
        brand = people.organisation(cast.HEYAN.slug)
        return Actor(kind="staff", id="1", organisation=str(brand.id), roles=frozenset({"merchant_owner"}))

    def make(self, owner: Actor, now: datetime, **fields: object) -> Callable[[], object]:
        """Make a key as its command does, the row read anew in each try."""
        return lambda: NETWORKS.give("key", row=people.organisation(cast.HEYAN.slug), by=owner, now=now, fields=fields)

    @pytest.mark.parametrize("name", ["asked in one breath", "asked for the same"])
    def test_leave_one_that_signs(self, name: str, owner: Actor, now: datetime) -> None:
        brand = people.organisation(cast.HEYAN.slug)
        for _turn in range(5):
            before = BrandKey.objects.filter(brand=brand).count()
            fields = {"seen": before} if name == "asked for the same" else {}
            with races.line(2) as drawn:
                outcomes = drawn.run(*[self.make(owner, now, **fields)] * 2)
            won = [one.won for one in outcomes].count(True)
            assert won == (1 if fields else 2)
            assert BrandKey.objects.filter(brand=brand).count() == before + won
            assert queries.living_keys(brand, now=now + timedelta(days=1)).count() == 1
            assert all(isinstance(one.refusal, KeyChanged) for one in outcomes if not one.won)


class TestTwoBrands:
    """Two brands sign for one hotline at the same moment, one by one or by sheets of what was signed elsewhere."""

    def asked(self, slug: str, code: str, now: datetime) -> tuple[Authorisation, Actor]:
        """Return a brand's word for a number, checked, and who signs it."""
        brand = people.organisation(slug)
        owner = ground.owner_of(brand)
        days = {"from_date": now.date(), "to_date": now.date() + timedelta(days=90)}
        about = {"brand": brand, "kind": "hotline", "code": code, "scope": "安装", **days}
        word = acting(lambda: actions.apply(**about, by=owner, now=now))
        acting(lambda: actions.approve(authorisation=word, by=owner, now=now))
        return word, owner

    def test_have_one_of_them_that_stands_for_it(self, race: races.Race, now: datetime) -> None:
        if not queries.living_keys(people.organisation(cast.QINGFENG.slug), now=now).exists():
            brand = people.organisation(cast.QINGFENG.slug)
            acting(lambda: NETWORKS.give("key", row=brand, by=ground.owner_of(brand), now=now, fields={}))
        for turn in range(5):
            words = [self.asked(one.slug, f"400-000-006{turn}", now) for one in (cast.HEYAN, cast.QINGFENG)]

            def sign(word: Authorisation, owner: Actor) -> Callable[[], object]:
                return lambda: actions.authorise(authorisation=Authorisation.objects.get(pk=word.pk), by=owner, now=now)

            outcomes = race.run(*[sign(*one) for one in words])
            assert sorted(one.won for one in outcomes) == [False, True]
            assert all(isinstance(one.refusal, actions.OthersHotline) for one in outcomes if not one.won)


@pytest.mark.postgresql
def test_a_key_made_while_the_others_end_keeps_its_own_seal(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    brand, locked = people.organisation(cast.HEYAN.slug), row_seals._locked

    def other(model: type[Model], keys: object) -> object:
        found = list(locked(model, keys))
        monkeypatch.undo()
        racing(1, lambda: BrandKey(id=uuid7(), brand=brand, kid="late", public="late", from_at=now).save())
        return found

    monkeypatch.setattr(row_seals, "_locked", other)
    acting(lambda: queries.living_keys(brand, now=now).update(to_at=now))

    late = BrandKey.objects.get(kid="late")
    assert row_seals.verifies(late)
    assert late.to_at is None


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
