"""The page of parts shows every part, so that who builds a page finds it and sees what a change does to it."""

from pathlib import Path
from typing import Any

import pytest
from django.template.base import Template
from django.test import Client

from anxin import faces

PARTS = Path(faces.__file__).parent / "templates/parts"
PAGES = ("/components/", "/components/phone/", "/components/desk/", "/components/claim/")


@pytest.fixture(autouse=True)
def catalogue(settings: Any) -> None:
    settings.ROOT_URLCONF = "tools.catalogue.urls"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Collect the parts that are drawn."""
    names: set[str] = set()
    draw = Template._render

    def noted(self: Template, context: object) -> object:
        folder, _, rest = str(self.name).partition("/")
        names.update([rest.removesuffix(".html")] if folder == "parts" else [])
        return draw(self, context)

    monkeypatch.setattr(Template, "_render", noted)
    return names


@pytest.mark.django_db
class TestPage:
    def test_shows_every_part(self, client: Client, drawn: set[str]) -> None:
        for page in PAGES:
            assert client.get(page).status_code == 200
        every = {path.relative_to(PARTS).with_suffix("").as_posix() for path in PARTS.rglob("*.html")}
        assert {"claim/talk", "evidence/axis"} < every
        assert every - drawn == set()

    def test_sees_what_is_drawn_by_a_tag_and_what_is_included(self, client: Client, drawn: set[str]) -> None:
        page = client.get("/components/").text
        assert {"clock", "loading", "movements", "keep"} <= drawn
        assert "退回一件配件" in page

    def test_says_how_many_questions_of_an_asking_were_answered_how(self, client: Client) -> None:
        questions = client.get("/components/claim/").text.partition("capture-h-1")[2].partition("<table")[0]
        assert "是 1 · 否 1 · 无法判断 1" in questions
