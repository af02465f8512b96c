"""What is decided about numbers, authorisations and badges."""

import hashlib
import hmac
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from anxin.core import colours, names, phones
from anxin.core.errors import Invalid
from anxin.domain.places.rules import bare, covers

BADGE_STEP_S = 60
LOOK = "network.look"
LOOKS = {"name": 40, "mark": 2, "hotline": 32, "accent": 6}
"""The parts of how an organisation shows itself, and how long each may be."""


class BadColour(Invalid):
    """Text in this colour can't be read on our paper (WCAG AA: 4.5 to 1)."""

    code = "network.bad_colour"


class NoColour(Invalid):
    """This is no colour: a name, or other signs than six hexadecimal digits."""

    code = "network.no_colour"


def check_look(value: dict[str, Any]) -> None:
    """Refuse a part nobody knows, one that is too long, a hotline without digits, a colour nobody can read."""
    accent = value.get("accent")
    if accent and not (isinstance(accent, str) and re.fullmatch(r"[0-9a-f]{6}", accent)):
        raise NoColour("accent", expected="six hexadecimal digits such as 0c5b5c", got=str(accent)[:40])
    for name, part in value.items():
        if name not in LOOKS:
            raise Invalid(name, expected=" | ".join(LOOKS), got=part)
        if not isinstance(part, str) or len(part) > LOOKS[name]:
            raise Invalid(name, expected=f"a text of at most {LOOKS[name]} characters", got=part)
    if value.get("hotline") and not set(value["hotline"]) <= set("0123456789- +()"):
        raise Invalid("hotline", expected="a number to call", got=value["hotline"])
    try:
        if value.get("accent"):
            colours.check(value["accent"])
    except colours.Unreadable as error:
        got = f"{error.contrast:.1f}"
        raise BadColour("accent", expected=f"{colours.TEXT} to 1", got=got, facts={"contrast": got}) from error


def digits(code: str) -> str:
    """Keep what identifies a number: its digits and capital letters."""
    return "".join(char for char in code.upper() if char.isalnum())


_SPOKEN = str.maketrans("零〇一幺二两三四五六七八九", "0011223456789")
_SIGNS = re.compile(r"[A-Z0-9+(][A-Z0-9 ()+./\-‐‑‒–—―−_]*")


def number_in(text: str) -> str:
    """Return what identifies the number somebody typed or pasted, however written; empty where there is none.

    `４００－０００－００００`, `+86 400 000 0000`, `热线：400 000 0000 转 8` and `四零零零…` are one number; a badge
    keeps its letters, a landline its area code.
    """
    plain = unicodedata.normalize("NFKC", text).upper().strip()
    if re.fullmatch(r"[零〇一幺二两三四五六七八九\d\s-]{3,}", plain):
        plain = plain.translate(_SPOKEN)
    plain = re.sub(r"(?:转(?:分机)?|分机|EXT\.?)[\s:]*\d{1,6}\s*$", "", plain)
    runs = (run.strip(" -–—(+./_") for run in _SIGNS.findall(plain))
    best = max(runs, key=lambda run: sum(map(str.isdigit, run)), default="")
    if sum(map(str.isdigit, best)) < 3 and (best != plain or not re.search(r"\d", best)):
        return ""
    return _national(f"+{best}" if f"+{best}" in plain else best)


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
class Sought:
    """A technician as somebody names him: what he may be called, and the words that say of where or whom."""

    called: frozenset[str]
    words: tuple[str, ...]


def technician_in(text: str) -> tuple[Sought, ...]:
    """Read a technician's name with the words beside it: `罗师傅`, `成都 罗师傅`, `武侯罗师傅`, `罗建国`.

    A full name is never compared: it is read as what customers call its bearer, so that nobody's is confirmed.
    """
    words = [word for word in re.split(r"[\s,，、/·|]+", unicodedata.normalize("NFKC", text).strip()) if word]
    found = []
    for at, word in enumerate(words[:4]):
        beside = (*words[:at], *words[at + 1 :])
        if word.endswith("师傅") and len(word) > 2:
            found += [Sought(called=frozenset({word}), words=beside)]
            stem = word.removesuffix("师傅")
            found += [
                Sought(called=frozenset({f"{stem[-n:]}师傅"}), words=(*beside, stem[:-n]))
                for n in (1, 2)
                if len(stem) > n
            ]
        elif re.fullmatch(r"[\u3400-\u9fff]", word):
            found.append(Sought(called=frozenset({f"{word}师傅"}), words=beside))
        else:
            found.append(Sought(called=frozenset({word, called(word)}), words=beside))
    return tuple(found)


