"""How a table of granted templates is read, as it is copied from a provider's console or a file that was filled in.

A row says which of our texts it is by our name, or by the text itself as the provider shows it: with other marks where
a part goes in, and the signature before it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

NUMBERS = {"aliyun": re.compile(r"SMS_[0-9]{4,20}"), "tencent": re.compile(r"[0-9]{4,10}")}
"""What a template's number looks like, by provider."""
UNGRANTED = re.compile(r"未通过|不通过|驳回|失败|审核中|待审核|rejected|pending", re.IGNORECASE)
ALIKE, SHOWN = 0.85, 80
_BETWEEN = re.compile(r"[\s,;|，；=：:\"'“”]+")
_PART = re.compile(r"\$?\{[^{}]*\}")
_SIGNATURE = re.compile(r"^【[^】]*】")


@dataclass(frozen=True, kw_only=True)
class TemplateRow:
    """One row of such a table: which of our texts it is, under which number; `why` where that is in doubt.

    `why` is ungranted, alike (it reads almost so), numbers (several in one row), twice (another row says otherwise) or,
    where nothing is known, unnumbered or unknown.
    """

    line: int
    text: str
    ours: tuple[str, ...] = ()
    theirs: str = ""
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class TemplateTable:
    """A table as it was read."""

    understood: tuple[TemplateRow, ...]
    doubtful: tuple[TemplateRow, ...]
    unknown: tuple[TemplateRow, ...]

    @property
    def numbers(self) -> dict[str, str]:
        """Return the provider's number of each of our texts that was understood."""
        return {ours: row.theirs for row in self.understood for ours in row.ours}


def rows_of(pasted: str) -> list[list[str]]:
    """Return a pasted table's rows; cells are apart where tabs stand between them."""
    return [[cell.strip() for cell in line.split("\t")] for line in pasted.splitlines()]


def read(rows: Iterable[Sequence[str]], texts: Mapping[str, str], *, provider: str) -> TemplateTable:
    """Read a table's rows; `texts` are our names with their sentences."""
    plain: dict[str, list[str]] = defaultdict(list)
    for ours, text in texts.items():
        plain[_plain(text)].append(ours)
    names = _names(texts)
    numbered = [(line, cells) for line, cells in enumerate(rows, 1) if any(cells)]
    read_rows = [_row(line, cells, names, plain, NUMBERS[provider]) for line, cells in numbered]
    if read_rows and read_rows[0].why == "unnumbered":
        read_rows = read_rows[1:]  # what the columns are called
    open_rows = [one for one in read_rows if one.why == "unnumbered" and one.ours]  # not granted yet: nothing to read
    settled = _contradicted(_shared(one for one in read_rows if one not in open_rows))
    sure = tuple(one for one in settled if not one.why)
    return TemplateTable(
        understood=sure,
        doubtful=tuple(one for one in settled if one.why and one.ours),
        unknown=tuple(one for one in settled if one.why and not one.ours),
    )


def _names(texts: Mapping[str, str]) -> dict[str, str]:
    """Return what may stand for each of our names: itself, with other marks between, and its last part if only one."""
    names, lasts = {_bare(ours): ours for ours in texts}, defaultdict(list)
    for ours in texts:
        lasts[_bare(ours.rpartition(".")[2])].append(ours)
    return {**{last: found[0] for last, found in lasts.items() if len(found) == 1}, **names}


def _bare(name: str) -> str:
    return re.sub(r"[._-]", "_", name.lower())


def _plain(text: str) -> str:
    """Return a text as it compares: no signature before it, no blanks, each part the same mark, narrow signs."""
    bare = re.sub(r"\s+", "", _PART.sub("{}", _SIGNATURE.sub("", text.strip())))
    return bare.translate(str.maketrans("，：；！？（）", ",:;!?()"))


def _row(
    line: int, cells: Sequence[str], names: Mapping[str, str], plain: Mapping[str, list[str]], number: re.Pattern[str]
) -> TemplateRow:
    whole = " ".join(filter(None, cells))
    parts = [part for cell in cells for part in _BETWEEN.split(cell)]
    row = TemplateRow(line=line, text=whole[:SHOWN])
    alone = [cell for cell in cells if number.fullmatch(cell)]
    theirs = list(dict.fromkeys(alone or (part for part in parts if number.fullmatch(part))))
    named = list(dict.fromkeys(names[_bare(part)] for part in parts if _bare(part) in names))
    ours, why = (tuple(named), "") if named else _by_text(cells, plain)
    if not theirs:
        return replace(row, ours=ours, why="unnumbered")
    if not ours:
        return replace(row, why="unknown")
    if UNGRANTED.search(_without(whole, plain)):
        why = "ungranted"
    return replace(row, ours=ours, theirs=theirs[0], why="numbers" if len(theirs) > 1 or len(named) > 1 else why)


def _without(whole: str, plain: Mapping[str, list[str]]) -> str:
    """Return a row without our sentences: what a sentence says is no word about whether it was granted."""
    bare = _plain(whole)
    for text in plain:
        bare = bare.replace(text, "")
    return bare


def _by_text(cells: Sequence[str], plain: Mapping[str, list[str]]) -> tuple[tuple[str, ...], str]:
    """Return which texts a row's own text is, and `alike` where it only reads almost so."""
    bare = [_plain(cell) for cell in cells if cell]
    same = next((plain[cell] for cell in bare if cell in plain), None)
    if same is None:
        inside = [text for text in plain if any(text in cell for cell in bare)]
        same = plain[max(inside, key=len)] if inside else None
    if same is not None:
        return tuple(same), ""
    longest = max(bare, key=len)
    near = max(plain, key=lambda text: SequenceMatcher(None, longest, text).quick_ratio(), default="")
    if near and SequenceMatcher(None, longest, near).ratio() >= ALIKE:
        return tuple(plain[near]), "alike"
    return (), ""


def _shared(rows: Iterable[TemplateRow]) -> list[TemplateRow]:
    """Have rows of one text that several of ours say share these: one each, in their order, the last has the rest."""
    same: dict[tuple[str, ...], list[TemplateRow]] = defaultdict(list)
    for one in rows:
        same[one.ours if not one.why else (str(one.line),)].append(one)
    found = []
    for ours, those in same.items():
        for place, one in enumerate(those):
            last = place == len(those) - 1
            several = not one.why and 1 < len(those) <= len(ours)
            found.append(replace(one, ours=ours[place:] if last else ours[place : place + 1]) if several else one)
    return sorted(found, key=lambda one: one.line)


def _contradicted(rows: Sequence[TemplateRow]) -> list[TemplateRow]:
    """Say of rows that give one of our texts different numbers that each is in doubt."""
    told: dict[str, set[str]] = defaultdict(set)
    for one in rows:
        if not one.why:
            for ours in one.ours:
                told[ours].add(one.theirs)
    return [
        replace(one, why="twice") if not one.why and any(len(told[ours]) > 1 for ours in one.ours) else one
        for one in rows
    ]
