"""The walk through the ASVS counts its requirements, names files that are there, and gathers what is not met."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/reference/asvs.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ([\d., –]+)( \(L3\))? \| (met|no part|operator|not met) \|", re.MULTILINE)
APART = re.compile(r"^No part[^:]*: ([\d., –]+\d)", re.MULTILINE)
SAID = re.compile(r"(\d+) requirements: (\d+) met, (\d+) no part of it, (\d+) the operator's, (\d+) not met")


def numbers(cell: str) -> Iterator[str]:
    """Yield the requirements of a cell: `1.2.6, 1.2.7`, `4.4.1–4.4.4`."""
    for one in cell.split(", "):
        first, _, last = one.strip().partition("–")
        chapter, _, begin = first.rpartition(".")
        yield from (f"{chapter}.{at}" for at in range(int(begin), int((last or first).rpartition(".")[2]) + 1))


def walked() -> list[tuple[str, str]]:
    """Return each requirement of levels 1 and 2 with what is said of it."""
    rows = [(one, verdict) for cell, three, verdict in ROW.findall(PAGE) if not three for one in numbers(cell)]
    return rows + [(one, "no part") for cell in APART.findall(PAGE) for one in numbers(cell)]


def test_says_how_many_requirements_it_walked_and_each_once() -> None:
    rows = walked()
    assert [one for one, count in Counter(one for one, _ in rows).items() if count > 1] == []
    (said,) = SAID.findall(PAGE)
    counts = Counter(verdict for _one, verdict in rows)
    assert [*map(int, said)] == [len(rows), *(counts[one] for one in ("met", "no part", "operator", "not met"))]


def test_gathers_what_is_not_met_at_its_end() -> None:
    end = PAGE.partition("## Not met, in one place")[2]
    assert sorted(re.findall(r"\d+\.\d+\.\d+", end)) == sorted(one for one, verdict in walked() if verdict == "not met")


def test_names_files_that_are_there() -> None:
    told = set(re.findall(r"`([\w.-]+(?:/[\w.-]+)+)`", PAGE))
    assert [one for one in told if not any((ROOT / top / one).exists() for top in ("", "anxin", "tests"))] == []
