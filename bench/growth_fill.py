"""Cast cases into a database: crews first, then what is open, then orders, then what is over, oldest first.

Indexes that only speed reading are dropped and made again at the end. PostgreSQL takes the rows by COPY, SQLite by
prepared inserts; nothing of it waits for the disk.
"""

import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.apps import apps
from django.db import connection, models

from anxin.core import vault
from anxin.core.numbers import Number
from anxin.core.vault.registry import COLUMNS
from bench import growth_beside
from bench.growth_rows import (
    GROUND,
    OF_OUTLET,
    OF_TECHNICIAN,
    Caster,
    Held,
    Maker,
    Model,
    Mould,
    Seed,
    as_copy,
    columns_of,
    moment,
)

TWO_YEARS = timedelta(days=730)
OPEN_SHARE, CLAIM_SHARE = 0.05, 4 / 15
ENDED = {"closed": 70, "solved_remotely": 20, "cancelled": 10, "withdrawn": 10}
CREWS, TECHNICIANS = 12, 7  # an outlet so often, and of each of its technicians so many
AT_ONCE = 1000
NOTICE_DAYS = 180
# What PostgreSQL leaves out while it is filled: it is as it was before a page is opened.
HASTE = {
    **dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes", "autovacuum"), "off"),
    "max_wal_size": "'16GB'",
    "checkpoint_timeout": "'1h'",
}
FLEETING = frozenset({"core.LaterTask", "notices.Notice"})


def house() -> list[Model]:
    """List the house's tables, those pointed at first."""
    found = [one for one in apps.get_models(include_auto_created=True) if one.__module__.startswith("anxin.")]
    return [one for one in found if one._meta.managed and not one._meta.proxy]


class Numbers:
    """Gives out numbers as the house does, behind those of the demo."""

    def __init__(self) -> None:
        self.last: Counter[tuple[str, date]] = Counter()

    def issue(self, kind: str, day: date) -> str:
        while True:
            self.last[kind, day] += 1
            made = str(Number(kind, day, 500 + self.last[kind, day]))
            if made[-1].isdigit():
                return made


class Filling:
    """What one filling knows: the seed, the moulds, and where rows go."""

    def __init__(self, seed: Seed, now: datetime) -> None:
        self.seed, self.now, self.random = seed, now, Random(7)
        self.sqlite = connection.vendor == "sqlite"
        self.numbers = Numbers()
        self.crew = crew_of(seed)
        self.caster = Caster(
            issue=self.numbers.issue,
            seal=vault.seal,
            index=vault.blind_index,
            crews=lambda kind, crew: crew // 8 * 8 if kind == "outlet" else crew,
        )
        self.waiting: dict[Model, list[str]] = defaultdict(list)
        self.rows: Counter[str] = Counter()
        self.number = 0

    def maker(self, *without: str) -> Maker:
        sealed = {(one.model, one.column): one.name for one in COLUMNS.values()}
        left_out = frozenset({"core.Reacted", *without})
        return Maker(
            seed=self.seed, sealed=sealed, opened=vault.open_, crew=self.crew, sqlite=self.sqlite, left_out=left_out
        )

    def cast(self, mould: Mould, at: datetime, *, number: int | None = None, crew: int | None = None) -> None:
        """Cast one mould; the rows go out some at a time."""
        self.number += 1
        if crew is None:
            crew = self.random.randrange(CREWS) * 8 + self.random.randrange(TECHNICIANS)
        phone = f"15{self.number:09d}"
        values = self.caster.values(mould, self.number if number is None else number, at, phone, crew)
        for model, text in mould.texts.items():
            self.waiting[model].append(text.cast(values))
            self.rows[model._meta.label] += text.rows
        if self.number % AT_ONCE == 0:
            self.flush()

    def flush(self) -> None:
        for model, texts in self.waiting.items():
            if texts:
                put(model, texts)
        self.waiting.clear()


def put(model: Model, texts: list[str]) -> None:
    """Write rows of one table."""
    table = connection.ops.quote_name(model._meta.db_table)
    columns = columns_of(model)
    named = ", ".join(connection.ops.quote_name(one.column) for one in columns)
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        rows = json.loads(f"[{','.join(texts)}]")
        signs = ", ".join("?" * len(columns))
        connection.connection.executemany(f"INSERT INTO {table} ({named}) VALUES ({signs})", rows)
        return
    with connection.connection.cursor() as cursor, cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
        copy.write("".join(texts))  # at once: each word to the server is a wait for it


