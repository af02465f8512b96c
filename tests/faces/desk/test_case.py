"""The desk: what the queue and a case show, what each command does, and whom they refuse."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anxin.core.ids import uuid7
from anxin.demo import cast
from anxin.demo.walk import billed
from anxin.domain.network.models import Territory
from anxin.domain.people.models import Reveal
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.models import Repair
from anxin.domain.visits import actions as visits
from anxin.domain.visits.models import Visit
from tests import builders
from tests.claim_builders import a_claim
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
HOUR = timedelta(hours=1)


def url_of(walked: builders.Walked) -> str:
    return f"/desk/repairs/{walked.repair.number}/"


@pytest.fixture
def chen(sits: Sits) -> Client:
    """Give agent Xiao Chen's browser."""
    return sits(cast.XIAO_CHEN)


class TestHome:
    @pytest.mark.parametrize("who", [cast.XIAO_CHEN, cast.LIN, cast.QIAN, cast.ADMIN], ids=lambda who: who.username)
    def test_leads_each_where_he_may_be(self, who: cast.Member, sits: Sits) -> None:
        assert sits(who).get("/desk/", follow=True).status_code == 200

    @pytest.mark.parametrize(
        ("who", "where"),
        [(cast.QIAN, "/desk/money/"), (cast.SUN, "/desk/follow-ups/"), (cast.LIN, "/desk/claims/")],
        ids=lambda one: getattr(one, "username", one),
    )
    def test_leads_each_to_his_own_work_not_to_what_he_only_reads(
        self, who: cast.Member, where: str, sits: Sits
    ) -> None:
        assert sits(who).get("/desk/").headers["Location"] == where


class TestQueue:
    def test_puts_the_broken_promise_first(self, chen: Client, live_now: datetime) -> None:
        fresh = builders.a_repair(now=live_now, customer=cast.NEIGHBOUR)
        late = builders.a_repair(now=live_now - HOUR)
        page = flat(chen.get("/desk/repairs/"))
        assert page.index(late.repair.number) < page.index(fresh.repair.number)
        shown = flat(chen.get("/desk/repairs/", {"show": "late"}))
        assert late.repair.number in shown
        assert fresh.repair.number not in shown

    def test_narrows_by_brand_and_place(self, chen: Client, live_now: datetime) -> None:
        walked = builders.a_repair(now=live_now)
        assert walked.repair.number in flat(chen.get("/desk/repairs/", {"brand": "heyan", "place": "成都"}))
        assert walked.repair.number not in flat(chen.get("/desk/repairs/", {"brand": "qingfeng"}))
        assert walked.repair.number not in flat(chen.get("/desk/repairs/", {"place": "东莞"}))

    def test_asks_as_often_for_ten_as_for_one(self, chen: Client, live_now: datetime) -> None:
        counts = []
        for wanted in (1, 5):
            while Repair.objects.count() < wanted:
                builders.a_repair(now=live_now, customer=cast.NEIGHBOUR)
            with CaptureQueriesContext(connection) as queries:
                chen.get("/desk/repairs/")
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 7

    def test_finds_by_number_serial_and_phone_without_an_address(self, chen: Client, live_now: datetime) -> None:
        walked = builders.a_repair(now=live_now)
        for text in (walked.repair.number, walked.repair.number.split("-")[2], cast.MS_ZHANG.phone, "0001"):
            answer = chen.post("/desk/repairs/search/", {"q": text})
            assert answer.headers["Location"] == url_of(walked), text
        assert chen.get("/desk/repairs/search/").status_code == 405
        assert "没找到" in flat(chen.post("/desk/repairs/search/", {"q": "999999"}))

    def test_asks_which_where_a_claims_number_ends_like_a_repairs(self, sits: Sits, live_now: datetime) -> None:
        admin, repair = sits(cast.ADMIN), builders.a_repair(now=live_now).repair
        claim = a_claim(now=live_now).claim
        tails = {one.number.rpartition("-")[0].partition("-")[2][4:] for one in (repair, claim)}
        assert len(tails) == 1, "the first of their day"
        for place in ("repairs", "claims"):
            page = flat(admin.post(f"/desk/{place}/search/", {"q": tails.copy().pop().replace("-", " ")}))
            assert {f"/desk/repairs/{repair.number}/" in page, f"/desk/claims/{claim.number}/" in page} == {True}

    def test_gives_its_pane_alone_for_a_live_page(self, chen: Client, live_now: datetime) -> None:
        walked = builders.a_repair(now=live_now)
        page = flat(chen.get("/desk/repairs/", {"part": "queue", "open": walked.repair.number}))
        assert page.lstrip().startswith("<section")
        assert 'aria-current="true"' in page


