"""The form of a command asks what is declared: sums in yuan, files, days that may be left out."""

from datetime import date
from types import SimpleNamespace
from typing import Annotated, Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from pydantic import Field

from anxin.core.actors import STRANGER
from anxin.core.commands import Ask, Command, Fields, Files, Sum
from anxin.core.files import SealedFile
from anxin.faces.ground import uploads
from anxin.faces.ground.forms import CommandForm
from anxin.faces.templatetags.parts import fields


class Return(Fields):
    """Everything a form may ask."""

    label: Annotated[str, Field(max_length=8), Ask(hidden=True)]
    amount_fen: Annotated[int, Field(ge=0), Sum(), Ask(label="Sum")] = 0
    until: Annotated[date | None, Ask(label="Until", hint="empty: for good")] = None
    files: Files


class Named(Fields):
    """A name that is written in a certain way."""

    slug: Annotated[str, Field(pattern="^[a-z]+$"), Ask(label="Slug", hint="small letters")]
    port: Annotated[str, Field(pattern="^[0-9]+$"), Ask(label="Port")]


class Known(Fields):
    """What the page knows already."""

    label: Annotated[str, Ask(hidden=True)]


class Chosen(Fields):
    """What is chosen of what there is."""

    whom: Annotated[str, Ask(label="Whom", none="Nobody is here: enter somebody.")]
    other: Annotated[str, Ask(label="Other")] = ""


def choosing(data: dict[str, str] | None = None) -> CommandForm:
    """Return a form whose case has nothing to choose from."""
    offers: dict[str, Any] = dict.fromkeys(("whom", "other"), lambda row, case, now, by: [])
    command: Command[Any, Any] = Command(name="choose", title="Choose", do=print, fields=Chosen, options=offers)
    case = SimpleNamespace(row=None, situation=None, now=None, actor=STRANGER, url="/")
    return CommandForm(command, case=case, windows=None, data=data)


def test_a_choice_of_nothing_says_so_and_one_that_may_be_left_out_is() -> None:
    made = choosing()
    assert list(made.fields) == ["whom"]
    drawn = render_to_string("parts/form_fields.html", fields(made))
    assert "Nobody is here: enter somebody." in drawn
    assert "<input" not in drawn
    assert choosing({"whom": "on"}).errors
    assert choosing({}).errors["whom"] == ["Nobody is here: enter somebody."]


def form(data: dict[str, str] | None = None) -> CommandForm:
    command: Command[Any, Any] = Command(name="return", title="Return", do=print, fields=Return)
    case = SimpleNamespace(row=None, situation=None, now=None, actor=STRANGER, url="/")
    return CommandForm(command, case=case, windows=None, data=data, asked={"label": "B1"})


class TestForm:
    def test_asks_each_field_as_it_is_declared(self) -> None:
        made = form()
        assert made.takes_files
        assert [one.name for one in made.hidden_fields()] == ["label"]
        assert made["label"].value() == "B1"
        assert made["amount_fen"].value() is None
        assert made["until"].field.widget.input_type == "date"
        assert made["until"].help_text == "empty: for good"

    @pytest.mark.parametrize(("typed", "fen"), [("12.5", 1250), ("", 0)])
    def test_takes_sums_and_files_and_leaves_out_what_may_be(
        self, rf: RequestFactory, monkeypatch: pytest.MonkeyPatch, typed: str, fen: int
    ) -> None:
        sent = SealedFile()
        monkeypatch.setattr(uploads, "opened", lambda keys, *, by, allowed: [sent])
        given = form({"label": "B1", "amount_fen": typed, "until": ""}).taken(rf.post("/"))
        assert isinstance(given, Return)
        assert (given.amount_fen, given.until, given.files) == (fen, None, (sent,))

    def test_says_that_a_file_is_missing(self, rf: RequestFactory) -> None:
        made = form({"label": "B1"})
        assert made.taken(rf.post("/")) is None
        assert made.non_field_errors()

    def test_says_of_an_empty_field_that_it_is_needed_and_of_a_wrong_one_how_it_is_written(self) -> None:
        command: Command[Any, Any] = Command(name="name", title="Name", do=print, fields=Named)
        case = SimpleNamespace(row=None, situation=None, now=None, actor=STRANGER, url="/")
        empty, wrong = (
            CommandForm(command, case=case, windows=None, data=dict.fromkeys(("slug", "port"), typed))
            for typed in ("", "A!")
        )
        assert empty.errors == {"slug": ["这一项要填。"], "port": ["这一项要填。"]}
        assert wrong.errors == {"slug": ["small letters"], "port": ["这里不能这样填。"]}

    def test_is_one_press_where_the_page_knows_all_of_it(self) -> None:
        command: Command[Any, Any] = Command(name="again", title="Again", do=print, fields=Known)
        assert not command.opens
