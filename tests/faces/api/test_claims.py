"""Filing, handing in, answering, taking over outcomes, and the dossier through the interface."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.claims.models import Claim, Outcome
from anxin.domain.evidence.models import Link
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger.models import Bill
from anxin.domain.people import actions as people
from anxin.domain.people.models import Consent, Person
from tests import claim_builders, evidence_builders
from tests.faces.api.program import Program

pytestmark = pytest.mark.django_db
Of = Callable[..., Program]
PLATFORM = cast.Organisation(kind="platform", slug="jishi", name="集市(示例)")
SHOP = cast.MERCHANT.slug


@pytest.fixture
def order(live_now: Any) -> dict[str, Any]:
    """Give an order nobody here knows yet."""
    return {
        "buyer": {"name": cast.BUYER.name, "phone": cast.BUYER.phone},
        "bought_at": (live_now - timedelta(days=6)).isoformat(),
        "shipped_at": (live_now - timedelta(days=5)).isoformat(),
        "delivered_at": (live_now - timedelta(days=2)).isoformat(),
        "paid_reference": "F-SHOP-9",
        "freight_fen": 1200,
        "lines": [{"title": "赭红浓缩咖啡杯碟", "amount_fen": 26800, "sku": "YT-CUP-01"}],
    }


@pytest.fixture
def body(order: dict[str, Any]) -> dict[str, Any]:
    """Give the body of a plain claim with its order."""
    asked = {"order_key": "YT-20261118-9", "lines": [{"position": 1}], "type": "refund_only", "reason": "broken"}
    return {**asked, "order": order, "told": "拆开就有裂", "declaration": "none"}


def filed(shop: Program, body: dict[str, Any], *, key: str = "c1") -> Any:
    """File a claim."""
    return shop.sends(body, key=key, path="/claims")


@pytest.fixture
def platform(program: Of, live_now: Any) -> Program:
    """Give a marketplace's program."""
    program(None)
    made = {"kind": PLATFORM.kind, "slug": PLATFORM.slug, "name": PLATFORM.name}
    acting(lambda: people.found_organisation(**made, now=live_now))
    return program(PLATFORM)


