"""What the front refuses before any page is asked is said in words, to people and to programs."""

import json
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler

from anxin.config.front import front
from anxin.config.intake import LONGEST
from tests.attacks import loops

TOO_LARGE = str(LONGEST + 1).encode()


def answered(path: str, length: bytes, language: bytes = b"en") -> tuple[int, bytes]:
    """Promise a body of a length and return what comes back."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    headers = [(b"content-length", length), (b"accept-language", language)]
    scope = {"type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "query_string": b""}
    loops.run(front(WSGIHandler(), streams=False)({**scope, "headers": headers}, receive, send))  # type: ignore[arg-type]
    return sent[0]["status"], sent[1]["body"]


@pytest.mark.django_db
class TestFront:
    def test_tells_a_person_in_a_sentence_that_a_body_is_larger_than_anything(self) -> None:
        status, page = answered("/report/", TOO_LARGE)

        assert status == 413
        assert "This is larger than anything that is taken in here. Nothing was saved." in page.decode()
        assert "faces.too_long" not in page.decode()

    def test_tells_a_program_so_without_naming_a_field_that_is_none(self) -> None:
        status, answer = answered("/api/v1/claims/C-1/evidence", TOO_LARGE)

        assert (status, json.loads(answer)["code"]) == (413, "faces.too_long")
        assert "field" not in json.loads(answer)