class TestCase:
    def test_shows_nobody_plain(self, chen: Client, live_now: datetime) -> None:
        page = flat(chen.get(url_of(builders.a_repair(now=live_now, at="triaged"))))
        assert "张**" in page
        for plain in (cast.MS_ZHANG.name, cast.MS_ZHANG.phone, "银杏里"):
            assert plain not in page

    @pytest.mark.parametrize("at", ["submitted", "accepted", "booked", "on_site", "quoted", "billed", "closed"])
    def test_shows_every_state_within_its_queries(self, chen: Client, live_now: datetime, at: str) -> None:
        walked = builders.a_repair(now=live_now - HOUR, at=at)
        with CaptureQueriesContext(connection) as queries:
            assert chen.get(url_of(walked)).status_code == 200
        assert len(queries) <= 11

    def test_reveals_for_a_reason_and_writes_it_down(self, chen: Client, live_now: datetime) -> None:
        walked = builders.a_repair(now=live_now)
        url = f"{url_of(walked)}reveals/"
        part = chen.post(url, {"field": "customer.contact", "reason": "agree_time"}, headers={"HX-Request": "true"})
        assert cast.MS_ZHANG.phone in flat(part)
        assert Reveal.objects.filter(granted=True).count() == 2
        page = flat(chen.post(url, {"field": "customer.address", "reason": "check_address"}))
        assert "银杏里" in page
        assert chen.post(url, {"field": "customer.contact", "reason": ""}).status_code == 403
        assert Reveal.objects.filter(granted=False).exists()
        assert chen.post(url, {"field": "customer.secret", "reason": "check_address"}).status_code == 404

    def test_shows_pictures_without_what_the_camera_wrote(self, chen: Client, sits: Sits, live_now: datetime) -> None:
        walked = builders.a_repair(now=live_now)
        file = builders.a_picture(now=live_now)
        walked.do(lambda: repairs.add_picture(repair=walked.repair, file=file, by=walked.customer, now=walked.now))
        url = f"{url_of(walked)}pictures/{file.sha256}/"
        assert f'src="{url}"' in flat(chen.get(url_of(walked)))
        answer = chen.get(url)
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"].startswith("inline; filename=")
        assert b"".join(answer).startswith(b"\xff\xd8")  # type: ignore[arg-type]
        assert chen.get(f"{url_of(walked)}pictures/{'0' * 64}/").status_code == 404
        assert sits(cast.QINGFENG_OWNER).get(url).status_code == 403
        assert Client().get(url).status_code == 302


