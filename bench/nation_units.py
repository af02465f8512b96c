"""What was walked, cut into units: rows that name each other and nothing of another unit, so each can be copied whole.

Every row there is belongs to one unit, or to a table named here as shared, with its reason. Which rows go together is
found by the keys that their columns hold (foreign keys, streams, keys inside facts), so a new table is never forgotten.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

type Model = type[models.Model]

UUIDS = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
KEY = re.compile(rf"{UUIDS}|(?<![0-9a-f])[0-9a-f]{{32}}(?![0-9a-f])")
CASES = ("repairs.Repair", "claims.Claim")
PERSON_OF_HOUSE = ("network.Technician", "people.Account")
LEAF = "core.SealedFile"
"""A picture may be named by several units: each takes it along, none leads through it to another."""

SHARED = {
    **dict.fromkeys(("people.Organisation", "people.NameGram"), "houses; outlets' come with crews"),
    **dict.fromkeys(("people.Account", "people.Role", "people.RecoveryCode", "people.Factor"), "staff; some by crews"),
    **dict.fromkeys(("people.ApiToken", "people.WebhookEndpoint", "people.Passage", "people.LoginCode"), "staff's own"),
    **dict.fromkeys(("network.Outlet", "network.Territory", "network.Technician", "network.Skill"), "come with crews"),
    **dict.fromkeys(("network.Shift", "network.Engagement", "network.Authorisation"), "come with crews"),
    **dict.fromkeys(("network.PromiseProfile", "network.BrandKey", "parts.Part"), "a brand's own"),
    **dict.fromkeys(("parts.StockPlace", "parts.Stock"), "come with crews, but for warehouses"),
    **dict.fromkeys(("network.Report", "network.ReportedNumber", "network.Takedown"), "one false number, many tell"),
    **dict.fromkeys(("goods.Product", "goods.Symptom", "goods.PriceBook", "goods.PriceLine"), "catalogue"),
    **dict.fromkeys(("goods.WarrantyTerm", "claims.AdvanceAnswer", "opening.Opening", "core.Pause"), "rules"),
    **dict.fromkeys(("publications.Document", "publications.Text"), "published once"),
    **dict.fromkeys(("publications.CityEdition", "network.BrandHours", "quality.Grade"), "counted of outlets"),
    **dict.fromkeys(("insight.DayFigures", "insight.MeasuredTime", "insight.FiguresGathered"), "counted of cases"),
    **dict.fromkeys(("visits.Window", "people.MessageDay", "core.Allowance"), "counted as it happens"),
    **dict.fromkeys(("core.VaultKey", "core.SettingRow", "core.CalendarDay", "core.SerialBlock"), "the installation's"),
    **dict.fromkeys(("core.Checkpoint", "core.CheckpointHead", "core.CheckpointTip"), "over all streams"),
    **dict.fromkeys(("core.CheckpointNode", "core.CheckpointStamp"), "over all streams"),
    **dict.fromkeys(("core.Session", "core.OnceKey", "core.Reacted"), "of a moment"),
    **dict.fromkeys(("core.ImportAttachment", "core.ImportBatch", "core.ImportLine", "core.ImportMapping"), "tables"),
    **dict.fromkeys(("core.BulkRun", "core.BulkLine", "core.ProviderDay", "core.ProviderAccount"), "the house's"),
}
"""Tables no unit takes along, each with its reason."""

OF_TECHNICIAN = (
    *("network.Technician", "people.Person", "people.Account", "people.Role", "network.Skill", "network.Shift"),
    *("network.Engagement", "network.Authorisation"),
)


STREAMS = (
    *(("core.Stream", "key"), ("core.Entry", "stream_id"), ("core.Private", "entry_id"), ("core.Clock", "stream_key")),
    ("people.Party", "stream_key"),
)
"""What lies on a stream, and by which column."""
SHELVES = (
    *(("parts.StockPlace", "outlet_id"), ("parts.StockPlace", "technician_id")),
    *(("parts.Stock", "place_id"), ("parts.Movement", "place_id")),
)
"""The same of what lies at an outlet or in a van; what was used at a visit is its case's."""


@dataclass(frozen=True, eq=False)
class Held:
    """One row, and which keys it names."""

    row: models.Model
    label: str
    key: str
    keys: frozenset[str]


def text_of(field: "models.Field[Any, Any]", row: models.Model) -> str | None:
    """Return a column's value as text; None where it is empty in the database."""
    value = getattr(row, field.attname)
    if value is None:
        return None
    if isinstance(field, models.JSONField):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat(" ") if isinstance(field, models.DateTimeField) else str(value)


def keys_in(text: str | None) -> set[str]:
    """Return the keys that a text holds, without dashes."""
    return {one.replace("-", "") for one in KEY.findall(text)} if text and len(text) > 31 else set()


def tables() -> list[Model]:
    """Return the house's tables."""
    found = [one for one in apps.get_models(include_auto_created=True) if one.__module__.startswith("anxin.")]
    return [one for one in found if one._meta.managed and not one._meta.proxy]


