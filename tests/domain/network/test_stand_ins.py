"""Of all who can do the same one is read, and says of every place what all of them say, in whatever network."""

from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.utils import timezone

from anxin.core import vault
from anxin.core.actors import Actor
from anxin.core.ids import uuid7
from anxin.demo import cast, ground
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.models import Absence, Authorisation, BrandKey, Engagement, Outlet, Shift, Skill, Technician
from anxin.domain.network.queries.attestations import statement_of
from anxin.domain.network.rules import signatures
from anxin.domain.people import actions as persons
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from anxin.domain.people.queries import actors
from anxin.domain.repairs import queries as repairs
from tests import builders

pytestmark = pytest.mark.django_db
SKILLS = ("lock", "electric", "gas")
SPANS = ((480, 1080), (480, 720), (840, 1320), (1320, 1800), (1320, 1980), (0, 1440), (0, 0), (600, 600), (1300, 1440))
CODES = ("510107", "510104", "441900", "110101")
SCOPES = ("维修", "维修", "智能锁、家电", "智能锁", "燃气具", "空调")
WINDOWS = ((480, 1320),)
ONE_DAY = timedelta(days=1)


def dispatcher(now: datetime) -> Actor:
    return actors.actor_of_account(builders.account(cast.XIAO_DENG), now=now)


class Network:
    """A network as chance makes it: who is engaged where, able, vouched for, there or not."""

    def __init__(self, seed: int, now: datetime) -> None:
        self.seed = seed
        self.random, self.now, self.today = Random(seed), now, timezone.localtime(now).date()
        self.scopes = Random(seed)
        self.brands = [people.organisation(one.slug) for one in (cast.HEYAN, cast.QINGFENG)]
        self.outlets = list(Outlet.objects.order_by("code"))
        Engagement.objects.all().delete()
        for n in range(2 + seed % 8):
            self.technician(n)

    def any_of(self, several: tuple[object, ...], *, at_least: int = 0) -> list[object]:
        return self.random.sample(several, self.random.randint(at_least, len(several)))

    def technician(self, n: int) -> None:
        random, number = self.random, f"AX-9{n:02}"
        person = persons.enrol(name=f"帮手{n}", phone=f"138000{97000 + n}", now=self.now)
        row = network.register_technician(
            person=person, account=None, number=number, called="师傅", lng=104.0, lat=30.6, since_date=self.today
        )
        Technician.objects.filter(pk=row.pk).update(paused_at=random.choice((None, None, None, self.now)))
        for code in self.any_of(SKILLS):
            until = random.choice((None, None, self.today, self.today - ONE_DAY))
            Skill.objects.create(technician=row, code=code, until_date=until)
        for outlet in self.any_of((*self.outlets,), at_least=1):
            for brand in self.any_of((*self.brands,), at_least=1):
                ended = random.choice((None, None, None, self.now + ONE_DAY, self.now))
                from_at = self.now - ONE_DAY
                Engagement.objects.create(technician=row, outlet=outlet, brand=brand, from_at=from_at, to_at=ended)
        for brand in self.brands:
            self.vouch(brand, number)
        self.hours(row)
        self.leave(row, n)

    def leave(self, row: Technician, n: int) -> None:
        """Give leave from one of those he works for, or from several, each by itself."""
        dice, houses = Random(f"{self.seed} {n}"), {one.organisation for one in self.outlets}
        for ahead in (-1, 0, 1):
            day = self.today + timedelta(days=ahead)
            for house in sorted(houses, key=lambda one: one.slug) if dice.random() < 0.5 else ():
                if dice.random() < 0.6:
                    days = {"from_date": day, "to_date": day}
                    away = Absence.objects.create(technician=row, kind="leave", employer=house, **days)
                    off = {"absence": away, "employer": house, "from_min": 0, "to_min": 0}
                    Shift.objects.create(technician=row, date=day, **off)

    def vouch(self, brand: Organisation, number: str) -> None:
        """Sign a word for him that lasts, one that ends today, two in succession, one with a bad signature, or none.

        What each is for is chance, too.
        """
        year, tomorrow = timedelta(days=365), self.today + ONE_DAY
        lasts, ends, follows = (self.today, tomorrow + year), (self.today, self.today), (tomorrow, tomorrow + year)
        for from_date, to_date in self.random.choice(((lasts,), (lasts,), (ends,), (ends, follows), ())):
            key = BrandKey.objects.filter(brand=brand).latest("from_at")
            word = Authorisation(
                **{"number": f"AU-{uuid7()}", "brand": brand, "kind": "technician", "code": number},
                **{"scope": self.scopes.choice(SCOPES)},
                **{"from_date": from_date, "to_date": to_date, "key": key, "state": "authorised"},
                **dict.fromkeys(("signed_at", "created_at", "updated_at"), self.now),
            )
            private = vault.open_("network.key.private", key.id, key.private_sealed)
            said = statement_of(word) if self.random.random() < 0.9 else b"something else"
            word.signature = signatures.sign(private, said)
            word.save()

    def hours(self, row: Technician) -> None:
        random = self.random
        for weekday in range(7):
            for from_min, to_min in self.any_of(SPANS)[:2]:
                weeks = random.choice(("", "", "odd", "even"))
                Shift.objects.create(technician=row, weekday=weekday, weeks=weeks, from_min=from_min, to_min=to_min)
        for ahead in (-1, 0, 1):
            day = self.today + timedelta(days=ahead)
            for from_min, to_min in self.any_of(SPANS)[:2] if random.random() < 0.3 else ():
                Shift.objects.create(technician=row, date=day, from_min=from_min, to_min=to_min)
            if random.random() < 0.2:
                away = Absence.objects.create(technician=row, kind="leave", from_date=day, to_date=day)
                Shift.objects.create(technician=row, absence=away, date=day, from_min=0, to_min=0)


