"""Read what programs send: JSON only, once, whole, and nothing a database could choke on."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja.parser import Parser
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    model_validator,
)
from pydantic.json_schema import WithJsonSchema
from pydantic_core import CoreSchema, core_schema

from anxin.core import days
from anxin.core.errors import Invalid
from anxin.core.visible_texts import visible

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_OWN = re.compile(r"[Xx]-")
EARLIEST = 2000


class JsonOnly(Parser):
    """A parser that knows no NaN, no twice-named field, no half a character and no tower of brackets."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Read a body, or raise what the framework answers with 400."""
        try:
            text = request.body.decode("utf-8")
            found = json.loads(text, object_pairs_hook=_once_named, parse_constant=_refused)
            json.dumps(found, ensure_ascii=False).encode("utf-8")
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        return found


def _once_named(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a field named twice")
    return found


def _refused(constant: str) -> float:
    raise ValueError(f"{constant} is no JSON")


def fields_only(request: HttpRequest, *known: str) -> None:
    """Refuse form fields nobody knows and files that are none of ours, by name; each once."""
    for name in (*request.POST, *request.FILES):
        if name not in known and not _OWN.match(name):
            raise Invalid(name[:60], expected=", ".join(known), got="")
        if len(request.POST.getlist(name)) + len(request.FILES.getlist(name)) > 1:
            raise Invalid(name[:60], expected="this field once", got="")


def _no_control(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("text without control characters")
    if text.strip() and not visible(text):
        raise ValueError("text that can be seen")
    return visible(text) or text


def _moment(value: object) -> object:
    if isinstance(value, str) and not _MOMENT.fullmatch(value):
        raise ValueError("a moment such as 2026-11-24T14:00:00+08:00")
    if not isinstance(value, str | datetime):
        raise ValueError("a moment as text")
    return value


def _in_our_time(value: datetime) -> datetime:
    if not EARLIEST <= value.year <= days.LATEST.year:
        raise ValueError(f"a year from {EARLIEST} to {days.LATEST.year}")
    return value.astimezone(UTC)


def _day(value: object) -> object:
    if not (isinstance(value, str) and _DAY.fullmatch(value)) and not isinstance(value, date):
        raise ValueError("a day such as 2026-11-24")
    return value


def _day_in_our_time(value: date) -> date:
    if not days.is_ours(value):
        raise ValueError(f"a day from {days.EARLIEST} to {days.LATEST}")
    return value


def _yes_or_no(value: object) -> object:
    known = {"true": True, "false": False}
    if isinstance(value, str) and value in known:
        return known[value]
    raise ValueError("true or false")


def _whole(value: object) -> object:
    if isinstance(value, str) and not (value.isascii() and value.isdigit() and len(value) <= 6):
        raise ValueError("a whole number")
    return value


def _sum(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("a whole number of fen")
    return value


@dataclass(frozen=True)
class OneOf:
    """Mark a field that takes one of the codes a list of the trade knows; another is refused by naming them."""

    known: Iterable[str]

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Return what `Literal` of these codes would."""
        return core_schema.literal_schema(list(self.known))


Fen = Annotated[int, BeforeValidator(_sum), Field(ge=0, le=10**12)]
Text = Annotated[str, AfterValidator(_no_control)]
Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_moment),
    AfterValidator(_in_our_time),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Day = Annotated[
    date, BeforeValidator(_day), AfterValidator(_day_in_our_time), WithJsonSchema({"type": "string", "format": "date"})
]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no), WithJsonSchema({"type": "boolean"})]
Few = Annotated[int, BeforeValidator(_whole), Field(ge=1, le=100)]


def _own_fields_too(schema: dict[str, Any]) -> None:
    schema["patternProperties"] = {"^[Xx]-": {}}


class RequestBody(BaseModel):
    """What a body may hold: the fields it names, and the sender's own that begin with `x-`, which are left alone."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_own_fields_too)

    @model_validator(mode="before")
    @classmethod
    def _leave_own_fields(cls, value: object) -> object:
        if isinstance(value, Mapping):
            return {name: one for name, one in value.items() if not _OWN.match(str(name))}
        return value


def only(request: HttpRequest, *known: str) -> None:
    """Refuse parameters nobody knows, by name."""
    for name in request.GET:
        if name not in known and not _OWN.match(name):
            raise Invalid(name[:60], expected=", ".join(known) or "no parameter", got="")
