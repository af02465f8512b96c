"""The outlet's pages: jobs with their clock, its own people, and nothing of another outlet."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.network import actions as network
from anxin.domain.network.models import Technician
from anxin.domain.notices.models import Notice
from anxin.domain.repairs.commands import TABLE
from anxin.domain.visits import actions as visits
from tests import builders
from tests.domain.visits.test_moved_everywhere import WIDE, later_on
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]


def ordered(now: datetime) -> tuple[builders.Walked, str]:
    """Walk a repair until it is offered to Boss He's outlet, which hasn't answered."""
    walked = builders.a_repair(now=now, at="triaged")
    deng = walked.by(cast.XIAO_DENG)
    order = walked.do(
        lambda: visits.order_outlet(visit=walked.visit, outlet=builders.outlet(), by=deng, now=walked.now)
    )
    return walked, f"/outlet/jobs/{order.id}/"


class TestJobs:
    def test_shows_what_is_offered_without_a_name(self, sits: Sits, live_now: datetime) -> None:
        he = sits(cast.BOSS_HE)
        _walked, url = ordered(live_now)
        page = he.get(url).content.decode()
        assert "桂溪街道" in page
        assert "张" not in page.split('id="job-h"')[1].split("</article>")[0]
        assert "acceptance/" in page

    def test_accepts_and_names_a_technician(self, sits: Sits, live_now: datetime) -> None:
        he = sits(cast.BOSS_HE)
        walked, url = ordered(live_now)
        assert he.post(f"{url}acceptance/").status_code == 302
        page = he.get(url).content.decode()
        assert "罗师傅" in page
        assert he.post(f"{url}technician/", {"technician": cast.MASTER_LUO.number}).status_code == 302
        assert walked.visit.offers.get().technician.number == cast.MASTER_LUO.number

    def test_is_opened_by_the_notice_that_its_customer_wants_another_time(self, sits: Sits, live_now: datetime) -> None:
        he = sits(cast.BOSS_HE)
        walked, url = ordered(live_now)
        at = later_on(walked)
        fields = {"from_at": at, "to_at": at + WIDE}
        walked.do(lambda: TABLE.give("window", row=walked.repair, by=walked.customer, now=walked.now, fields=fields))
        walked.run()
        told = Notice.objects.get(code="order_moved", account=builders.account(cast.BOSS_HE))
        assert "客户另选了上门时间" in he.get("/notices/").content.decode()
        assert he.post(f"/notices/{told.pk}/opening/")["Location"] == url
        assert f"{timezone.localtime(at):%H:%M}" in he.get(url).content.decode()

    def test_tells_jobs_apart_by_when_they_are_wanted_and_keeps_who_is_sent_in_reach(
        self, sits: Sits, live_now: datetime
    ) -> None:
        he = sits(cast.BOSS_HE)
        walked, url = ordered(live_now)
        start = timezone.localtime(walked.repair.wanted_from_at)
        assert f"{start:%H:%M} 桂溪街道" in he.get("/outlet/jobs/").content.decode().split('id="jobs"')[1]
        he.post(f"{url}acceptance/")
        short, whole = (he.get(f"{url}{all_}").content.decode() for all_ in ("", "?all=1"))
        assert walked.repair.number not in short.split('id="record"')[1].split("</article>")[0], "folded"
        assert walked.repair.number in whole.split('id="record"')[1].split("</article>")[0]

    def test_sends_at_once_a_technician_who_has_said_yes_on_the_phone(self, sits: Sits, live_now: datetime) -> None:
        he = sits(cast.BOSS_HE)
        walked, url = ordered(live_now)
        he.post(f"{url}acceptance/")
        assert "已和他说好，就派他" in he.get(url).content.decode()
        given = {"technician": cast.MASTER_LUO.number, "how": "send", "once": "k-1"}
        for _pressed_twice in range(2):
            assert he.post(f"{url}technician/", given).status_code == 302
        assert not walked.visit.offers.exists()
        assert (walked.visit.state, walked.visit.technician.number) == ("assigned", cast.MASTER_LUO.number)
        assert walked.visit.outlet_orders.get().state == "technician_named"
        walked.repair.refresh_from_db()
        assert walked.repair.state == "arranged"
        walked.do(
            lambda: visits.hand_back(visit=walked.visit, why="ill", by=walked.by(cast.MASTER_LUO), now=walked.now)
        )
        assert walked.visit.outlet_orders.get().state == "accepted"

    def test_counts_the_time_it_was_given_whatever_the_setting_says_since(self, sits: Sits, live_now: datetime) -> None:
        he = sits(cast.BOSS_HE)
        walked, url = ordered(live_now)
        given = walked.now
        acting(
            lambda: settings.propose(name="visits.outlet_min", value=240, valid_from=live_now, by=SYSTEM, now=live_now)
        )
        for page in ("/outlet/jobs/", url):
            clock = he.get(page).context
            shown = clock.get("clock") or clock["rows"][0].clock
            assert (shown.started_at, shown.due_at) == (given, given + timedelta(minutes=15))

    def test_refuses_with_a_reason_and_asks_for_one(self, sits: Sits, live_now: datetime) -> None:
        he = sits(cast.BOSS_HE)
        walked, url = ordered(live_now)
        assert he.post(f"{url}refusal/", {}).status_code == 422
        assert he.post(f"{url}refusal/", {"why": "no_technician"}).status_code == 302
        assert walked.visit.outlet_orders.get().state == "refused"

    def test_gives_an_accepted_job_back(self, sits: Sits, live_now: datetime) -> None:
        he = sits(cast.BOSS_HE)
        walked, url = ordered(live_now)
        he.post(f"{url}acceptance/")
        assert he.post(f"{url}return/", {"why": "no_part"}).status_code == 302
        assert walked.visit.outlet_orders.get().state == "returned"

    def test_says_so_where_the_job_has_moved_on(self, sits: Sits, live_now: datetime) -> None:
        he = sits(cast.BOSS_HE)
        _walked, url = ordered(live_now)
        he.post(f"{url}acceptance/", {"once": "one"})
        assert he.post(f"{url}acceptance/", {"once": "one"}).status_code == 302  # the same press again
        assert he.post(f"{url}acceptance/", {"once": "two"}).status_code == 409

    @pytest.mark.parametrize("who", [cast.BOSS_TANG, cast.XIAO_CHEN, cast.MASTER_LUO, cast.HEYAN_OWNER])
    def test_shows_others_nothing(self, sits: Sits, live_now: datetime, who: cast.Member) -> None:
        _walked, url = ordered_after(sits, live_now)
        client = sits(who)
        assert client.get(url).status_code in (403, 404)
        assert client.post(f"{url}acceptance/").status_code in (403, 404)
        assert client.get("/outlet/jobs/").status_code in (200, 403)
        assert "桂溪" not in client.get("/outlet/jobs/").content.decode()

    def test_sends_a_stranger_to_the_door(self, client: Client) -> None:
        for path in ("/outlet/jobs/", "/outlet/board/", "/outlet/people/"):
            assert client.get(path).status_code == 302

    def test_lets_the_parts_clerk_look_and_no_more(self, sits: Sits, live_now: datetime) -> None:
        kong = sits(cast.XIAO_KONG)
        _walked, url = ordered(live_now)
        assert "acceptance/" not in kong.get(url).content.decode()
        assert kong.post(f"{url}acceptance/").status_code == 403
        assert kong.get("/outlet/board/").status_code == 403


def ordered_after(sits: Sits, now: datetime) -> tuple[builders.Walked, str]:
    """Lay the ground, then offer a job to Boss He."""
    sits(cast.BOSS_HE)
    return ordered(now)


class TestBoard:
    def test_shows_the_day_by_technician(self, sits: Sits, live_now: datetime) -> None:
        he = sits(cast.BOSS_HE)
        walked = builders.a_repair(now=live_now - timedelta(hours=1), at="booked")
        day = walked.repair.wanted_from_at.astimezone().date().isoformat()
        page = he.get("/outlet/board/", {"day": day}).content.decode()
        assert "罗师傅" in page
        assert walked.visit.number in page
        tang = sits(cast.BOSS_TANG)
        assert walked.visit.number not in tang.get("/outlet/board/", {"day": day}).content.decode()

    def test_keeps_two_of_one_name_apart(self, sits: Sits, live_now: datetime) -> None:
        he = sits(cast.BOSS_HE)
        walked = builders.a_repair(now=live_now - timedelta(hours=1), at="booked")
        day = walked.repair.wanted_from_at.astimezone().date().isoformat()
        other = Technician.objects.exclude(number=cast.MASTER_LUO.number).order_by("number")[0]
        Technician.objects.filter(pk=other.pk).update(called=cast.MASTER_LUO.called)
        where = {"outlet": walked.visit.outlet, "brand": walked.repair.brand, "by": SYSTEM, "now": live_now}
        acting(lambda: network.engage(technician=other, **where))
        page = flat(he.get("/outlet/board/", {"day": day}))
        for number in (cast.MASTER_LUO.number, other.number):
            assert f"罗师傅 {number}" in page

    def test_lists_its_own_people(self, sits: Sits) -> None:
        page = sits(cast.BOSS_HE).get("/outlet/people/").content.decode()
        assert "罗师傅" in page
        assert "田师傅" not in page
