"""Nobody is sent beyond the longest hours of a day, nor promised; a person may name him, and everybody reads it."""

import random
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.errors import Invalid
from anxin.core.zone import SHANGHAI
from anxin.demo import cast
from anxin.demo.walk import Walked
from anxin.domain.network.models import Technician
from anxin.domain.places.models import Place
from anxin.domain.visits import actions, gateway, rules
from anxin.domain.visits.models import Offer, Visit
from anxin.domain.visits.wording.reasons import said_reason
from anxin.engines import dispatch
from tests import builders
from tests.domain.visits.test_windows import product, spot

pytestmark = pytest.mark.django_db
LU = cast.MASTER_LU.number


def choose(hours: int, *, now: datetime) -> None:
    acting(lambda: settings.propose(name="visits.day_most_h", value=hours, valid_from=now, by=SYSTEM, now=now))


def works(visit: Visit, number: str, minutes: int, *, state: str = "finished", days_ago: int = 0) -> Visit:
    """Let a technician hold, or have done, another job of so many minutes in the first window of the visit's day."""
    row = Visit.objects.get(pk=visit.pk)
    day = rules.local_day(visit.wanted_from_at) - timedelta(days=days_ago)
    row.pk, row.stream_key, row.state, row.minutes = uuid4(), uuid4(), state, minutes
    row.technician = Technician.objects.get(number=number)
    row.wanted_from_at = rules.local_midnight(day) + timedelta(hours=8)
    row.wanted_to_at = row.wanted_from_at + timedelta(hours=2)
    row._state.adding = True
    row.save()
    return row


def asked(visit: Visit, *, now: datetime) -> list[str]:
    return [one.technician.number for one in gateway.candidates(visit, now=now)]


