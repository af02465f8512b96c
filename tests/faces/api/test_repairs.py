"""Reporting, listing and reading repairs through the interface."""

import json
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anxin.core import settings, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.clocks import Clock
from anxin.core.zone import SHANGHAI
from anxin.demo import cast
from anxin.domain.network.models import Outlet, Waiting
from anxin.domain.people.models import Consent
from anxin.domain.repairs.models import Repair
from anxin.domain.visits.models import Reservation
from tests import builders
from tests.faces.api.program import Program
from tests.patience import PATIENCE_S

Of = Callable[..., Program]
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"product": "NOPE"}, "product"),
    ({"brand": "nope"}, "product"),
    ({"symptoms": ["no_such_fault"]}, "symptoms"),
    ({"phone": "abc"}, "phone"),
    ({"wanted_to_at": "2020-01-01T00:00:00Z"}, "wanted_to_at"),
    ({"wanted_from_at": "9999-12-31T23:59:59-12:00"}, "wanted_from_at"),
    ({"wanted_from_at": "2026-11-24"}, "wanted_from_at"),
    ({"wanted_from_at": 1764000000}, "wanted_from_at"),
    ({"bought_date": "2026-02-30"}, "bought_date"),
    ({"bought_date": 20000}, "bought_date"),
    ({"name": " "}, "name"),
    ({"name": "名" * 65}, "name"),
    ({"name": "a\u0000b"}, "name"),
    ({"name": "\u202e\u200b"}, "name"),
    ({"serial": "9" * 41}, "serial"),
    ({"urgent": 1}, "urgent"),
    ({"kind": "explode"}, "kind"),
    ({"symptoms": ["x"] * 21}, "symptoms"),
    ({"told": 10**400}, "told"),
]
ODD = [
    "买买提·吐尔逊",
    "𠮷野𠀋",
    "محمد علي",
    "\u202eabc",
    "=HYPERLINK(1)",
    "+86张",
    "@SUM(A1)",
    "-1+1|cmd",
    "O'Brien; DROP TABLE",
    "👨‍👩‍👧",
    "名" * 64,
]
UNKNOWN = [
    *("limit=0", "limit=101", "limit=99999999999999999999", "limit=-1", "limit=1.0", "limit=x"),
    *("cursor=x", "cursor=9999999999.999999.01a21079-b3d3-7000-8000-00000000000g", "urgent=yes"),
    *("state=nope", "created_from=2026-13-01T00:00:00Z", "created_from=yesterday", "colour=red", "brand=%00"),
]


