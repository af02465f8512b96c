"""Before technicians go with the file that brought them it is said who is left alone; then their customers are told."""

from datetime import datetime, timedelta
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from anxin.core import later, outbox
from anxin.core.acting import acting
from anxin.core.actors import STRANGER
from anxin.core.imports import ImportBatch
from anxin.demo import cast, ground
from anxin.domain.network import actions as network
from anxin.domain.network.models import Authorisation, Engagement, Technician, Territory
from anxin.domain.people import queries as people
from anxin.domain.repairs import actions as repairs
from tests.domain.visits.test_windows import held
from tests.faces.desk.test_authorising import Sits
from tests.flat import flat

pytestmark = pytest.mark.django_db
COLUMNS = ("number", "name", "phone", "called", "works", "skills", "since")
AT, ONLY = "/desk/imports/technicians/", "AX-CD-01"


def brought(client: Client) -> ImportBatch:
    """Bring two technicians of the one outlet that serves by a file, with nobody else there."""
    rows = "".join(f"T-90{n},赵{n}号,1380000090{n},,{ONLY}:禾砚,门锁,2024-03-01\n" for n in (1, 2))
    file = SimpleUploadedFile("men.csv", f"{','.join(COLUMNS)}\n{rows}".encode())
    check = client.post(AT, {"file": file}).headers["Location"]
    sent = {f"column_{one}": one for one in COLUMNS} | {"file": check.split("file=")[1], "how": "all"}
    client.post(f"{AT}check/", sent)
    heyan = people.organisation(cast.HEYAN.slug)
    Engagement.objects.filter(outlet__code=ONLY, brand=heyan).exclude(technician__number__startswith="T-90").delete()
    Territory.objects.filter(brand=heyan).exclude(outlet__code=ONLY).delete()
    return ImportBatch.objects.get(table="technicians")


def test_taking_technicians_back_says_first_who_is_left_alone_and_then_tells_their_customers(
    sits: Sits, live_now: datetime
) -> None:
    for n in range(2):
        acting(partial(repairs.report, report=held(live_now, 10, n), by=STRANGER, now=live_now))
    client = sits(cast.ADMIN)
    batch = brought(client)

    page = flat(client.post(f"{AT}{batch.id}/undoing/"))
    assert "那里还有 2 张没受理的报修占着时段：会告诉客户现在没有师傅能去" in page
    assert "没有人能去了" in page
    assert "还没有撤回任何一行" in page
    assert Technician.objects.filter(number__startswith="T-90").count() == 2
    client.post(f"{AT}{batch.id}/undoing/", {"how": "rest"})
    assert Technician.objects.filter(number__startswith="T-90").count() == 2, "nobody has read it yet"

    client.post(f"{AT}{batch.id}/undoing/", {"how": "rest", "gaps": "9"})
    assert not Technician.objects.filter(number__startswith="T-90").exists()
    later.run_due(live_now + timedelta(hours=12))  # at night it waits for the morning
    assert outbox.Message.objects.filter(template="notices.repair_nobody").count() == 2


def test_the_last_employment_of_an_outlet_that_ends_tells_who_waits_once(sits: Sits, live_now: datetime) -> None:
    acting(partial(repairs.report, report=held(live_now, 10, 1), by=STRANGER, now=live_now))
    client = sits(cast.ADMIN)
    brought(client)
    for row in Engagement.objects.filter(outlet__code=ONLY, brand__slug=cast.HEYAN.slug, to_at=None):
        assert not outbox.Message.objects.filter(template="notices.repair_nobody").exists()
        acting(partial(network.release, engagement=row, by=STRANGER, now=timezone.now()))
    word = Authorisation.objects.get(kind="outlet", code=ONLY, brand__slug=cast.HEYAN.slug)
    owner = ground.owner_of(word.brand)
    acting(partial(network.revoke, authorisation=word, why="终止", by=owner, now=timezone.now()))
    later.run_due(live_now + timedelta(hours=12))  # at night it waits for the morning
    assert outbox.Message.objects.filter(template="notices.repair_nobody").count() == 1
