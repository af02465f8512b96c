"""An OpenAPI document as a page."""

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from anxin.faces.ground.openapi import chapters

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "paths": {
        "/api/repairs": {
            "post": {
                "operationId": "report",
                "tags": ["报修"],
                "summary": "Report a fault",
                "security": [{"token": ["repairs:write"]}],
                "parameters": [
                    {"name": "Idempotency-Key", "in": "header", "required": True, "schema": {"type": "string"}}
                ],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Report"}}}},
                "responses": {"201": {"description": "Stored"}, "422": {"description": "<b>Refused</b>"}},
            }
        }
    },
    "components": {
        "schemas": {
            "Report": {
                "type": "object",
                "required": ["fault"],
                "properties": {
                    "fault": {"type": "string", "description": "What is wrong"},
                    "kind": {"enum": ["repair", "install"]},
                    "note": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                    "pictures": {"type": "array", "items": {"type": "string", "format": "uuid"}},
                    "place": {"$ref": "#/components/schemas/Place"},
                },
            },
            "Place": {"type": "object", "properties": {}},
        }
    },
}


class TestChapters:
    def test_follow_tags_and_references(self) -> None:
        (chapter,) = chapters(DOCUMENT)
        (operation,) = chapter.operations
        assert (chapter.title, operation.method, operation.path) == ("报修", "POST", "/api/repairs")
        assert operation.scopes == ("repairs:write",)
        assert [(field.name, field.kind, field.required) for field in operation.body] == [
            ("fault", "string", True),
            ("kind", "repair | install", False),
            ("note", "string | null", False),
            ("pictures", "[uuid]", False),
            ("place", "Place", False),
        ]
        assert [answer.status for answer in operation.answers] == ["201", "422"]

    def test_empty_document_is_an_empty_page(self) -> None:
        assert chapters({}) == ()


@pytest.mark.django_db
def test_page_shows_it_escaped(rf: RequestFactory) -> None:
    facts = {"chapters": chapters(DOCUMENT), "api_title": "接口", "api_version": "1"}
    with translation.override("zh-hans"):
        page = render_to_string("layouts/api.html", facts, rf.get("/api/"))
    assert all(said in page for said in ("Idempotency-Key", "必填", "repairs:write", "What is wrong"))
    assert "<b>Refused" not in page