class TestFile:
    def test_numbers_a_claim_with_its_order_and_shows_it_masked(self, program: Of, body: dict[str, Any]) -> None:
        shop = program(cast.MERCHANT)
        made = filed(shop, body)
        assert made.status_code == 201, made.content
        told = made.json()
        assert set(told) == {"number", "state", "forum", "asked_fen", "created_at", "answer_by", "kept"}
        assert (told["number"][0], told["state"], told["forum"], told["asked_fen"]) == (
            "C",
            "merchant_answer",
            "own",
            28000,
        )
        shown = shop.asks(f"/claims/{told['number']}").json()
        assert shown["buyer"] == {"name": "吴**", "phone": "138****0003"}
        assert (shown["channel"], shown["order_key"], shown["still_needed"]) == (
            "api",
            "YT-20261118-9",
            ["whole", "detail", "package"],
        )
        assert [one["why"] for one in shown["locks"]] == ["merchant_unheard"]

    def test_finds_an_order_that_is_known(self, program: Of, body: dict[str, Any], live_now: Any) -> None:
        evidence_builders.a_purchase(now=live_now)
        del body["order"]
        body["order_key"] = "YT-20261118-7730"
        assert filed(program(cast.OPERATOR), body | {"seller": SHOP}).status_code == 201
        again = filed(program(cast.MERCHANT), body)
        assert (again.status_code, again.json()["code"]) == (409, "claims.open_already")

    @pytest.mark.parametrize("written", ["{}", " {}", "{} ", "\uff14{}"], ids=ascii)
    def test_refuses_an_order_with_the_payment_of_another_ones(
        self, written: str, program: Of, body: dict[str, Any], order: dict[str, Any], live_now: Any
    ) -> None:
        evidence_builders.a_purchase(now=live_now)
        Purchase.objects.update(paid_reference="4200002345202611181234567890")
        number = "4200002345202611181234567890"
        order["paid_reference"] = written.format(number[1:] if written.startswith("\uff14") else number)
        refused = filed(program(cast.MERCHANT), body)
        told = refused.json()
        assert (refused.status_code, told["code"], told["field"]) == (422, "core.invalid", "paid_reference")
        assert Purchase.objects.count() == 1

    def test_gives_the_same_answer_to_the_same_key(self, program: Of, body: dict[str, Any]) -> None:
        shop = program(cast.MERCHANT)
        first, again = filed(shop, body), filed(shop, dict(reversed(body.items())))
        assert first.content == again.content
        assert again["Idempotent-Replayed"] == "true"
        other = filed(shop, body | {"told": "别的"})
        assert (other.status_code, other.json()["code"]) == (422, "core.key_reused")
        assert Claim.objects.count() == 1

    def test_names_the_field_that_is_wrong(self, program: Of, body: dict[str, Any], order: dict[str, Any]) -> None:
        shop = program(cast.MERCHANT)
        late = order | {"delivered_at": "2099-01-01T00:00:00Z"}
        wrong: list[tuple[dict[str, Any], int, str, str]] = [
            ({"type": "gift"}, 422, "api.invalid", "type"),
            ({"lines": []}, 422, "api.invalid", "lines"),
            ({"lines": [{"position": 2}]}, 422, "core.invalid", "lines"),
            ({"lines": [{"position": True}]}, 422, "api.invalid", "lines.0.position"),
            ({"asked_fen": 30000}, 422, "claims.too_much", "asked_fen"),
            ({"asked_fen": 1.5}, 422, "api.invalid", "asked_fen"),
            ({"asked_fen": 10**13}, 422, "api.invalid", "asked_fen"),
            ({"reason": "wrong"}, 422, "claims.not_allowed", "type"),
            ({"order": order | {"colour": 1}}, 422, "api.invalid", "order.colour"),
            ({"order": late}, 422, "core.invalid", "order.bought_at"),
            ({"order": order | {"lines": [{"title": "x", "amount_fen": -1}]}}, 422, "api.invalid", "order.lines.0"),
            ({"seller": "nobody"}, 422, "core.invalid", "seller"),
        ]
        for change, status, code, field in wrong:
            answer = filed(shop, body | change)
            told = answer.json()
            assert (answer.status_code, told["code"]) == (status, code), (change, told)
            assert told["field"].startswith(field), (change, told)
            assert cast.BUYER.phone not in answer.content.decode()
        assert Claim.objects.count() == 0
        assert filed(shop, body | {"x-mine": 1}).status_code == 201

    def test_files_for_its_own_shop_only(self, program: Of, body: dict[str, Any]) -> None:
        refused = filed(program(cast.HEYAN), body | {"seller": SHOP})
        assert (refused.status_code, refused.json()["code"]) == (403, "claims.not_your_shop")
        assert filed(program(cast.OUTLET_WUHOU), body | {"seller": SHOP}).status_code == 403
        nameless = filed(program(cast.OPERATOR), body)
        assert (nameless.status_code, nameless.json()["field"]) == (422, "seller")
        unknown = {name: value for name, value in body.items() if name != "order"}
        assert filed(program(cast.MERCHANT), unknown).json()["code"] == "goods.no_such_purchase"

    def test_asks_the_operators_program_which_of_two_shops_it_means(
        self, program: Of, body: dict[str, Any], live_now: Any
    ) -> None:
        known = {name: value for name, value in body.items() if name != "order"} | {"order_key": "YT-2"}
        evidence_builders.a_purchase(now=live_now, order="YT-2")
        evidence_builders.a_purchase(now=live_now, order="YT-2", shop=cast.HEYAN)
        refused = filed(program(cast.OPERATOR), known)
        assert (refused.status_code, refused.json()["code"]) == (422, "goods.several_shops")
        assert cast.MERCHANT.name in refused.json()["title"]
        evidence_builders.a_purchase(now=live_now, order="YT-3")
        assert filed(program(cast.OPERATOR), known | {"order_key": "YT-3"}, key="c3").status_code == 201

    def test_a_marketplace_files_about_its_own_orders(
        self, platform: Program, program: Of, body: dict[str, Any], live_now: Any
    ) -> None:
        due = (live_now + timedelta(hours=20)).isoformat()
        made = filed(platform, body | {"seller": SHOP, "platform_ref": "P-1", "platform_due_at": due}).json()
        assert (made["forum"], made["state"]) == ("platform", "merchant_answer")
        assert made["answer_by"][:19] == due[:19]
        evidence_builders.a_purchase(now=live_now)
        others = {name: value for name, value in body.items() if name != "order"} | {"order_key": "YT-20261118-7730"}
        assert filed(platform, others | {"seller": SHOP}, key="c2").status_code == 404

    def test_sets_no_moment_that_is_over_nor_one_of_a_claim_that_no_platform_decides(
        self, platform: Program, program: Of, body: dict[str, Any], live_now: Any
    ) -> None:
        over, ahead = ((live_now + timedelta(days=days)).isoformat() for days in (-900, 1))
        for sent in ({"platform_due_at": over}, {"platform_due_at": ahead}):
            refused = filed(program(cast.OPERATOR), body | {"seller": SHOP, **sent})
            assert (refused.status_code, refused.json()["field"]) == (422, "platform_due_at")
        named = {"seller": SHOP, "platform_ref": "P-1", "platform_due_at": over}
        assert filed(platform, body | named).json()["field"] == "platform_due_at"
        assert Claim.objects.count() == 0

    @pytest.mark.parametrize(
        ("said", "version", "way", "basis"),
        [
            ({}, "", "shop", "contract"),
            ({"told_by": "phone"}, "", "phone", "contract"),
            ({"consent_version": "privacy/1,terms/1"}, "privacy/1,terms/1", "api", "consent"),
        ],
        ids=str,
    )
    def test_says_how_its_buyer_was_told_what_becomes_of_his_data(
        self, program: Of, body: dict[str, Any], said: dict[str, str], version: str, way: str, basis: str
    ) -> None:
        assert filed(program(cast.MERCHANT), body | said).status_code == 201
        told, claim = Consent.objects.get(purpose="claim"), Claim.objects.get()
        assert (told.version, told.channel, told.basis, told.person_id) == (version, way, basis, claim.buyer_id)
        assert str(told.stream_key) == str(claim.pk)
        codes = [one.code for one in timeline.read(claim.stream())]
        assert ("people.agreed" if version else "people.told_elsewhere") in codes

    def test_of_an_order_that_came_from_no_platform_names_none(
        self, program: Of, platform: Program, body: dict[str, Any]
    ) -> None:
        shop, theirs = program(cast.MERCHANT), body | {"seller": SHOP, "platform_ref": "P-1"}
        refused = filed(shop, body | {"platform_ref": "PT-X2"})
        assert (refused.status_code, refused.json()["code"]) == (422, "claims.no_platform")
        assert (refused.json()["field"], Claim.objects.count()) == ("platform_ref", 0)
        made = filed(platform, theirs)
        assert (made.status_code, Consent.objects.get(purpose="claim").channel) == (201, "platform")

    @pytest.mark.parametrize(
        ("name", "phone", "fields"),
        [
            (cast.BUYER_HERE.name, cast.BUYER_HERE.phone, []),
            (cast.BUYER_HERE.name, cast.MS_ZHANG.phone, ["order.buyer.phone"]),
            (cast.BUYER_HERE.name, "13900001111", ["order.buyer.phone"]),
            ("别人", "13900001111", ["order.buyer.name", "order.buyer.phone"]),
        ],
    )
    def test_says_that_a_known_orders_buyer_told_otherwise_stays_as_he_is(
        self, program: Of, body: dict[str, Any], live_now: Any, name: str, phone: str, fields: list[str]
    ) -> None:
        shop = program(cast.MERCHANT)
        known = evidence_builders.a_purchase(now=live_now, order=body["order_key"])
        assert known.buyer is not None
        persons, before = Person.objects.count(), known.buyer.phone_index
        lines = [{"title": one.title, "amount_fen": one.amount_fen, "sku": one.sku} for one in known.lines.all()]
        order = {**body["order"], "buyer": {"name": name, "phone": phone}, "lines": lines, "paid_reference": ""}
        made = filed(shop, body | {"order": order})
        assert made.status_code == 201
        kept = made.json()["kept"]
        assert [one["field"] for one in kept] == fields
        assert all("没有作任何更改" in one["message"] and phone not in one["message"] for one in kept)
        known.refresh_from_db()
        assert known.buyer.phone_index == before
        assert Person.objects.count() == persons, "nobody is kept who belongs to nothing"
        assert filed(shop, body | {"order": order}).json() == made.json(), "the same key, the same answer"

    def test_refuses_another_way_of_telling_by_its_field(self, program: Of, body: dict[str, Any]) -> None:
        refused = filed(program(cast.MERCHANT), body | {"told_by": "rumour"})
        assert (refused.status_code, refused.json()["field"]) == (422, "told_by")


