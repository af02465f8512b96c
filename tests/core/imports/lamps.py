"""A table of lamps that lies in the database, for whatever is imported and taken back block by block."""

import os
import signal
from datetime import datetime

from django.db.models import ProtectedError

from anxin.core import imports, tables
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.imports import ImportRun
from anxin.core.rate_limits import Allowance

CHEN = Actor(kind="system", id="chen")
USED: set[str] = set()


def find(key: tables.Values) -> tables.Values | None:
    row = Allowance.objects.filter(name_hash=key["serial"]).first()
    return None if row is None else {"serial": row.name_hash, "price": int(row.unused_s)}


def keep(*, values: tables.Values, by: Actor, now: datetime) -> None:
    Allowance.objects.update_or_create(name_hash=values["serial"], defaults={"unused_s": values["price"]})


def remove(*, key: tables.Values, by: Actor, now: datetime) -> None:
    if key["serial"] in USED:
        raise ProtectedError("in use", set())
    Allowance.objects.filter(name_hash=key["serial"]).delete()


LAMPS = imports.ImportTable(
    name="lamps",
    title="Lamps",
    columns=(
        tables.Column(name="serial", title="序列号", required=True),
        tables.Column(name="price", title="价格", read=tables.whole, required=True),
    ),
    key=("serial",),
    find=find,
    apply=keep,
    remove=remove,
)


def find_in_box(key: tables.Values) -> tables.Values | None:
    row = find(_lamp(key))
    return None if row is None else {"box": key["box"], "place": key["place"], "price": row["price"]}


def keep_in_box(*, values: tables.Values, by: Actor, now: datetime) -> None:
    keep(values={**_lamp(values), "price": values["price"]}, by=by, now=now)


def remove_from_box(*, key: tables.Values, by: Actor, now: datetime) -> None:
    remove(key=_lamp(key), by=by, now=now)


def _lamp(key: tables.Values) -> tables.Values:
    return {"serial": f"L-{key['box']}.{key['place']}"}


BOXES = imports.ImportTable(
    name="boxes",
    title="Lamps in boxes",
    columns=(
        tables.Column(name="box", title="箱", required=True),
        tables.Column(name="place", title="位", required=True),
        tables.Column(name="price", title="价格", read=tables.whole, required=True),
    ),
    key=("box", "place"),
    group=("box",),
    find=find_in_box,
    apply=keep_in_box,
    remove=remove_from_box,
)


def handed_in(now: datetime, rows: int, *, price: int = 2) -> ImportRun:
    """Hand a file of so many lamps in, and have it looked at and agreed to."""
    return agreed(now, LAMPS, [f"L-{number},{price}" for number in range(rows)])


def agreed(now: datetime, known: imports.ImportTable, rows: list[str]) -> ImportRun:
    """Hand a file of rows in, and have it looked at and agreed to."""
    chosen = {column.name: str(column.title) for column in known.columns}
    content = "\n".join([",".join(chosen.values()), *rows]).encode()
    file = acting(lambda: imports.take_in([content], length=len(content), now=now))
    told = {"columns": chosen, "constants": {}, "by": CHEN, "language": "zh-hans", "now": now}
    run = acting(lambda: imports.begin(known, file, **told))  # type: ignore[arg-type]
    imports.carry_out(run.id, now=now)
    run.refresh_from_db()
    acting(lambda: imports.go_on(run, partial=False, now=now))
    run.refresh_from_db()
    return run


def imported(now: datetime, rows: int, *, price: int = 2) -> ImportRun:
    """Import a file of so many lamps."""
    run = handed_in(now, rows, price=price)
    imports.carry_out(run.id, now=now)
    run.refresh_from_db()
    return run


def killed_after(most: int) -> None:
    """Have this process end by SIGKILL once it has written or removed so many lamps."""
    done: list[object] = []

    def dies(work: object) -> object:
        def one(**named: object) -> object:
            if len(done) == most:
                os.kill(os.getpid(), signal.SIGKILL)
            done.append(named)
            return work(**named)  # type: ignore[operator]

        return one

    for known in (LAMPS, BOXES):
        imports.TABLES[known.name] = imports.ImportTable(
            **{**vars(known), "apply": dies(known.apply), "remove": dies(known.remove)}  # type: ignore[arg-type]
        )