@dataclass
class Unit:
    """Rows that are copied together, and whether anything of them is under way."""

    rows: list[Held]
    under_way: bool

    @cached_property
    def own(self) -> frozenset[str]:
        return frozenset(one.key for one in self.rows)

    def count(self, label: str) -> int:
        return sum(one.label == label for one in self.rows)

    @property
    def shape(self) -> tuple[object, ...]:
        """Return what makes it differ from others: rows by table, and the states of its cases."""
        states = sorted(str(getattr(one.row, "state", "")) for one in self.rows if one.label in CASES)
        return (*states, *sorted(Counter(one.label for one in self.rows).items()))


class Walked:
    """All that was walked: what is shared, whose the rows of outlets and technicians are, and the units."""

    def __init__(self) -> None:
        self.rows = [held(row) for model in tables() for row in model._base_manager.order_by("pk")]
        self.by_key = {one.key: one for one in self.rows if len(one.key) == 32}
        self.crew = self._crew()
        self.codes = {str(one.row.code): "outlet" for one in self.of("network.Outlet")}
        self.codes |= {str(one.row.number): "technician" for one in self.of("network.Technician")}
        self.shared = self._shared()
        self.units = self._units()

    def of(self, label: str) -> list[Held]:
        return [one for one in self.rows if one.label == label]

    def _crew(self) -> dict[str, str]:
        """Return of each row of an outlet or a technician whose it is."""
        persons = {str(one.row.person_id).replace("-", "") for one in self.of("network.Technician")}
        accounts = {str(one.row.account_id).replace("-", "") for one in self.of("network.Technician")}
        houses = {str(one.row.organisation_id).replace("-", "") for one in self.of("network.Outlet")}
        codes = {str(one.row.number) for one in self.of("network.Technician")}
        found = {}
        for one in self.rows:
            if one.label in {"network.Outlet", "network.Territory"} or one.key in houses:
                found[one.key] = "outlet"
            elif one.label == "network.Authorisation":
                found |= {one.key: "technician"} if one.row.code in codes else {}
            elif one.label in OF_TECHNICIAN and (
                one.label.startswith("network.") or one.key in persons | accounts or one.keys & accounts
            ):
                found[one.key] = "technician"
        for label, key in (*STREAMS, *SHELVES):
            for one in self.of(label):
                if not getattr(one.row, "visit_key", None):
                    for whose in keys_in(str(getattr(one.row, key))) & found.keys():
                        found[one.key] = found[whose]
        return found

    def _shared(self) -> set[str]:
        """Return the keys of what no unit takes along: shared rows, staff's persons, and their streams."""
        found = {one.key for one in self.rows if one.label in SHARED}
        for label in PERSON_OF_HOUSE:
            found |= {str(one.row.person_id).replace("-", "") for one in self.of(label)}
        for label, key in STREAMS:
            found |= {one.key for one in self.of(label) if keys_in(str(getattr(one.row, key))) & found}
        return found

    def _units(self) -> list[Unit]:
        above: dict[object, object] = {}

        def top(one: object) -> object:
            while above.setdefault(one, one) != one:
                above[one] = above[above[one]]
                one = above[one]
            return one

        own = [one for one in self.rows if one.label not in SHARED and one.key not in self.shared]
        leaves = {one.key for one in own if one.label == LEAF} - {""}
        for one in own:
            for key in {one.key, *one.keys} - self.shared - leaves:
                above[top(one)] = top(key)
        found: dict[object, list[Held]] = defaultdict(list)
        for one in own:
            if one.label != LEAF:
                found[top(one)].append(one)
        return [self._unit(rows) for rows in found.values()]

    def _unit(self, rows: list[Held]) -> Unit:
        named = {word for one in rows for word in re.findall(r"[0-9a-f]{64}", words(one.row))}
        files = [one for one in self.of(LEAF) if str(one.row.sha256) in named]
        cases = [one for one in rows if one.label in CASES]
        return Unit([*rows, *files], any(one.row.state not in one.row.MACHINE.ends for one in cases))

    def cases(self) -> list[Unit]:
        """Return the units that hold a case, two of each shape at most."""
        seen, found = Counter[object](), []
        for one in self.units:
            if any(one.count(label) for label in CASES) and seen[one.shape] < 2:
                seen[one.shape] += 1
                found.append(one)
        return found

    def crews(self) -> tuple[Unit, Unit]:
        """Return the rows of outlets, and those of technicians."""
        houses = {one.key for one in self.rows if self.crew.get(one.key) == "outlet"}
        grams = [one for one in self.of("people.NameGram") if one.keys & houses]
        outlets = [one for one in self.rows if self.crew.get(one.key) == "outlet"]
        technicians = [one for one in self.rows if self.crew.get(one.key) == "technician"]
        return Unit([*outlets, *grams], False), Unit(technicians, False)


def words(row: models.Model) -> str:
    """Return all of a row's texts."""
    return " ".join(filter(None, (text_of(one, row) for one in row._meta.local_concrete_fields)))


def held(row: models.Model) -> Held:
    """Return a row with its key and the keys it names."""
    key = str(row.pk).replace("-", "") if isinstance(row.pk, UUID) else str(row.pk)
    named: Iterable[set[str]] = (keys_in(text_of(one, row)) for one in row._meta.local_concrete_fields)
    return Held(row, row._meta.label, key, frozenset().union(*named))
