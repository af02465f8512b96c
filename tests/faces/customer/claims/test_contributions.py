"""Pictures and words the buyer hands in: unasked, by the code on paper, by the link to the camera."""

import io
import re

import pytest
from django.test import Client

from anxin.demo import cast
from anxin.domain.evidence.models import Link
from anxin.domain.threads import actions as threads
from anxin.domain.threads.models import Message
from tests.claim_builders import a_claim
from tests.faces.customer.claims.claimed import (
    a_case,
    a_picture,
    address,
    an_hour_ago,
    entered,
    page,
    slip,
)
from tests.flat import flat

pytestmark = pytest.mark.django_db


class TestEvidence:
    def test_says_in_words_what_was_looked_at_and_since_when_it_lies_here(self) -> None:
        text = page(entered(one := a_case(seen=True)), one)
        for said in ('id="B1"', 'id="S1"', "发货之后才封存", "封存", "已查验", "不是证据"):
            assert said in text

    def test_is_shown_as_a_copy_to_its_sides_only(self) -> None:
        one = a_case(seen=True)
        client = entered(one)
        link = Link.objects.get(label="B1", stream_kind="claim")
        shown = client.get(address(one, f"evidence/{link.id}/"))
        assert shown["Content-Type"] == "image/jpeg"
        assert Client().get(address(one, f"evidence/{link.id}/")).status_code == 302
        other = a_claim(now=an_hour_ago(), order="OTHER-9")
        assert entered(other).get(address(one, f"evidence/{link.id}/")).status_code == 404
        assert entered(other).get(address(other, f"evidence/{link.id}/")).status_code == 404

    def test_declares_nothing_that_its_buyer_did_not_choose(self) -> None:
        one = a_case()
        client = entered(one)
        html = client.get(address(one)).content.decode()
        radios = re.findall(r'<input type="radio" name="declaration"[^>]*>', html)
        assert radios
        assert not any("checked" in radio for radio in radios)
        client.post(address(one, "evidence/"), {"photo-package_files": a_picture()})
        assert Link.objects.latest("sealed_at").declaration == ""

    def test_is_added_with_its_role_and_declaration(self) -> None:
        one = a_case()
        sent = {"photo-package_files": a_picture(), "declaration": "edited"}
        assert entered(one).post(address(one, "evidence/"), sent).status_code == 302
        link = Link.objects.get(label="B1")
        assert (link.role, link.declaration, link.side) == ("package", "edited", "buyer")

    def test_needs_a_picture(self) -> None:
        one = a_case()
        response = entered(one).post(address(one, "evidence/"), {"declaration": "none"})
        assert response.status_code == 422
        assert "没有收到照片" in slip(response)

    def test_refuses_what_is_no_picture_and_what_comes_too_late(self) -> None:
        one = a_case("closed")
        client = entered(one)
        script = io.BytesIO(b"#!/bin/sh\necho\n")
        script.name = "x.jpg"
        assert client.post(address(one, "evidence/"), {"photo-whole_files": script}).status_code == 422
        assert client.post(address(one, "evidence/"), {"photo-whole_files": a_picture()}).status_code == 409
        assert not Link.objects.filter(label="B1").exists()


class TestPaperCode:
    def test_is_shown_large_with_the_upload_beside_it(self) -> None:
        one = a_case("paper")
        text, code = page(entered(one), one), one.view(one.buyer).challenge.code  # type: ignore[union-attr]
        assert len(code) == 6
        assert f'aria-label="{" ".join(code)}">{code}<' in flat(text)
        assert "请从杯口正上方再拍一张" in text

    def test_is_answered_beside_it(self) -> None:
        one = a_case("paper")
        client = entered(one)
        code = one.view(one.buyer).challenge.code  # type: ignore[union-attr]
        sent = {"code": code, "photo-second_angle_files": a_picture()}
        assert client.post(address(one, "evidence/"), sent).status_code == 302
        one.read()
        assert one.claim.state == "review"
        assert one.view(one.buyer).evidence[-1].challenged == "paper"

    def test_of_another_request_is_refused(self) -> None:
        one = a_case("paper")
        sent = {"code": "AAAAAA", "photo-second_angle_files": a_picture()}
        response = entered(one).post(address(one, "evidence/"), sent)
        assert response.status_code == 409
        assert "补拍已经结束" in slip(response)


class TestMessages:
    def test_reach_whom_they_are_for(self) -> None:
        one = a_case()
        client = entered(one)
        sent = {"text": "退货地址是哪里？", "to": ["merchant"]}
        assert client.post(address(one, "messages/"), sent).status_code == 302
        assert "merchant" in Message.objects.get().audience
        assert "退货地址是哪里" in page(client, one)

    def test_pressed_twice_are_said_once(self) -> None:
        one = a_case()
        client = entered(one)
        for _ in range(2):
            sent = {"text": "在吗", "to": ["desk"], "once": "m-1"}
            assert client.post(address(one, "messages/"), sent).status_code == 302
        assert Message.objects.count() == 1

    def test_of_the_others_are_read(self) -> None:
        one = a_case()
        owner = one.by(cast.MERCHANT_OWNER)
        post = {"stream": one.claim.stream(), "text": "请稍等，明天答复", "to": ("buyer",)}
        one.do(lambda: threads.post(**post, by=owner, now=one.now))  # type: ignore[arg-type]
        lin = one.by(cast.LIN)
        inside = {"stream": one.claim.stream(), "text": "只给商家看的话", "to": ("merchant",)}
        one.do(lambda: threads.post(**inside, by=lin, now=one.now))  # type: ignore[arg-type]
        text = page(entered(one), one)
        assert "请稍等，明天答复" in text
        assert "只给商家看的话" not in text

    @pytest.mark.parametrize("sent", [{"text": "", "to": ["desk"]}, {"text": "在吗", "to": []}])
    def test_lacking_something_are_kept_beside_the_slip(self, sent: dict[str, object]) -> None:
        one = a_case()
        response = entered(one).post(address(one, "messages/"), sent)
        assert response.status_code == 422
        assert str(sent["text"]) in flat(response)
        assert not Message.objects.exists()
