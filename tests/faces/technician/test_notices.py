"""What a technician is asked to have read: once an edition, bound to it, stopping nothing; the desk sees who hasn't."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from anxin.core.acting import acting
from anxin.demo import cast, ground
from anxin.demo.walk import actor
from anxin.domain.network.models import Technician
from anxin.domain.people.models import Consent
from anxin.domain.publications import queries as publications
from anxin.domain.publications.commands import TEXTS
from anxin.domain.publications.models import Text
from tests import builders
from tests.faces.technician.phones import for_now

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
TODAY = "/technician/"
ASKED = "请阅读"


@pytest.fixture
def laid() -> datetime:
    """Lay the ground half an hour ago."""
    now = timezone.now() - timedelta(minutes=30)
    ground.lay(now=now)
    return now


def publish(code: str, zh: str, *, days: int = 0) -> None:
    now = timezone.now()
    by = actor(cast.ADMIN, now=now)
    steps = (
        ("write", {"zh": zh, "en": ""}),
        ("publish", {"from_date": timezone.localdate() + timedelta(days=days), "checked_by": "李律师"}),
    )
    for name, fields in steps:
        acting(
            lambda name=name, fields=fields: TEXTS.give(  # type: ignore[misc]
                name, row=publications.document(code), by=by, now=now, fields=fields
            )
        )


def page(client: Client, path: str = TODAY) -> str:
    return client.get(path).content.decode()


def reads(client: Client, code: str, number: object = 1) -> int:
    return client.post(f"/technician/notices/{code}/acknowledgement/", {"number": number}).status_code


def given() -> list[tuple[str, str]]:
    luo = Technician.objects.get(number=cast.MASTER_LUO.number)
    return list(Consent.objects.filter(person=luo.person).order_by("given_at").values_list("purpose", "version"))


class TestAsking:
    def test_nobody_is_asked_for_what_is_not_published(self, laid: datetime, sits: Sits) -> None:
        assert ASKED not in page(sits(cast.MASTER_LUO))

    def test_asks_once_an_edition_and_keeps_the_answer_with_it(self, laid: datetime, sits: Sits) -> None:
        publish("algorithm", "按距离派单。")
        publish("technicians", "按公示价目收费。")
        luo = sits(cast.MASTER_LUO)
        assert "/legal/algorithm/1/" in page(luo)
        assert reads(luo, "algorithm") == 302
        assert given() == [("algorithm", "algorithm/1")]
        text = page(luo)
        assert "/legal/algorithm/1/" not in text
        assert "/legal/technicians/1/" in text
        assert reads(luo, "technicians") == 302
        assert ASKED not in page(luo)

    def test_asks_again_when_the_next_edition_counts_and_not_before(self, laid: datetime, sits: Sits) -> None:
        publish("algorithm", "按距离派单。")
        luo = sits(cast.MASTER_LUO)
        reads(luo, "algorithm")
        publish("algorithm", "按距离和忙闲派单。", days=7)
        assert ASKED not in page(luo)
        Text.objects.filter(number=2).update(from_date=timezone.localdate())
        assert "/legal/algorithm/2/" in page(luo)
        assert reads(luo, "algorithm", 2) == 302
        assert given() == [("algorithm", "algorithm/1"), ("algorithm", "algorithm/2")]

    def test_stops_no_job(self, laid: datetime, sits: Sits, live_now: datetime) -> None:
        publish("algorithm", "按距离派单。")
        walked = builders.a_repair(now=live_now - timedelta(minutes=40), at="booked")
        for_now(walked)
        luo = sits(cast.MASTER_LUO)
        job = f"/technician/jobs/{walked.visit.number}/"
        assert ASKED not in page(luo, job)
        assert luo.post(f"{job}departure/").status_code == 302

    def test_costs_one_statement(self, laid: datetime, sits: Sits) -> None:
        luo = sits(cast.MASTER_LUO)
        page(luo)
        with CaptureQueriesContext(connection) as asked:
            page(luo)
        assert len([one for one in asked if "publications_text" in one["sql"]]) == 1
        assert len(asked) <= 8


class TestAnswers:
    def test_twice_is_written_down_once(self, laid: datetime, sits: Sits) -> None:
        publish("algorithm", "按距离派单。")
        luo = sits(cast.MASTER_LUO)
        assert [reads(luo, "algorithm"), reads(luo, "algorithm")] == [302, 302]
        assert len(given()) == 1

    @pytest.mark.parametrize(("code", "number", "status"), [("algorithm", 7, 404), ("privacy", 1, 404), ("no", 1, 404)])
    def test_to_what_is_not_asked_are_refused(
        self, laid: datetime, sits: Sits, code: str, number: int, status: int
    ) -> None:
        publish("algorithm", "按距离派单。")
        publish("privacy", "只收集办事所需的信息。")
        assert reads(sits(cast.MASTER_LUO), code, number) == status
        assert given() == []

    @pytest.mark.parametrize("number", ["", "x", "0"])
    def test_that_name_no_edition_are_refused_by_their_field(self, laid: datetime, sits: Sits, number: str) -> None:
        publish("algorithm", "按距离派单。")
        assert reads(sits(cast.MASTER_LUO), "algorithm", number) == 422
        assert given() == []

    def test_are_a_technician_s_alone(self, laid: datetime, sits: Sits) -> None:
        publish("algorithm", "按距离派单。")
        assert reads(sits(cast.XIAO_CHEN), "algorithm") == 403
        assert not Consent.objects.filter(purpose="algorithm").exists()


class TestTheDesk:
    def test_finds_who_has_not_read_every_edition_in_force(self, laid: datetime, sits: Sits) -> None:
        unread, desk = "/desk/network/technicians/?show=unread", sits(cast.ADMIN)
        mark = f"/technicians/{cast.MASTER_LUO.number}/"
        assert mark not in page(desk, unread), "nothing is published"
        publish("algorithm", "按距离派单。")
        publish("technicians", "按公示价目收费。")
        luo = sits(cast.MASTER_LUO)
        reads(luo, "algorithm")
        assert mark in page(desk, unread)
        reads(luo, "technicians")
        assert mark not in page(desk, unread)
        assert f"/technicians/{cast.MASTER_LU.number}/" in page(desk, unread)

    def test_sees_on_his_page_what_he_read_and_when(self, laid: datetime, sits: Sits) -> None:
        publish("algorithm", "按距离派单。")
        publish("technicians", "按公示价目收费。")
        reads(sits(cast.MASTER_LUO), "algorithm")
        text = page(sits(cast.ADMIN), f"/desk/network/technicians/{cast.MASTER_LUO.number}/")
        assert "他读过的说明" in text
        assert text.count("还没有确认") == 1
