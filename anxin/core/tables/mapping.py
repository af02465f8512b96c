"""The column map: which header of somebody's file is which column of ours, in one TOML file."""

import tomllib
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from pathlib import Path

from anxin.core.errors import Invalid


@dataclass(frozen=True, kw_only=True)
class Mapping:
    """Headers by column name, values for columns the file lacks, and where the table lies in the file.

    A column whose header is "" is read from no file, not from a column without a header either.
    """

    columns: AnyMapping[str, str] = field(default_factory=dict)
    constants: AnyMapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    header_row: int = 1


def read_mapping(path: Path) -> Mapping:
    """Read a column map; raise `Invalid` with the name of what is unknown or of another kind."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Invalid("map", expected="TOML", got=str(error)) from error
    kinds = {"columns": dict, "constants": dict, "sheet": str, "header_row": int}
    for name, value in content.items():
        if name not in kinds or not isinstance(value, kinds[name]):
            raise Invalid("map", expected=", ".join(kinds), got=name)
    texts = {name: {key: str(one) for key, one in content.get(name, {}).items()} for name in ("columns", "constants")}
    return Mapping(**texts, sheet=content.get("sheet", ""), header_row=content.get("header_row", 1))
