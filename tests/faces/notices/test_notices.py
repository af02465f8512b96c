"""The bell: counted, read by its owner, leading to the case."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anxin.demo import cast, ground
from anxin.domain.network.models import Leave
from anxin.domain.notices.models import Notice
from tests import claim_builders
from tests.flat import flat

pytestmark = pytest.mark.django_db


def unread(client: Client) -> str:
    """Read the bell."""
    return flat(client.get("/notices/bell/"))


class TestBell:
    def test_counts_what_its_owner_has_not_read(self, sits: Callable[..., Client], live_now: datetime) -> None:
        claim_builders.a_claim(now=live_now, at="review")
        owner, lin, agent = sits(cast.MERCHANT_OWNER), sits(cast.LIN), sits(cast.XIAO_CHEN)
        assert ">1<" in unread(owner)
        assert ">1<" in unread(lin)
        assert "data-tone" not in unread(agent)
        with CaptureQueriesContext(connection) as asked:
            unread(owner)
        assert len(asked) <= 5

    def test_hangs_in_every_bar_of_staff(self, sits: Callable[..., Client]) -> None:
        for member, path in (
            (cast.XIAO_CHEN, "/desk/repairs/"),
            (cast.LIN, "/desk/claims/"),
            (cast.MERCHANT_OWNER, "/merchant/claims/"),
            (cast.BOSS_HE, "/outlet/jobs/"),
            (cast.MASTER_LUO, "/technician/"),
            (cast.MASTER_LUO, "/technician/me/"),
        ):
            assert 'id="bell"' in flat(sits(member).get(path)), path

    def test_of_a_technician_counts_and_leads_where_his_phone_says_so_without_a_signal(
        self, sits: Callable[..., Client], live_now: datetime
    ) -> None:
        ground.lay(now=live_now)
        luo, boss = sits(cast.MASTER_LUO), sits(cast.BOSS_HE)
        day = (live_now + timedelta(days=9)).date()
        luo.post("/technician/me/week/leave-wish/", {"from_date": str(day), "to_date": str(day)})
        wish = Leave.objects.get()
        assert boss.post(f"/outlet/wishes/leave/{wish.pk}/refuse/").status_code == 302
        assert ">1<" in unread(luo)
        for page in (unread(luo), flat(luo.get("/technician/"))):
            assert 'href="/technician/notices/"' in page
        assert cast.MASTER_LUO.called in flat(luo.get("/technician/notices/"))
        assert luo.post("/notices/reading/")["Location"] == "/technician/notices/"
        assert "data-tone" not in unread(luo)

    def test_is_nobodys_without_a_sign_in(self) -> None:
        for path in ("/notices/", "/notices/bell/"):
            assert Client().get(path).status_code == 302
        assert Client().post("/notices/reading/").status_code == 302


class TestInbox:
    def test_leads_to_the_case_and_is_read_then(self, sits: Callable[..., Client], live_now: datetime) -> None:
        one = claim_builders.a_claim(now=live_now, at="review")
        for member, path in ((cast.MERCHANT_OWNER, "/merchant/claims/"), (cast.LIN, "/desk/claims/")):
            client = sits(member)
            page = flat(client.get("/notices/"))
            assert one.claim.number in page
            row = Notice.objects.get(account__username=member.username)
            opened = client.post(f"/notices/{row.id}/opening/")
            assert opened["Location"] == f"{path}{one.claim.number}/"
            assert client.get(opened["Location"]).status_code == 200
            assert "data-tone" not in unread(client)

    def test_is_read_all_at_once_and_by_nobody_else(self, sits: Callable[..., Client], live_now: datetime) -> None:
        claim_builders.a_claim(now=live_now, at="decided")
        owner, lin = sits(cast.MERCHANT_OWNER), sits(cast.LIN)
        row = Notice.objects.filter(account__username=cast.MERCHANT_OWNER.username).first()
        assert row is not None
        assert lin.post(f"/notices/{row.id}/opening/").status_code == 404
        assert lin.post("/notices/reading/").status_code == 302
        assert ">2<" in unread(owner)
        page = flat(owner.get("/notices/"))
        seen = re.search(r'name="until" value="([^"]+)"', page)
        assert seen
        claim_builders.a_claim(now=live_now + timedelta(hours=1), order="YT-2")
        owner.post("/notices/reading/", {"until": seen[1]})
        assert ">1<" in unread(owner)
        assert owner.post("/notices/reading/", {"until": "yesterday"}).status_code == 302
        assert "data-tone" not in unread(owner)
        assert owner.get("/notices/?show=unread").status_code == 200

    @pytest.mark.parametrize("page", ["0", "-1", "x", "9999999999", "2"])
    def test_bears_any_page(self, page: str, sits: Callable[..., Client]) -> None:
        assert sits(cast.LIN).get(f"/notices/?page={page}").status_code == 200


class TestFrame:
    def test_of_a_technician_is_his_own(self, sits: Callable[..., Client]) -> None:
        page = flat(sits(cast.MASTER_LUO).get("/notices/"))
        assert 'data-theme="anxin-night"' in page
        assert "/technician/" in page
        assert 'id="bell"' not in page or "deskbar" not in page

    def test_of_others_stays_the_desks(self, sits: Callable[..., Client]) -> None:
        assert 'data-theme="anxin"' in flat(sits(cast.LIN).get("/notices/"))


class TestWishes:
    def test_lead_to_where_they_are_answered_and_to_his_own_week(
        self, sits: Callable[..., Client], live_now: datetime
    ) -> None:
        ground.lay(now=live_now)
        day = (live_now + timedelta(days=9)).date()
        his, boss = sits(cast.MASTER_LUO), sits(cast.BOSS_HE)
        asked = his.post("/technician/me/week/leave-wish/", {"from_date": str(day), "to_date": str(day)})
        assert asked.status_code == 302
        row = Notice.objects.get(account__username=cast.BOSS_HE.username)
        there = boss.post(f"/notices/{row.id}/opening/")["Location"]
        assert there == f"/outlet/week/{cast.MASTER_LUO.number}/"
        wish = Leave.objects.get()
        address = f"/outlet/wishes/leave/{wish.pk}/refuse/"
        assert address in boss.get(there).content.decode()
        assert boss.post(address).status_code == 302
        answered = Notice.objects.get(account__username=cast.MASTER_LUO.username)
        assert his.post(f"/notices/{answered.id}/opening/")["Location"] == "/technician/me/week/"
