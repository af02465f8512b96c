"""The link to the camera: three pictures, each hash before its bytes, handed in once; nobody else's."""

import hashlib
import io
import json
from typing import Any

import pytest
from django.test import Client

from anxin.core import later
from anxin.demo import cast
from anxin.demo.walk import account_of
from anxin.domain.claims import actions as claims
from anxin.domain.evidence.models import Capture, Frame, Link
from tests.claim_builders import Walked, a_claim, drawn, jpeg
from tests.faces.customer.claims.claimed import a_case, a_picture, address, an_hour_ago, ask, entered, page

pytestmark = pytest.mark.django_db
ROLES = ("overview", "closeup", "action")
PLAIN = {"photo-whole_files": "red", "photo-detail_files": "green", "photo-second_angle_files": "blue"}


def there(one: Walked, rest: str = "") -> str:
    """Give the address of the camera, as the buyer's page leads to it."""
    return address(one, f"capture/{one.view(one.buyer).challenge.code}/{rest}")  # type: ignore[union-attr]


def told(client: Client, one: Walked, role: str, content: bytes, *, to: str = "") -> Any:
    """Tell the hash of a picture, as the page's script does."""
    sent = {"role": role, "sha256": hashlib.sha256(content).hexdigest()}
    return client.post(to or there(one, "frames/"), sent, headers={"Accept": "application/json"})


def uploaded(client: Client, content: bytes) -> str:
    """Send the bytes of a picture, as the page's script does; give their key."""
    begun = client.post("/customer/uploads/", headers={"Upload-Length": str(len(content))})
    done = client.patch(
        begun["Location"],
        content,
        content_type="application/offset+octet-stream",
        headers={"Upload-Offset": "0"},
    )
    return str(done["Upload-Key"])


def sent(client: Client, url: str, content: bytes) -> Any:
    """Hand the bytes of a picture to where its hash was told."""
    return client.post(url, {"key": uploaded(client, content)}, headers={"Accept": "application/json"})


def takes(client: Client, one: Walked, *roles: str) -> None:
    """Take some of the pictures."""
    for seed, role in enumerate(roles):
        content = jpeg(drawn(60 + seed))
        answer = told(client, one, role, content)
        assert answer.status_code == 201
        assert sent(client, json.loads(answer.content)["url"], content).status_code == 200


class TestPage:
    def test_leads_through_three_pictures_the_last_with_one_movement(self) -> None:
        one = a_case("link")
        client = entered(one)
        assert there(one) in page(client, one)
        text = client.get(there(one)).content.decode()
        assert [text.index(f'data-shot="{role}"') for role in ROLES] == sorted(
            text.index(f'data-shot="{role}"') for role in ROLES
        )
        assert "再照着做一步" in text
        assert text.count('data-shot="') == len(ROLES)
        assert text.count('capture="environment"') == len(ROLES)

    def test_takes_up_half_an_answer_where_it_was_left(self) -> None:
        one = a_case("link")
        takes(entered(one), one, "overview")
        text = entered(one).get(there(one)).content.decode()
        assert text.count("data-here") == 1
        assert "/claim/picture/?key=" in text

    def test_says_what_is_lacking_and_takes_it_anyway(self) -> None:
        one = a_case("link")
        client, where = entered(one), there(one)
        takes(client, one, "overview", "closeup")
        asked = client.post(where, {})
        assert asked.status_code == 422
        assert "还缺：要求的动作" in asked.content.decode()
        assert client.post(where, {"anyway": "1"}).status_code == 302
        assert Link.objects.filter(challenge__kind="link").count() == 2

    def test_needs_at_least_one(self) -> None:
        one = a_case("link")
        for given in ({}, {"anyway": "1"}):
            response = entered(one).post(there(one), given)
            assert response.status_code in (302, 422)
            assert not Capture.objects.exists()

    def test_hands_in_what_was_taken_once(self) -> None:
        one = a_case("link")
        client, where = entered(one), there(one)
        takes(client, one, *ROLES)
        assert client.post(where, {}).status_code == 302
        one.read()
        assert one.claim.state == "review"
        again = client.post(where, {})
        assert again.status_code == 410
        assert "只能用一次" in again.content.decode()
        assert client.get(where).status_code == 410
        assert "正在核对" in page(client, one)

    def test_in_two_windows_is_handed_in_by_one(self) -> None:
        one = a_case("link")
        first, second, where = entered(one), entered(one), there(one)
        takes(first, one, "overview", "closeup")
        takes(second, one, "action")
        assert second.post(where, {}).status_code == 302
        assert first.post(where, {}).status_code == 410
        late = told(first, one, "action", b"late", to=f"{where}frames/")
        assert late.status_code == 409
        assert Capture.objects.count() == 1

    def test_half_taken_is_no_evidence_once_the_reviewer_goes_on(self) -> None:
        one = a_case("link")
        client, where = entered(one), there(one)
        takes(client, one, "overview")
        one.do(lambda: claims.waive_evidence(claim=one.claim, by=one.by(cast.LIN), now=one.now))
        assert not Link.objects.filter(challenge__isnull=False).exists()
        assert not Capture.objects.exists()
        said = client.get(where)
        assert (said.status_code, one.claim.state) == (410, "review")
        assert "没有提交，不作为凭证" in said.content.decode()

    def test_all_of_it_taken_is_handed_in_when_the_reviewer_goes_on(self) -> None:
        one = a_case("link")
        takes(entered(one), one, *ROLES)
        one.do(lambda: claims.waive_evidence(claim=one.claim, by=one.by(cast.LIN), now=one.now))
        assert Link.objects.filter(challenge__kind="link").count() == len(ROLES)

    def test_handed_in_in_part_says_so_to_the_buyer_and_to_the_reviewer(self) -> None:
        one = a_case("link")
        buyer, where = entered(one), there(one)
        takes(buyer, one, "overview", "closeup")
        buyer.post(where, {"anyway": "1"})
        assert "用它只交了一部分，还缺：要求的动作" in buyer.get(where).content.decode()
        assert "只交了一部分，还缺：要求的动作" in page(buyer, one)
        desk = Client()
        desk.force_login(account_of(cast.LIN))
        assert "只交了一部分，还缺：要求的动作" in desk.get(f"/desk/claims/{one.claim.number}/").content.decode()

    def test_offers_what_is_here_no_more_once_all_is(self) -> None:
        one = a_case("link")
        client, where = entered(one), there(one)
        takes(client, one, "overview")
        assert "先提交已有的" in client.post(where, {}).content.decode()
        takes(client, one, *ROLES)
        assert "先提交已有的" not in client.get(where).content.decode()

    def test_works_without_script(self) -> None:
        one = a_case("link")
        client, where = entered(one), there(one)
        response = client.post(where, {name: a_picture(colour) for name, colour in PLAIN.items()})
        assert response.status_code == 302
        assert Link.objects.filter(challenge__kind="link").count() == 3
        assert not Frame.objects.exclude(told_at=None).exists()

    def test_shows_the_buyer_what_was_answered_without_a_verdict(self) -> None:
        one = a_case("link")
        client, where = entered(one), there(one)
        takes(client, one, *ROLES)
        client.post(where, {})
        later.run_due(one.now.replace(year=one.now.year + 1))
        text = page(client, one)
        assert "已逐项核对" in text
        assert "不是拒绝的理由" in text
        for word in ("真实", "属实", "造假", "可信"):
            assert word not in text

    def test_says_that_its_time_is_up(self) -> None:
        one = a_case("silent")
        response = entered(one).get(there(one))
        assert response.status_code == 410
        assert "时间已过" in response.content.decode()

    @pytest.mark.parametrize("code", ["nothing", "不是"])
    def test_of_nobody_is_over(self, code: str) -> None:
        one = a_case("link")
        assert entered(one).get(address(one, f"capture/{code}/")).status_code == 410


