"""What a copy has of its own: each kind of value, as the database says it and as this process does."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from anxin.core import row_seals, vault
from anxin.core.keys import signatures
from anxin.core.numbers import Number
from anxin.core.streams import heads
from anxin.core.streams.hashing import commitment
from anxin.domain.network.queries import attestations
from anxin.domain.network.rules import signatures as brand_signatures

if TYPE_CHECKING:
    from bench.nation_text import Pattern
    from bench.nation_units import Held

CREW_FROM = 500_000_000
"""Copies of crews are numbered from here on."""


@dataclass
class Copy:
    """One copy of a unit: how it differs from what was walked."""

    n: int
    shift: timedelta
    outlet: int
    technician: int
    known: dict[int, str] = field(default_factory=dict)

    @property
    def ms(self) -> int:
        return self.shift // timedelta(milliseconds=1)


def moved_key(key: str, n: int, ms: int) -> str:
    """Return a key of its own: its moment moved along, the number at its end."""
    began = f"{int(key[:12], 16) + ms:012x}" if key[12] == "7" and ms else key[:12]
    return f"{began}{key[12:24]}{n:08x}"


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def another(what: tuple[str, int], n: int) -> str:
    """Return a text of the same length where it is a hash or an invoice's number, else one with a number behind."""
    text, limit = what
    if re.fullmatch(r"[0-9a-f]{64}", text):
        return f"{n:012x}{text[12:]}"
    return f"{text[:10]}{n:010d}" if re.fullmatch(r"\d{20}", text) else f"{text[: limit - 10]}-{n}"


GIVEN: Counter[tuple[str, date]] = Counter()
BEHIND = 500
"""So many numbers of a day are left to what is walked there."""


def number_of(what: str, copy: Copy) -> str:
    """Return the next number of a kind and day, behind those that were walked."""
    kind, day, *_rest = what.split("-")
    moved = datetime.strptime(day, "%Y%m%d").date() + timedelta(days=copy.shift.days)
    while True:
        GIVEN[kind, moved] += 1
        made = str(Number(kind, moved, BEHIND + GIVEN[kind, moved]))
        if made[-1].isdigit():
            return made


def _sealed(pattern: "Pattern", what: tuple[str, str, str], copy: Copy) -> str:
    name, bound, plain = what
    return vault.seal(name, pattern.said(bound, copy), pattern.said(plain, copy))


def _hash(pattern: "Pattern", what: "Held", copy: Copy) -> str:
    text = pattern.filled(pattern.content("hash", what), copy)
    return hashlib.sha256(f"anxin.timeline.entry.v1\n{text}".encode()).hexdigest()


def _committed(pattern: "Pattern", what: tuple[str, str], copy: Copy) -> str:
    return commitment(what[0], *json.loads(pattern.said(what[1], copy)))


def _word(pattern: "Pattern", what: "Held", copy: Copy) -> str:
    """Return the brand's signature under its word for a copy."""
    columns = {it.name: it.column for it in what.row._meta.local_concrete_fields}
    said = {it: pattern.filled(pattern.rows[id(what)][columns[it]] or (), copy) for it in attestations.SIGNED}
    days = {it: date.fromisoformat(said[it]) for it in ("from_date", "to_date")}
    content = brand_signatures.statement(brand=what.row.brand.slug, **{**said, **days})
    return brand_signatures.sign(
        vault.open_("network.key.private", what.row.key.id, what.row.key.private_sealed), content
    )


MAKE: "dict[str, Callable[[Pattern, Any, Copy], str]]" = {
    "number": lambda _pattern, what, copy: number_of(what, copy),
    "sealed": _sealed,
    "index": lambda pattern, what, copy: vault.blind_index(pattern.said(what, copy)),
    "hash": _hash,
    "head": lambda pattern, what, copy: signatures.seal(
        heads.PURPOSE, pattern.filled(pattern.content("head", what), copy).encode()
    ),
    "row": lambda pattern, what, copy: signatures.seal(
        row_seals.PURPOSE, pattern.filled(pattern.content("row", what), copy).encode()
    ),
    "commitment": _committed,
    "word": _word,
    "digest": lambda pattern, what, copy: hashlib.sha256(pattern.said(what, copy).encode()).hexdigest(),
}
MADE = frozenset(MAKE)


