"""One unit's rows as the database copies them: what is its own in each copy is written as an expression.

What the database can't make (a number with its check digit, a sealed word, the hash of a fact over the one before it,
the seal of a head or a row) this process makes for each copy, with the product's own functions (`nation_values`).
"""

import contextlib
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable
from typing import Any
from unittest import mock

from django.db import connection, models

from anxin.core import row_seals, vault
from anxin.core.checkpoints.rows import witnesses
from anxin.core.streams import hashing, heads
from anxin.core.streams.hashing import canonical, commitment, instant
from anxin.core.vault.fields import Tampered
from anxin.core.vault.registry import COLUMNS
from bench.nation_units import UUIDS, Held, Unit, Walked, text_of
from bench.nation_values import MADE, MAKE, PLAIN, SQL, Copy, crew_sql, key_sql, literal

type Pieces = tuple[str | int, ...]
TOKEN = re.compile(
    rf"{UUIDS}|(?<![0-9a-f])(?:[0-9a-f]{{64}}|[0-9a-f]{{32}})(?![0-9a-f])|\b[A-Z]{{1,3}}-\d{{8}}-\d{{6}}-[\dX]|"
    r"(?<!\d)20\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{6})?)?)?|(?<!\d)1\d{10}(?!\d)"
)
MARK = re.compile("\ue000(\\d+)\ue001")
OWN = {"case", "case-", "number"}
PHONE = "people.person.phone"
NAMED = {"order_key", "serial", "file", "official", "key", "label"}
"""Of a constraint over several columns, those that make it hold for each copy."""


