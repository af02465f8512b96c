"""Portraits as an imported ZIP brings them, by their hash."""

from anxin.core import tables
from anxin.core.imports import hash_of
from anxin.core.tables import Values
from anxin.domain.network.queries import standings
from anxin.domain.network.queries.imports.outlets_and_technicians import technician_of
from anxin.domain.network.rules.standings import PORTRAIT
from anxin.domain.network.wording.tables import CELLS


def portrait(key: Values) -> Values | None:
    """Return a technician's portrait as a file would bring it, by its hash: the one that waits, else the one shown."""
    row = technician_of(key["number"])
    waits = standings.waiting_for("technician", row.number).get(PORTRAIT) if row is not None else ""
    shown = waits or (row.portrait if row is not None else "")
    return {**key, "picture": f"={shown}"} if shown else None


def why_no_portrait(values: Values) -> dict[str, str]:
    """Return why a row brings no portrait: nobody has its number."""
    return {} if technician_of(values.get("number")) else {"number": str(CELLS["nobody"])}


def whole_portrait(values: Values) -> Values:
    """Return a row as it is compared: the picture by its hash alone."""
    name = tables.text_in(values, "picture")
    return {**values, "picture": f"={hash_of(name)[1]}"} if name else values
