"""A brand leaves from a day on, by two: undone until then; after it nothing is taken in, what runs is carried on."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from anxin.core import outbox
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError, Invalid
from anxin.demo import cast, ground
from anxin.demo.walk import a_report
from anxin.domain.contacts.models import Contact
from anxin.domain.network import actions as network_actions
from anxin.domain.network import queries as network
from anxin.domain.network.models import Authorisation, Waiting
from anxin.domain.notices.models import Notice
from anxin.domain.opening import actions as opening
from anxin.domain.opening import queries
from anxin.domain.opening.actions.departures import DepartsOtherwise
from anxin.domain.opening.commands.houses import HOUSES
from anxin.domain.opening.models import Departure
from anxin.domain.opening.states import DEPARTURE
from anxin.domain.opening.tasks import depart_houses
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.models import Organisation
from anxin.domain.people.queries import actors
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries as repair_queries
from anxin.domain.repairs.models import Guarantee, Repair
from tests import builders
from tests.domain.test_commands import stands
from tests.domain.test_every_command import differing, everybody
from tests.factor_builders import enrolled

pytestmark = pytest.mark.django_db(transaction=True)
As = Callable[[cast.Member], Actor]
DAYS = 30


@pytest.fixture
def who(now: datetime, db: None) -> As:
    """Lay the cast, with two administrators, and give actors of it."""
    ground.lay(now=now)
    qian, home = builders.account(cast.QIAN), people_queries.operator()
    acting(lambda: people.grant(account=qian, organisation=home, role="operator", now=now))
    enrolled([cast.ADMIN.username, cast.QIAN.username], now=now)
    return lambda member: actors.actor_of_account(builders.account(member), now=now)


def brand() -> Organisation:
    return people_queries.organisation(cast.HEYAN.slug)


def day(now: datetime) -> date:
    return timezone.localdate(now) + timedelta(days=DAYS)


def give(name: str, by: Actor, now: datetime, **fields: object) -> None:
    acting(lambda: HOUSES.give(name, row=brand(), by=by, now=now, fields=fields))


def ask(by: Actor, now: datetime, **fields: object) -> None:
    told = {"from_date": day(now), "successor": "清风电器服务", "successor_at": "400-000-0099", "why": "合同到期"}
    give("departure", by, now, **{**told, **fields})


def left(who: As, now: datetime) -> datetime:
    """Have two let the brand leave, and its day come; return that moment."""
    ask(who(cast.ADMIN), now)
    give("departure-agreement", who(cast.QIAN), now)
    later = now + timedelta(days=DAYS)
    depart_houses.func(now=later)
    return later


def report(now: datetime, by: Actor) -> object:
    return acting(lambda: repairs.report(report=a_report(now=now), by=by, now=now))


class TestLeaving:
    def test_from_today_is_refused_in_the_reader_s_own_words(self, who: As, now: datetime) -> None:
        with translation.override("zh-hans"), pytest.raises(Invalid) as refused:
            ask(who(cast.ADMIN), now, from_date=timezone.localdate(now))
        assert refused.value.facts["expected"] == f" {timezone.localdate(now)} 之后的一天"

    def test_takes_two_and_tells_administrators_and_the_brand(self, who: As, now: datetime) -> None:
        ask(who(cast.ADMIN), now)
        ask_again = HOUSES.allowed(queries.unit_situation(brand(), by=who(cast.ADMIN), now=now), who(cast.ADMIN))
        assert "departure" not in ask_again.names
        with pytest.raises(AnxinError):
            give("departure-agreement", who(cast.ADMIN), now)
        give("departure-agreement", who(cast.QIAN), now)

        row = Departure.objects.get()
        assert (row.state, row.answered_by) == ("agreed", who(cast.QIAN).key)
        told = set(Notice.objects.filter(code="brand_leaves").values_list("account__username", flat=True))
        assert {cast.ADMIN.username, cast.HEYAN_OWNER.username} <= told

    def test_begins_on_a_day_ahead(self, who: As, now: datetime) -> None:
        with pytest.raises(Invalid) as refused:
            ask(who(cast.ADMIN), now, from_date=timezone.localdate(now))
        assert refused.value.facts["field"] == "from_date"

    def test_is_undone_until_the_day_and_changes_nothing_before(self, who: As, now: datetime) -> None:
        ask(who(cast.ADMIN), now)
        give("departure-agreement", who(cast.QIAN), now)
        depart_houses.func(now=now + timedelta(days=DAYS - 1))
        assert queries.is_open(brand())
        give("departure-undoing", who(cast.ADMIN), now)
        depart_houses.func(now=now + timedelta(days=DAYS))
        assert queries.is_open(brand())
        assert network.genuine_card(kind="hotline", code=cast.HOTLINE, now=now).genuine

    def test_shuts_it_retires_its_numbers_and_takes_nothing_in_from_anybody(self, who: As, now: datetime) -> None:
        builders.a_repair(now=now, at="accepted")
        later = left(who, now)
        assert not queries.is_open(brand())
        assert network.genuine_card(kind="hotline", code=cast.HOTLINE, now=later).status == "retired"
        with pytest.raises(opening.BrandLeft):
            report(later, who(cast.XIAO_CHEN))
        with pytest.raises(AnxinError):
            give("departure-undoing", who(cast.ADMIN), later)

    def test_carries_on_what_runs_and_retires_the_brand_once_the_last_case_has_ended(
        self, who: As, now: datetime
    ) -> None:
        builders.a_repair(now=now, at="accepted")
        later = left(who, now)
        assert Authorisation.objects.filter(brand=brand(), kind="technician", state="authorised").exists()
        assert brand().retired_at is None

        for one in Repair.objects.exclude(state__in=Repair.MACHINE.ends).filter(brand=brand()):
            acting(lambda one=one: repairs.cancel(repair=one, why="改约接手方", by=who(cast.XIAO_CHEN), now=later))
        depart_houses.func(now=later + timedelta(hours=1))

        assert brand().retired_at is not None
        assert not Authorisation.objects.filter(brand=brand(), state="authorised").exists()

    def test_lets_a_guarantee_be_made_good_by_the_same_people_and_retires_the_brand_after_it(
        self, who: As, now: datetime
    ) -> None:
        one = builders.a_repair(now=now, at="closed")
        until = Guarantee.objects.get(repair=one.repair).until_date
        assert until > day(now)
        left(who, now)
        Repair.objects.exclude(pk=one.repair.pk).filter(brand=brand()).update(state="cancelled")
        later = now + timedelta(days=DAYS, hours=1)
        depart_houses.func(now=later)
        assert brand().retired_at is None
        assert queries.house_row(brand(), now=later).hangs["guarantees"] == 1
        vouched = Authorisation.objects.filter(brand=brand(), kind="technician", state="authorised")
        assert vouched.exists()

        acting(lambda: repairs.rework(repair=one.repair, why="又坏了", by=who(cast.XIAO_CHEN), now=later))
        assert repair_queries.repair_by_key(str(one.repair.pk)).state not in Repair.MACHINE.ends
        Repair.objects.filter(pk=one.repair.pk).update(state="closed")
        over = now + (until - timezone.localdate(now)) + timedelta(days=1)
        depart_houses.func(now=over)
        assert brand().retired_at is not None
        assert not vouched.exists()

    def test_lacks_nothing_on_the_checklist_any_more(self, who: As, now: datetime) -> None:
        before = {one.brand for one in queries.checks(now=now)}
        assert cast.HEYAN.slug in before
        later = left(who, now)
        found = queries.checks(now=later)
        assert {one.brand for one in found} == before - {cast.HEYAN.slug}
        assert [one.slug for one in queries.switches(found)] == [cast.QINGFENG.slug]

    def test_does_not_come_back_under_its_name_once_it_is_retired(self, who: As, now: datetime) -> None:
        later = left(who, now)
        Repair.objects.filter(brand=brand()).update(state="cancelled")
        depart_houses.func(now=later + timedelta(hours=1))
        assert brand().retired_at is not None
        case = queries.unit_situation(brand(), by=who(cast.ADMIN), now=later)
        assert not {"return", "departure"} & set(HOUSES.allowed(case, who(cast.ADMIN)).names)
        with pytest.raises(AnxinError):
            give("return", who(cast.ADMIN), later)

    def test_tells_who_waits_for_a_place_and_ends_the_list(self, who: As, now: datetime) -> None:
        here = {"name": cast.STRANGER.name, "address": "新疆乌鲁木齐市天山区"}
        for phone in (cast.STRANGER.phone, "0991-5550100"):
            wish = network_actions.WaitlistEntry(brand=brand(), phone=phone, **here)
            acting(lambda wish=wish: network_actions.wait(wish=wish, by=who(cast.XIAO_CHEN), now=now))
        left(who, now)
        assert set(Waiting.objects.values_list("state", flat=True)) == {"dropped"}
        assert Notice.objects.filter(code="waiting_over").count() == 2
        ids = outbox.Message.objects.filter(template="notices.waiting_over").first().ids
        assert ids["link"].endswith("/brands/heyan/")
        assert Contact.objects.filter(topic="other").exists(), "whom no text reaches is rung"

    def test_of_one_that_cannot_keeps_up_no_other_and_is_said(
        self, who: As, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        told = {"from_date": timezone.localdate(now), "successor": "清风", "state": "agreed", "asked_by": "x"}
        for slug in (cast.HEYAN.slug, cast.QINGFENG.slug):
            house = people_queries.organisation(slug)
            Departure.objects.create(house=house, answered_by="y", created_at=now, updated_at=now, **told)
        leaves = opening.depart

        def fails(*, departure: Departure, now: datetime) -> None:
            if departure.house.slug == cast.HEYAN.slug:
                raise RuntimeError
            leaves(departure=departure, now=now)

        monkeypatch.setattr(opening, "depart", fails)
        with pytest.raises(ExceptionGroup):
            depart_houses.func(now=now)
        states = dict(Departure.objects.values_list("house__slug", "state"))
        assert states == {cast.HEYAN.slug: "agreed", cast.QINGFENG.slug: "left"}

    def test_asked_again_otherwise_says_what_is_open_and_the_same_is_asked_once(self, who: As, now: datetime) -> None:
        told = {"from_date": day(now), "successor": "清风", "successor_at": "", "why": "到期", "house": brand()}
        admin = who(cast.ADMIN)
        for _twice in range(2):
            acting(lambda: opening.ask_departure(**told, by=admin, now=now))
        assert Departure.objects.count() == 1
        other = told | {"from_date": day(now) + timedelta(days=1)}
        with pytest.raises(DepartsOtherwise) as refused:
            acting(lambda: opening.ask_departure(**other, by=admin, now=now))
        assert refused.value.facts["from"] == day(now).isoformat()

    @pytest.mark.parametrize("state", sorted(DEPARTURE.states))
    def test_is_allowed_to_nobody_but_who_its_actions_let_in_every_state(self, now: datetime, state: str) -> None:
        by = everybody(now)
        ask(next(one for one in by if "operator" in one.roles), now)
        stands(Departure.objects.get(), state)
        assert list(differing(HOUSES, brand(), by, now)) == []
