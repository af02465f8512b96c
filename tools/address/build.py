"""Write the division table: `python -m tools.address.build`."""

import gzip
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable

from anxin.engines.address import table
from anxin.engines.address.names import town_stem
from tools.address import history, points, sounds, sources, zones
from tools.address.sources import Row

TARGET = table.PATH
VERSION = "1"
AS_OF = "2026-09-11"


def main() -> int:
    """Build the table from the installed packages and write it; refuse if a package is missing or other."""
    absent = sources.missing_packages()
    if absent:
        sys.stderr.write(f"building needs the data packages, expected {', '.join(absent)}\n")
        return 2
    text = compose()
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    sys.stdout.write(f"{TARGET.name}: {TARGET.stat().st_size} bytes, {text.count(chr(10))} lines\n")
    return 0


def compose() -> str:
    """Compose the whole table as text: sections headed by ``[name]``, fields parted by tabs."""
    rows = divisions()
    years = sources.years()
    past = history.trace([row for row in rows if row.code[:2] not in {"71", "81", "82"}], years)
    readings = sounds.readings()
    names = {sign for row in rows for sign in row.name}
    sections = {
        "meta": [("version", VERSION), ("as_of", AS_OF), *_counts(rows)],
        "divisions": _divisions(rows, readings),
        "aliases": [tuple(fields) for fields in sources.listed("aliases.tsv")],
        "old": _old_counties(past),
        "old_cities": _old_cities(past, rows),
        "members": [(code, ",".join(sorted(past.members[code]))) for code in sorted(past.members)],
        "splits": _splits(rows),
        "moved": _moved(rows),
        "prefixed": _prefixed(rows),
        "zones": [(code, name, ",".join(hosts)) for code, name, hosts in zones.zones(rows)],
        "gone_towns": _gone_towns(rows),
        "latin": [tuple(fields) for fields in sources.listed("latin.tsv")],
        "place_readings": sorted(sounds.PLACE_READINGS.items()),
        "sounds": _sounds(readings),
        "simplified": [tuple("".join(side) for side in zip(*sorted(sounds.simplified(names).items()), strict=True))],
    }
    lines = []
    for title, body in sections.items():
        lines.append(f"[{title}]")
        lines += ["\t".join(fields) for fields in body]
    return "\n".join(lines) + "\n"


def divisions() -> list[Row]:
    """Join the Ministry's table, the additions of 2026 and the hand-kept areas; parents come before children."""
    rows = sources.ministry()
    known = {row.code for row in rows}
    stems = {(row.parent, town_stem(row.name)) for row in rows}
    rows += [
        row
        for row in sources.places_of_2026()
        if row.code not in known and "撤" not in row.name and (row.parent, town_stem(row.name)) not in stems
    ]
    for code, parent, name, *_ in sources.listed("areas.tsv"):
        level = 1 if not parent else 2 if len(code) == 4 else 3
        rows.append(Row(level, code, parent, name))
    managed = {
        (district[:4], town): district for district, towns in sources.listed("managed.tsv") for town in towns.split(",")
    }
    rows = [Row(r.level, r.code, managed.get((r.parent, r.name), r.parent), r.name) for r in rows]
    return sorted(rows, key=lambda row: (row.level, row.code))


def kind(row: Row) -> str:
    """Name the kind of a division from its level, code and name."""
    name = row.name
    if row.code[:2] in {"71", "81", "82"}:
        return "outside"
    if row.level == 1:
        return "autonomous_region" if name.endswith("自治区") else "municipality" if name[-1] == "市" else "province"
    if row.code in {code for code, *_ in sources.listed("areas.tsv")}:
        return "management"
    tails = {
        2: (("自治州", "autonomous_prefecture"), ("地区", "prefecture"), ("盟", "league"), ("市", "city")),
        3: (("自治县", "autonomous_county"), ("自治旗", "autonomous_banner"), ("林区", "forest"), ("特区", "special"),
            ("区", "district"), ("市", "city"), ("县", "county"), ("旗", "banner")),
        4: (("街道", "street"), ("镇", "town"), ("苏木", "sumu"), ("区公所", "office"), ("乡", "township")),
    }  # fmt: skip
    found = next(kind for tail, kind in tails[row.level] if name.endswith(tail))
    return "undivided_city" if row.level == 2 and len(row.code) == 6 else found


