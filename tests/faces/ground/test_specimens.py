"""The page of parts shows every part, so that who builds a page finds it and sees what a change does to it."""

from pathlib import Path

import pytest
from django.template.base import Template
from django.test import Client

from anxin import faces

PARTS = Path(faces.__file__).parent / "templates/parts"
NOT_YET = {
    *("account", "bottombar", "button", "buttons", "choices", "command", "command_pane", "commands", "daylight"),
    *("door_check", "door_log", "door_ready", "drawing", "elsewhere", "faults", "field", "fields", "form_fields"),
    *("found", "goods", "handed", "labels", "law", "live", "messages", "navigation", "navigation_item", "offline"),
    *("passkey", "pay_code", "pay_ways", "seek", "signature", "streets", "tabs", "tile", "tilemap"),
}
"""Parts that hang on a case, a form or who is signed in, and have no specimen yet. Nothing new goes in here."""


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Collect the parts that are drawn."""
    names: set[str] = set()
    draw = Template._render

    def noted(self: Template, context: object) -> object:
        folder, _, file = str(self.name).rpartition("/")
        names.update([Path(file).stem] if folder == "parts" else [])
        return draw(self, context)

    monkeypatch.setattr(Template, "_render", noted)
    return names


@pytest.mark.django_db
class TestPage:
    def test_shows_every_part_but_those_without_a_specimen(self, client: Client, drawn: set[str]) -> None:
        client.get("/components/")
        assert {path.stem for path in PARTS.glob("*.html")} - drawn == NOT_YET

    def test_sees_what_is_drawn_by_a_tag_and_what_is_included(self, client: Client, drawn: set[str]) -> None:
        page = client.get("/components/").text
        assert {"clock", "loading", "movements", "keep"} <= drawn
        assert "退回一件配件" in page