def way(visit: Visit, number: str) -> int:
    """Return how many minutes the way from a technician's home takes, as the engine estimates it."""
    technician, place = Technician.objects.get(number=number), visit.place
    assert place.lng is not None
    assert place.lat is not None
    return -(-dispatch.seconds_between((technician.lng, technician.lat), (place.lng, place.lat)) // 60)


def far_off(now: datetime) -> Walked:
    """Return a case that wants somebody the day after tomorrow at two, so that no hour of today counts."""
    one = builders.a_repair(now=now, at="triaged")
    at = (now + timedelta(days=2)).astimezone(SHANGHAI).replace(hour=14, minute=0, second=0, microsecond=0)
    Visit.objects.filter(pk=one.visit.pk).update(wanted_from_at=at, wanted_to_at=at + timedelta(hours=2))
    return one


class TestDispatch:
    @pytest.mark.parametrize("state", ["assigned", "finished", "unfinished"])
    def test_sends_nobody_beyond_them_whatever_he_holds_or_did(self, now: datetime, state: str) -> None:
        one = far_off(now)
        room = 8 * 60 - one.visit.minutes - way(one.visit, LU)
        row = works(one.visit, LU, room, state=state)
        assert LU in asked(one.visit, now=one.now)
        Visit.objects.filter(pk=row.pk).update(minutes=room + 1)
        assert LU not in asked(one.visit, now=one.now)
        assert asked(one.visit, now=one.now)

    @pytest.mark.parametrize(("state", "days_ago"), [("cancelled", 0), ("finished", 1)])
    def test_counts_neither_what_came_to_nothing_nor_other_days(self, now: datetime, state: str, days_ago: int) -> None:
        one = far_off(now)
        works(one.visit, LU, 600, state=state, days_ago=days_ago)
        assert LU in asked(one.visit, now=one.now)

    def test_counts_the_way_to_a_job_and_round_to_the_next(self, now: datetime) -> None:
        one = far_off(now)
        works(one.visit, LU, 8 * 60 - one.visit.minutes - way(one.visit, LU))
        assert LU in asked(one.visit, now=one.now), "the new one is next door to it"
        place, before = one.visit.place, way(one.visit, LU)
        Place.objects.filter(pk=place.pk).update(lng=(place.lng or 0) + 0.3)
        row = Visit.objects.get(pk=one.visit.pk)
        assert way(row, LU) > before
        assert LU not in asked(row, now=one.now)

    def test_counts_what_is_offered_to_him_already(self, now: datetime) -> None:
        one, other = far_off(now), far_off(now)
        Visit.objects.filter(pk=other.visit.pk).update(minutes=400)
        assert LU in asked(one.visit, now=one.now)
        lu = Technician.objects.get(number=LU)
        other.do(lambda: actions.offer_to(visit=other.visit, technician=lu, by=other.by(cast.XIAO_CHEN), now=other.now))
        choose(7, now=now)
        assert LU not in asked(one.visit, now=one.now)
        Offer.objects.filter(visit=other.visit).update(state="declined")
        assert LU in asked(one.visit, now=one.now)

    def test_follows_the_operator_s_choice(self, now: datetime) -> None:
        one = far_off(now)
        works(one.visit, LU, 8 * 60)
        assert LU not in asked(one.visit, now=one.now)
        choose(11, now=now)
        assert LU in asked(one.visit, now=one.now)

    def test_asks_nobody_but_a_person_where_everybody_would_work_too_long(self, now: datetime) -> None:
        one = far_off(now)
        for number in asked(one.visit, now=one.now):
            works(one.visit, number, 480)
        while left := asked(one.visit, now=one.now):
            for number in left:
                works(one.visit, number, 480)
        one.do(lambda: actions.send_round(visit=one.visit, candidates=[], now=one.now))
        assert Visit.objects.get(pk=one.visit.pk).by_hand_at == one.now
        assert LU in {found.technician.number for found in gateway.ranking(one.visit, now=one.now).beyond}

    @pytest.mark.parametrize("hours", [0, 12])
    def test_takes_no_hours_that_no_law_allows(self, now: datetime, hours: int) -> None:
        with pytest.raises(Invalid, match=r"visits\.day_most_h"):
            choose(hours, now=now)


class TestMoved:
    def test_onto_a_day_that_gets_too_long_another_is_looked_for(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        visit, chen = one.visit, one.by(cast.XIAO_CHEN)
        assert visit.technician
        at = rules.local_midnight(rules.local_day(visit.wanted_from_at)) + timedelta(days=2, hours=14)
        assert not gateway.gets_too_long(visit, day=rules.local_day(at), now=one.now)
        there = works(visit, visit.technician.number, 470, state="assigned")
        Visit.objects.filter(pk=there.pk).update(
            wanted_from_at=at - timedelta(hours=6), wanted_to_at=at - timedelta(hours=4)
        )
        told = {"from_at": at, "to_at": at + timedelta(hours=2), "why": "customer"}
        one.do(lambda: actions.reschedule(visit=one.visit, **told, by=chen, now=one.now))
        moved = Visit.objects.get(pk=visit.pk)
        assert moved.wanted_from_at == at
        assert moved.technician is None


class TestNamed:
    def test_by_a_person_he_goes_all_the_same_and_reads_how_long_the_day_gets(self, now: datetime) -> None:
        one = far_off(now)
        works(one.visit, LU, 8 * 60)
        found = next(it for it in gateway.ranking(one.visit, now=one.now).beyond if it.technician.number == LU)
        lu = Technician.objects.get(number=LU)
        one.do(lambda: actions.offer_to(visit=one.visit, technician=lu, by=one.by(cast.XIAO_CHEN), now=one.now))
        offered = Offer.objects.get(visit=one.visit, technician=lu)
        why = {"code": "hours", "minutes": 480 + one.visit.minutes + way(one.visit, LU), "most_h": 8}
        assert why in found.reasons
        assert why in offered.reasons

    def test_within_them_nothing_is_said(self, now: datetime) -> None:
        one = far_off(now)
        ranking = gateway.ranking(one.visit, now=one.now)
        assert not ranking.beyond
        assert "hours" not in {reason["code"] for it in ranking.able for reason in it.reasons}

    @pytest.mark.parametrize(("minutes", "said"), [(510, "8.5"), (540, "9"), (545, "9.08")])
    def test_hours_are_said_as_people_say_them(self, minutes: int, said: str) -> None:
        words = said_reason({"code": "hours", "minutes": minutes, "most_h": 8})
        assert words == f"当天排满 {said} 小时（含路上），上限 8 小时"


class TestPromise:
    def test_is_what_the_board_can_do_whatever_they_hold_and_did(self, now: datetime) -> None:
        one, dice, kept_out = far_off(now), random.Random(16), 0
        visit, day = one.visit, rules.local_day(one.visit.wanted_from_at)
        everybody = sorted(asked(visit, now=one.now))
        for turn in range(12):
            at = one.now + timedelta(minutes=turn)
            choose(dice.randint(1, 11), now=at)
            for _ in range(dice.randint(1, 5)):
                state = dice.choice(["assigned", "booked", "finished", "unfinished", "cancelled"])
                works(visit, dice.choice(everybody), dice.choice([30, 90, 240, 400]), state=state)
            counted = gateway.free_windows(product=product(), spot=spot(), day=day, now=at, but=visit.stream_key)
            for window in counted:
                visit.wanted_from_at, visit.wanted_to_at = window.from_at, window.to_at
                assert window.free == len(asked(visit, now=at)), (turn, window)
                kept_out += len(gateway.ranking(visit, now=at).beyond)
            Visit.objects.exclude(pk=visit.pk).delete()
        assert kept_out
