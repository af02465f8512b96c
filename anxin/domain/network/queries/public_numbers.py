"""Short public numbers (110, 12315 and others): whose each is, and the source that says so."""

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files

from anxin.core.singletons import single


@dataclass(frozen=True, kw_only=True)
class PublicNumber:
    """A public number with its owner, purpose and source; `calls` where it also rings people up."""

    code: str
    owner: str
    purpose: str
    source: str
    calls: bool = False


@single
def _known() -> dict[str, PublicNumber]:
    text = files("anxin.domain.network").joinpath("data/public_numbers.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["number"]
    return {row["code"]: PublicNumber(purpose=row.pop("for"), **row) for row in rows}


def public_number(number: str) -> PublicNumber | None:
    """Return the public number somebody dials: bare, or from elsewhere with an area code before it."""
    found = _known().get(number)
    return found or _known().get(re.sub(r"^0(?:10|2\d|[3-9]\d\d)", "", number))
