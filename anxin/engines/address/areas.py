"""Read a pasted list of areas, and compare areas as sets of divisions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from anxin.engines.address.names import short_name
from anxin.engines.address.resolution import Alternative, Hints, Resolution

if TYPE_CHECKING:
    from anxin.engines.address.resolver import Resolver
    from anxin.engines.address.table import Table

_BETWEEN = re.compile(r"[、，,;；。/\n\r\t|]+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_HEAD = re.compile(r"^(.{2,24}?)[:：]")
_SERVES = re.compile(
    r"^[ \t\u3000]*(?P<who>[\u4e00-\u9fffA-Za-z0-9]{1,14}(?:站|店|部|中心|网点|服务点|维修点|办事处|分公司|公司))"
    r"(?:[ \t\u3000]*(?:服务(?:区域|范围)?|负责|覆盖)[:：]?|[ \t\u3000]*[:：])[ \t\u3000]*",
    re.MULTILINE,
)
_TRIM = re.compile(
    r"^(?:\d{1,4}[.、)）]|[\s·•\-—*]+|服务区域|服务范围|以及|包括|全(?!椒|州|南|部|$))+"
    r"|(?:等地|等|全境|全域|全市|(?<![万天])全[区县]|全部|各区县?|所有区县|地区内)+$"  # 万全区, 天全县: counties
)
_APART = re.compile(
    r"^(?P<main>.+?)\s*[(\uff08,]?\s*(?:但?除了?|不含|不包括|不包含|扣除)(?P<apart>.+?)(?:以外|之外|除外|外)?[)\uff09]?$"
)
_SET_APART = re.compile(r"^(?P<main>.+?)\s*[(\uff08](?P<apart>.+?)(?:除外|不去|不服务)[)\uff09]$")
_NOT_HERE = re.compile(r"^(?P<apart>.+?)(?:除外|不去|不服务)$")
_OPENS = re.compile(r"[(\uff08](?![^)\uff09]*[)\uff09])")
_LISTED = re.compile(r"^(?P<main>[^(\uff08]{2,}?)\s*[(\uff08](?P<first>[^)\uff09]+)$")
_INNER_CITY = re.compile(r"^(?P<city>.*?)(?:主城区|市区|城区|主城)$")
_CLOSES = re.compile(r"(?:以外|之外|除外|外)?[)\uff09]$")
_ENDLESS = re.compile(r"(?:…+|\.{2,}|等等)$")

CITY = 2
FOUND, DUPLICATE, AMBIGUOUS, CUT_OFF, UNKNOWN = "found", "duplicate", "ambiguous", "cut_off", "unknown"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a pasted list.

    Attributes
    ----------
    text : str
    start, end : int
        Code points of the pasted text.
    code, full_name : str
        Of the division meant; "" unless the status is found or duplicate.
    status : str
        found, duplicate (named before, or inside an area named before), ambiguous, cut_off, unknown.
    alternatives : tuple of Alternative
        What an entry that is not found may mean.
    notes : tuple of str
    apart : bool
        Whether it is left out of the area named before it.
    """

    text: str
    start: int
    end: int
    code: str
    full_name: str
    status: str
    alternatives: tuple[Alternative, ...] = ()
    notes: tuple[str, ...] = ()
    apart: bool = False


def parse(resolver: "Resolver", text: str, within: str = "") -> list[Entry]:
    """Read a list such as ``"甘孜新龙县、朝阳区除首都机场、…"``; the entry before lends its prefecture to break ties.

    `within` lends the first one's, where the list is known to be of one place.
    """
    entries: list[Entry] = []
    seen: set[str] = set()
    text = _without_its_name(resolver, text)
    context, heading, whole, inside = within, "", "", False
    for start, end in _pieces(text):
        piece = text[start:end]
        head = _HEAD.match(piece)
        if head:
            found = resolver.resolve(head[1])
            if found.code and not found.detail:
                heading = context = found.code
                start += head.end()
                piece = text[start:end]
        elif start == 0 or "\n" in text[max(0, start - 2) : start]:
            heading = ""
        if not piece.strip():
            continue
        listed = None if whole else _LISTED.match(piece)
        if listed and not (_SET_APART.match(piece) or _APART.match(piece)):  # a city, and in brackets which of it
            found = resolver.resolve(_INNER_CITY.sub(r"\g<city>", listed["main"].strip()))
            context = found.code or context
            start, piece, inside = start + listed.start("first"), listed["first"], True
        if inside and (closed := _CLOSES.search(piece)):
            piece, inside = piece[: closed.start()], False
        if whole:
            closed = _CLOSES.search(piece)
            entries.append(_left_out(resolver, piece[: closed.start()] if closed else piece, start, whole))
            whole = "" if closed else whole
            continue
        alone = _NOT_HERE.match(piece.rstrip())
        if alone and context:
            entries.append(_left_out(resolver, alone["apart"], start, context))
            continue
        split = _SET_APART.match(piece) or _APART.match(piece)
        entry = _entry(resolver, split["main"] if split else piece, start, heading, context, seen)
        entries.append(entry)
        if entry.code:
            seen.add(entry.code)
            context = entry.code
        if split:
            entries.append(_left_out(resolver, split["apart"], start + split.start("apart"), entry.code))
            whole = entry.code if _OPENS.search(piece) else ""
    return entries