class TestEvidence:
    def test_seals_a_file_and_shows_whose_it_is(self, program: Of, live_now: Any) -> None:
        one = claim_builders.a_claim(now=live_now)
        shop = program(cast.MERCHANT)
        content = claim_builders.jpeg(claim_builders.drawn(3))
        made = shop.brings(one.claim.number, content, role="packing")
        assert made.status_code == 201, made.content
        told = made.json()
        assert (told["label"], told["side"], told["role"], told["media"], told["late"]) == (
            "S1",
            "merchant",
            "packing",
            "image/jpeg",
            True,
        )
        again = shop.brings(one.claim.number, content, role="packing")
        assert (again.content, again["Idempotent-Replayed"]) == (made.content, "true")
        shown = shop.asks(f"/claims/{one.claim.number}").json()["evidence"]
        assert [(row["label"], row["sha256"]) for row in shown] == [("S1", told["sha256"])]
        assert Link.objects.count() == 1

    def test_the_desk_hands_in_for_the_buyer_and_nobody_for_the_merchant(self, program: Of, live_now: Any) -> None:
        one = claim_builders.a_claim(now=live_now)
        desk, shop = program(cast.OPERATOR), program(cast.MERCHANT)
        content = claim_builders.jpeg(claim_builders.drawn(4))
        made = desk.brings(one.claim.number, content, role="whole", side="buyer", declaration="unsure")
        assert (made.status_code, made.json()["label"]) == (201, "B1")
        assert Link.objects.get().declaration == "unsure"
        for who, side in ((desk, "merchant"), (shop, "buyer"), (shop, "desk")):
            refused = who.brings(one.claim.number, content, key="f2", role="detail", side=side)
            assert (refused.status_code, refused.json()["field"]) == (422, "side")

    def test_a_marketplace_hands_in_what_the_buyer_gave_it(
        self, platform: Program, body: dict[str, Any], live_now: Any
    ) -> None:
        number = filed(platform, body | {"seller": SHOP, "platform_ref": "P-2"}).json()["number"]
        content = claim_builders.jpeg(claim_builders.drawn(5))
        assert platform.brings(number, content, role="detail").json()["side"] == "buyer"
        assert platform.brings(number, content, key="f2", role="packing", side="merchant").status_code == 422

    def test_refuses_what_is_no_picture_and_names_the_field(self, program: Of, live_now: Any) -> None:
        one = claim_builders.a_claim(now=live_now)
        shop, number = program(cast.MERCHANT), one.claim.number
        good = claim_builders.jpeg(claim_builders.drawn(6))
        for content, fields, field in (
            (b"#!/bin/sh\n", {"role": "packing"}, "file"),
            (b"", {"role": "packing"}, "file"),
            (good, {"role": "whole"}, "role"),
            (good, {"role": "nothing"}, "role"),
            (good, {"role": "packing", "shot_at": "yesterday"}, "shot_at"),
            (good, {"role": "packing", "colour": "red"}, "colour"),
        ):
            answer = shop.brings(number, content, **fields)
            assert (answer.status_code, answer.json()["field"]) == (422, field), fields
        headers = shop.headers | {"Idempotency-Key": "f9"}
        without = shop.client.post(f"/api/v1/claims/{number}/evidence", {"role": "packing"}, headers=headers)
        assert (without.status_code, without.json()["field"]) == (422, "file")
        assert Link.objects.count() == 0
        assert shop.brings(number, good, role="packing", key="f10", **{"x-mine": "1"}).status_code == 201

    def test_takes_a_picture_larger_than_a_body_of_json(self, program: Of, live_now: Any) -> None:
        one = claim_builders.a_claim(now=live_now)
        content = claim_builders.jpeg(claim_builders.drawn(7, size=(1400, 1000)), quality=97)
        assert len(content) > 100_000
        assert program(cast.MERCHANT).brings(one.claim.number, content, role="packing").status_code == 201

    def test_refuses_gigabytes_and_broken_forms(self, program: Of, live_now: Any) -> None:
        one = claim_builders.a_claim(now=live_now)
        shop = program(cast.MERCHANT)
        path = f"/api/v1/claims/{one.claim.number}/evidence"
        media = "multipart/form-data; boundary=x"
        headers = shop.headers | {"Idempotency-Key": "f1"}
        large = shop.client.generic("POST", path, b"x", media, headers=headers, CONTENT_LENGTH=str(3 << 30))
        assert (large.status_code, large.json()["code"]) == (413, "api.too_large")
        broken = shop.client.generic("POST", path, b"--x\r\nnonsense", media, headers=headers)
        assert broken.status_code in (400, 422), broken.content
        json_body = shop.client.generic("POST", path, b"{}", "application/json", headers=headers)
        assert (json_body.status_code, json_body.json()["code"]) == (415, "api.wrong_media_type")


