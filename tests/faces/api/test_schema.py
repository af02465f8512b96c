"""The document of the interface is whole, and it is true: generated questions, from everybody."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks as every_check
from schemathesis.specs.openapi import checks as openapi_checks

from anxin.config.wsgi import application
from anxin.core.rate_limits import Allowance
from anxin.demo import cast
from anxin.domain.people.models import ApiToken
from tests import builders, claim_builders
from tests.faces.api.program import Program

pytestmark = pytest.mark.django_db
Of = Callable[..., Program]
CHECKS = (
    every_check.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_headers_conformance,
    openapi_checks.response_schema_conformance,
    openapi_checks.negative_data_rejection,
)
MEDIA = ("application/json", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/xml", "")
WHO = (cast.OPERATOR, cast.HEYAN, cast.QINGFENG, cast.OUTLET_WUHOU, cast.OUTLET_TANGXIA, cast.MERCHANT, cast.AUTHORITY)
PARTY = {"anxin", "heyan", "wuhou"}
SIDES = {"anxin", "xiangyuan"}
ANSWERS = {
    "answer": {"person": cast.MERCHANT_OWNER.username, "answer": "agree"},
    "decision": {"outcome": "refused"},
}


def document() -> dict[str, Any]:
    """Read the document as programs do."""
    found: dict[str, Any] = Client().get("/api/v1/openapi.json", headers={"Accept-Language": "en"}).json()
    return found


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    """List every operation of the document."""
    return [(path, method, said) for path, methods in document()["paths"].items() for method, said in methods.items()]


class TestDocument:
    def test_is_of_version_3_1_and_names_every_refusal(self) -> None:
        assert document()["openapi"].startswith("3.1")
        assert len(operations()) >= 13
        for path, method, said in operations():
            needed = {"400", "404", "405", "411", "413", "422", "429", "500", "503"}
            needed |= {"401", "403"} if said.get("security") else set()
            needed |= {"409", "415"} if method == "post" else set()
            assert needed <= set(said["responses"]), path
            for status in needed:
                assert list(said["responses"][status]["content"]) == ["application/problem+json"]

    def test_every_post_needs_a_key_and_every_token_a_scope(self) -> None:
        for path, method, said in operations():
            if method == "post":
                assert "Idempotency-Key" in [one["name"] for one in said["parameters"] if one["required"]]
            if "/verify/" not in path:
                assert all(scopes for need in said["security"] for scopes in need.values())

    def test_speaks_the_readers_language(self) -> None:
        said = Client().get("/api/v1/openapi.json").json()
        assert re.search(r"[\u4e00-\u9fff]", said["info"]["title"])
        for path in said["paths"].values():
            for operation in path.values():
                assert re.search(r"[\u4e00-\u9fff]", operation["summary"])

    def test_is_a_page_without_script(self) -> None:
        page = Client().get("/api/v1/docs/")
        assert page.status_code == 200
        assert "POST" in page.content.decode()
        assert "/api/v1/repairs" in page.content.decode()
        assert "cdn." not in page.content.decode()


class TestEverybody:
    def test_only_parties_see_a_case_whatever_they_ask(self, program: Of, live_now: Any) -> None:
        repair = builders.a_repair(now=live_now - timedelta(hours=8), at="booked").repair.number
        claim = claim_builders.a_claim(now=live_now).claim.number
        for who in WHO:
            one = program(who)
            for path, method, _said in operations():
                if method != "get" or "/verify/" in path:
                    continue
                number, party = (claim, SIDES) if "/claims" in path else (repair, PARTY)
                answer = one.client.get(path.replace("{number}", number), headers=one.headers)
                content = b"".join(answer)
                seen = answer.status_code == 200 if "/dossier" in path else number in content.decode()
                if "/dossier" in path and who == cast.OPERATOR:
                    assert answer.status_code == 403
                    continue
                assert seen == (who.slug in party), (who.slug, path)
                assert answer.status_code == (200 if seen or "{" not in path else 404), (who.slug, path)

    def test_nobody_writes_on_a_claim_of_others(self, program: Of, live_now: Any) -> None:
        one = claim_builders.a_claim(now=live_now)
        facts = len(one.view(one.by(cast.LIN)).timeline)
        for who in WHO:
            if who.slug in SIDES:
                continue
            other = program(who)
            for verb, body in ANSWERS.items():
                answer = other.sends(body, path=f"/claims/{one.claim.number}/{verb}")
                assert (answer.status_code, answer.json()["code"]) == (404, "claims.no_such_claim"), (who.slug, verb)
            assert other.brings(one.claim.number, b"x").status_code == 404
        assert len(one.view(one.by(cast.LIN)).timeline) == facts

    def test_token_is_asked_for_before_the_kind_of_body(self, program: Of, live_now: Any) -> None:
        number = builders.a_repair(now=live_now).repair.number
        shop, outside = program(cast.MERCHANT), program(cast.MERCHANT, "claims:read")
        ApiToken.objects.filter(scopes=["claims:read"]).update(scopes=[])
        for path, method, said in operations():
            if not said.get("security"):
                continue
            takes = said.get("requestBody", {}).get("content", {one.partition(";")[0] for one in MEDIA})
            for media in MEDIA:
                asked = partial(
                    shop.client.generic,
                    method.upper(),
                    path.replace("{number}", number),
                    b"{}",
                    content_type=media,
                )
                for header in ("", "Bearer", "Bearer wrong", f"Basic {shop.token}"):
                    assert asked(headers={"Authorization": header}).status_code == 401, (method, path, media, header)
                answer = asked(headers=outside.headers)
                assert (answer.status_code, answer.json()["code"]) == (403, "api.out_of_scope"), (method, path, media)
                refused = asked(headers=shop.headers).status_code == 415
                assert refused == (media.partition(";")[0] not in takes), (method, path, media)
            Allowance.objects.all().delete()  # so many wrong tokens are counted


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Let the server's signals leave the test's own transaction alone, as the framework's own client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
@pytest.mark.sqlite  # many questions; what they ask the database, the other tests ask both
class TestSchemathesis:
    @pytest.mark.parametrize("examples", [8, pytest.param(100, marks=pytest.mark.soak)])
    def test_finds_no_fault_and_no_undocumented_answer(self, program: Of, live_now: Any, examples: int) -> None:
        shop = program(cast.OPERATOR)
        numbers = {
            "repairs": builders.a_repair(now=live_now).repair.number,
            "claims": claim_builders.a_claim(now=live_now, at="review").claim.number,
        }
        schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, headers={"Host": "localhost"})
        for result in schema.get_all_operations():
            operation = result.ok()
            for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):
                self._try(operation, mode, shop.headers, "", examples)
            if "{number}" in operation.path:
                real = numbers["claims" if "/claims/" in operation.path else "repairs"]
                self._try(operation, schemathesis.GenerationMode.POSITIVE, shop.headers, real, examples)

    def _try(self, operation: Any, mode: Any, headers: dict[str, str], number: str, examples: int) -> None:
        @settings(
            max_examples=examples,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Any) -> None:
            Allowance.objects.all().delete()
            if number:
                case.path_parameters["number"] = number
            case.call_and_validate(headers=headers | {"Host": "localhost"}, checks=CHECKS)

        ask()