def _counts(rows: list[Row]) -> list[tuple[str, str]]:
    counts = Counter(row.level for row in rows)
    return [(f"level{level}", str(counts[level])) for level in sorted(counts)]


def _divisions(rows: list[Row], readings: dict[str, list[str]]) -> Iterable[tuple[str, ...]]:
    placed = points.place(rows, readings)
    by_hand = {fields[0]: fields for fields in sources.listed("areas.tsv")}
    kinds = {row.code: kind(row) for row in rows}
    for row in rows:
        point = placed.get(row.code)
        if row.code in by_hand:
            latitude, longitude = by_hand[row.code][3:5]
            radius = "60000" if row.level == 2 or kinds[row.code] == "management" else "8000"
            yield row.code, row.parent, row.name, kinds[row.code], latitude, longitude, radius
        elif point:
            spot = (f"{point.latitude:g}", f"{point.longitude:g}", str(point.radius_m))
            yield row.code, row.parent, row.name, kinds[row.code], *spot
        else:
            yield row.code, row.parent, row.name, kinds[row.code]


def _old_counties(past: history.Past) -> Iterable[tuple[str, ...]]:
    merged: dict[tuple[str, str, tuple[str, ...]], tuple[int, set[str]]] = {}
    for (province, city, county), (successors, year) in sorted(past.counties.items()):
        until, cities = merged.get((province, county, successors), (0, set()))
        merged[province, county, successors] = (max(until, year), cities | {city})
    for (province, county, successors), (year, cities) in sorted(merged.items()):
        yield province, county, ",".join(successors), str(year + 1), ",".join(sorted(cities))


def _old_cities(past: history.Past, rows: list[Row]) -> Iterable[tuple[str, ...]]:
    parents = {row.code: row.parent for row in rows}
    for (province, city), (counties, year) in sorted(past.cities.items()):
        above = Counter(parents[code] for code in counties for _ in range(1))
        heirs = [code for code, _ in sorted(above.items(), key=lambda item: (-item[1], item[0])) if len(code) > 2]
        yield province, city, ",".join(heirs), ",".join(sorted(counties)), str(year + 1)


def _splits(rows: list[Row]) -> Iterable[tuple[str, ...]]:
    by_name: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        if row.level == 3:
            by_name[row.code[:2], row.name].append(row.code)
    for province, county, neighbours, year in sources.listed("splits.tsv"):
        for code in by_name[province, county]:
            near = [other for name in neighbours.split(",") for other in by_name[province, name]]
            same_city = [other for other in near if other[:4] == code[:4]] or near
            yield code, ",".join(same_city), year


def _moved(rows: list[Row]) -> Iterable[tuple[str, ...]]:
    """Return the towns that went to another county; refuse a line whose names the table does not bear out."""
    names = {row.code: row.name for row in rows}
    for code, county, stem, town, name in sources.listed("moved_towns.tsv"):
        said = "-" if town == "-" else "".join(names.get(part, "") for part in dict.fromkeys((town[:6], town)))
        if names.get(code) != county or said != name:
            raise ValueError(
                f"moved_towns.tsv, {code} {stem}: expected {names.get(code)} and {said}, got {county} and {name}"
            )
        yield code, stem, "" if town == "-" else town


def _prefixed(rows: list[Row]) -> Iterable[tuple[str, ...]]:
    """Return the towns from whose names another one of their county goes on (镇 and 镇街道)."""
    below: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.level == 4:
            below[row.parent].append(row)
    for towns in below.values():
        for town in towns:
            if any(other.name.startswith(town.name) and other.name != town.name for other in towns):
                yield (town.code,)


def _gone_towns(rows: list[Row]) -> Iterable[tuple[str, ...]]:
    counties = {row.code for row in rows if row.level == 3}
    for row in sources.places_of_2026():
        if row.level == 4 and "撤" in row.name and row.parent in counties:
            yield row.parent, row.name.split("（")[0]


def _sounds(readings: dict[str, list[str]]) -> Iterable[tuple[str, ...]]:
    usual, other = defaultdict(list), defaultdict(list)
    for sign, found in sorted(readings.items()):
        usual[found[0]].append(sign)
        for sound in found[1:]:
            other[sound].append(sign)
    for sound in sorted(usual.keys() | other.keys()):
        if sound.isascii():
            yield sound, "".join(usual[sound]), "".join(other[sound])


if __name__ == "__main__":
    sys.exit(main())