class TestDecision:
    def decides(self, one: Program, number: str, *, key: str = "d1", **said: Any) -> Any:
        body = {"outcome": "refunded", "amount_fen": 26800, "reference": "P-1-R", "reason": "平台先行赔付", **said}
        return one.sends(body, key=key, path=f"/claims/{number}/decision")

    def test_is_a_persons_where_the_forum_is_ours(self, program: Of, live_now: Any) -> None:
        one = claim_builders.a_claim(now=live_now, at="review")
        for who in (cast.MERCHANT, cast.OPERATOR):
            refused = self.decides(program(who), one.claim.number)
            assert (refused.status_code, refused.json()["code"]) == (403, "claims.not_their_forum")
        assert Outcome.objects.count() == 0

    def test_takes_over_the_platforms_outcome(self, platform: Program, program: Of, body: dict[str, Any]) -> None:
        number = filed(platform, body | {"seller": SHOP, "platform_ref": "P-1"}).json()["number"]
        made = self.decides(platform, number)
        assert made.status_code == 201, made.content
        assert {name: made.json()[name] for name in ("state", "outcome", "amount_fen")} == {
            "state": "outcome_taken",
            "outcome": "refunded",
            "amount_fen": 26800,
        }
        assert self.decides(platform, number).content == made.content
        again = self.decides(platform, number, key="d2")
        assert (again.status_code, again.json()["code"]) == (409, "core.wrong_state")
        assert program(cast.MERCHANT).asks(f"/claims/{number}").json()["platform_outcome"] == "refunded"

    def test_that_only_the_merchant_tells_counts_as_nothing_until_the_platform_tells_it(
        self, platform: Program, program: Of, body: dict[str, Any]
    ) -> None:
        number = filed(platform, body | {"seller": SHOP, "platform_ref": "P-1"}).json()["number"]
        shop = program(cast.MERCHANT)
        unnumbered = self.decides(shop, number, reference="")
        assert (unnumbered.status_code, unnumbered.json()["field"]) == (422, "reference")
        assert self.decides(shop, number, key="d2").status_code == 201
        bill = Bill.objects.get(stream_kind="purchase")
        assert (bill.refunded_fen, Claim.objects.get().outcome) == (0, "said_refunded")
        assert self.decides(platform, number, key="d3").status_code == 201
        bill.refresh_from_db()
        assert (bill.refunded_fen, Claim.objects.get().outcome) == (26800, "platform_refunded")

    def test_refuses_a_refusal_with_money(self, platform: Program, body: dict[str, Any]) -> None:
        number = filed(platform, body | {"seller": SHOP, "platform_ref": "P-1"}).json()["number"]
        assert self.decides(platform, number, outcome="refused").json()["field"] == "what"