def said(field: queries.Field, brands: list[Organisation]) -> dict[object, object]:
    """Return what a field says of all places."""
    asked = [(brand.pk, code, skill) for brand in brands for code in CODES for skill in SKILLS]
    return {one: field.gap(brand=one[0], code=one[1], skill=one[2]) for one in asked}


def free(field: queries.Field, brands: list[Organisation]) -> dict[object, object]:
    asked = [(brand.pk, code, skill) for brand in brands for code in CODES for skill in SKILLS]
    return {
        one: field.unmanned(brand=one[0], code=one[1], skill=one[2], hours=WINDOWS)
        for one in asked
        if not field.gap(brand=one[0], code=one[1], skill=one[2])
    }


@pytest.mark.parametrize("seed", [2, 14, 22, 30, 43, 47, 52, 57])
def test_one_who_stands_for_others_says_what_all_say(seed: int, now: datetime) -> None:
    ground.lay(now=now)
    made = Network(seed, now)
    for ahead in (0, 1):
        day = made.today + timedelta(days=ahead)
        every, brief = queries.whole_field(day=day, now=now), queries.brief_field(day=day, now=now)
        by_hour = queries.brief_field(day=day, now=now, by_hour=True)
        assert said(brief, made.brands) == said(by_hour, made.brands) == said(every, made.brands)
        assert brief.reached(CODES) == every.reached(CODES)
        assert free(by_hour, made.brands) == free(every, made.brands)
        shown(made, every, day, now)


def test_chance_makes_gaps_of_every_kind(now: datetime) -> None:
    ground.lay(now=now)
    made = Network(14, now)
    found = set(said(queries.brief_field(day=made.today, now=now), made.brands).values())
    assert found == {"", "no_outlet", "nobody_able", "nobody_vouched", "nobody_works"}


def shown(made: Network, every: queries.Field, day: date, now: datetime) -> None:
    """Hold that a day counts all, and shows those first who work."""
    deng = dispatcher(now)
    first = sorted(every.hands, key=lambda one: (not one.works, one.number))
    found = repairs.field_day(deng, day=day, now=now, most=4)
    assert (found.total, found.works) == (len(every.hands), sum(one.works for one in every.hands))
    assert [one.number for one in found.hands] == sorted(one.number for one in first[:4])
    assert {one.id: (one.hours, one.spans, one.works) for one in found.hands}.items() <= {
        one.id: (one.hours, one.spans, one.works) for one in every.hands
    }.items()
    homes = every.homes_within("5101")
    area = [one for one in every.hands if any(outlet in homes.get(brand, ()) for outlet, brand in one.homes)]
    found = repairs.field_day(deng, day=day, now=now, most=1, on_map=3, homes=homes)
    assert (found.total, found.about) == (len(area), sum(one.works for one in area))
    on_map = [one.number for one in found.hands if one.works][:3]
    assert on_map == sorted(one.number for one in area if one.works)[:3]


def test_who_is_with_a_customer_is_about_though_he_takes_no_jobs(now: datetime) -> None:
    there = builders.a_repair(now=now, at="on_site")
    who = there.visit.technician
    assert who is not None
    Technician.objects.update(paused_at=now)
    day = timezone.localtime(there.now).date()
    found = repairs.field_day(dispatcher(there.now), day=day, now=there.now, most=1, on_map=1)
    assert (found.works, found.about) == (0, 1)
    assert found.total > 1
    assert [one.id for one in found.hands][:1] == [who.pk]
    assert [(one.number, one.technician_id) for one in found.stops] == [(there.repair.number, who.pk)]
