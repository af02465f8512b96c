"""The check understands what people type, and a look-up before is said as it was answered."""

from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from anxin.demo import cast, ground
from anxin.domain.network import actions as network
from anxin.domain.network.models import Authorisation
from tests import builders
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
LUO = cast.MASTER_LUO.number
GENUINE = "授权的师傅"
FALSE = "工牌上此刻不是这组字符"
WIDE = {sign: sign + 0xFEE0 for sign in range(0x21, 0x7F)}


@pytest.fixture(autouse=True)
def laid(live_now: datetime) -> None:
    ground.lay(now=live_now)


def shown() -> str:
    """Return what the technician's phone shows this minute, with the gap in its middle."""
    token = network.badge(technician=builders.technician(), now=timezone.now())
    return f"{token[:5]} {token[5:]}"


def asked(client: Client, code: str, badge: str = "", kind: str = "technician") -> str:
    page = client.get("/verify/", {"kind": kind, "code": code, "badge": badge}, headers={"accept-language": "zh-Hans"})
    assert page.status_code == 200
    return flat(page.content.decode())


HANDS = {
    "gap": str,
    "dashes": lambda text: "-".join(text.replace(" ", "")),
    "blanks": lambda text: f"  {'  '.join(text)} ",
    "lower": str.lower,
    "wide": lambda text: text.translate(WIDE).replace(" ", "\u3000"),
    "unseen": lambda text: f"\u200b{text}\ufeff",
}


@pytest.mark.parametrize("hand", HANDS)
class TestTyped:
    def test_characters_of_a_phone_are_his_however_they_are_typed(self, client: Client, hand: str) -> None:
        page = asked(client, LUO, HANDS[hand](shown()))
        assert GENUINE in page
        assert "此刻显示的字符正确" in page
        assert FALSE not in page

    def test_number_is_his_however_it_is_typed(self, client: Client, hand: str) -> None:
        if hand != "blanks":
            assert GENUINE in asked(client, HANDS[hand](LUO), shown())

    def test_hotline_is_the_brands_however_it_is_typed(self, client: Client, hand: str) -> None:
        assert "是禾砚授权的官方热线" in asked(client, HANDS[hand](cast.HOTLINE), kind="hotline")

    def test_programs_may_type_so_too(self, client: Client, hand: str) -> None:
        answer = client.get(f"/api/v1/verify/technician/{LUO}", {"badge": HANDS[hand](shown())})
        assert (answer.status_code, answer.json()["badge"]) == (200, "valid")


class TestAlone:
    def test_characters_ask_for_the_number_and_stand_where_they_belong(self, client: Client) -> None:
        token = shown()
        page = asked(client, token, kind="hotline")
        assert "像是工牌上的字符" in page
        assert "不好说真假" not in page
        assert "/verify/reports/" not in page.split("<main")[1].split("</main")[0]
        assert '<input type="hidden" name="kind" value="technician">' in page
        assert f'value="{token}"' in page.split('id="badge"')[1].split(">")[0]

    def test_characters_and_number_typed_the_wrong_way_round_are_read(self, client: Client) -> None:
        assert GENUINE in asked(client, shown(), LUO)

    def test_his_own_page_says_what_to_type_where(self, sits, live_now: datetime) -> None:  # type: ignore[no-untyped-def]
        page = flat(sits(cast.MASTER_LUO).get("/technician/me/").content.decode())
        assert f"testserver/verify/，选“师傅”，第一格输入 {LUO}，第二格输入这组字符" in page


class TestLast:
    def test_a_false_badge_stays_red_when_something_else_is_asked(self, client: Client) -> None:
        assert FALSE in asked(client, LUO, "AAAAA AAAAA")
        page = asked(client, cast.HOTLINE, kind="hotline")
        before = page.split('id="last"')[1]
        assert FALSE in before
        assert GENUINE not in before

    def test_a_false_badge_stays_beside_his_number_asked_alone(self, client: Client) -> None:
        asked(client, LUO, "AAAAA AAAAA")
        assert FALSE in asked(client, LUO).split('id="last"')[1]

    def test_what_was_answered_otherwise_is_not_said_again(self, client: Client, live_now: datetime) -> None:
        asked(client, "400-999-9999", kind="hotline")
        Authorisation.objects.filter(code=cast.HOTLINE).update(code="400-999-9999", bare="4009999999")
        assert 'id="last"' not in asked(client, LUO)