def statement(
    *, number: str, brand: str, kind: str, code: str, scope: str, from_date: date, to_date: date, scope_en: str = ""
) -> bytes:
    """Return the canonical bytes of an authorisation that a brand signs; what is said in no other language isn't in."""
    facts = {
        "anxin": 1,
        "number": number,
        "brand": brand,
        "kind": kind,
        "code": digits(code),
        "scope": scope,
        "from": from_date.isoformat(),
        "to": to_date.isoformat(),
        **({"scope_en": scope_en} if scope_en else {}),
    }
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
SERIAL = 6
"""So many signs has the serial of a printed badge; what a phone's badge shows has ten."""


def badge_token(*, secret: bytes, number: str, step: int) -> str:
    """Return the ten characters a badge shows during one step of time."""
    digest = hmac.new(secret, f"{number}|{step}".encode(), hashlib.sha256).digest()
    return "".join(ALPHABET[byte & 31] for byte in digest[:10])


def badge_holds(*, secret: bytes, number: str, token: str, seconds: int) -> bool:
    """Return whether a token is the badge's of this step or the one before."""
    step = seconds // BADGE_STEP_S
    shown = (badge_token(secret=secret, number=number, step=at) for at in (step, step - 1))
    return any(hmac.compare_digest(one.encode(), token.upper().encode()) for one in shown)


type Lines[Key] = Sequence[tuple[Key, str, str]]
"""What outlets serve: whose, which kind (shared, exclusive, overflow, apart), the bare division."""


def lines[Key](rows: Iterable[tuple[Key, str, str]]) -> Lines[Key]:
    """Return territories with their divisions bare of zeros."""
    return [(key, kind, bare(division)) for key, kind, division in rows]


def inside[Key](territories: Lines[Key], division: str) -> dict[Key, set[str]]:
    """Return who serves a division, in which kinds; not whose own exception it lies in."""
    found: dict[Key, set[str]] = {}
    for key, kind, area in territories:
        if division.startswith(area):
            found.setdefault(key, set()).add(kind)
    return {key: kinds for key, kinds in found.items() if "apart" not in kinds}


def asked[Key](territories: Lines[Key], division: str) -> tuple[frozenset[Key], frozenset[Key]]:
    """Return who is asked for a division, and who helps out where they have nobody.

    Whoever has it exclusively is asked alone; where nobody has or shares it, who helps out is asked at once.
    """
    served = inside(territories, division)
    helpers = frozenset(key for key, kinds in served.items() if kinds == {"overflow"})
    alone = frozenset(key for key, kinds in served.items() if "exclusive" in kinds)
    first = alone or frozenset(served) - helpers
    return (first, helpers) if first else (helpers, frozenset())


SERVES = ("shared", "exclusive", "overflow")


