"""Every refusal is a problem document with a stable code, and stands in the document of the interface."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast
from anxin.domain.people.actions import programs
from anxin.domain.people.models import ApiToken
from tests import builders
from tests.faces.api.program import Program

pytestmark = pytest.mark.django_db
Of = Callable[..., Program]


class Untouched(io.RawIOBase):
    """A body nobody may read."""

    def read(self, *_size: int) -> bytes:
        raise AssertionError("the body was read")

    readline = readinto = read  # type: ignore[assignment]


def problem_of(answer: Any) -> tuple[int, str]:
    """Check the shape of a problem document and give its status and code."""
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert {"type", "title", "status", "code"} <= set(told)
    assert told["status"] == answer.status_code
    assert told["title"]
    return answer.status_code, told["code"]


class TestBody:
    def test_refuses_what_is_no_json(self, program: Of) -> None:
        shop = program(cast.OPERATOR)
        for broken in (
            *(b"{", b"\xff\xfe", b'{"a":1,"a":2}', b'{"name":NaN}', b"[" * 60_000, b'{"name":"\\ud800"}'),
            *(b'{"told":' + b"9" * 5000 + b"}", b"\x00"),
        ):
            assert problem_of(shop.sends(broken)) == (400, "api.unreadable"), broken[:20]
        for other in (b"[]", b'"x"', b"7", b"null"):
            assert problem_of(shop.sends(other)) == (422, "api.invalid")

    def test_refuses_a_gigabyte_before_reading_it(self, program: Of) -> None:
        shop = program(cast.OPERATOR)
        for length in (str(1 << 30), "65537", "9" * 40):
            answer = shop.client.generic(
                "POST",
                "/api/v1/repairs",
                b"x",
                content_type="application/json",
                headers=shop.headers,
                CONTENT_LENGTH=length,
                **{"wsgi.input": Untouched()},
            )
            assert problem_of(answer) == (413, "api.too_large")

    def test_refuses_a_body_in_chunks(self, program: Of) -> None:
        shop = program(cast.OPERATOR)
        answer = shop.client.generic(
            "POST",
            "/api/v1/repairs",
            b"{}",
            content_type="application/json",
            headers=shop.headers | {"Transfer-Encoding": "chunked"},
        )
        assert problem_of(answer) == (411, "api.length_required")

    def test_refuses_another_kind_of_body(self, program: Of) -> None:
        shop = program(cast.OPERATOR)
        for media in ("text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", ""):
            answer = shop.client.generic(
                "POST", "/api/v1/repairs", b"{}", content_type=media, headers=shop.headers | {"Idempotency-Key": "k"}
            )
            assert problem_of(answer) == (415, "api.wrong_media_type")

    def test_needs_a_key(self, program: Of, body: dict[str, Any]) -> None:
        shop = program(cast.OPERATOR)
        for key in ("", " ", "k" * 201, "schlüssel"):
            assert problem_of(shop.sends(body, key=key)) == (422, "api.invalid")


class TestAddress:
    def test_knows_its_addresses_and_methods(self, program: Of) -> None:
        shop = program(cast.OPERATOR)
        assert problem_of(shop.asks("/nothing")) == (404, "core.missing")
        assert problem_of(Client().get("/api/")) == (404, "core.missing")
        answer = shop.client.delete("/api/v1/repairs", headers=shop.headers)
        assert problem_of(answer) == (405, "api.wrong_method")
        assert set(answer["Allow"].split(", ")) == {"GET", "POST"}
        assert problem_of(Client().get("/api/v1/verify/part/1")) == (404, "network.unknown_kind")

    def test_answers_a_foreign_host_with_a_problem_too(self) -> None:
        assert problem_of(Client().get("/api/v1/repairs", headers={"Host": "evil.example"}))[0] == 400

    def test_speaks_the_language_asked_for(self) -> None:
        told = Client().get("/api/v1/nothing", headers={"Accept-Language": "en"}).json()["title"]
        assert told == "There is nothing here, or nothing for you."
        assert Client().get("/api/v1/nothing").json()["title"] != told

    def test_keeps_answers_out_of_caches(self, program: Of) -> None:
        assert program(cast.OPERATOR).asks("/repairs")["Cache-Control"] == "no-store"


class TestToken:
    def test_knows_nobody_without_a_valid_one(self, program: Of, live_now: Any) -> None:
        shop = program(cast.OPERATOR)
        for shown in ("", "Bearer", "Bearer x", "Basic eDp4", f"Bearer {shop.token}x", "Bearer " + "9" * 5000):
            answer = Client().get("/api/v1/repairs", headers={"Authorization": shown})
            assert problem_of(answer) == (401, "faces.not_known")
            assert answer["WWW-Authenticate"].startswith("Bearer")

    def test_needs_the_scope(self, program: Of, body: dict[str, Any]) -> None:
        reader = program(cast.OPERATOR, "repairs:read")
        assert reader.asks("/repairs").status_code == 200
        assert problem_of(reader.sends(body)) == (403, "api.out_of_scope")
        assert problem_of(program(cast.OPERATOR, "repairs:write").asks("/repairs")) == (403, "api.out_of_scope")

    def test_is_over_once_taken_back_or_expired(self, program: Of, live_now: Any) -> None:
        shop, other = program(cast.OPERATOR), program(cast.HEYAN)
        row = ApiToken.objects.get(organisation__slug=cast.OPERATOR.slug)
        acting(lambda: programs.revoke_token(token=UUID(str(row.pk)), by=SYSTEM, now=live_now))
        assert shop.asks("/repairs").status_code == 401
        moment = live_now - timedelta(days=3)
        ApiToken.objects.filter(organisation__slug="heyan").update(created_at=moment, expires_at=live_now)
        assert other.asks("/repairs").status_code == 401

    def test_is_kept_as_a_hash_only(self, program: Of) -> None:
        shop = program(cast.OPERATOR)
        row = ApiToken.objects.get()
        assert shop.token not in [getattr(row, field.attname) for field in row._meta.concrete_fields]

    def test_a_signed_in_browser_is_nobody_here(self, program: Of) -> None:
        program(cast.OPERATOR)
        client = Client()
        client.force_login(builders.account(cast.XIAO_CHEN))
        assert client.get("/api/v1/repairs").status_code == 401

    def test_bears_only_so_many_wrong_tries(self, program: Of) -> None:
        program(cast.OPERATOR)
        codes = {Client().get("/api/v1/repairs", headers={"Authorization": "Bearer x"}).status_code for _ in range(90)}
        assert codes == {401, 429}


class TestVerify:
    def test_says_who_vouches(self, program: Of) -> None:
        program(None)
        told = Client().get(f"/api/v1/verify/hotline/{cast.HOTLINE}").json()
        assert (told["status"], told["danger"], told["says"]) == ("genuine", False, "是禾砚授权的官方热线")
        assert [(one["brand"], one["signature_holds"]) for one in told["vouched_by"]] == [("禾砚", True)]
        assert told["from"] < told["until"]
        fake = Client().get(f"/api/v1/verify/hotline/{cast.LOOK_ALIKE}").json()
        assert (fake["status"], fake["resembles"], cast.HOTLINE in fake["official"]) == (
            "lookalike",
            cast.HOTLINE,
            True,
        )
        assert Client().get(f"/api/v1/verify/technician/{cast.MASTER_LUO.number}").json()["called"] == "罗师傅"
        outlet = Client().get("/api/v1/verify/hotline/02800000101").json()
        assert (outlet["kind"], outlet["code"], len(outlet["vouched_by"])) == ("outlet", "AX-CD-01", 2)
        assert Client().get("/api/v1/verify/hotline/12315").json()["status"] == "public_service"
        assert not Client().get("/api/v1/verify/hotline/13800000051").json()["danger"]

    def test_tells_of_a_name_no_more_than_a_sign_at_the_door(self, program: Of) -> None:
        program(None)
        told = Client().get("/api/v1/verify/technician/罗建国").json()
        assert told["named"] == [
            {"called": "罗师傅", "brands": ["禾砚", "青枫"], "outlet": "武侯安心维修点（示例）", "city": "成都市"}
        ]
        assert (told["grade"], cast.MASTER_LUO.number in str(told)) == (0, False)
        names = [Client().get("/api/v1/verify/technician/王师傅").status_code for _ in range(12)]
        assert names.count(429) >= 2

    def test_refuses_what_is_no_number(self, program: Of) -> None:
        program(None)
        for code, told in {"-": "core.invalid", "%00": "api.invalid", "9" * 41: "api.invalid"}.items():
            assert problem_of(Client().get(f"/api/v1/verify/hotline/{code}")) == (422, told)

    def test_answers_so_many_a_minute(self, program: Of) -> None:
        program(None)
        answers = [Client().get("/api/v1/verify/outlet/x1") for _ in range(20)]
        assert {one.status_code for one in answers} == {200}
        while answers[-1].status_code == 200 and len(answers) < 60:  # a slow machine earns some back meanwhile
            answers.append(Client().get("/api/v1/verify/outlet/x1"))
        assert problem_of(answers[-1]) == (429, "faces.too_many")
        assert int(answers[-1]["Retry-After"]) >= 1
