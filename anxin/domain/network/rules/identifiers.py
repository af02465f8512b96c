"""What identifies a hotline, an outlet or a technician: its number, code or name, however it is written."""

import re
import unicodedata
from dataclasses import dataclass

from anxin.core import names, phones
from anxin.core.errors import Invalid


def digits(code: str) -> str:
    """Keep what identifies a number: its digits and capital letters."""
    return "".join(char for char in code.upper() if char.isalnum())


def plain(text: str) -> str:
    """Return what somebody typed in plain capital signs: full-width ones narrow, signs that nobody sees left out.

    >>> plain(" ＱＨ－００００１\u200b"), plain("d23pv 3hyaj")
    ('QH-00001', 'D23PV 3HYAJ')
    """
    seen = (char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    return "".join(seen).upper().strip()


_SPOKEN = str.maketrans("零〇一幺二两三四五六七八九", "0011223456789")
_SIGNS = re.compile(r"[A-Z0-9+(][A-Z0-9 ()+./\-‐‑‒–—―−_]*")


_FREE = re.compile(r"([48]00)(\d{3})(\d{4})", re.ASCII)
_EXTENSION = re.compile(r"(?:转(?:分机)?|分机|EXT\.?)[\s:]*(\d{1,6})\s*$")


def extension_in(text: str) -> str:
    """Return the extension that stands behind a number; empty where there is none.

    >>> extension_in("400 000 0000 转 8"), extension_in("400-000-0000")
    ('8', '')
    """
    found = _EXTENSION.search(unicodedata.normalize("NFKC", text).upper())
    return found[1] if found else ""


def hyphened(number: str) -> str:
    """Return a 400 or 800 number as 400-000-0000, and others typed in groups of digits with hyphens between them.

    >>> hyphened(" 400 000  0000"), hyphened("4000000000"), hyphened("400-0000-000"), hyphened("+86 400 000 0000")
    ('400-000-0000', '400-000-0000', '400-000-0000', '+86 400 000 0000')
    >>> hyphened("010 0000 0000"), hyphened("95000")
    ('010-0000-0000', '95000')
    """
    plain = unicodedata.normalize("NFKC", number).strip()
    free = _FREE.fullmatch(re.sub(r"[ -]", "", plain))
    groups = plain.split()
    return "-".join(free.groups() if free else groups) if free or all(map(str.isdigit, groups)) else number.strip()


def number_in(text: str) -> str:
    """Return what identifies the number somebody typed or pasted, however written; empty where there is none.

    `４００－０００－００００`, `+86 400 000 0000`, `热线：400 000 0000 转 8` and `四零零零…` are one number; a badge
    keeps its letters, a landline its area code.
    """
    typed = plain(text)
    if re.fullmatch(r"[零〇一幺二两三四五六七八九\d\s-]{3,}", typed):
        typed = typed.translate(_SPOKEN)
    typed = _EXTENSION.sub("", typed)
    runs = (run.strip(" -–—(+./_") for run in _SIGNS.findall(typed))
    best = max(runs, key=lambda run: sum(map(str.isdigit, run)), default="")
    if sum(map(str.isdigit, best)) < 3 and (best != typed or not re.search(r"\d", best)):
        return ""
    return _national(f"+{best}" if f"+{best}" in typed else best)


_RUN = re.compile(r"(?<![A-Za-z\d])[\d+＋(（][\d \u00a0\u3000()（）+＋./．／\-－‐‑‒–—―−_＿]*")
_GROUP = re.compile(r"[+＋(（]?\d+")
_GROUPS = 6
"""Of how many groups of digits a number is made at most: `+86 400 000 0000 8`."""


def numbers_in(text: str) -> dict[str, str]:
    """Return what may be telephone numbers in a text, as they stand there, each with what identifies it.

    >>> numbers_in("热线：（028）8000–0000")["（028）8000–0000"], numbers_in("请拨 95105。")
    ('02880000000', {'95105': '95105'})
    """
    found: dict[str, str] = {}
    for run in _RUN.findall(text):
        read = {part: number_in(part) for part in _parts(run) if 5 <= sum(map(str.isdigit, part)) <= 17}
        longest = {bare: part for part, bare in sorted(read.items(), key=lambda one: len(one[0]))}
        found |= {part: bare for bare, part in longest.items()}
    return found


def _parts(run: str) -> list[str]:
    """Return the groups of digits that stand beside each other, one and several together."""
    spans = [one.span() for one in _GROUP.finditer(run)]
    return [run[start:end] for at, (start, _end) in enumerate(spans) for _start, end in spans[at : at + _GROUPS]]


def _national(run: str) -> str:
    """Return a number as it is dialled within the country; what is no number of it keeps its signs."""
    try:
        full = phones.normalise(run).number
    except Invalid:
        return digits(run)
    if not full.startswith("+86"):
        return digits(run)
    local = full.removeprefix("+86")
    if len(local) < 10:
        return digits(run)
    dialled_bare = re.fullmatch(r"1\d{10}|[48]00\d+", local)
    return local if dialled_bare else f"0{local}"


def one_off_of(number: str) -> frozenset[str]:
    """Return every number one sign away from a number: changed, missing, added, or two beside each other swapped."""
    signs = "0123456789" if number.isdigit() else "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    cuts = [(number[:at], number[at:]) for at in range(len(number) + 1)]
    changed = {a + sign + b[1:] for a, b in cuts if b for sign in signs}
    fewer = {a + b[1:] for a, b in cuts if b}
    more = {a + sign + b for a, b in cuts for sign in signs}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    return frozenset(changed | fewer | more | swapped) - {number, ""}


def _is_short_for(short: str, whole: str) -> bool:
    """Return whether a name is another with words left out: 武侯维修 for 武侯安心维修点."""
    letters = iter(whole)
    return short[:1] == whole[:1] and all(letter in letters for letter in short)


def alike(one: str, other: str) -> bool:
    """Return whether two plain names are near enough to offer the one for the other; people leave words out."""
    if min(len(one), len(other)) < 2:
        return False
    if one in other or (len(other) > 2 and other in one) or (len(one) > 3 and _is_short_for(one, other)):
        return True
    left, right = names.grams_of(one), names.grams_of(other)
    return 2 * len(left & right) >= 1.2 * (len(left) + len(right)) / 2 and len(left & right) > 1


@dataclass(frozen=True, kw_only=True)
class SoughtName:
    """A technician as somebody names him: what he may be called, and the words that say of where or whom."""

    called: frozenset[str]
    words: tuple[str, ...]


def technician_in(text: str) -> tuple[SoughtName, ...]:
    """Read a technician's name with the words beside it: `罗师傅`, `成都 罗师傅`, `武侯罗师傅`, `罗建国`.

    A full name is never compared: it is read as what customers call its bearer, so that nobody's is confirmed.
    """
    words = [word for word in re.split(r"[\s,，、/·|]+", unicodedata.normalize("NFKC", text).strip()) if word]
    found = []
    for at, word in enumerate(words[:4]):
        beside = (*words[:at], *words[at + 1 :])
        if word.endswith("师傅") and len(word) > 2:
            found += [SoughtName(called=frozenset({word}), words=beside)]
            stem = word.removesuffix("师傅")
            found += [
                SoughtName(called=frozenset({f"{stem[-n:]}师傅"}), words=(*beside, stem[:-n]))
                for n in (1, 2)
                if len(stem) > n
            ]
        elif re.fullmatch(r"[\u3400-\u9fff]", word):
            found.append(SoughtName(called=frozenset({f"{word}师傅"}), words=beside))
        else:
            found.append(SoughtName(called=frozenset({word, called(word)}), words=beside))
    return tuple(found)


def slug_of(code: str) -> str:
    """Return the name in addresses of an outlet with this code."""
    return re.sub(r"[^a-z0-9]+", "-", code.lower()).strip("-") or "outlet"


def called(name: str) -> str:
    """Return what customers call a technician of this name, never the whole of it: 罗师傅, 欧阳师傅, 买买提师傅."""
    if re.fullmatch(r"[\u3400-\u9fff]{2,4}", name):
        return f"{name[: 2 if len(name) == 4 else 1]}师傅"
    first, *others = [word for word in re.split(r"[\s·•.．‧]+", name.strip()) if word] or [name]
    return f"{first[:36]}师傅" if others else name[:40]