def _without_its_name(resolver: "Resolver", text: str) -> str:
    """Blank out who serves what a line lists (``"浦江站 服务闵行"``), no area; another's name stays to be told.

    Every other sign stays where it is.
    """
    named: list[str] = []

    def blank(found: re.Match[str]) -> str:
        place = resolver.resolve(found["who"])
        if place.code and not place.detail:  # 驻马店: a city
            return found[0]
        named.append(found["who"])
        kept = "" if named[0] == found["who"] else found[0][: found.end("who") - found.start()]
        return kept + "\n" * (len(found[0]) - len(kept))

    return _SERVES.sub(blank, text)


def _left_out(resolver: "Resolver", piece: str, start: int, whole: str) -> Entry:
    """Read what is left out of an area: a division below it, named by the beginning of its name at least."""
    name = piece.strip()
    start += piece.index(name) if name else 0
    end, table = start + len(name), resolver.table
    if not whole or not name:
        return Entry(name, start, end, "", "", UNKNOWN, apart=True)
    node = table.node_of[whole]
    named = "".join(table.names[above] for above in table.path(node))
    found = resolver.resolve(named + name)
    below = [one for one in _below(table, node) if table.names[one].startswith(name)]
    if not found.detail and found.node != node and node in table.path(found.node):
        return Entry(name, start, end, found.code, found.full_name, FOUND, found.alternatives, found.notes, apart=True)
    if len(below) == 1:
        return Entry(name, start, end, table.codes[below[0]], _full(table, below[0]), FOUND, apart=True)
    options = tuple(Alternative(table.codes[one], _full(table, one), round(1 / len(below), 3)) for one in below[:8])
    return Entry(name, start, end, "", "", AMBIGUOUS if below else UNKNOWN, options, apart=True)


def _below(table: "Table", node: int) -> Iterable[int]:
    for child in table.children[node]:
        yield child
        yield from _below(table, child)


def _pieces(text: str) -> list[tuple[int, int]]:
    found, at = [], 0
    for cut in _BETWEEN.finditer(text):
        found.append((at, cut.start()))
        at = cut.end()
    found.append((at, len(text)))
    return [(start, end) for start, end in found if text[start:end].strip()]


def _entry(resolver: "Resolver", piece: str, start: int, heading: str, context: str, seen: set[str]) -> Entry:
    name = piece.strip()
    start += piece.index(name)
    end = start + len(name)
    endless = bool(_ENDLESS.search(name))
    core = _TRIM.sub("", _ENDLESS.sub("", name)).strip()
    if not core:
        return Entry(name, start, end, "", "", CUT_OFF if endless else UNKNOWN)
    table = resolver.table
    inner = _inner_city(resolver, core, context)
    if inner:
        return Entry(name, start, end, "", "", AMBIGUOUS, inner)
    found = _resolve(resolver, core, heading, context)
    left = "" if found.detail in _said_twice(table, found.node) else found.detail
    unsure = "ambiguous" in found.notes and not any(note.startswith(("historical", "zone")) for note in found.notes)
    if unsure or any(note.startswith("heard") for note in found.notes):
        options = found.alternatives if unsure else (_own(found), *found.alternatives)
        return Entry(name, start, end, "", "", AMBIGUOUS, options, found.notes)
    if left and found.code:
        children = [c for c in table.children[found.node] if table.names[c].startswith(left)]
        options = tuple(Alternative(table.codes[c], _full(table, c), round(1 / len(children), 3)) for c in children[:8])
        status = CUT_OFF if children or endless else UNKNOWN
        heirs = found.alternatives if "ambiguous" in found.notes else ()
        return Entry(name, start, end, "", "", status, options or (_own(found), *heirs), found.notes)
    if not found.code:
        return Entry(name, start, end, "", "", CUT_OFF if endless else UNKNOWN, found.alternatives)
    status = DUPLICATE if covers(table, seen, found.code) else FOUND
    return Entry(name, start, end, found.code, found.full_name, status, found.alternatives, found.notes)


