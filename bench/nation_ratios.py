"""Two tables of costs side by side: what every page and verb costs at a hundred times the cases."""

import json
from pathlib import Path
from typing import Any

FIGURES = ("statements", "here_ms", "database_ms", "pages")
FLOOR = {"statements": 1, "here_ms": 4.0, "database_ms": 3.0, "pages": 60}
"""Less than this is noise: a page that read two of PostgreSQL's pages and reads five now is no worse."""
MOST = 1.5


def ratio(name: str, before: dict[str, Any], now: dict[str, Any]) -> float:
    """Return how many times as much something costs, small figures taken for the floor."""
    least = FLOOR[name]
    return round(max(float(now[name]), least) / max(float(before[name]), least), 2)


def rows(small: Path, large: Path) -> list[tuple[dict[str, float], dict[str, Any], dict[str, Any]]]:
    """Return what both know, what grew most first."""
    before = {one["name"]: one for one in json.loads(small.read_text(encoding="utf-8"))}
    now = [one for one in json.loads(large.read_text(encoding="utf-8")) if one["name"] in before]
    found = [({it: ratio(it, before[one["name"]], one) for it in FIGURES}, before[one["name"]], one) for one in now]
    return sorted(found, key=lambda one: -max(one[0].values()))


def table(folder: Path, fewer: int, more: int) -> str:
    """Return the table as it stands in the documentation: first what grew by more than half."""
    found = rows(folder / f"nation_{fewer}.json", folder / f"nation_{more}.json")
    grown = [one for one in found if max(one[0].values()) > MOST]
    head = f"| {len(grown)} of {len(found)} | statements | CPU here, ms | CPU PostgreSQL, ms | pages of 8 KB |"
    return "\n".join([head, "|---|---|---|---|---|", *(_line(*one) for one in found)])


def _line(ratios: dict[str, float], before: dict[str, Any], now: dict[str, Any]) -> str:
    cells = (
        f"{before[it]:g} → {now[it]:g}" + (f" (**{ratios[it]} ×**)" if ratios[it] > MOST else "") for it in FIGURES
    )
    return f"| {now['name']} | {' | '.join(cells)} |"
