"""A nation's volume on PostgreSQL: what was really walked, copied with all its rows: `make bench-nation`.

`fill` lays the demo's story (each case walked by the product's own actions), then copies it (`nation_fill`). `settle`
does for good what the copies left to the rounds of the workers (`nation_settle`). `cost` opens every page and gives
every verb of one walk, and says of each what it cost (`nation_cost`). `ratios` lays two such tables side by side.
`sizes` tells how many bytes a case each table takes (`nation_sizes`);
`archive` first erases and archives what is over, and says what that cost (`nation_archive`). The folder keeps what
was filled.
"""

import argparse
import json
import os
import sys
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("fill", "settle", "cost", "ratios", "sizes", "archive"))
    parser.add_argument("--repairs", type=int, default=300_000)
    parser.add_argument("--claims", type=int, default=40_000)
    parser.add_argument("--technicians", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, default=Path("var/nation"))
    parser.add_argument("--only", default="", help="only pages and verbs whose name holds this")
    known = parser.parse_args()
    sys.path.insert(0, os.getcwd())
    from bench import growth

    folder = known.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    if known.what == "ratios":
        from bench import nation_ratios

        print(nation_ratios.table(folder, 3000, known.repairs))
        return 0
    growth.prepare(folder)
    with growth.database(folder, "postgresql") as server:
        assert server is not None
        name = f"nation_{known.repairs}"
        growth.point(folder / name, folder, growth.named(server, name, fresh=known.what == "fill"))
        if known.what == "fill":
            lay(folder, known)
        else:
            from anxin.commands import upgrade
            from bench import nation_archive, nation_cost, nation_settle, nation_sizes

            upgrade.migrate()
            if known.what in ("sizes", "archive"):
                if known.what == "archive":
                    print(nation_archive.archive())
                print(nation_sizes.table())
                return 0
            if known.what == "settle":
                nation_settle.settle()
                return 0
            facts = json.loads((folder / "seed" / "loaded.json").read_text(encoding="utf-8"))
            found = nation_cost.all_of(facts, only=known.only)
            keep(folder / f"{name}.json", found)
    return 0


def keep(path: Path, found: list[dict[str, object]]) -> None:
    """Write costs down, in place of those known by the same names."""
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    whole = {one["name"]: one for one in (*before, *found)}
    path.write_text(json.dumps(list(whole.values()), ensure_ascii=False, indent=1), encoding="utf-8")


def lay(folder: Path, known: argparse.Namespace) -> None:
    """Lay the story into an empty database, and copy it."""
    from django.db import connection

    from anxin.commands import upgrade
    from bench import growth_beside, growth_fill, growth_rows, nation_fill

    upgrade.migrate()
    tables = growth_fill.house()
    with growth_fill.quick():
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off")
        growth_fill.lay(growth_rows.Seed(folder / "seed" / "data" / "anxin.sqlite3", tables), tables)
        sizes = nation_fill.Sizes(known.repairs, known.claims, known.technicians)
        filling = nation_fill.fill(sizes)
        growth_beside.fill(known.repairs + known.claims)
    print(json.dumps(filling.rows.most_common(40)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        size = cursor.fetchone()[0]
    print(f"{size / 1e9:.1f} GB, {size / 1000 / max(sum(filling.copies.values()), 1):.0f} KB a case")


if __name__ == "__main__":
    sys.exit(main())