def crew_of(seed: Seed) -> dict[str, str]:
    """Say of every row of an outlet and its technicians whose it is."""
    scope: dict[str, str] = {}
    codes = {str(one.row["number"]) for one in seed.of("network.Technician")}
    persons = {one.row["person_id"] for one in seed.of("network.Technician")}
    accounts = {one.row["account_id"] for one in seed.of("network.Technician")} - {None}
    outlets = {one.row["organisation_id"] for one in seed.of("network.Outlet")}
    for one in seed.rows:
        row, scoped = one.row, ""
        if one.label in {"network.Outlet", "network.Territory"} or one.key in outlets:
            scoped = "outlet"
        elif (
            one.label in {"network.Technician", "network.Skill", "network.Shift", "network.Engagement"}
            or one.key in persons | accounts
            or (one.label == "people.Role" and row["account_id"] in accounts)
            or (one.label == "network.Authorisation" and row["code"] in codes)
        ):
            scoped = "technician"
        if scoped and len(one.key) == 32:
            scope[one.key] = scoped
    return scope


def crews(filling: Filling) -> None:
    """Cast every outlet again, and of each its technicians."""
    seed, maker = filling.seed, filling.maker()
    outlets = [one for one in seed.rows if filling.crew.get(one.key) == "outlet" and one.label in OF_OUTLET]
    grams = [one for one in seed.of("people.NameGram") if filling.crew.get(str(one.row["organisation_id"]))]
    technicians = [one for one in seed.rows if filling.crew.get(one.key) == "technician" and one.label in OF_TECHNICIAN]
    began = seed.of("core.VaultKey")[0]
    house_of = maker.mould(began, [*outlets, *grams], at=filling.now)
    crew_mould = maker.mould(began, technicians, at=filling.now)
    for crew in range(CREWS):
        if crew:
            filling.cast(house_of, filling.now, number=crew * 8, crew=crew * 8)
        for one in range(TECHNICIANS):
            if crew or one:
                filling.cast(crew_mould, filling.now, number=crew * 8 + one, crew=crew * 8 + one)
    filling.flush()


def moulds(filling: Filling, label: str, maker: Maker) -> dict[str, list[Mould]]:
    """Make a mould of every case of a kind, by its state."""
    found: dict[str, list[Mould]] = defaultdict(list)
    for one in filling.seed.of(label):
        rows = filling.seed.case(one)
        if rows:
            found[str(one.row["state"])].append(maker.mould(one, rows, at=moment(one.row["created_at"])))
    return found


def cases(filling: Filling, count: int) -> None:
    """Cast what is open, orders beside, then what is over, oldest first."""
    ends = {label: apps.get_model(label).MACHINE.ends for label in ("repairs.Repair", "claims.Claim")}
    over, fresh, open_ = {}, {}, {}
    for label, ended in ends.items():
        old = moulds(filling, label, filling.maker("core.Message", *FLEETING))
        young = moulds(filling, label, filling.maker("core.Message", "core.LaterTask"))
        over[label] = {state: found for state, found in old.items() if state in ended}
        fresh[label] = {state: found for state, found in young.items() if state in ended}
        whole = moulds(filling, label, filling.maker())
        open_[label] = [one for state, found in whole.items() if state not in ended for one in found]
    ended_count = int(count * (1 - OPEN_SHARE))
    for _turn in range(count - ended_count):
        label = "claims.Claim" if filling.random.random() < CLAIM_SHARE else "repairs.Repair"
        mould = filling.random.choice(open_[label])
        filling.cast(mould, mould.began_at - timedelta(seconds=filling.random.randrange(1200)))
    orders(filling, int(count * (1 - CLAIM_SHARE)))
    for turn in range(ended_count):
        label = "claims.Claim" if filling.random.random() < CLAIM_SHARE else "repairs.Repair"
        back = TWO_YEARS * (1 - turn / ended_count)
        kept = fresh if back < timedelta(days=NOTICE_DAYS) else over
        state = filling.random.choices(list(kept[label]), [ENDED.get(one, 1) for one in kept[label]])[0]
        mould = filling.random.choice(kept[label][state])
        filling.cast(mould, mould.began_at - back - timedelta(seconds=filling.random.randrange(3600)))
    filling.flush()