def coverage(areas: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return kinds by division, what another of the same kind holds already left away.

    Raises `Invalid` for a division told in two kinds, and for what is left out of nothing.
    """
    found: dict[str, str] = {}
    for kind, code in areas:
        if kind not in (*SERVES, "apart"):
            raise Invalid("areas", expected=" | ".join((*SERVES, "apart")), got=kind)
        if found.setdefault(code, kind) != kind:
            raise Invalid("areas", expected="each division once", got=code)
    for code, kind in found.items():
        if kind == "apart" and not any(each != "apart" and above(other, code) for other, each in found.items()):
            raise Invalid("areas", expected="a wider area it is left out of", got=code)
    return {
        code: kind
        for code, kind in found.items()
        if not any(each == kind and above(other, code) for other, each in found.items())
    }


def above(wider: str, code: str) -> bool:
    """Return whether a division lies below another."""
    return bare(code) != bare(wider) and covers(wider, code)


@dataclass(frozen=True, kw_only=True)
class Hours:
    """Working hours of a weekday or of one date, in minutes from midnight; equal ones are a day off."""

    weekday: int | None
    date: date | None
    from_min: int
    to_min: int
    absent: bool = False


def hours_on(day: date, rows: Iterable[Hours]) -> tuple[int, int] | None:
    """Return the hours of a day: an absence wins, then the date's own row, then the weekday's; None on a day off."""
    known = list(rows)
    if any(one.absent and one.date == day for one in known):
        return None
    row = next((one for one in known if one.date == day), None)
    row = row or next((one for one in known if one.weekday == day.weekday()), None)
    return None if row is None or row.from_min == row.to_min else (row.from_min, row.to_min)


# What a file of outlets or technicians says.
_DAYS = {sign: str(day) for day, signs in enumerate(("一", "二", "三", "四", "五", "六", "日天"), 1) for sign in signs}
_CLOCK = r"(\d{1,2})(?:[:\uff1a](\d\d))?"
_SPAN = re.compile(rf"^(.*\S)\s+{_CLOCK}\s*[-–—~至到]\s*{_CLOCK}$")


type Week = dict[int, tuple[int, int]]
"""Hours by weekday (0 = Monday), in minutes from midnight."""


def week(written: str) -> Week | None:
    """Read working hours as people write them: `1-5 08:00-18:00、周六 9-12`; None where it can't be, or says twice."""
    found: Week = {}
    for one in re.split(r"[,\uff0c、;\uff1b\n]", written):
        span = _SPAN.match(one.strip())
        if span is None:
            return None
        from_min, to_min = (int(span[at]) * 60 + int(span[at + 1] or 0) for at in (2, 4))
        days = {int(day) - 1: (from_min, to_min) for day in _weekdays(span[1])}
        if not days or found.keys() & days.keys() or not from_min <= to_min <= 24 * 60:
            return None
        found |= days
    return found


def written_week(hours: Week) -> str:
    """Write working hours as `12345 08:00-18:00, 6 09:00-12:00`."""
    days: dict[tuple[int, int], str] = {}
    for weekday, span in sorted(hours.items()):
        days[span] = f"{days.get(span, '')}{weekday + 1}"
    clock = "{:02}:{:02}".format
    return ", ".join(sorted(f"{text} {clock(*divmod(a, 60))}-{clock(*divmod(b, 60))}" for (a, b), text in days.items()))


def span(written: str) -> tuple[int, int] | None:
    """Read the hours of one day, `8:00-12:00` or `休息`; None is a day off. Raises `ValueError` for anything else."""
    plain = written.strip()
    if plain in ("休息", "休", "off", "0"):
        return None
    read = week(f"1 {plain}")
    if read is None or read[0][0] == read[0][1]:
        raise ValueError(f"hours such as 8:00-12:00 expected, got {plain!r}")
    return read[0]


def written_span(hours: tuple[int, int]) -> str:
    """Write the hours of one day as `08:00-12:00`."""
    clock = "{:02}:{:02}".format
    return f"{clock(*divmod(hours[0], 60))}-{clock(*divmod(hours[1], 60))}"


def _weekdays(written: str) -> str:
    plain = re.sub(r"周|星期|礼拜|\s", "", written)
    plain = "".join(_DAYS.get(sign, sign) for sign in plain)
    plain = re.sub(r"[-–—~至到]", "-", plain)
    if not re.fullmatch(r"[1-7](?:-?[1-7])*", plain):
        return ""
    spans = re.sub(r"([1-7])-([1-7])", lambda span: "".join(map(str, range(int(span[1]), int(span[2]) + 1))), plain)
    return "".join(sorted(set(spans.replace("-", ""))))


def slug_of(code: str) -> str:
    """Return the name in addresses of an outlet with this code."""
    return re.sub(r"[^a-z0-9]+", "-", code.lower()).strip("-") or "outlet"


def called(name: str) -> str:
    """Return what customers call a technician of this name, never the whole of it: 罗师傅, 欧阳师傅, 买买提师傅."""
    if re.fullmatch(r"[\u3400-\u9fff]{2,4}", name):
        return f"{name[: 2 if len(name) == 4 else 1]}师傅"
    first, *others = [word for word in re.split(r"[\s·•.．‧]+", name.strip()) if word] or [name]
    return f"{first[:36]}师傅" if others else name[:40]
