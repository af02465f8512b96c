"""What the pages of a repair ask of the database: so many statements, however much lies in the case."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.zone import SHANGHAI
from anxin.demo import cast
from anxin.domain.repairs.models import Picture
from anxin.domain.visits.models import CallRecord, CheckIn, FieldPhoto
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
CASE, PANE, PROGRESS, JOB = 8, 8, 10, 11
ORDERED, BOARD = 14, 8
LIST = 8
SEEKING = 4
"""Who could go: territories, people with skills and hours, vouchers, and in one what each holds, did and answered."""


def asked(client: Client, url: str, **part: str) -> int:
    """Count what a page asks once the process is warm."""
    client.get(url, part)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url, part).status_code == 200
    return len(queries)


@pytest.fixture
def walked(live_now: datetime, request: pytest.FixtureRequest) -> builders.Walked:
    """Walk a repair to a state, this hour."""
    return builders.a_repair(now=live_now - timedelta(minutes=40), at=request.param)


@pytest.fixture
def pages(sits: Sits, walked: builders.Walked) -> Callable[[], dict[str, int]]:
    """Give what each page of the repair asks."""
    chen, luo, zhang = sits(cast.XIAO_CHEN), sits(cast.MASTER_LUO), Client()
    zhang.get(f"/c/{walked.token}/")
    desk = f"/desk/repairs/{walked.repair.number}/"
    held = walked.visit.technician is not None

    def counted() -> dict[str, int]:
        found = {
            "case": asked(chen, desk),
            "pane": asked(chen, desk, part="case"),
            "progress": asked(zhang, f"/customer/repairs/{walked.repair.number}/"),
        }
        return found | ({"job": asked(luo, f"/technician/jobs/{walked.visit.number}/")} if held else {})

    return counted


def fatten(walked: builders.Walked, now: datetime) -> None:
    """Put twenty of everything beside a repair."""
    visit, stream = walked.visit, walked.repair.stream()
    acting(
        lambda: [
            timeline.write(stream, "repairs.note", by=walked.by(cast.XIAO_CHEN), now=now, private={"text": f"{n}"})
            for n in range(20)
        ]
    )
    Picture.objects.bulk_create(Picture(repair=walked.repair, file=f"{n:064}", at=now) for n in range(20))
    FieldPhoto.objects.bulk_create(FieldPhoto(visit=visit, slot="work", file=f"{n:064}", at=now) for n in range(20))
    CheckIn.objects.bulk_create(CheckIn(visit=visit, at=now) for n in range(20))
    CallRecord.objects.bulk_create(
        CallRecord(visit=visit, by_kind="staff", by_id="x", purpose="window", answered=True, at=now) for n in range(20)
    )


@pytest.mark.parametrize("walked", ["booked", "billed", "closed"], indirect=True)
def test_the_pages_of_a_repair_ask_little(pages: Callable[[], dict[str, int]]) -> None:
    found = pages()
    assert found.pop("case") <= CASE
    assert found.pop("pane") <= PANE
    assert found.pop("progress") <= PROGRESS
    assert found.pop("job") <= JOB


@pytest.mark.parametrize("walked", ["triaged"], indirect=True)
def test_while_somebody_is_looked_for_the_desk_also_asks_who_could_go(pages: Callable[[], dict[str, int]]) -> None:
    found = pages()
    assert found["case"] <= CASE + SEEKING
    assert found["pane"] <= PANE + SEEKING
    assert found["progress"] <= PROGRESS


@pytest.mark.parametrize("walked", ["ordered"], indirect=True)
def test_an_outlet_ranks_its_people_once(sits: Sits, walked: builders.Walked) -> None:
    order = walked.visit.outlet_orders.get()
    assert asked(sits(cast.BOSS_HE), f"/outlet/jobs/{order.pk}/") <= ORDERED


def test_the_board_asks_as_much_for_many_repairs_as_for_one(sits: Sits, live_now: datetime) -> None:
    for customer in (cast.MS_ZHANG, cast.GRANDMA_LI):
        builders.a_repair(now=live_now - timedelta(minutes=40), at="triaged", customer=customer)
        assert asked(sits(cast.XIAO_DENG), "/desk/board/") <= BOARD


def test_weeks_ask_as_much_for_many_wishes_as_for_one(sits: Sits, live_now: datetime) -> None:
    builders.ground.lay(now=live_now)
    luo, he = sits(cast.MASTER_LUO), sits(cast.BOSS_HE)
    for n in range(2, 5):
        day = (live_now.astimezone(SHANGHAI) + timedelta(days=n)).date().isoformat()
        given = luo.post("/technician/me/week/leave-wish/", {"from_date": day, "to_date": day, "once": f"k-{n}"})
        assert given.status_code == 302
        luo.get("/technician/me/week/")
        assert asked(luo, "/technician/me/week/") <= LIST
        assert asked(he, "/outlet/week/") <= LIST


@pytest.mark.parametrize("walked", ["billed"], indirect=True)
def test_a_long_story_asks_no_more_than_a_short_one(
    pages: Callable[[], dict[str, int]], walked: builders.Walked, live_now: datetime
) -> None:
    short = pages()
    fatten(walked, live_now)
    assert pages() == short
