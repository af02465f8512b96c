"""An agent files a claim for a buyer who rings."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.core import timeline
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.models import Claim
from anxin.domain.people.models import Consent, Person, Reveal
from tests import evidence_builders
from tests.claim_builders import CUP, a_claim, a_purchase
from tests.faces.public.test_legal import published
from tests.flat import flat

pytestmark = pytest.mark.django_db
Sits = Callable[[cast.Member], Client]
URL = "/desk/claims/new/"
SAID = {
    "line": "1",
    "reason": "broken",
    "type": "refund_only",
    "told": "杯口裂了",
    "caller": "林女士 13900000001",
    "agreed": "on",
    "file": "1",
    "once": "k1",
}


def test_an_agent_files_for_a_caller_who_names_number_and_phone(sits: Sits, live_now: datetime) -> None:
    order = a_purchase(now=live_now, order="Z6")
    agent, named = sits(cast.XIAO_CHEN), {"order": "Z6", "phone": cast.BUYER.phone}
    assert "替来电买家提交" in flat(agent.get("/desk/claims/"))
    assert agent.post(URL, {**named, "phone": "13911112222"}).status_code == 422
    assert agent.post(URL, {**named, "phone": ""}).status_code == 422
    assert agent.post(URL, {**named, **SAID, "agreed": ""}).status_code == 422
    shown = flat(agent.post(URL, named))
    assert all(said in shown for said in ("赭红浓缩咖啡杯碟", "¥268.00", 'name="line" value="1"'))
    for _twice in range(2):
        answer = agent.post(URL, {**named, **SAID})
        assert answer.status_code == 302, flat(answer)
    claim = Claim.objects.get()
    assert (claim.channel, claim.purchase_id, claim.state) == ("phone", order.pk, "merchant_answer")
    assert Consent.objects.get(purpose="claim").channel == "phone"
    [fact] = [one for one in timeline.read(claim.stream(), opened=("caller",)) if one.code == "claims.filed_on_call"]
    assert fact.private["caller"].text == SAID["caller"]
    shop = flat(sits(cast.MERCHANT_OWNER).get(f"/merchant/claims/{claim.number}/?tab=record"))
    assert "买家来电" in shop
    assert "13900000001" not in shop
    record = f"/desk/claims/{claim.number}/?tab=record"
    for who in (cast.XIAO_CHEN, cast.LIN, cast.QIAN):
        assert "13900000001" not in flat(sits(who).get(record))


def test_who_called_is_shown_for_a_reason_that_is_logged(sits: Sits, live_now: datetime) -> None:
    a_purchase(now=live_now, order="Z6")
    agent = sits(cast.XIAO_CHEN)
    agent.post(URL, {"order": "Z6", "phone": cast.BUYER.phone, **SAID})
    claim = Claim.objects.get()
    at = f"/desk/claims/{claim.number}/reveals/?tab=record"
    assert f'action="{at}"' in flat(agent.get(f"/desk/claims/{claim.number}/?tab=record"))
    asks = {"field": "caller", "reason": "claim_question"}
    assert SAID["caller"] not in flat(agent.post(at, {**asks, "reason": "no such reason"}))
    assert SAID["caller"] in flat(agent.post(at, asks))
    assert SAID["caller"] in flat(agent.post(at, asks, headers={"HX-Request": "true"}))
    looks = Reveal.objects.filter(person=claim.buyer, field="caller").order_by("at")
    assert [one.granted for one in looks] == [False, True, True]


def test_of_an_order_that_shows_a_part_of_its_phone_the_number_is_enough(sits: Sits, live_now: datetime) -> None:
    order = a_purchase(now=live_now, order="Z6", lines=(replace(CUP, quantity=2),))
    Person.objects.filter(pk=order.buyer_id).update(phone_index="")
    agent = sits(cast.XIAO_CHEN)
    assert 'name="pieces-1"' in flat(agent.post(URL, {"order": "Z6"}))
    assert agent.post(URL, {"order": "Z6", **SAID, "pieces-1": "1"}).status_code == 302
    claim = Claim.objects.get()
    assert claim.lines.get().quantity == 1
    assert "号码没核对" in flat(agent.get(f"/desk/claims/{claim.number}/?tab=record"))
    assert sits(cast.QIAN).get(URL).status_code in (302, 403, 404)


def test_a_number_that_lacks_the_digits_an_order_shows_is_another_persons(sits: Sits, live_now: datetime) -> None:
    order = a_purchase(now=live_now, order="Z6")
    Person.objects.filter(pk=order.buyer_id).update(phone_index="", phone_masked="137****1005")
    agent = sits(cast.XIAO_CHEN)
    assert agent.post(URL, {"order": "Z6", "phone": "13900000000", **SAID}).status_code == 422
    assert agent.post(URL, {"order": "Z6", "phone": "13700001005", **SAID}).status_code == 302
    claim = Claim.objects.get()
    assert "号码没核对" not in flat(agent.get(f"/desk/claims/{claim.number}/?tab=record"))


def test_the_pages_key_is_of_the_goods_chosen_and_a_sum_is_of_money_alone(sits: Sits, live_now: datetime) -> None:
    a_purchase(now=live_now, order="Z6", lines=(CUP, replace(CUP, title="另一只杯子")))
    agent, named = sits(cast.XIAO_CHEN), {"order": "Z6", "phone": cast.BUYER.phone}
    assert agent.post(URL, {**named, **SAID, "asked": "0"}).status_code == 422
    assert agent.post(URL, {**named, **SAID, "type": "exchange", "asked": "50"}).status_code == 302
    assert agent.post(URL, {**named, **SAID, "line": "2", "asked": "50"}).status_code == 302
    first, second = Claim.objects.order_by("id")
    assert (first.asked_fen, second.asked_fen) == (26800, 5000)  # what the goods cost, and what he asks for


def test_of_a_number_that_two_shops_have_the_agent_chooses_the_shop(sits: Sits, live_now: datetime) -> None:
    one = a_purchase(now=live_now, order="Z6")
    other = evidence_builders.a_purchase(now=live_now, order="Z6", customer=cast.BUYER, shop=cast.HEYAN)
    agent, named = sits(cast.XIAO_CHEN), {"order": "Z6", "phone": cast.BUYER.phone}
    assert 'name="seller"' not in agent.get(URL).content.decode()
    which = agent.post(URL, named)
    assert which.status_code == 422
    for row in (one, other):
        assert f'<option value="{row.seller.slug}"' in which.content.decode()
    named["seller"] = cast.HEYAN.slug
    assert f'<option value="{cast.HEYAN.slug}" selected' in agent.post(URL, named).content.decode()
    assert agent.post(URL, {**named, **SAID}).status_code == 302
    assert Claim.objects.get().purchase_id == other.pk


def test_the_offer_that_is_read_out_stands_on_the_form_with_its_sum_and_the_goods(
    sits: Sits, live_now: datetime
) -> None:
    one = a_claim(now=live_now - timedelta(hours=1), at="merchant_answer")
    Claim.objects.filter(pk=one.claim.pk).update(channel="phone")
    offer = {"remedy": "refund_part", "amount_fen": 5000, "reason": "补偿", "by": one.by(cast.MERCHANT_OWNER)}
    one.do(lambda: claims.offer(claim=one.claim, now=one.now, **offer))
    html = flat(sits(cast.XIAO_CHEN).get(f"/desk/claims/{one.claim.number}/?do=word-by-call"))
    assert "商家提出" in html
    assert "¥50.00" in html


def test_a_caller_is_led_to_the_claim_by_which_the_platform_is_said_to_have_paid(
    sits: Sits, live_now: datetime
) -> None:
    one = a_claim(now=live_now, platform_ref="PT-1")
    told = {"what": "refunded", "amount_fen": 26800, "reference": "PR-20", "reason": ""}
    one.do(lambda: claims.take_outcome(claim=one.claim, by=one.by(cast.MERCHANT_OWNER), now=one.now, **told))
    named = {"order": one.claim.purchase.order_key, "phone": cast.BUYER.phone}
    agent, number = sits(cast.XIAO_CHEN), one.claim.number
    words = f"据称平台已按申请 {number} 退还 ¥268.00。如果不是这样，请在那件申请里说明。"
    shown = flat(agent.post(URL, named))
    assert words in shown
    assert f'href="/desk/claims/{number}/"' in shown
    assert 'name="line" value="1"' not in shown
    assert agent.post(URL, {**named, **SAID}).status_code in (409, 422)
    assert Claim.objects.count() == 1


def test_names_beside_the_box_every_text_that_it_records(sits: Sits, live_now: datetime) -> None:
    a_purchase(now=live_now, order="Z6")
    agent, named = sits(cast.XIAO_CHEN), {"order": "Z6", "phone": cast.BUYER.phone}
    for code in ("privacy", "terms", "claims"):
        published("# 一\n\n写明白。", code=code, en="# One\n\nSaid plainly.")
    page = flat(agent.post(URL, named))
    assert all(f"/legal/{code}/1/" in page for code in ("privacy", "terms", "claims"))
    assert agent.post(URL, {**named, **SAID, "agreed_to": "privacy/1"}).status_code == 422, "another text stood there"
    shown = page.split('name="agreed_to" value="')[1].split('"')[0]
    assert agent.post(URL, {**named, **SAID, "agreed_to": shown}).status_code == 302
    assert Consent.objects.get(purpose="claim").version == shown == "privacy/1,terms/1,claims/1"
    page = flat(agent.get("/desk/repairs/new/"))
    assert "/legal/terms/1/" in page
    assert "/legal/claims/1/" not in page
