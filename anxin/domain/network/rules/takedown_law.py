"""Which rows of law a letter cites: plain values, dated, each for whom it binds. Not legal advice."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from anxin.core.errors import Invalid
from anxin.domain.network.choices import RECIPIENTS

Words = Annotated[str, Field(min_length=1)]


def _known(code: str) -> str:
    if code not in RECIPIENTS:
        raise ValueError(" | ".join(RECIPIENTS))
    return code


class LawRow(BaseModel):
    """One row of law: what it says, where to read it, from when to when it counts, and in letters to whom it stands.

    `checked_on` is the day somebody held it against a published text; none where nobody did.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    code: Words
    title: Words
    article: Words
    text: Words
    link: Annotated[str, Field(pattern="^https://")]
    valid_from: date
    valid_to: date | None = None
    checked_on: date | None = None
    recipients: Annotated[tuple[Annotated[str, AfterValidator(_known)], ...], Field(min_length=1)]
    name_en: Words
    text_en: Words

    @property
    def name(self) -> str:
        """Return the title and the article in one."""
        return f"《{self.title}》{self.article}"


_ROWS = TypeAdapter(tuple[LawRow, ...])


def read(value: list[Any]) -> tuple[LawRow, ...]:
    """Read the rows as they are kept; one that says too little, or what nobody knows, is refused by its field."""
    try:
        return _ROWS.validate_python(value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise Invalid(".".join(map(str, first["loc"])), expected=first["msg"], got=str(first["input"])[:80]) from error


def check(value: list[Any]) -> None:
    """Refuse rows that can't be read."""
    read(value)


def cited(rows: Iterable[LawRow], *, to: str, on: date) -> tuple[LawRow, ...]:
    """Return the rows that count on a day and stand in a letter to such a recipient."""
    return tuple(
        row
        for row in rows
        if to in row.recipients and row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)
    )