class TestDeeds:
    def test_walk_from_acceptance_to_an_offer(self, chen: Client, live_now: datetime) -> None:
        walked = builders.a_repair(now=live_now - HOUR)
        url = url_of(walked)
        assert chen.post(f"{url}acceptance/").status_code == 302
        assert chen.post(f"{url}choice/").status_code == 302
        page = flat(chen.get(url, {"do": "offer"}))
        assert "罗师傅" in page
        assert chen.post(f"{url}offer/", {"technician": cast.MASTER_LUO.number}).status_code == 302
        assert walked.visit.offers.get().state == "sent"

    def test_assign_by_hand_asks_why(self, chen: Client, live_now: datetime) -> None:
        walked = builders.a_repair(now=live_now - HOUR, at="triaged")
        given = {"technician": cast.MASTER_LUO.number, "how": "assign"}
        assert chen.post(f"{url_of(walked)}offer/", given).status_code == 422
        assert chen.post(f"{url_of(walked)}offer/", {**given, "why": "电话里说好了"}).status_code == 302
        assert walked.visit.state == "assigned"

    def test_solve_on_the_phone(self, chen: Client, live_now: datetime) -> None:
        walked = builders.a_repair(now=live_now, at="accepted")
        refused = chen.post(f"{url_of(walked)}solution/", {"how": ""})
        assert refused.status_code == 422
        assert 'id="command"' in flat(refused)
        assert chen.post(f"{url_of(walked)}solution/", {"how": "换了电池就好了"}).status_code == 302
        walked.repair.refresh_from_db()
        assert walked.repair.state == "solved_remotely"

    def test_redirect_says_where_and_why(self, chen: Client, live_now: datetime) -> None:
        walked = builders.a_repair(now=live_now)
        assert chen.post(f"{url_of(walked)}redirection/", {"to": "物业", "why": "门禁归物业"}).status_code == 302
        walked.repair.refresh_from_db()
        assert walked.repair.redirected_to == "物业"

    def test_a_note_pressed_twice_is_written_once(self, chen: Client, live_now: datetime) -> None:
        walked = builders.a_repair(now=live_now)
        for _press in range(2):
            given = {"text": "老人独自在家", "readers": "inside", "once": "same"}
            assert chen.post(f"{url_of(walked)}note/", given).status_code == 302
        assert flat(chen.get(url_of(walked))).count("老人独自在家") == 1

    def test_moves_the_window(self, chen: Client, live_now: datetime) -> None:
        walked = builders.a_repair(now=live_now - HOUR, at="booked")
        day = (live_now + timedelta(days=1)).date().isoformat()
        page = flat(chen.get(url_of(walked), {"do": "rescheduling", "day": day}))
        window = page.split('name="window" value="')[3].split('"')[0]
        answer = chen.post(f"{url_of(walked)}rescheduling/", {"window": window, "why": "customer"})
        assert answer.status_code == 302, flat(answer)[:4000]
        assert walked.visit.appointments.get(state="confirmed").from_at == datetime.fromisoformat(window)

    def test_finishes_by_recorded_call_for_who_has_no_page_to_read_a_code_from(
        self, chen: Client, live_now: datetime
    ) -> None:
        walked = builders.a_repair(now=live_now - timedelta(hours=8), at="agreed")
        url = url_of(walked)
        assert "do=completion" not in flat(chen.get(url))
        refused = chen.post(f"{url}completion/", {"recording": "REC-2026-1", "said": "on"})
        assert (refused.status_code, walked.visit.state) == (409, "on_site"), "nothing is billed yet"
        billed(walked)
        assert "do=completion" in flat(chen.get(url))
        assert chen.post(f"{url}completion/", {"recording": "REC-2026-1"}).status_code == 422
        assert chen.post(f"{url}completion/", {"recording": "REC-2026-1", "said": "on"}).status_code == 302
        assert walked.visit.state == "finished"
        assert "do=completion" not in flat(chen.get(url))

    def test_finishes_by_recorded_call_after_three_wrong_codes(self, chen: Client, live_now: datetime) -> None:
        walked = builders.a_repair(now=live_now - timedelta(hours=8), at="billed")
        luo, url = walked.by(cast.MASTER_LUO), url_of(walked)
        for _try in range(3):
            with pytest.raises((visits.WrongCompletionCode, visits.CompletionCodeLocked)):
                walked.do(lambda: visits.finish(visit=walked.visit, code="none", by=luo, now=walked.now))
        assert chen.get(url, {"do": "completion"}).status_code == 200
        assert chen.post(f"{url}completion/", {"recording": "REC-2026-1"}).status_code == 422
        assert chen.post(f"{url}completion/", {"recording": "REC-2026-1", "said": "on"}).status_code == 302
        assert walked.visit.state == "finished"

    def test_says_so_where_somebody_was_quicker(self, chen: Client, live_now: datetime) -> None:
        walked = builders.a_repair(now=live_now, at="accepted")
        answer = chen.post(f"{url_of(walked)}acceptance/")
        assert answer.status_code == 409
        assert 'role="alert"' in flat(answer)

    def test_urges_once_in_ten_minutes(self, chen: Client, live_now: datetime) -> None:
        walked = builders.a_repair(now=live_now)
        assert chen.post(f"{url_of(walked)}urge/").status_code == 302
        assert chen.post(f"{url_of(walked)}urge/").status_code == 409

    def test_an_administrator_looks_and_does_nothing(self, sits: Sits, live_now: datetime) -> None:
        admin = sits(cast.ADMIN)
        walked = builders.a_repair(now=live_now)
        assert "acceptance/" not in flat(admin.get(url_of(walked)))
        assert admin.post(f"{url_of(walked)}acceptance/").status_code == 403

    def test_no_command_of_another_name(self, chen: Client, live_now: datetime) -> None:
        assert chen.post(f"{url_of(builders.a_repair(now=live_now))}anything/").status_code == 404


