"""A part of a page that renews itself hears of every fact that is told to its page."""

import re
from pathlib import Path

import anxin.faces
from anxin.core.facts import HANDLERS
from anxin.domain.contacts import actions as contacts

PART = re.compile(r'data-live-on="([^"]*)"')


def test_listens_to_everything_but_where_all_that_is_told_has_one_name() -> None:
    templates = sorted((Path(anxin.faces.__file__).parent / "templates").rglob("*.html"))
    listened = {pattern for one in templates for pattern in PART.findall(one.read_text(encoding="utf-8"))}
    assert listened == {"*", "contact.*", "notice.*"}
    assert {code.split(".")[0] for code, told in HANDLERS.items() if contacts.refresh_pages in told} == {"contact"}