def _dashed(key: str) -> str:
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


def _crew(what: str, crew: int) -> str:
    return moved_key(what, crew, 0) if crew else what


def _moment(what: str, copy: Copy) -> str:
    moved = datetime.fromisoformat(what) + copy.shift
    sizes = {16: "minutes", 19: "seconds", 26: "microseconds"}
    return moved.isoformat(what[10], timespec=sizes[len(what)])


PLAIN: dict[str, Callable[[Any, Copy], str]] = {
    "case": lambda what, copy: moved_key(what, copy.n, copy.ms),
    "case-": lambda what, copy: _dashed(moved_key(what, copy.n, copy.ms)),
    "outlet": lambda what, copy: _crew(what, copy.outlet),
    "outlet-": lambda what, copy: _dashed(_crew(what, copy.outlet)),
    "technician": lambda what, copy: _crew(what, copy.technician),
    "technician-": lambda what, copy: _dashed(_crew(what, copy.technician)),
    "outlet code": lambda what, copy: f"{what}-{CREW_FROM + copy.outlet}" if copy.outlet else what,
    "technician code": lambda what, copy: f"{what}-{CREW_FROM + copy.technician}" if copy.technician else what,
    "phone": lambda what, copy: f"1{5 + what % 4}{copy.n:09d}",
    "opaque": lambda what, copy: another(what, copy.n),
    "day": lambda what, copy: (date.fromisoformat(what) + timedelta(days=copy.shift.days)).isoformat(),
    "moment": _moment,
}


def key_sql(what: str) -> str:
    if what[12] != "7":
        return f"('{what[:24]}' || c.hex)::uuid"
    return f"(lpad(to_hex({int(what[:12], 16)} + c.ms), 12, '0') || '{what[12:24]}' || c.hex)::uuid"


def crew_sql(what: str, column: str) -> str:
    return f"('{what[:24]}' || coalesce(c.{column}, '{what[24:]}'))::uuid"


def _code_sql(what: str, column: str) -> str:
    number = f"('x' || c.{column})::bit(32)::int + {CREW_FROM}"
    return f"({literal(what)} || coalesce('-' || ({number})::text, ''))"


def _bare(sql: str) -> str:
    return f"replace(({sql})::text, '-', '')"


def _moment_sql(what: str) -> str:
    shape = {16: "HH24:MI", 19: "HH24:MI:SS", 26: "HH24:MI:SS.US"}[len(what)]
    return f"to_char('{what}'::timestamp + c.shift, 'YYYY-MM-DD\"{what[10]}\"{shape}')"


def _opaque_sql(what: tuple[str, int]) -> str:
    text, limit = what
    if re.fullmatch(r"[0-9a-f]{64}", text):
        return f"(lpad(to_hex(c.n), 12, '0') || '{text[12:]}')"
    if re.fullmatch(r"\d{20}", text):
        return f"('{text[:10]}' || lpad(c.n::text, 10, '0'))"
    return f"({literal(text[: limit - 10])} || '-' || c.n)"


SQL: dict[str, Callable[[Any], str]] = {
    "case": lambda what: _bare(key_sql(what)),
    "case-": lambda what: f"{key_sql(what)}::text",
    "outlet": lambda what: _bare(crew_sql(what, "outlet")),
    "outlet-": lambda what: f"{crew_sql(what, 'outlet')}::text",
    "technician": lambda what: _bare(crew_sql(what, "technician")),
    "technician-": lambda what: f"{crew_sql(what, 'technician')}::text",
    "outlet code": lambda what: _code_sql(what, "outlet"),
    "technician code": lambda what: _code_sql(what, "technician"),
    "phone": lambda what: f"('1{5 + what % 4}' || lpad(c.n::text, 9, '0'))",
    "opaque": _opaque_sql,
    "day": lambda what: f"('{what}'::date + c.days)::text",
    "moment": _moment_sql,
}