@pytest.mark.django_db
class TestReport:
    def test_where_nobody_goes_a_customer_waits_once_and_where_somebody_goes_is_refused(
        self, program: Of, body: dict[str, Any]
    ) -> None:
        asked = {name: body[name] for name in ("brand", "product", "name", "phone")}
        nowhere = {**asked, "address": "西藏自治区阿里地区札达县", "consent_version": "privacy/1,terms/1"}
        brand, merchant = program(cast.HEYAN), program(cast.MERCHANT)
        first, again = (brand.sends(nowhere, path="/waiting", key=key) for key in ("w1", "w2"))
        assert first.status_code == again.status_code == 201
        assert first.json() == again.json()
        assert (first.json()["division"], Waiting.objects.count()) == ("542522", 1)
        told = Consent.objects.get(purpose="waiting")
        assert (told.version, told.channel) == ("privacy/1,terms/1", "api"), "how it was told stays with it"
        elsewhere = {**asked, "phone": "13700005678", "address": "西藏自治区阿里地区札达县"}
        assert brand.sends(elsewhere, path="/waiting", key="w0").status_code == 201
        untold = Consent.objects.exclude(pk=told.pk).get(purpose="waiting")
        assert (untold.version, untold.channel) == ("", "api"), "which edition isn't said, by whom is"
        assert program(cast.QINGFENG).sends(nowhere, path="/waiting").status_code == 403
        for known, phone in enumerate((nowhere["phone"], elsewhere["phone"], "13700009999")):
            other = {**nowhere, "name": "谁知道", "phone": phone}
            answer = merchant.sends(other, path="/waiting", key=f"m{known}")
            assert (answer.status_code, answer.json()) == (201, first.json()), "nobody learns who waits"
        assert set(first.json()) == {"division", "division_name"}
        served = brand.sends({**asked, "address": body["address"]}, path="/waiting", key="w3")
        assert (served.status_code, served.json()["code"]) == (422, "network.served")

    @pytest.mark.parametrize(("house", "covered"), [(cast.HEYAN, True), (cast.MERCHANT, False)], ids=["brand", "shop"])
    def test_takes_the_day_of_purchase_from_the_brand_that_pays_and_as_a_word_from_a_shop(
        self, program: Of, body: dict[str, Any], house: Any, covered: bool
    ) -> None:
        day = (datetime.now(SHANGHAI).date() - timedelta(days=10)).isoformat()
        assert program(house).sends({**body, "serial": "HY3-API", "bought_date": day}).status_code == 201
        row = Repair.objects.get()
        assert row.device is not None
        assert (row.covered, row.device.bought_date is not None) == (covered, covered)
        assert row.warranty_why == ("in_term" if covered else "unproved")

    @pytest.mark.parametrize(
        ("house", "version", "way", "basis", "code"),
        [
            (cast.HEYAN, "privacy/1,terms/1", "api", "consent", "people.agreed"),
            (cast.HEYAN, "", "api", "contract", "people.told_elsewhere"),
            (cast.MERCHANT, "", "shop", "contract", "people.told_elsewhere"),
        ],
        ids=["edition", "brand", "shop"],
    )
    def test_keeps_in_which_edition_its_customer_agreed_or_by_whom_he_was_told(
        self, program: Of, body: dict[str, Any], house: Any, version: str, way: str, basis: str, code: str
    ) -> None:
        assert program(house).sends({**body, "consent_version": version}).status_code == 201
        row = Repair.objects.get()
        given = Consent.objects.get(purpose="repair")
        assert (given.version, given.channel, given.basis) == (version, way, basis)
        assert (given.person, given.stream_key) == (row.customer, row.pk)
        assert code in {one.code for one in timeline.read(row.stream())}

    def test_numbers_a_fault_and_shows_it_masked(self, program: Of, body: dict[str, Any]) -> None:
        shop = program(cast.OPERATOR)
        made = shop.sends(body)
        assert made.status_code == 201
        assert set(made.json()) == {"number", "state", "created_at", "accept_by"}
        due_at = Clock.objects.get(kind="repairs.acknowledged").due_at
        assert abs(datetime.fromisoformat(made.json()["accept_by"]) - due_at) < timedelta(milliseconds=1)
        shown = shop.asks(f"/repairs/{made.json()['number']}")
        assert shown.json()["customer"] == {"name": "张**", "phone": "138****0001"}
        assert (shown.json()["state"], shown.json()["channel"]) == ("submitted", "api")

    def test_gives_the_same_answer_to_the_same_key(self, program: Of, body: dict[str, Any]) -> None:
        shop = program(cast.OPERATOR)
        first, again = shop.sends(body), shop.sends(dict(reversed(body.items())))
        assert (first.status_code, again.status_code) == (201, 201)
        assert first.content == again.content
        assert ("Idempotent-Replayed" in first.headers, again["Idempotent-Replayed"]) == (False, "true")
        assert Repair.objects.count() == 1

    def test_takes_a_window_once_a_key_until_none_is_left_and_names_the_next(
        self, program: Of, body: dict[str, Any], live_now: datetime
    ) -> None:
        shop = program(cast.OPERATOR)
        ten = (live_now + timedelta(days=1)).astimezone(SHANGHAI).replace(hour=10, minute=0, second=0, microsecond=0)
        wish = body | {"wanted_from_at": ten.isoformat(), "wanted_to_at": (ten + timedelta(hours=2)).isoformat()}
        again = [shop.sends(wish, key="one").status_code for _ in range(2)]
        assert (again, Reservation.objects.count()) == ([201, 201], 1)
        answers = [shop.sends(wish, key=f"more{n}") for n in range(30)]
        gone = next(one for one in answers if one.status_code != 201)
        assert Reservation.objects.count() == Repair.objects.count() == answers.index(gone) + 1
        problem = gone.json()
        assert (gone.status_code, problem["code"], problem["field"]) == (409, "visits.window_gone", "wanted_from_at")
        free = [datetime.fromisoformat(one) for one in problem["expected"].split(", ")]
        assert len(set(free) - {ten}) == 3
        next_one = {"wanted_from_at": free[0].isoformat(), "wanted_to_at": (free[0] + timedelta(hours=2)).isoformat()}
        assert shop.sends(body | next_one, key="next").status_code == 201

    def test_takes_a_report_without_a_window_where_all_are_taken_and_the_brand_does(
        self, program: Of, body: dict[str, Any], live_now: datetime
    ) -> None:
        shop = program(cast.OPERATOR)
        said = body | {"soon": True}
        refused = shop.sends(said, key="free")
        assert (refused.status_code, refused.json()["code"]) == (422, "repairs.window_wanted")
        Outlet.objects.update(capacity=0)
        told = {"name": "network.without_window", "value": True, "valid_from": live_now, "by": SYSTEM, "now": live_now}
        acting(lambda: settings.propose(**told))
        made = shop.sends(said, key="full")
        assert made.status_code == 201
        assert Repair.objects.get().number == made.json()["number"]
        assert not Reservation.objects.exists()

    def test_refuses_the_same_key_with_another_body(self, program: Of, body: dict[str, Any]) -> None:
        shop = program(cast.OPERATOR)
        shop.sends(body)
        other = shop.sends(body | {"told": "别的"})
        assert (other.status_code, other.json()["code"]) == (422, "core.key_reused")
        assert Repair.objects.count() == 1

    def test_keeps_the_keys_of_two_organisations_apart(self, program: Of, body: dict[str, Any]) -> None:
        for one in (cast.OPERATOR, cast.HEYAN):
            assert program(one).sends(body).status_code == 201
        assert Repair.objects.count() == 2

    def test_a_refused_report_leaves_its_key_free(self, program: Of, body: dict[str, Any]) -> None:
        shop = program(cast.OPERATOR)
        assert shop.sends(body | {"address": "不知道在哪里"}).json()["field"] == "address"
        assert shop.sends(body).status_code == 201

    @pytest.mark.parametrize(
        ("address", "code"),
        [(cast.MAIMAITI.address, "repairs.not_covered"), ("香港九龙弥敦道1号", "places.outside")],
    )
    def test_promises_no_window_where_nobody_goes(
        self, address: str, code: str, program: Of, body: dict[str, Any]
    ) -> None:
        refused = program(cast.OPERATOR).sends(body | {"address": address})
        assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (422, code, "address")
        assert not Repair.objects.exists()

    @pytest.mark.django_db(transaction=True)
    def test_two_at_once_make_one(self, program: Of, body: dict[str, Any]) -> None:
        shop = program(cast.OPERATOR)
        barrier, answers = threading.Barrier(2), []

        def send() -> None:
            barrier.wait(PATIENCE_S)
            answers.append(Program(token=shop.token, client=type(shop.client)()).sends(body))
            connection.close()

        threads = [threading.Thread(target=send) for _ in range(2)]
        for one in threads:
            one.start()
        for one in threads:
            one.join(PATIENCE_S)
        assert [one.status_code for one in answers] == [201, 201]
        assert answers[0].content == answers[1].content
        assert Repair.objects.count() == 1

    def test_names_an_unknown_field_but_leaves_the_senders_own_alone(self, program: Of, body: dict[str, Any]) -> None:
        shop = program(cast.OPERATOR)
        answer = shop.sends(body | {"adress": "x"})
        assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "api.invalid", "adress")
        assert answer.json()["errors"][0]["code"] == "unknown"
        nested = shop.sends(body | {"helper": {"name": "李", "phon": "1"}})
        assert nested.json()["field"] == "helper.phon"
        assert shop.sends(body | {"x-order": 7, "helper": {"name": "李", "x-y": 1}}).status_code == 201

    def test_names_the_field_that_is_wrong(self, program: Of, body: dict[str, Any]) -> None:
        shop = program(cast.OPERATOR)
        for change, field in WRONG:
            answer = shop.sends(body | change)
            assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json"), change
            assert answer.json()["field"] == field
            assert cast.MS_ZHANG.phone not in answer.content.decode()

    def test_takes_every_name_and_masks_it(self, program: Of, body: dict[str, Any]) -> None:
        shop = program(cast.OPERATOR)
        for name in ODD:
            made = shop.sends(body | {"name": name, "told": name}, key=f"k{ODD.index(name)}")
            assert made.status_code == 201, (name, made.content)
            for path in ("", f"/{made.json()['number']}", f"/{made.json()['number']}/timeline"):
                assert name not in json.dumps(shop.asks(f"/repairs{path}").json(), ensure_ascii=False)
            row = Repair.objects.select_related("customer").get(number=made.json()["number"])
            assert builders.reveal_name(row.customer) == name.replace("\u202e", "").strip()

    def test_lets_a_brand_report_its_own_goods_only(self, program: Of, body: dict[str, Any]) -> None:
        assert program(cast.HEYAN).sends(body).status_code == 201
        refused = program(cast.QINGFENG).sends(body)
        assert (refused.status_code, refused.json()["code"]) == (403, "repairs.not_your_brand")
        assert program(cast.OUTLET_WUHOU).sends(body).status_code == 403

    def test_a_merchant_follows_what_it_reported(self, program: Of, body: dict[str, Any]) -> None:
        shop = program(cast.MERCHANT)
        number = shop.sends(body).json()["number"]
        assert shop.asks(f"/repairs/{number}").status_code == 200
        assert [one["number"] for one in shop.asks("/repairs").json()["items"]] == [number]
        assert program(cast.QINGFENG).asks(f"/repairs/{number}").status_code == 404


