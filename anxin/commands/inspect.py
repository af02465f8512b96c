"""`anxin inspect`: look without touching: what is in the house, what waits, one case, wiring, clocks, figures."""

from typing import Any

from anxin.commands import parser


def run(arguments: list[str]) -> int:
    """Print a summary, the record of the case with a number, the wiring or the clocks; personal values stay covered."""
    options = parser.Parser(
        "inspect", "Look without touching: a summary, one case by its number, the wiring, the clocks."
    )
    options.add_argument(
        "number",
        nargs="?",
        help="R-20261124-000123-7; `wiring`: what each fact sets off; `clocks`: length, calendar, end of each; "
        "`figures`: whether they are what the cases count",
    )
    known = options.open_house(arguments)
    if known.number in ("wiring", "clocks"):
        return _table(known.number)
    parser.need_tables(options.prog)
    if known.number == "figures":
        return _figures()
    return _case(known.number) if known.number else _summary()


def _table(name: str) -> int:
    from anxin.core import clocks, facts

    print("\n".join(facts.lines() if name == "wiring" else clocks.lines()))
    return 0


def _figures() -> int:
    from anxin.domain.insight import queries

    counted, wrong = 0, []
    for day in queries.days():
        counted += 1
        if queries.differs(day):
            wrong.append(day)
            print(f"{day}: what is kept is not what its cases count")
    at = queries.counted_at()
    print(f"figures: {counted} days looked at, {len(wrong)} differ; counted until {at or 'never'}")
    return 1 if wrong else 0


def _summary() -> int:
    from django.conf import settings
    from django.db import connection

    from anxin import __version__
    from anxin.commands import rows, upgrade
    from anxin.core import stuck_work

    waiting, applied = upgrade.pending()
    print(f"anxin {__version__} on {connection.vendor}, data folder {settings.DATA}")
    print(f"tables: {applied} steps made, {len(waiting)} waiting" + (" (run `anxin upgrade`)" if waiting else ""))
    for kind, count in stuck_work.counts().items():
        print(f"waiting {kind}: {count}")
    upgrade.say_faults()
    _say_mail()
    for model in rows.tables():
        count = model._base_manager.count()
        if count:
            print(f"{model._meta.db_table}: {count}")
    return 0


def _say_mail() -> None:
    from urllib.parse import urlsplit

    from django.conf import settings

    from anxin.core import wording
    from anxin.core.carriers import Mail, NotSent
    from anxin.domain.opening import queries

    kept = queries.mail_server()
    server = queries.server_url(kept) if kept else settings.SMTP
    if not server:
        return
    where = urlsplit(server).hostname
    try:
        Mail().knock(server)
    except NotSent as error:
        print(f"mail {where}: {wording.error(error)}")
    else:
        print(f"mail {where}: takes letters")


def _case(number: str) -> int:
    from anxin.core import clocks, timeline

    row = found(number)
    if row is None:
        parser.refuse("anxin inspect", f"number: expected the number of a case, got {number}")
    print(f"{number}: {row._meta.verbose_name}, {row.state}, since {row.created_at:%Y-%m-%d %H:%M} UTC")
    for clock in clocks.open_clocks(row.stream()):
        print(f"clock {clock.kind}: due {clock.due_at:%Y-%m-%d %H:%M} UTC, whose {clock.whose}")
    for entry in timeline.read(row.stream()):
        print(f"{entry.position:4} {entry.at:%Y-%m-%d %H:%M:%S} {entry.code} by {entry.actor_kind}")
    return 0


def _numbers(field: Any) -> bool:
    return bool(field.name == "number" and field.get_internal_type() == "CharField")


def found(number: str) -> Any:
    """Return the row of a case with a number; None where there is none."""
    from anxin.commands import rows

    for model in rows.tables():
        if hasattr(model, "stream") and any(_numbers(field) for field in model._meta.fields):
            found = model._base_manager.filter(number=number).first()
            if found is not None and hasattr(found, "state"):
                return found
    return None
