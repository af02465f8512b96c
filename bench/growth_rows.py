"""A case's rows as a mould: what the demo told once, cast again with ids, numbers, dates and sealed values of its own.

A mould is every row of one case (its facts, parties, clocks, visits, bills, persons, sealed pictures), found by the
ids they name. A cast writes each table's rows as one text; what is the same in every cast is written once. The chain
of facts is not sealed anew: `anxin timeline verify` would find every cast.
"""

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter
from pathlib import Path
from uuid import UUID

from django.db import models

type Row = dict[str, object]
type Model = type[models.Model]

UUID_RE = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
NUMBER_RE = r"\b[A-Z]-\d{8}-\d{6}-\d\b"
TOKEN = re.compile(rf"{UUID_RE}|(?<![0-9a-f])[0-9a-f]{{32}}(?![0-9a-f])|{NUMBER_RE}")
NAME = re.compile(rf"{TOKEN.pattern}|(?<![0-9a-f])[0-9a-f]{{64}}(?![0-9a-f])")
# Shared by all cases, or the house's own: named by moulds, never cast with a case.
GROUND = {
    *("people.Organisation", "people.NameGram", "people.Account", "people.Role", "people.RecoveryCode"),
    *("people.ApiToken", "people.WebhookEndpoint", "people.Passage", "people.MessageDay", "people.LoginCode"),
    *("network.Outlet", "network.Territory", "network.Technician", "network.Engagement", "network.Skill"),
    *("network.Shift", "network.PromiseProfile", "network.BrandKey", "network.Authorisation", "network.Waiting"),
    *("network.Report", "network.ReportedNumber", "network.Check", "goods.Product", "goods.Symptom"),
    *("goods.PriceBook", "goods.PriceLine", "goods.WarrantyTerm", "claims.AdvanceAnswer", "quality.Grade"),
    *("core.VaultKey", "core.SettingRow", "core.Checkpoint", "core.CheckpointHead", "core.CheckpointTip"),
    *("core.CalendarDay", "core.SerialBlock", "core.Allowance", "core.Session", "core.OnceKey", "core.Reacted"),
    *("core.ImportAttachment", "core.ImportBatch", "core.ImportLine", "core.ImportMapping", "core.BulkRun"),
    "core.BulkLine",
}
# Named by many cases: they come along, what else names them does not.
CASES = {"repair", "claim"}
LEAVES = {"people.Person", "places.Place", "core.SealedFile", "goods.Device"}
# Of a constraint over several columns, those that make it hold for each cast.
CHOSEN = {"order_key", "serial", "file", "official"}
# The rest of an outlet, and the rest of a technician: cast with their crew.
OF_OUTLET = ("people.Organisation", "people.NameGram", "network.Outlet", "network.Territory")
OF_TECHNICIAN = (
    *("network.Technician", "people.Person", "people.Account", "people.Role", "network.Skill", "network.Shift"),
    *("network.Engagement", "network.Authorisation"),
)


def hexed(token: str) -> str:
    return token.replace("-", "")


def tokens(value: object) -> list[str]:
    return NAME.findall(value) if isinstance(value, str) and len(value) > 17 else []


@dataclass(frozen=True)
class Held:
    """One row as it lies in the seed, and what it names."""

    model: Model
    row: Row
    names: frozenset[str]

    @property
    def label(self) -> str:
        return self.model._meta.label

    @property
    def key(self) -> str:
        column = self.model._meta.pk.column
        return str(self.row[column]) if column else ""


