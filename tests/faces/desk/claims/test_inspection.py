"""A look for a claim by pages alone: the reviewer sends somebody, who goes there by his phone; the claim shows it."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from PIL import Image

from anxin.core import later
from anxin.core.acting import acting
from anxin.demo import cast
from anxin.demo.walk import actor
from anxin.domain.claims import queries
from anxin.domain.people.queries import actors
from anxin.domain.repairs import queries as repairs
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as visits_queries
from anxin.domain.visits.models import Offer, Visit
from tests import builders
from tests.claim_builders import Walked
from tests.faces.customer.claims.claimed import by_phone
from tests.faces.desk.claims.test_after import lock, url
from tests.faces.technician.phones import windows_now
from tests.flat import flat

pytestmark = pytest.mark.django_db
Sits = Callable[[cast.Member], Client]
FOUND = "锁体从里面裂开，没有撬痕"


def sends(lin: Client, one: Walked) -> Visit:
    """Have the reviewer send somebody by the page."""
    html = flat(lin.get(f"{url(one)}?do=inspection"))
    window = html.split('name="window" value="')[1].split('"')[0]
    assert lin.post(url(one, "inspection/"), {"question": "有没有撬痕", "window": window}).status_code == 302
    one.read()
    look = queries.inspection_of(one.claim)
    assert look is not None
    visit = visits_queries.latest_of(look.stream())
    assert visit is not None
    return visit


def offered(visit: Visit, now: datetime) -> Offer:
    """Give the offer to Master Luo, made by the dispatcher where somebody else was asked first."""
    deng, luo = actor(cast.XIAO_DENG, now=now), builders.technician(cast.MASTER_LUO)
    found = Offer.objects.filter(visit=visit, technician=luo, state__in=["sent", "seen"]).first()
    return found or acting(lambda: visits.offer_to(visit=visit, technician=luo, by=deng, now=now))


def a_shot(colour: str) -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(file, "JPEG")
    file.name = "shot.jpg"
    file.seek(0)
    return file


class TestQuestion:
    def test_is_what_the_reviewer_has_to_ask_without_a_phone_number(self, sits: Sits, live_now: datetime) -> None:
        lin, one = sits(cast.LIN), lock(live_now - timedelta(hours=2))
        page = flat(lin.get(f"{url(one)}?do=inspection"))
        window = page.split('name="window" value="')[1].split('"')[0]
        for asked in ("", "打 13800000001 问他有没有撬"):
            answer = lin.post(url(one, "inspection/"), {"question": asked, "window": window})
            assert (answer.status_code, asked in flat(answer)) == (422, True)
        assert queries.inspection_of(one.claim) is None
        sends(lin, one)
        for read in (lin.get(f"{url(one)}?tab=record"), by_phone(one).get(f"/customer/claims/{one.claim.number}/")):
            assert "有没有撬痕" in flat(read)

    def test_is_asked_with_the_hours_alone_in_which_somebody_works(self, sits: Sits, live_now: datetime) -> None:
        lin, one = sits(cast.LIN), lock(live_now - timedelta(hours=2))
        day = queries.inspection_windows(one.claim, day=localdate(live_now) + timedelta(days=1), now=live_now)
        assert day
        assert all(window.works for window in day)
        assert flat(lin.get(f"{url(one)}?do=inspection")).count('class="slot"') == len(day)


class TestLook:
    def test_goes_from_the_reviewer_to_the_door_and_back_to_his_file(self, sits: Sits, live_now: datetime) -> None:
        lin, one = sits(cast.LIN), lock(live_now - timedelta(hours=2))
        visit, luo = sends(lin, one), sits(cast.MASTER_LUO)
        offer = offered(visit, live_now)
        assert luo.post(reverse("technician:acceptance", args=[offer.id])).status_code == 302
        self._works(luo, visit)
        later.run_due(live_now + timedelta(minutes=5))
        one.read()
        shown = flat(lin.get(url(one)))
        assert "E3" in shown
        assert "师傅上门看到的" in shown
        assert shown.split('id="decide"')[1].count(FOUND) == 1
        label = next(link.label for link in one.view(one.by(cast.LIN)).evidence if link.role == "inspection")
        assert flat(lin.get(f"{url(one)}?look={label}")).split('id="decide"')[0].count(FOUND) == 1
        assert FOUND in flat(lin.get(f"{url(one)}?tab=record"))
        assert FOUND in flat(by_phone(one).get(f"/customer/claims/{one.claim.number}/"))
        again = flat(lin.get(f"{url(one)}?do=inspection"))
        assert 'name="window"' in again
        ruling = {"remedy": "return", "amount_fen": "999", "liable": "merchant", "reason": "师傅看过，是质量问题"}
        lin.post(url(one, "decision/"), ruling)
        one.read()
        assert one.claim.state in ("decided", "review")

    def _works(self, luo: Client, visit: Visit) -> None:
        def at(name: str) -> str:
            return reverse(f"technician:{name}", args=[visit.number])

        assert "有没有撬痕" in flat(luo.get(at("job")))
        assert luo.post(at("call"), {"purpose": "appointment", "answered": "yes", "minutes": "2"}).status_code == 302
        assert luo.post(at("window"), {"window": visit.wanted_from_at.isoformat()}).status_code == 302
        windows_now()
        assert luo.post(at("departure")).status_code == 302
        assert luo.post(at("arrival"), {"lng": "104.0437", "lat": "30.642"}).status_code in (302, 422)
        if Visit.objects.get(pk=visit.pk).state != "on_site":
            assert luo.post(at("arrival"), {"why": "address_wrong"}).status_code == 302
        assert luo.post(at("quote"), {"send": "1"}).status_code in (404, 409, 422)
        for slot, colour in (("before", "red"), ("plate", "blue"), ("work", "green")):
            assert luo.post(at("photos"), {"slot": slot, "photo_files": a_shot(colour)}).status_code == 302
        assert "写下看到的情况" in flat(luo.get(at("job")))
        assert "有没有撬痕" in flat(luo.get(at("sheet")))
        assert luo.post(at("finding"), {"text": ""}).status_code == 422
        assert luo.post(at("finding"), {"text": FOUND}).status_code == 302
        buyer = actors.actor_of_person(str(repairs.repair_by_key(str(visit.stream_key)).customer_id))
        code = visits_queries.code_for_customer(visits_queries.visit_by_key(str(visit.pk)), actor=buyer)
        assert luo.post(at("completion"), {"code": code}).status_code == 302
        assert Visit.objects.get(pk=visit.pk).state == "finished"

    def test_that_nobody_lets_in_comes_back_to_the_reviewer(self, sits: Sits, live_now: datetime) -> None:
        lin, one = sits(cast.LIN), lock(live_now - timedelta(hours=2))
        visit, luo = sends(lin, one), sits(cast.MASTER_LUO)
        assert 'name="window"' not in flat(lin.get(f"{url(one)}?do=inspection"))
        luo.post(reverse("technician:acceptance", args=[offered(visit, live_now).id]))
        for name, data in (
            ("call", {"purpose": "appointment", "answered": "yes", "minutes": "2"}),
            ("window", {"window": visit.wanted_from_at.isoformat()}),
            ("ending", {"why": "other", "note": "不让进门"}),
        ):
            assert luo.post(reverse(f"technician:{name}", args=[visit.number]), data).status_code == 302, name
        assert "没有看成" in flat(lin.get(f"{url(one)}?tab=record"))
        assert 'name="window"' in flat(lin.get(f"{url(one)}?do=inspection"))

    def test_stands_on_the_board_of_the_desk(self, sits: Sits, live_now: datetime) -> None:
        lin, one = sits(cast.LIN), lock(live_now - timedelta(hours=2))
        sends(lin, one)
        agent = sits(cast.XIAO_CHEN)
        assert agent.get(f"/desk/repairs/{one.claim.inspection_number}/").status_code == 200
        assert "售后鉴定，免费" in flat(agent.get(f"/desk/repairs/{one.claim.inspection_number}/"))