def _inner_city(resolver: "Resolver", core: str, context: str) -> tuple[Alternative, ...]:
    """Return what a city's `市区` may mean: the whole city, or one of its districts."""
    said, table = _INNER_CITY.match(core), resolver.table
    if said is None or core in table.names:
        return ()
    city = resolver.resolve(said["city"]) if said["city"] else None
    code = city.code if city and not city.detail else context if not said["city"] else ""
    path = [node for node in table.path(table.node_of[code]) if table.levels[node] <= CITY] if code else []
    districts = [one for one in table.children[path[-1]] if table.names[one].endswith("区")] if path else []
    own = core.endswith("市城区") and any(table.names[one] == "城区" for one in districts)  # 阳泉市城区
    if not path or own:
        return ()
    return tuple(Alternative(table.codes[one], _full(table, one), 0.0) for one in (path[-1], *districts))


def _zone(resolver: "Resolver", core: str, context: str) -> Resolution | None:
    """Return what a zone without its city (`高新区`) is in the city the list is about."""
    table = resolver.table
    path = [node for node in table.path(table.node_of[context]) if table.levels[node] <= CITY] if context else []
    for said in (core, f"{core}区") if path else ():
        found = resolver.resolve(_full(table, path[-1]) + said)
        if found.code and any(note.startswith("zone") for note in found.notes):
            return found
    return None


def _said_twice(table: "Table", node: int) -> set[str]:
    """Names and short names of a division and those above it, as they stand when somebody says one twice."""
    names = [table.names[above] for above in table.path(node)] if node >= 0 else []
    return {form for name in names for form in (name, short_name(name))}


def _resolve(resolver: "Resolver", core: str, heading: str, context: str) -> Resolution:
    """Resolve an entry: under its heading, by itself, else as it is called in the city of the entry before, or near."""
    if heading:
        name = "".join(resolver.table.names[node] for node in resolver.table.path(resolver.table.node_of[heading]))
        under = resolver.resolve(name + core)
        if not under.detail and under.node != resolver.table.node_of[heading] and "ambiguous" not in under.notes:
            return under
    alone, table = resolver.resolve(core), resolver.table
    doubtful = not alone.code or "ambiguous" in alone.notes
    if not context or not (doubtful or alone.detail):
        return alone
    for above in reversed(table.path(table.node_of[context])):
        if table.levels[above] <= CITY:
            named = [one for one in _below(table, above) if table.names[one] == core]
            if len(named) == 1:
                return resolver.resolve(_full(table, named[0]))
            hinted = resolver.resolve(core, Hints(areas=(table.codes[above],)))
            if doubtful and hinted.code.startswith(table.codes[above][:4]) and "ambiguous" not in hinted.notes:
                return hinted
    return (_zone(resolver, core, context) if doubtful else None) or alone


def _full(table: "Table", node: int) -> str:
    return "".join(table.names[above] for above in table.path(node))


def _own(found: Resolution) -> Alternative:
    return Alternative(found.code, found.full_name, found.confidence)


def covers(table: "Table", areas: Iterable[str], code: str) -> bool:
    """Return whether a division lies in one of the areas."""
    wanted = set(areas)
    return any(table.codes[node] in wanted for node in table.path(table.node_of[code]))


def overlaps(table: "Table", first: Iterable[str], second: Iterable[str]) -> list[str]:
    """List the divisions that two sets of areas share, each named by its largest whole, sorted."""
    one, other = set(first), set(second)
    shared = {code for code in one if covers(table, other, code)} | {code for code in other if covers(table, one, code)}
    return sorted(code for code in shared if not covers(table, shared - {code}, code))


def uncovered(table: "Table", areas: Iterable[str], within: str = "") -> list[str]:
    """List the largest whole divisions that no area covers, inside one division or the country, in code order."""
    wanted = set(areas)
    touched = {node for code in wanted for node in table.path(table.node_of[code])}
    waiting = [table.node_of[within]] if within else [n for n, parent in enumerate(table.parents) if parent < 0]
    if within and covers(table, wanted, within):
        return []
    found = []
    while waiting:
        node = waiting.pop()
        if table.codes[node] in wanted:
            continue
        if node in touched:
            waiting += table.children[node]
        else:
            found.append(table.codes[node])
    return sorted(found)