class Seed:
    """Every row of the demo's database, by id and by what it names."""

    def __init__(self, path: Path, found: Iterable[Model]) -> None:
        self.rows: list[Held] = []
        with sqlite3.connect(path) as database:
            for model in found:
                columns = [one.column for one in model._meta.local_concrete_fields]
                named = ", ".join(f'"{column}"' for column in columns)
                for values in database.execute(f'SELECT {named} FROM "{model._meta.db_table}"'):
                    names = frozenset(hexed(token) for value in values for token in tokens(value))
                    self.rows.append(Held(model, dict(zip(columns, values, strict=True)), names))
        self.by_id = {one.key: one for one in self.rows if len(one.key) == 32 and not one.model._meta.pk.is_relation}
        self.by_id |= {str(one.row["sha256"]): one for one in self.of("core.SealedFile")}
        self.naming: dict[str, list[Held]] = defaultdict(list)
        for one in self.rows:
            for name in one.names:
                self.naming[name].append(one)
        self.ground = self._ground()

    def _ground(self) -> set[str]:
        ground = {key for key, one in self.by_id.items() if one.label in GROUND}
        staff = [one.row["person_id"] for label in ("network.Technician", "people.Account") for one in self.of(label)]
        ground |= {str(one) for one in staff if one}
        streams = [one for one in self.of("core.Stream") if hexed(str(one.row["key"])) in ground]
        ground |= {one.key for one in streams}
        entries = {one.key for one in self.of("core.Entry") if one.row["stream_id"] in ground}
        return ground | entries | {one.key for one in self.of("core.Private") if one.row["entry_id"] in entries}

    def of(self, label: str) -> list[Held]:
        return [one for one in self.rows if one.label == label]

    def case(self, start: Held) -> list[Held]:
        """Find the rows of one case: what names it or its rows, and what those name; none where it leads to another."""
        found: dict[int, Held] = {}
        waiting = [start]
        while waiting:
            one = waiting.pop()
            if id(one) in found or one.key in self.ground or one.label in GROUND:
                continue
            found[id(one)] = one
            if one.label == "core.Stream" and one.row["kind"] in CASES and hexed(str(one.row["key"])) != start.key:
                return []
            for name in one.names - self.ground:
                if name in self.by_id and (self.by_id[name].label in LEAVES or self._points(one, name)):
                    waiting.append(self.by_id[name])
            if one.label not in LEAVES:
                own = {one.key, hexed(str(one.row.get("number", ""))) if one is start else ""} - {""}
                waiting += [row for name in own for row in self.naming[name]]
        return list(found.values())

    def _points(self, one: Held, name: str) -> bool:
        """Say whether a row points at another by a foreign key that isn't another case."""
        return self.by_id[name].label not in {"repairs.Repair", "claims.Claim"} and any(
            one.row[key.column] == name for key in one.model._meta.local_concrete_fields if key.is_relation
        )


@dataclass
class Places:
    """Where a cast's own values stand in its texts: each kind of value gets a place once."""

    known: dict[tuple[str, object], int] = field(default_factory=dict)

    def at(self, kind: str, what: object) -> str:
        self.known.setdefault((kind, what), len(self.known))
        return f"\x00{self.known[kind, what]}\x00"


PLACE = re.compile(r"\x00(\d+)\x00")


@dataclass(frozen=True)
class Text:
    """The rows of one table in a mould: a pattern and which values go into it."""

    pattern: str
    pick: Callable[[list[str]], object] | None
    rows: int

    def cast(self, values: list[str]) -> str:
        return self.pattern % self.pick(values) if self.pick else self.pattern % ()


def text_of(written: str, rows: int) -> Text:
    order = [int(place) for place in PLACE.findall(written)]
    pattern = PLACE.sub("%s", written.replace("%", "%%"))
    if not order:
        return Text(pattern, None, rows)
    return Text(pattern, itemgetter(*order) if len(order) > 1 else _single(order[0]), rows)


def _single(place: int) -> Callable[[list[str]], object]:
    return lambda values: (values[place],)


@dataclass
class Mould:
    """The rows of one case or crew, ready to be cast."""

    start: Held
    texts: dict[Model, Text]
    kinds: list[tuple[str, object]]
    began_at: datetime
    sealed: dict[tuple[str, str], str]


def moment(value: object) -> datetime:
    return datetime.fromisoformat(str(value)).replace(tzinfo=UTC)


def columns_of(model: Model) -> list[models.Field]:  # type: ignore[type-arg]
    """List what is written of a table; a running number is given by the database."""
    return [one for one in model._meta.local_concrete_fields if not isinstance(one, models.AutoField)]


def written(value: object) -> str:
    """Write one value for PostgreSQL's COPY."""
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    return str(value).replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")


def as_copy(rows: Iterable[list[object]]) -> str:
    return "".join("\t".join(map(written, row)) + "\n" for row in rows)


def as_json(rows: Iterable[list[object]]) -> str:
    return ",".join(json.dumps(row, ensure_ascii=False).replace("\\u0000", "\x00") for row in rows)


