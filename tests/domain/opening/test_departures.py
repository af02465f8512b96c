"""A brand leaves from a day on, by two: undone until then; after it nothing is taken in, what runs is carried on."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError, Invalid
from anxin.demo import cast, ground
from anxin.demo.walk import a_report
from anxin.domain.network import queries as network
from anxin.domain.network.models import Authorisation
from anxin.domain.notices.models import Notice
from anxin.domain.opening import actions as opening
from anxin.domain.opening import queries
from anxin.domain.opening.commands.houses import HOUSES
from anxin.domain.opening.models import Departure
from anxin.domain.opening.states import DEPARTURE
from anxin.domain.opening.tasks import leave_brands
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.models import Organisation
from anxin.domain.people.queries import actors
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.models import Repair
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
    leave_brands.func(now=later)
    return later


def report(now: datetime, by: Actor) -> object:
    return acting(lambda: repairs.report(report=a_report(now=now), by=by, now=now))


class TestLeaving:
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
        leave_brands.func(now=now + timedelta(days=DAYS - 1))
        assert queries.is_open(brand())
        give("departure-undoing", who(cast.ADMIN), now)
        leave_brands.func(now=now + timedelta(days=DAYS))
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
        leave_brands.func(now=later + timedelta(hours=1))

        assert brand().retired_at is not None
        assert not Authorisation.objects.filter(brand=brand(), state="authorised").exists()

    @pytest.mark.parametrize("state", sorted(DEPARTURE.states))
    def test_is_allowed_to_nobody_but_who_its_actions_let_in_every_state(self, now: datetime, state: str) -> None:
        by = everybody(now)
        ask(next(one for one in by if "operator" in one.roles), now)
        stands(Departure.objects.get(), state)
        assert list(differing(HOUSES, brand(), by, now)) == []
