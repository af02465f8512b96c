"""What each command of a text is given."""

from datetime import date
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from anxin.core.commands import Ask, Fields, Files

Step = Annotated[str, Field(min_length=1, max_length=120)]
ORDER = {"1": _("Step 1"), "2": _("Step 2"), "3": _("Step 3")}


class Steps(Fields):
    """What to try first, in both languages."""

    first: Annotated[Step, Ask(label=_("Step 1"), hint=_("One thing somebody does with his hands, in one sentence."))]
    second: Annotated[str, Field(max_length=120), Ask(label=_("Step 2"))] = ""
    third: Annotated[str, Field(max_length=120), Ask(label=_("Step 3"))] = ""
    first_en: Annotated[str, Field(max_length=160), Ask(label=_("Step 1 in English"))] = ""
    second_en: Annotated[str, Field(max_length=160), Ask(label=_("Step 2 in English"))] = ""
    third_en: Annotated[str, Field(max_length=160), Ask(label=_("Step 3 in English"))] = ""
    note: Annotated[str, Field(max_length=200), Ask(label=_("What this edition changes; readers see it"))] = ""


class Return(Fields):
    """Why the house's words count again."""

    why: Annotated[str, Field(min_length=1, max_length=200), Ask(label=_("Why; readers see it"), rows=2)]


class StepPicture(Fields):
    """A picture for a step."""

    step: Annotated[Literal["1", "2", "3"], Ask(label=_("Beside which step"), names=ORDER)]
    files: Files


class Wording(Fields):
    """A legal text in both languages."""

    zh: Annotated[
        str,
        Field(min_length=1, max_length=40000),
        Ask(
            label=_("Chinese"),
            rows=24,
            hint=_("A line that begins with ## is a heading, one with - an item; an empty line ends a paragraph."),
        ),
    ]
    en: Annotated[str, Field(max_length=60000), Ask(label=_("English"), rows=24)] = ""
    note: Annotated[str, Field(max_length=200), Ask(label=_("What this edition changes; readers see it"))] = ""


class Blanks(Fields):
    """What goes in the place of each blank, by the blank as it stands there: 【公司地址】."""

    words: Annotated[dict[str, Annotated[str, Field(max_length=200)]], Ask(label=_("Blanks"))]


class Publication(Fields):
    """From which day on a legal text counts, and who read it."""

    from_date: Annotated[date, Ask(label=_("From which day on"))]
    checked_by: Annotated[
        str,
        Field(min_length=2, max_length=80),
        Ask(label=_("Which lawyer read it (name and office)"), hint=_("It stands in the record, not on the page.")),
    ]
    english_stays: Annotated[bool, Ask(label=_("Only the Chinese changed: the English says the same"))] = False


class Edition(Fields):
    """Which edition somebody has read."""

    number: Annotated[int, Field(ge=1, le=9999), Ask(label=_("Edition"))]


class From(Fields):
    """From which day on it counts."""

    from_date: Annotated[date, Ask(label=_("From which day on"))]