@dataclass(kw_only=True)
class Maker:
    """Makes moulds of a seed: knows which texts are names of their own, and which columns are sealed."""

    seed: Seed
    sealed: dict[tuple[Model, str], str]
    opened: Callable[[str, str, str], str]
    crew: dict[str, str]
    sqlite: bool
    left_out: frozenset[str] = frozenset()

    def mould(self, start: Held, rows: list[Held], *, at: datetime, own: str = "case") -> Mould:
        places, sealed = Places(), dict[tuple[str, str], str]()
        opaque = self._opaque(rows)
        by_model: dict[Model, list[list[object]]] = defaultdict(list)
        for one in rows:
            if one.label in self.left_out:
                continue
            values = [self._value(one, column, places, opaque, sealed, own) for column in columns_of(one.model)]
            by_model[one.model].append(values)
        write = as_json if self.sqlite else as_copy
        texts = {model: text_of(write(found), len(found)) for model, found in by_model.items()}
        return Mould(start, texts, list(places.known), at, sealed)

    def _opaque(self, rows: list[Held]) -> list[str]:
        """Find texts that must be there once and hold nothing that a cast changes anyway, longest first."""
        found = set()
        for one in rows:
            unique = {name for it in one.model._meta.constraints for name in getattr(it, "fields", ())}
            for column in one.model._meta.local_concrete_fields:
                value = one.row[column.column]
                named = column.unique or (column.name in unique and column.name in CHOSEN)
                if (
                    named
                    and isinstance(value, str)
                    and isinstance(column, models.CharField)
                    and not TOKEN.search(value)
                ):
                    found.add(value)
        return sorted(found - {""}, key=len, reverse=True)

    def _value(
        self,
        one: Held,
        column: models.Field,  # type: ignore[type-arg]
        places: Places,
        opaque: list[str],
        sealed: dict[tuple[str, str], str],
        own: str,
    ) -> object:
        value = one.row[column.column]
        if value is None or value == "":
            return value
        name = self.sealed.get((one.model, column.column))
        if name is not None:
            if one.label == "core.Message":
                return ""
            sealed[name, one.key] = self.opened(name, str(UUID(one.key)), str(value))
            return places.at("sealed", (name, one.key))
        if column.column == "phone_index":
            return places.at("index", one.key)
        if isinstance(column, models.DateTimeField):
            return places.at("time", moment(value))
        if isinstance(column, models.DateField):
            return places.at("day", date.fromisoformat(str(value)))
        return self._renamed(value, places, opaque, own) if isinstance(value, str) else self._plain(column, value)

    def _plain(self, column: models.Field, value: object) -> object:  # type: ignore[type-arg]
        return bool(value) if isinstance(column, models.BooleanField) and not self.sqlite else value

    def _renamed(self, value: str, places: Places, opaque: list[str], own: str) -> str:
        def again(found: re.Match[str]) -> str:
            token = found.group()
            if token[1] == "-":
                return places.at("number", token)
            bare = hexed(token)
            scope = self.crew.get(bare) or ("" if bare in self.seed.ground else own)
            return places.at(f"{scope}{'-' if '-' in token else ''}", bare) if scope else token

        renamed = TOKEN.sub(again, value)
        for text in opaque:
            if text in renamed:
                renamed = renamed.replace(text, places.at("opaque", text))
        return renamed


def cast_id(token: str, number: int, shift_ms: int, *, dashed: bool) -> str:
    """Give an id of its own: the moment moved along, the number at its end."""
    made = f"{int(token[:12], 16) + shift_ms:012x}{token[12:24]}{number:08x}"
    return str(UUID(made)) if dashed else made


@dataclass(kw_only=True)
class Caster:
    """Casts moulds one after the other."""

    issue: Callable[[str, date], str]
    seal: Callable[[str, str, str], str]
    index: Callable[[str], str]
    crews: Callable[[str, int], int]

    def values(self, mould: Mould, number: int, at: datetime, phone: str, crew: int) -> list[str]:
        """Give the values of one cast, in the order of its places."""
        shift = at - mould.began_at
        ms = int(shift / timedelta(milliseconds=1))
        numbers: dict[object, str] = {}
        made = []
        for kind, what in mould.kinds:
            if kind == "time":
                made.append((what + shift).strftime("%Y-%m-%d %H:%M:%S.%f"))  # type: ignore[operator]
            elif kind == "sealed":
                name, key = what  # type: ignore[misc]
                plain = phone if name == "people.person.phone" else mould.sealed[name, key]
                made.append(self.seal(name, cast_id(key, number, ms, dashed=True), plain))
            elif kind in ("case", "case-"):
                made.append(cast_id(str(what), number, ms, dashed=kind == "case-"))
            elif kind in ("outlet", "outlet-", "technician", "technician-"):
                part = self.crews(kind.rstrip("-"), crew)
                made.append(cast_id(str(what), part, 0, dashed=kind.endswith("-")) if part else _same(str(what), kind))
            elif kind == "number":
                numbers[what] = numbers.get(what) or self.issue(str(what)[0], at.date())
                made.append(numbers[what])
            elif kind == "opaque":
                made.append(_another(str(what), number))
            elif kind == "day":
                made.append((what + timedelta(days=shift.days)).isoformat())  # type: ignore[operator]
            else:
                made.append(self.index(phone))
        return made


def _same(token: str, kind: str) -> str:
    return str(UUID(token)) if kind.endswith("-") else token


def _another(text: str, number: int) -> str:
    """Give a text of its own of the same length where it is a hash or an invoice's number, else with one behind it."""
    if re.fullmatch(r"[0-9a-f]{64}", text):
        return f"{number:012x}{text[12:]}"
    if re.fullmatch(r"[0-9]{20}", text):
        return f"{text[:10]}{number:010d}"
    return f"{text[:50]}-{number}"