class Pattern:
    """A unit written once: each value as pieces, of which the numbers stand for places."""

    def __init__(self, walked: Walked, unit: Unit, own: str = "case") -> None:
        self.walked, self.unit, self.scope = walked, unit, own
        self.places: list[tuple[str, Any]] = []
        self.at: dict[tuple[str, Any], int] = {}
        self.exact: dict[str, int] = {}
        self.numbers = {str(getattr(one.row, "number", "")) for one in unit.rows}
        self.phones: dict[str, int] = {}
        self.opaque: dict[str, int] = {}
        self.words: dict[str, int] = {}
        self.sealed: dict[str, dict[str, int]] = defaultdict(dict)
        self.cut: dict[object, Pieces] = {}
        self._prepare()
        self.columns = {one.label: columns_of(one.row) for one in unit.rows}
        self.rows = {id(one): {it.column: self._value(one, it) for it in self.columns[one.label]} for one in unit.rows}
        self.made: dict[str, list[int]] = defaultdict(list)
        for one in unit.rows:
            used = {it for pieces in self.rows[id(one)].values() for it in pieces or () if isinstance(it, int)}
            made = self.made[one.label]
            made += [it for it in sorted(used) if self.places[it][0] in MADE and it not in made]

    def place(self, kind: str, what: Any) -> int:
        if (kind, what) not in self.at:
            self.at[kind, what] = len(self.places)
            self.places.append((kind, what))
        return self.at[kind, what]

    # what is in the unit

    def _prepare(self) -> None:
        """Learn which texts of the unit are its own: phones, hashes, seals, what must be there once."""
        for one in self.unit.rows:
            if one.label == "people.Person" and one.row.phone_sealed:
                phone = vault.open_(PHONE, one.row.pk, one.row.phone_sealed)
                self.phones.setdefault(phone.removeprefix("+86"), len(self.phones))
        found: dict[str, int] = {}
        for one in self.unit.rows:
            found |= self._once(one)
        self.opaque = dict(sorted(found.items(), key=lambda it: -len(it[0])))
        words = (one for one in self.unit.rows if one.label == "network.Authorisation" and one.row.signature)
        self.words = {one.row.signature: self.place("word", one) for one in words}
        for one in self.unit.rows:
            self.exact |= {made: self.place("digest", text) for made, text in digests(one).items()}
            if one.label == "core.Entry":
                self.exact[one.row.hash] = self.place("hash", one)
        for one in self.unit.rows:
            self._seals(one)

    def _once(self, one: Held) -> dict[str, int]:
        """Return the texts of a row that must be there once and hold nothing that a copy changes anyway."""
        fields = {it.name: it for it in one.row._meta.local_concrete_fields}
        found: dict[str, int] = {}
        for names in [[name] for name, it in fields.items() if it.unique] + [
            list(it.fields) for it in one.row._meta.constraints if isinstance(it, models.UniqueConstraint)
        ]:
            if any(self._is_own(one, fields[name]) for name in names):
                continue
            for it in (fields[name] for name in names if fields[name].unique or name in NAMED):
                value = getattr(one.row, it.attname)
                if isinstance(it, models.CharField) and value:
                    found[value] = it.max_length or 64
        return found

    def _is_own(self, one: Held, it: "models.Field[Any, Any]") -> bool:
        """Return whether a column's value is another in each copy anyway."""
        pieces = self.pieces(text_of(it, one.row) or "")
        return any(isinstance(piece, int) and self.places[piece][0] in OWN for piece in pieces)

    def _seals(self, one: Held) -> None:
        """Give each sealed word of a row, and the row's own seal, its place."""
        for column in COLUMNS.values():
            if type(one.row) is column.model:
                self._sealed(one, column)
        if isinstance(one.row, row_seals.SealedRow) and one.row.seal:
            self.exact[one.row.seal] = self.place("row", one)
        elif one.label == "core.Stream" and one.row.seal:
            self.exact[one.row.seal] = self.place("head", one)

    def _sealed(self, one: Held, column: Any) -> None:
        value, bound = getattr(one.row, column.column), str(getattr(one.row, column.row))
        try:
            plain = vault.open_(column.name, bound, value) if value else ""
        except Tampered:
            return
        if plain:
            found = {value: self.place("sealed", (column.name, bound, plain))}
            if column.index and getattr(one.row, column.index):
                found[getattr(one.row, column.index)] = self.place("index", plain)
            self.exact |= found
            self.sealed[one.key] |= found
        if one.label == "core.Private" and any(isinstance(it, int) for it in self.pieces(plain)):
            name: str = one.row.name
            self.exact[commitment(name, *json.loads(plain))] = self.place("commitment", (name, plain))

    # how a value is written

    def _value(self, one: Held, it: "models.Field[Any, Any]") -> Pieces | None:
        text = text_of(it, one.row)
        if text is None:
            return None
        if text in self.exact:
            return (self.exact[text],)
        if isinstance(it, models.DateTimeField):
            return (self.place("time", getattr(one.row, it.attname)),)
        return self.pieces(text)

    def pieces(self, text: str) -> Pieces:
        """Cut a text into what stays and the places of what a copy has of its own."""
        for code, scope in self.walked.codes.items():
            if code in text and (text == code or f'"{code}"' in text) and self.scope == "case":
                text = text.replace(code, f"\ue000{self.place(scope + ' code', code)}\ue001")
        marked = TOKEN.sub(self._marked, text) if len(text) > 9 else text
        # Signatures first: by chance there are short names ("lu") among their letters.
        for one, place in self.words.items():
            marked = marked.replace(one, f"\ue000{place}\ue001")
        for one in self.opaque:
            if one in marked:
                marked = marked.replace(one, f"\ue000{self.place('opaque', (one, self.opaque[one]))}\ue001")
        parts = MARK.split(marked)
        return tuple(int(one) if at % 2 else one for at, one in enumerate(parts) if at % 2 or one)

    def _marked(self, found: re.Match[str]) -> str:
        token = found.group()
        place = self._place_of(token)
        return token if place is None else f"\ue000{place}\ue001"

    def _place_of(self, token: str) -> int | None:
        if token in self.exact:
            return self.exact[token]
        bare = token.replace("-", "")
        if len(bare) == 32:
            scope = self.walked.crew.get(bare) or (self.scope if bare in self.unit.own else "")
            return self.place(scope + ("-" if "-" in token else ""), bare) if scope else None
        if token in self.numbers:
            return self.place("number", token)
        if token in self.phones:
            return self.place("phone", self.phones[token])
        if token[0].isdigit() and token[4:5] == "-":
            return self.place("day" if len(token) == 10 else "moment", token)
        return None

    # what the database writes

    def statement(self, label: str) -> str:
        """Return the statement that copies the unit's rows of a table for every copy that waits."""
        those = [one for one in self.unit.rows if one.label == label]
        columns = self.columns[label]
        named = ", ".join(f'"{it.column}"' for it in columns)
        each = (", ".join(self._sql(one, it) for it in columns) for one in those)
        table = those[0].row._meta.db_table
        return f'INSERT INTO "{table}" ({named}) ' + " UNION ALL ".join(
            f"SELECT {one} FROM nation_copy c" for one in each
        )

    def _sql(self, one: Held, it: "models.Field[Any, Any]") -> str:
        pieces = self.rows[id(one)][it.column]
        kind = it.db_type(connection)
        if pieces is None:
            return f"NULL::{kind}"
        if len(pieces) == 1 and isinstance(pieces[0], int) and isinstance(it, models.DateTimeField):
            return f"{literal(instant(self.places[pieces[0]][1]))}::timestamptz + c.shift"
        if len(pieces) == 1 and isinstance(pieces[0], int) and kind == "uuid":
            made, what = self.places[pieces[0]]
            return key_sql(what) if made == "case-" else crew_sql(what, made.rstrip("-"))
        whole = (
            " || ".join(literal(one) if isinstance(one, str) else self._expression(one, it) for one in pieces) or "''"
        )
        limit = it.max_length if isinstance(it, models.CharField) else None
        return f"({whole})::{kind}" if not limit or len(pieces) < 2 else f"left({whole}, {limit})"

    def _expression(self, place: int, it: "models.Field[Any, Any]") -> str:
        kind, what = self.places[place]
        if kind in MADE:
            label = it.model._meta.label
            return f"c.{made_column(label)}[{self.made[label].index(place) + 1}]"
        return SQL[kind](what)

    # what this process makes

    def made_of(self, copy: Copy, label: str) -> list[str]:
        return [self.text(place, copy) for place in self.made[label]]

    def text(self, place: int, copy: Copy) -> str:
        """Return what stands at a place in one copy."""
        known = copy.known.get(place)
        if known is None:
            kind, what = self.places[place]
            known = copy.known[place] = MAKE[kind](self, what, copy) if kind in MAKE else PLAIN[kind](what, copy)
        return known

    def filled(self, pieces: Pieces, copy: Copy) -> str:
        return "".join(one if isinstance(one, str) else self.text(one, copy) for one in pieces)

    def content(self, kind: str, one: Held) -> Pieces:
        """Return what a hash or a seal is made over, in pieces."""
        known = self.cut.get((kind, one.key))
        if known is None:
            text = CONTENT[kind](one.row)
            for value, place in self.sealed[one.key].items():
                text = text.replace(value, f"\ue000{place}\ue001")
            known = self.cut[kind, one.key] = self.pieces(text)
        return known

    def said(self, text: str, copy: Copy) -> str:
        """Return a text as a copy says it."""
        known = self.cut.get(text)
        if known is None:
            known = self.cut[text] = self.pieces(text)
        return self.filled(known, copy)


