"""What a command is given beside the case: typed fields, and how each is asked for.

The page's form is made from the JSON schema of this declaration.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, InstanceOf, ValidationError, WithJsonSchema, field_validator
from pydantic_core import PydanticCustomError

from anxin.core import days, drawings
from anxin.core.errors import Invalid
from anxin.core.files import SealedFile
from anxin.core.visible_texts import visible

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

type Text = str | _StrPromise


class Fields(BaseModel):
    """The fields of a command; what isn't declared is refused, a text is as it is seen, blanks around it dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @field_validator("*", mode="before")
    @classmethod
    def _seen(cls, value: object) -> object:
        """Return a text as it is seen: without what turns its order round, none where nobody would see it."""
        return visible(value) if isinstance(value, str) else value

    @field_validator("*", mode="after")
    @classmethod
    def _of_our_time(cls, value: object) -> object:
        """Return a day or a moment as it is, unless it is of a year that nobody means."""
        day = value.date() if isinstance(value, datetime) else value
        if isinstance(day, date) and not days.is_ours(day):
            raise PydanticCustomError("far_day", "{said}", {"said": days.said()})
        return value

    @classmethod
    def asked(cls, name: str) -> "Ask":
        """Return how a field is asked for."""
        found = (one for one in cls.model_fields[name].metadata if isinstance(one, Ask))
        return next(found, Ask())

    @classmethod
    def names(cls, name: str) -> Mapping[str, Text]:
        """Return the words of a field's choices."""
        return cls.asked(name).names

    @classmethod
    def secrets(cls) -> tuple[str, ...]:
        """Return the fields that nobody beside reads along."""
        return tuple(name for name in cls.model_fields if cls.asked(name).secret)


def lacking(name: str, said: Text) -> PydanticCustomError:
    """Return the error of a field that the others make necessary; raised in a validator of the whole."""
    return PydanticCustomError("lacking", "{said}", {"field": name, "said": str(said)})


@dataclass(frozen=True, kw_only=True)
class Ask:
    """How a field is asked for, in the words of who gives the command.

    `names` are the words of each choice, `rows` the height of a longer text, `hint` what form the value has, said
    below the field and again where it has another, `hidden` for what the page knows already (which picture, which
    mark), `secret` for what nobody beside reads along, `depends` for what is needed with some of the other answers: no
    page says of these two that they may stay empty. `autofill` is what of its owner a browser may fill in, by HTML's
    name of it; `none` what is said where a case offers nothing to choose: who can change that.
    """

    label: Text = ""
    rows: int = 1
    names: Mapping[str, Text] = field(default_factory=dict)
    hint: Text = ""
    hidden: bool = False
    secret: bool = False
    depends: bool = False
    autofill: str = ""
    none: Text = ""


@dataclass(frozen=True)
class Sum:
    """Mark a number of fen that a person writes in yuan."""


@dataclass(frozen=True)
class WindowStart:
    """Mark a moment that is the beginning of a window with room."""


Window = Annotated[datetime, WindowStart()]
"""The beginning of a window; whether it has room is asked of the domain when the command is given."""


@dataclass(frozen=True)
class Drawing:
    """Mark a text that is drawn by hand: strokes, as `core.drawings` writes them."""


Drawn = Annotated[str, Field(pattern=drawings.PATTERN, max_length=drawings.LONGEST), Drawing()]
"""What a hand draws on the screen; the action makes the picture of it and seals it."""

Files = Annotated[
    tuple[InstanceOf[SealedFile], ...], Field(min_length=1), WithJsonSchema({"type": "array", "format": "files"})
]
"""Pictures and videos, sealed already; the field is called `files`."""
Documents = Annotated[
    tuple[InstanceOf[SealedFile], ...],
    Field(min_length=1),
    WithJsonSchema({"type": "array", "format": "files", "documents": True}),
]
"""The same where they may be pictures or PDF, and no videos."""
SomeDocuments = Annotated[
    tuple[InstanceOf[SealedFile], ...], WithJsonSchema({"type": "array", "format": "files", "documents": True})
]
"""The same where there may be none."""
Drawings = Annotated[
    tuple[InstanceOf[SealedFile], ...],
    Field(min_length=1),
    WithJsonSchema({"type": "array", "format": "files", "vectors": True}),
]
"""The same where they may be pictures or SVG, and no videos."""
SomeFiles = Annotated[tuple[InstanceOf[SealedFile], ...], WithJsonSchema({"type": "array", "format": "files"})]
"""The same where there may be none."""


def one_of(known: Iterable[str]) -> WithJsonSchema:
    """Return the mark of a field that takes one of the codes a list of data knows; the action checks the code."""
    return WithJsonSchema({"type": "string", "enum": list(known)})


Sentence = Annotated[str, Field(min_length=1, max_length=500)]
"""A reason or remark that must be there."""
Code = Annotated[str, Field(min_length=1, max_length=40)]
"""The number or code of something chosen."""


class RecordedReason(Fields):
    """A reason in words that stays in the record of the case."""

    why: Annotated[Sentence, Ask(label=_("Why; it stays in the record"), rows=2)]


def typed[F: Fields](kind: type[F], given: Fields | Mapping[str, object]) -> F:
    """Return the fields as declared; raise `Invalid` with the first one that is not as expected."""
    if isinstance(given, kind):
        return given
    try:
        return kind.model_validate(dict(given))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first.get("ctx", {}).get("field", "")) or ".".join(str(part) for part in first["loc"])
        raise Invalid(name, expected=first["msg"], got=first.get("input", "")) from error