def orders(filling: Filling, count: int) -> None:
    """Cast orders about which nobody claimed: delivered ones, and some that wait to be packed."""
    seed = filling.seed
    delivered, waiting = [], []
    for one in seed.of("goods.Purchase"):
        lines = [line for line in seed.of("goods.PurchaseLine") if line.row["purchase_id"] == one.key]
        buyer = [seed.by_id[str(one.row["buyer_id"])]] if one.row["buyer_id"] else []
        places = [seed.by_id[str(who.row["place_id"])] for who in buyer if who.row["place_id"]]
        parties = [who for who in seed.of("people.Party") if who.row["stream_key"] == one.key]
        mould = filling.maker().mould(one, [one, *lines, *buyer, *places, *parties], at=moment(one.row["bought_at"]))
        (delivered if one.row["shipped_at"] else waiting).append(mould)
    for turn in range(count):
        to_pack = waiting and turn % 250 == 0
        mould = filling.random.choice(waiting if to_pack else delivered)
        back = timedelta(minutes=turn % 600) if to_pack else TWO_YEARS * (1 - turn / count)
        filling.cast(mould, mould.began_at - back)
    filling.flush()


@contextmanager
def quick() -> Iterator[None]:
    """Drop the indexes that only speed reading, trust the rows, and make the indexes again."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for pragma in ("synchronous=OFF", "journal_mode=OFF", "cache_size=-1500000", "foreign_keys=OFF"):
                cursor.execute(f"PRAGMA {pragma}")
            asked = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql NOT LIKE 'CREATE UNIQUE%'"
        else:
            for name, value in HASTE.items():
                cursor.execute(f"ALTER SYSTEM SET {name} = {value}")
            cursor.execute("SELECT pg_reload_conf()")
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("SET maintenance_work_mem = '512MB'")
            cursor.execute("SET timezone = 'UTC'")
            asked = (
                "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' "
                "AND indexdef NOT LIKE 'CREATE UNIQUE%'"
            )
        cursor.execute(asked)
        found = [(name, made) for name, made in cursor.fetchall() if made]
        for name, _made in found:
            cursor.execute(f'DROP INDEX "{name}"')
        connection.ensure_connection()
        if connection.vendor == "sqlite":
            cursor.execute("BEGIN")
        yield
        if connection.vendor == "sqlite":
            cursor.execute("COMMIT")
        for _name, made in found:
            cursor.execute(made)
        for name in HASTE if connection.vendor == "postgresql" else ():
            cursor.execute(f"ALTER SYSTEM RESET {name}")
        # SQLite's planner has no statistics in production either.
        cursor.execute("PRAGMA journal_mode=WAL" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_reload_conf()")


def lay(seed: Seed, tables: Iterable[Model]) -> None:
    """Put the seed's own rows into an empty PostgreSQL."""
    by_model: dict[Model, list[Held]] = defaultdict(list)
    for one in seed.rows:
        by_model[one.model].append(one)
    with connection.cursor() as cursor:
        for model in tables:
            cursor.execute(f'TRUNCATE "{model._meta.db_table}" CASCADE')
    for model, rows in by_model.items():
        columns = [
            one
            for one in model._meta.local_concrete_fields
            if not isinstance(one, models.AutoField) or model._meta.label in GROUND
        ]
        flags = {one.column for one in columns if isinstance(one, models.BooleanField)}
        values = [
            [bool(row.row[one.column]) if one.column in flags else row.row[one.column] for one in columns]
            for row in rows
        ]
        put(model, [as_copy(values)])


def fill(seed_path: Path, *, cases_wanted: int, now: datetime, say: Any = print) -> None:
    """Fill the database that the house is loaded for."""
    tables, begun = house(), time.monotonic()
    seed = Seed(seed_path, tables)
    with quick():
        if connection.vendor == "postgresql":
            lay(seed, tables)
        filling = Filling(seed, now)
        crews(filling)
        cases(filling, cases_wanted)
        say(f"{sum(filling.rows.values())} rows of {cases_wanted} cases written after {time.monotonic() - begun:.0f} s")
        if connection.vendor == "postgresql":
            growth_beside.fill(cases_wanted, say=say)
    say(f"indexes made after {time.monotonic() - begun:.0f} s")
    say(json.dumps(filling.rows.most_common(25)))