class TestFrames:
    def test_that_are_other_bytes_are_refused_and_said_so(self) -> None:
        one = a_case("link")
        client = entered(one)
        url = json.loads(told(client, one, "overview", jpeg(drawn(1))).content)["url"]
        refused = sent(client, url, jpeg(drawn(2)))
        assert refused.status_code == 422
        assert json.loads(refused.content)["code"] == "evidence.frame_differs"
        assert not Frame.objects.exclude(file=None).exists()

    def test_with_no_key_of_an_upload_are_refused(self) -> None:
        one = a_case("link")
        client, content = entered(one), jpeg(drawn(1))
        url = json.loads(told(client, one, "overview", content).content)["url"]
        for key in ("", "x", "a:b:c"):
            answer = client.post(url, {"key": key}, headers={"Accept": "application/json"})
            assert answer.status_code == 422

    def test_are_closed_to_strangers_and_to_other_claims(self) -> None:
        one = a_case("link")
        url = json.loads(told(entered(one), one, "overview", b"x").content)["url"]
        stranger = Client()
        assert told(stranger, one, "overview", b"y").status_code == 302  # to the door
        assert stranger.post(url, {"key": "x"}).status_code == 302
        other = a_claim(now=an_hour_ago(), order="OTHER-9")
        ask(other, "link")
        their, code = entered(other), one.view(one.buyer).challenge.code  # type: ignore[union-attr]
        assert told(their, one, "overview", b"y").status_code == 404
        assert told(their, other, "overview", b"y", to=address(other, f"capture/{code}/frames/")).status_code == 409
        frame = url.rstrip("/").rpartition("/")[2]
        theirs = there(other, f"frames/{frame}/")
        assert sent(their, theirs, jpeg(drawn(3))).status_code == 404

    @pytest.mark.parametrize("role", ["", "paper", "whole", "x" * 400])
    def test_of_no_step_are_refused(self, role: str) -> None:
        one = a_case("link")
        assert told(entered(one), one, role, b"x").status_code == 422

    def test_of_a_claim_that_was_withdrawn_are_refused(self) -> None:
        one = a_case("link")
        client, where = entered(one), there(one)
        one.do(lambda: claims.withdraw(claim=one.claim, why="找到了", by=one.buyer, now=one.now))
        assert told(client, one, "overview", b"x", to=f"{where}frames/").status_code == 409
        assert client.get(where).status_code == 410


class TestKinds:
    def test_takes_pictures_only(self) -> None:
        one = a_case("link")
        client = entered(one)
        film = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(400)
        url = json.loads(told(client, one, "overview", film).content)["url"]
        assert sent(client, url, film).status_code == 422
        script = io.BytesIO(b"#!/bin/sh")
        script.name = "x.jpg"
        assert client.post(there(one), {"photo-whole_files": script, "anyway": "1"}).status_code == 422
