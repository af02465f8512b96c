"""Working hours as people write them: of a week, of two in turn, and of one day; and how they are kept in writing."""

import re
import unicodedata
from collections.abc import Iterator

from anxin.domain.network.rules.working_hours import DAY_MIN, EVEN, ODD, Spans, Week

SIGNS = {"": "", ODD: "单", EVEN: "双"}
OFF = ("休息", "休", "off", "0")
ALL = frozenset((weeks, weekday) for weeks in (ODD, EVEN) for weekday in range(7))

_CLOCK = r"(?<!\d)(?<!\d:)(\d{1,2})(?::(\d\d))?"
_SPAN = re.compile(rf"(.*?)\s*{_CLOCK}\s*[-–—~至到]\s*{_CLOCK}")
_DAY_OFF = re.compile(r"(.*\S)\s*(?:休息|不营业|off|closed)")
_WEEKS = re.compile(r"(?:(单|a)|(双|b))周?\s*(.*)")
# What means the same: each is written as the next, in this order.
_SAME = tuple(
    (re.compile(found), plain)
    for found, plain in (
        (r"7\s*[x×*]\s*24(\s*小时|\s*h\b)?|24\s*小时|全天|24\s*h\b|24 hours", "0:00-24:00"),
        (r"(\d)点半", r"\1:30"),
        (r"(\d)点(\d\d)分?", r"\1:\2"),
        (r"(\d)点整?", r"\1:00"),
        (r"次日|翌日|第二天", ""),
        (r"[早中晚夜白]班\s*:?|night shift\s*:?", " "),
        (r"上午|(下午|晚上)(?=\s*(1[2-9]|2\d))", " "),
        (r"every day|daily|每天|每日|天天", "1-7 "),
        (r"工作日|weekdays", "1-5 "),
        (r"周末|weekends", "67 "),
        (r"odd weeks?", "单"),
        (r"even weeks?", "双"),
        (r"\bto\b", "-"),
        (r"\band\b|[和及]", ","),
        *(
            (rf"\b{name}[a-z]*", f"{day} ")
            for day, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 1)
        ),
        (r"([一二三四五六日天周])(?=\d)", r"\1 "),
        (r"(:\d\d)\s+(?=\d{1,2}:\d\d\s*[-–—~至到])", r"\1, "),
    )
)
_DAYS = {sign: str(day) for day, signs in enumerate(("一", "二", "三", "四", "五", "六", "日天"), 1) for sign in signs}
type _Days = frozenset[tuple[str, int]]


def week(written: str) -> Week | None:
    """Read hours as people write them, else return None."""
    try:
        return read_week(written)
    except ValueError:
        return None


def read_week(written: str) -> Week:
    """Read hours as people write them; raises `ValueError` with the part that isn't understood.

    `周一至周五 8:30-12:00, 13:30-18:00; 单周周六 9:00-17:00; 夜班 22:00-6:00`: hours without days go on with the days
    before them, and after a semicolon they are those of every day. Hours of a day may not overlap.
    """
    found: dict[tuple[str, int], list[tuple[int, int]]] = {}
    off: _Days = frozenset()
    for part, days, hours in _parts(_plain(written)):
        if hours is None:
            off |= days
        elif hours[0] != hours[1]:
            for one in days:
                if any(begins < hours[1] and hours[0] < ends for begins, ends in found.get(one, ())):
                    raise ValueError(part)
                found.setdefault(one, []).append(hours)
    odd, even = (
        tuple(() if (weeks, day) in off else tuple(sorted(found.get((weeks, day), ()))) for day in range(7))
        for weeks in (ODD, EVEN)
    )
    read = Week(odd, even)
    if not read:
        raise ValueError(written.strip())
    return read


def written_week(hours: Week) -> str:
    """Write working hours as `12345 08:30-12:00, 13:30-18:00; 单6 09:00-12:00`."""
    days: dict[tuple[str, Spans], str] = {}
    for weeks, weekday, spans in hours.days():
        if spans:
            days[SIGNS[weeks], spans] = f"{days.get((SIGNS[weeks], spans), '')}{weekday + 1}"
    parted = "; " if any(len(spans) > 1 for _sign, spans in days) else ", "
    return parted.join(sorted(f"{sign}{text} {written_spans(spans)}" for (sign, spans), text in days.items()))


def read_day(written: str) -> Spans:
    """Read the hours of one day, `8:00-12:00, 13:30-18:00` or `休息`; raises `ValueError` for anything else."""
    plain = written.strip()
    if plain in OFF:
        return ()
    read = week(f"1 {plain}")
    if read is None or read.alternates or any(read.odd[1:]):
        raise ValueError(f"hours such as 8:00-12:00 expected, got {plain!r}")
    return read.odd[0]


def written_spans(hours: Spans) -> str:
    """Write the hours of one day as `08:30-12:00, 13:30-18:00`."""
    return ", ".join(map(written_span, hours))


def written_span(hours: tuple[int, int]) -> str:
    """Write hours as `08:00-12:00`, those of a night as `22:00-06:00`."""
    begins, ends = hours
    clock = "{:02}:{:02}".format
    return f"{clock(*divmod(begins, 60))}-{clock(*divmod(ends - DAY_MIN if ends > DAY_MIN else ends, 60))}"


def _plain(written: str) -> str:
    plain = unicodedata.normalize("NFKC", written).lower()
    for found, same in _SAME:
        plain = found.sub(same, plain)
    return plain


def _parts(plain: str) -> Iterator[tuple[str, _Days, tuple[int, int] | None]]:
    """Return each part with its days and hours, None where it is a day off; raises `ValueError` with a part."""
    for group in filter(str.strip, re.split(r"[;\n。]", plain)):
        last, ahead = ALL, frozenset[tuple[str, int]]()
        begun = False
        for part in (one.strip() for one in re.split(r"[,、/]", group)):
            span, rest = _SPAN.fullmatch(part), _DAY_OFF.fullmatch(part)
            said = span[1] if span else rest[1] if rest else part
            days = _days(said) if said else frozenset()
            if said and not days:
                raise ValueError(part)
            if span is None and rest is None:
                ahead |= days
                continue
            if days or ahead:
                last, begun = ahead | days, True
            elif span and not span[3] and not (begun and int(span[2]) > 7):
                raise ValueError(part)  # 8-18 may be days
            yield part, last, _hours(part, span) if span else None
            ahead = frozenset()
        if ahead:
            raise ValueError(group.strip())


def _hours(part: str, span: re.Match[str]) -> tuple[int, int]:
    begins, ends = (int(span[at]) * 60 + int(span[at + 1] or 0) for at in (2, 4))
    if max(int(span[3] or 0), int(span[5] or 0)) > 59 or max(begins, ends) > DAY_MIN or begins == DAY_MIN:
        raise ValueError(part)
    return begins, ends + DAY_MIN if ends < begins else ends


def _days(said: str) -> _Days:
    weeks = _WEEKS.fullmatch(said)
    several = (ODD, EVEN) if weeks is None else (ODD,) if weeks[1] else (EVEN,)
    plain = re.sub(r"周|星期|礼拜|[\s:]", "", weeks[3] if weeks else said) or "1-7"
    plain = re.sub(r"[-–—~至到]", "-", "".join(_DAYS.get(sign, sign) for sign in plain))
    if not re.fullmatch(r"[1-7](?:-?[1-7])*", plain):
        return frozenset()
    spans = re.sub(r"([1-7])-([1-7])", lambda span: "".join(map(str, range(int(span[1]), int(span[2]) + 1))), plain)
    return frozenset((weeks, int(day) - 1) for weeks in several for day in spans.replace("-", ""))
