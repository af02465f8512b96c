"""Fields that no page would send: a day that isn't, a year nobody meant, codes of letters. Refused, never a fault."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from anxin.core.acting import acting
from anxin.core.keys import signatures as seals
from anxin.demo import cast, ground
from anxin.domain.people.actions import factors
from anxin.domain.people.models import Factor
from anxin.faces.sign_in import session as sign_in_session
from tests import builders
from tests.builders import a_repair

pytestmark = pytest.mark.django_db
ODD = ("2026-02-30T10:00:00+08:00", "9999-12-31T23:59:00+00:00", "0001-01-01T00:00:00+14:00", "9999-12-31", "一")
LETTERS = ("٣٣٣٣٣٣", "六位数字在此", "éééééé")
type Sits = Callable[[cast.Member], Client]


@pytest.mark.parametrize("odd", ODD)
class TestMoments:
    def test_a_repair_has_no_such_window(self, odd: str, sits: Sits, live_now: datetime) -> None:
        page = f"/desk/repairs/{a_repair(now=live_now - timedelta(minutes=40), at='booked').repair.number}/"
        chen = sits(cast.XIAO_CHEN)
        assert chen.post(f"{page}rescheduling/", {"window": odd, "why": "desk"}).status_code == 422
        assert chen.get(page, {"do": "rescheduling", "day": odd}).status_code == 200

    def test_an_inspection_has_none(self, odd: str, sits: Sits, contested: Any) -> None:
        page, lin = f"/desk/claims/{contested.claim.number}/", sits(cast.LIN)
        lin.post(f"{page}assignment/")
        assert lin.post(f"{page}inspection/", {"window": odd}).status_code == 422
        assert lin.get(page, {"do": "inspection", "day": odd}).status_code == 200

    def test_lists_show_today(self, odd: str, sits: Sits) -> None:
        assert sits(cast.BOSS_HE).get("/outlet/board/", {"day": odd}).status_code == 200
        assert sits(cast.XIAO_CHEN).post("/notices/reading/", {"until": odd}).status_code == 302


@pytest.mark.parametrize("letters", LETTERS)
class TestCodes:
    def test_of_an_authenticator_are_digits(self, letters: str, live_now: datetime) -> None:
        ground.lay(now=live_now)
        chen = builders.account(cast.XIAO_CHEN)
        acting(lambda: factors.begin(account=chen.id, now=live_now))
        for since, page in ((None, "second-factor"), (live_now, "code")):
            Factor.objects.update(confirmed_at=since)
            client = Client()
            session = client.session
            session[sign_in_session.HALF] = [str(chen.pk), time.time()]
            session.save()
            client.cookies["sessionid"] = session.session_key
            assert client.post(f"/sign-in/{page}/", {"code": letters}).status_code == 422

    def test_of_a_badge_are_those_it_shows(self, letters: str, live_now: datetime) -> None:
        ground.lay(now=live_now)
        luo = cast.MASTER_LUO.number
        page = Client().get("/verify/", {"kind": "technician", "code": luo, "badge": letters})
        assert page.status_code == 200
        answer = Client().get(f"/api/v1/verify/technician/{luo}", {"badge": letters})
        assert answer.status_code == 200, answer.content
        assert '"wrong"' in answer.content.decode()

    def test_of_a_seal_are_no_reason_to_stop_verifying(self, letters: str) -> None:
        key = seals.seal(b"head", b"first").partition("|")[0]
        assert not seals.is_sealed(b"head", b"first", f"{key}|{letters}")


class TestNul:
    def test_is_no_text(self, sits: Sits, live_now: datetime) -> None:
        page = f"/desk/repairs/{a_repair(now=live_now - timedelta(minutes=40)).repair.number}/"
        chen = sits(cast.XIAO_CHEN)
        for path in ("/desk/repairs/%00/", "/customer/repairs/%00/", "/prices/%00/lock/", "/report/heyan/%00/"):
            assert chen.get(path).status_code == 404, path
        for field in ("text", "once", "\0"):
            answer = chen.post(f"{page}note/", {"text": "回访", field: "a\0b"})
            assert answer.status_code == 422, field
        assert chen.get("/report/", {"q": "锁\0"}).status_code == 422
        assert Client().get("/api/v1/verify/hotline/400", {"badge": "\0"}).status_code == 422
        assert Client().get("/api/v1/repairs/%00").status_code == 401  # the token comes first