class TestOthers:
    PATHS = ("", "search/", "new/", "new/caller/", "{number}/", "{number}/acceptance/", "{number}/reveals/")

    @pytest.mark.parametrize("who", [cast.BOSS_HE, cast.MASTER_LUO, cast.HEYAN_OWNER, cast.LIN, cast.ZHOU])
    def test_are_refused(self, sits: Sits, live_now: datetime, who: cast.Member) -> None:
        client = sits(who)
        walked = builders.a_repair(now=live_now)
        for path in self.PATHS:
            url = "/desk/repairs/" + path.format(number=walked.repair.number)
            assert {client.get(url).status_code, client.post(url).status_code} <= {403, 404, 405}, url

    def test_strangers_are_sent_to_the_door(self, client: Client, sits: Sits, live_now: datetime) -> None:
        sits(cast.XIAO_CHEN)
        walked = builders.a_repair(now=live_now)
        for path in self.PATHS:
            url = "/desk/repairs/" + path.format(number=walked.repair.number)
            assert {client.get(url).status_code, client.post(url).status_code} <= {302, 405}, url
        assert client.get(url_of(walked)).headers["Location"].startswith("/sign-in/")


class TestOutlet:
    def test_is_asked_in_a_technicians_place_and_the_page_says_until_when(
        self, chen: Client, live_now: datetime
    ) -> None:
        walked = builders.a_repair(now=live_now, at="accepted")
        walked.do(lambda: repairs.triage(repair=walked.repair, by=walked.by(cast.XIAO_CHEN), now=walked.now))
        walked.run()
        asked = builders.open_offer(walked)
        assert f"正在等{asked.technician.called}答复" in flat(chen.get(url_of(walked)))
        given = chen.post(f"{url_of(walked)}order/", {"outlet": asked.outlet.code, "once": "k-1"}, follow=True)
        house = asked.outlet.organisation.name
        assert f"正在等{house}答复" in flat(given)
        assert f"正在等{asked.technician.called}答复" not in flat(given)


class TestNoOutletThere:
    def test_none_is_offered_to_be_asked_and_the_nearest_are_named_with_what_can_be_done(
        self, chen: Client, sits: Sits, live_now: datetime
    ) -> None:
        walked = builders.a_repair(now=live_now, at="accepted")
        walked.do(lambda: repairs.triage(repair=walked.repair, by=walked.by(cast.XIAO_CHEN), now=walked.now))
        Visit.objects.filter(pk=walked.visit.pk).update(by_hand_at=walked.now)
        served = Territory.objects.filter(brand=walked.repair.product.brand, outlet__code="AX-CD-01")
        Territory.objects.create(
            id=uuid7(), outlet=served[0].outlet, brand=served[0].brand, division="542100", kind="shared",
            from_at=walked.now - timedelta(days=1),
        )  # fmt: skip
        Territory.objects.filter(brand=walked.repair.product.brand).exclude(division="542100").delete()
        shown = flat(chen.get(url_of(walked)))
        assert "do=order" not in shown
        assert "现在没有能去的网点服务这里" in shown
        assert "最近的网点" in shown
        assert "公里" in shown
        assert "do=solution" in shown
        assert "do=offer" not in shown
        board = f"/desk/board/?place=5101&repair={walked.repair.number}"
        assert "现在没有能去的网点服务这里" in flat(sits(cast.XIAO_DENG).get(board))
        refused = chen.post(f"{url_of(walked)}order/", {"outlet": "AX-CD-01", "once": "k-9"}, follow=True)
        assert refused.status_code == 409