@pytest.mark.django_db
class TestList:
    def test_leafs_through_all_without_a_gap(self, program: Of, live_now: Any) -> None:
        made = [
            builders.a_repair(now=live_now - timedelta(days=day), customer=cast.NEIGHBOUR).repair.number
            for day in range(5)
        ]
        shop = program(cast.OPERATOR)
        seen, cursor = [], ""
        while True:
            page = shop.asks(f"/repairs?limit=2&cursor={cursor}").json()
            seen += [one["number"] for one in page["items"]]
            cursor = page["next"]
            if cursor is None:
                break
        assert seen == made

    def test_filters(self, program: Of, live_now: Any) -> None:
        one = builders.a_repair(now=live_now, at="accepted")
        shop = program(cast.OPERATOR)
        day = (live_now - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
        for query, found in {
            "state=accepted": 1,
            "state=closed&state=accepted": 1,
            "state=closed": 0,
            "brand=heyan&kind=repair": 1,
            "brand=qingfeng": 0,
            "urgent=true": 0,
            "urgent=false": 1,
            f"created_from={day}": 1,
            f"created_to={day}": 0,
            "x-mine=1": 1,
        }.items():
            items = shop.asks(f"/repairs?{query}").json()["items"]
            assert [row["number"] for row in items] == [one.repair.number] * found, query

    def test_refuses_what_it_does_not_know(self, program: Of) -> None:
        shop = program(cast.OPERATOR)
        for query in UNKNOWN:
            answer = shop.asks(f"/repairs?{query}")
            assert (answer.status_code, answer.json()["field"]) == (422, query.partition("=")[0])

    def test_asks_one_question_however_many(self, program: Of, live_now: Any) -> None:
        shop = program(cast.OPERATOR)
        builders.a_repair(now=live_now)
        shop.asks("/repairs")
        with CaptureQueriesContext(connection) as few:
            shop.asks("/repairs")
        for customer in (cast.GRANDMA_LI, cast.NEIGHBOUR):
            builders.a_repair(now=live_now, customer=customer)
        with CaptureQueriesContext(connection) as many:
            shop.asks("/repairs")
        assert len(few) == len(many) == 3  # whose token, his allowance, the page


@pytest.mark.django_db
class TestRead:
    @pytest.mark.parametrize("at", ["submitted", "named", "booked", "quoted", "billed", "closed"])
    def test_shows_a_repair_in_every_state(self, at: str, program: Of, live_now: Any) -> None:
        one = builders.a_repair(now=live_now - timedelta(hours=8), at=at)
        brand = program(cast.HEYAN)
        shown = brand.asks(f"/repairs/{one.repair.number}")
        told = brand.asks(f"/repairs/{one.repair.number}/timeline")
        assert (shown.status_code, told.status_code) == (200, 200)
        text = shown.content.decode() + told.content.decode()
        assert not [secret for secret in (cast.MS_ZHANG.name, cast.MS_ZHANG.phone, "银杏里", "红灯") if secret in text]
        assert told.json()["entries"][-1]["code"] == "repair.submitted"

    def test_takes_a_number_as_people_write_it(self, program: Of, live_now: Any) -> None:
        one = builders.a_repair(now=live_now)
        loose = one.repair.number.lower().replace("-", "")
        assert program(cast.HEYAN).asks(f"/repairs/{loose}").json()["number"] == one.repair.number

    def test_a_wrong_number_is_nothing(self, program: Of) -> None:
        shop = program(cast.OPERATOR)
        for number in ("R-20261124-000001-0", "x", "%00", "𠮷", "9" * 40, "R-99999999-999999-9"):
            answer = shop.asks(f"/repairs/{number}")
            assert (answer.status_code, answer.json()["code"]) == (404, "repairs.no_such_repair")

    def test_a_brand_reads_what_its_customer_reads(self, program: Of, live_now: Any) -> None:
        one = builders.a_repair(now=live_now, at="accepted")
        builders.note_inside(one)
        path = f"/repairs/{one.repair.number}/timeline"
        codes = {
            who.slug: {row["code"] for row in program(who).asks(path).json()["entries"]}
            for who in (cast.OPERATOR, cast.HEYAN)
        }
        assert "repairs.note_inside" in codes["anxin"]
        assert "repairs.note_inside" not in codes["heyan"]