class Recorder:
    """Stands in for the library of hashes, and keeps what was hashed."""

    def __init__(self) -> None:
        self.seen: dict[str, str] = {}

    def sha256(self, content: bytes) -> Any:
        made = hashlib.sha256(content)
        self.seen[made.hexdigest()] = content.decode(errors="replace")
        return made


def digests(one: Held) -> dict[str, str]:
    """Return what facts say of a row as a hash, and over what."""
    recorder = Recorder()
    with mock.patch.object(hashing, "hashlib", recorder):
        for witness in witnesses():
            for read in witness.reads.values() if type(one.row) is witness.model else ():
                with contextlib.suppress(Tampered, AttributeError, ValueError):
                    read(one.row)
    return recorder.seen


def columns_of(row: models.Model) -> "list[models.Field[Any, Any]]":
    """Return what is written of a table; a running number is given by the database."""
    return [one for one in row._meta.local_concrete_fields if not isinstance(one, models.AutoField)]


def made_column(label: str) -> str:
    return "made_" + label.lower().replace(".", "_")


def _fact(row: Any) -> str:
    return canonical(
        {
            "stream": list(row.stream_key),
            "position": row.position,
            "id": str(row.id),
            "code": row.code,
            "at": instant(row.at),
            "by": [row.actor_kind, row.actor_id, row.organisation, row.via],
            "facts": row.facts,
            "commitments": row.commitments,
            "previous": row.previous,
        }
    ).decode()


CONTENT: dict[str, Callable[[Any], str]] = {
    "hash": _fact,
    "head": lambda row: heads._content(row).decode(),
    "row": lambda row: row_seals._content(row).decode(),
}
