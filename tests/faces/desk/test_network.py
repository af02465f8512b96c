"""The network desk on its pages: outlets and technicians are found, changed, and nothing is lost of what was."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.demo import cast
from anxin.domain.network.models import Absence, Outlet, Technician

pytestmark = pytest.mark.django_db
type Sits = Callable[[object], Client]
OUTLETS, TECHNICIANS = "/desk/network/outlets/", "/desk/network/technicians/"
LUO = f"{TECHNICIANS}{cast.MASTER_LUO.number}/"


def said(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


class TestLists:
    def test_find_by_name_place_and_how_they_stand(self, sits: Sits) -> None:
        desk = sits(cast.XIAO_DENG)
        assert desk.get("/desk/network/").status_code == 302
        assert "AX-DG-01" not in said(desk, f"{OUTLETS}?q=武侯")
        assert "AX-CD-01" not in said(desk, f"{OUTLETS}?province=44")
        assert "没有这样的网点" in said(desk, f"{OUTLETS}?show=unmanned")
        assert "罗师傅" in said(desk, f"{TECHNICIANS}?outlet=AX-CD-01&show=there")
        assert "没有这样的师傅" in said(desk, f"{TECHNICIANS}?show=paused")

    def test_cost_the_same_for_one_and_many(self, sits: Sits, django_assert_max_num_queries: object) -> None:
        desk = sits(cast.XIAO_DENG)
        for path, most in ((OUTLETS, 12), (TECHNICIANS, 14)):
            with django_assert_max_num_queries(most):  # type: ignore[operator]
                said(desk, path)

    def test_are_nobody_elses(self, sits: Sits) -> None:
        for path in (OUTLETS, TECHNICIANS, LUO, f"{OUTLETS}AX-CD-01/"):
            assert sits(cast.HEYAN_OWNER).get(path).status_code == 403
            assert Client().get(path).status_code == 302


class TestTechnician:
    def test_is_ill_and_there_again_with_both_in_his_history(self, sits: Sits, live_now: datetime) -> None:
        desk, last = sits(cast.XIAO_DENG), timezone.localdate() + timedelta(days=2)
        assert "病假" in said(desk, f"{LUO}?do=sick")
        assert desk.post(f"{LUO}sick/", {"to_date": last.isoformat()}).status_code == 302
        page = said(desk, LUO)
        assert "今天不在" in page
        assert desk.post(f"{LUO}absence-end/", {"absence": str(Absence.objects.get().pk)}).status_code == 302
        page = said(desk, LUO)
        assert "今天不在" not in page
        assert "已销假" in page

    def test_reads_what_is_wrong_by_its_field(self, sits: Sits) -> None:
        answer = sits(cast.XIAO_DENG).post(f"{LUO}week/", {"hours": "有空就来"})
        assert answer.status_code == 422
        assert 'id="id_hours-wrong"' in answer.content.decode()

    def test_finds_his_week_in_the_form(self, sits: Sits) -> None:
        assert 'value="1234567 00:00-24:00"' in said(sits(cast.XIAO_DENG), f"{LUO}?do=week")


class TestOutlet:
    def test_is_changed_with_the_rest_kept(self, sits: Sits) -> None:
        desk, here = sits(cast.XIAO_DENG), f"{OUTLETS}AX-CD-01/"
        before = Outlet.objects.get(code="AX-CD-01")
        assert f'value="{before.phone}"' in said(desk, f"{here}?do=details")
        told = {"phone": before.phone, "opens": "9:00-18:00", "capacity": "12"}
        assert desk.post(f"{here}details/", told).status_code == 302
        page = said(desk, here)
        assert "今天已约 0 / 12 单" in page
        assert "网点资料已修改" in page

    def test_shows_who_works_there_and_what_it_serves(self, sits: Sits) -> None:
        page = said(sits(cast.XIAO_DENG), f"{OUTLETS}AX-CD-01/")
        assert "罗师傅" in page
        assert "成都市" in page
        assert Technician.objects.filter(engagements__outlet__code="AX-CD-01").exists()
