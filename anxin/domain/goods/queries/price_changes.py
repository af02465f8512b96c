"""What a file of prices does to the list in force: which lines it changes, carries on and ends, before it does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import pgettext

from anxin.core.money import format_fen
from anxin.core.tables import Values, text_in
from anxin.core.wording import joined
from anxin.domain.goods.models import PriceBook, PriceLine
from anxin.domain.goods.queries.classes import class_names
from anxin.domain.goods.queries.prices import NEWEST
from anxin.domain.goods.queries.term_gaps import short_guarantees
from anxin.domain.goods.rules.price_lines import ALL, ENDING, GUARANTEE_DAYS, LINE, OTHERS, RESTATES, is_far
from anxin.domain.goods.wording import CELLS
from anxin.domain.goods.wording import price_files as words

NAMED = 8
"""So many lines are named of each kind; of more their count is told."""
TOLD = ("name", "kind", "category", "amount", "guarantee", "name_en")
type Edition = tuple[str, str, str]
type Base = dict[str, PriceLine]


@dataclass(kw_only=True)
class ClassChange:
    """What becomes of the lines of one class of goods."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    far: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    moved: list[tuple[str, str]] = field(default_factory=list)
    stays: int = 0


def edition_before(brand: str, edition: str, day: date) -> PriceBook | None:
    """Return the edition whose place another takes: what that one's file doesn't name is carried on from it."""
    rows = PriceBook.objects.filter(brand__slug=brand, from_date__lte=day).exclude(edition=edition)
    mine = PriceBook.objects.filter(brand__slug=brand, edition=edition).first()
    if mine is not None:
        at = mine.published_at
        rows = rows.filter(Q(published_at__lt=at) | Q(published_at=at, from_date__lt=day))
    return rows.order_by(*NEWEST).first()


def line_values(line: PriceLine) -> Values:
    """Return what a line says, as a file would write it."""
    return {
        "category": line.category or None,
        "name": line.name,
        "kind": line.kind,
        "amount": line.amount_fen,
        "guarantee": line.guarantee_days,
        "name_en": line.name_en or None,
    }


def faults(rows: Sequence[tuple[int, Values]]) -> Mapping[int, Mapping[str, str]]:
    """Return why rows can't be: they end what isn't there, contradict each other, or leave a class without a price."""
    return {number: why for _edition, base, those in _editions(rows) for number, why in _faults(base, those)}


def _faults(base: Base, rows: Sequence[tuple[int, Values]]) -> Iterable[tuple[int, Mapping[str, str]]]:
    told = [values for _number, values in rows]
    emptied = {_class(base, one) for one in told if one.get("ends") == ALL}
    restated = {_class(base, one) for one in told if one.get("ends") == OTHERS}
    bare = {line.category for line in base.values()} - {one.category for one in _after(base, told).values()} - emptied
    for number, values in rows:
        line, word, of = base.get(text_in(values, "code")), values.get("ends"), _class(base, values)
        if word in ENDING and line is None:
            yield number, {"ends": str(CELLS["not_in_force"])}
        elif line is not None and line.category in bare and word == LINE:
            yield number, {"ends": str(CELLS["last_of_class"])}
        elif line is not None and line.category in bare and of != line.category:
            yield number, {"category": str(CELLS["last_moved"])}
        elif word not in ENDING and (of in emptied or (of in restated and word != OTHERS)):
            yield number, {"ends": str(CELLS["not_alike"])}


def said(rows: Sequence[Values], now: datetime) -> list[str]:
    """Return in sentences what an edition changes, class by class, what it ends, and what it leaves as it stands."""
    numbered = [(0, one) for one in rows]
    return [
        *(text for edition, base, those in _editions(numbered) for text in _said(edition, base, those, now)),
        *short_guarantees(rows, now),
    ]


def _said(edition: Edition, base: Base, rows: Sequence[tuple[int, Values]], now: datetime) -> list[str]:
    if not base:
        return []
    classes = _classes(base, [values for _number, values in rows])
    names = class_names(classes, now=now)
    touched = {code: one for code, one in classes.items() if one.new or one.changed or one.ended or one.moved}
    texts = [
        str(words.FAR).format(goods=_goods(names, code), lines=_some(one.far))
        for code, one in touched.items()
        if one.far
    ]
    for one in touched.values():
        one.ended += [str(words.MOVED).format(line=line, goods=_goods(names, to)) for line, to in one.moved]
    texts += [_class_said(_goods(names, code), one) for code, one in touched.items()]
    rest = [_goods(names, code) for code in classes if code not in touched]
    texts += [str(words.UNTOUCHED).format(goods=_some(rest))] if rest else []
    return [*texts, *_coming(edition)]


def _class_said(goods: str, one: ClassChange) -> str:
    parts = [
        str(text).format(n=len(lines), lines=_some(lines))
        for text, lines in ((words.NEW, one.new), (words.CHANGED, one.changed), (words.ENDED, one.ended))
        if lines
    ]
    parts += [str(words.STAYS).format(n=one.stays)] if one.stays else []
    return str(words.CLASS).format(goods=goods, what=pgettext("between parts", "; ").join(parts))


def _coming(edition: Edition) -> list[str]:
    """Say which edition is published already that takes this one's place later, with its own prices."""
    brand, mine, day = edition
    later = PriceBook.objects.filter(brand__slug=brand, from_date__gt=day).exclude(edition=mine)
    rows = later.order_by("from_date").values_list("edition", "from_date")[:NAMED]
    return [str(words.COMING).format(edition=name, day=begins) for name, begins in rows]


def _editions(rows: Iterable[tuple[int, Values]]) -> Iterable[tuple[Edition, Base, list[tuple[int, Values]]]]:
    """Yield each edition, what counts before it (here, or by the same file), and those of its rows that can be read."""
    found: dict[Edition, list[tuple[int, Values]]] = {}
    for number, one in rows:
        told = tuple(text_in(one, column) for column in ("brand", "edition", "from", "code"))
        if all(told):
            found.setdefault((told[0], told[1], told[2]), []).append((number, one))
    written: dict[str, tuple[date, Base]] = {}
    for edition in sorted(found, key=lambda one: (one[0], one[2])):
        brand, named, day = edition[0], edition[1], date.fromisoformat(edition[2])
        before = edition_before(brand, named, day)
        begins, base = written.get(brand, (None, {}))
        if before is not None and (begins is None or before.from_date > begins):
            base = {one.code: one for one in before.lines.order_by("code")}
        written[brand] = day, _after(base, [values for _number, values in found[edition]])
        yield edition, base, found[edition]


def _class(base: Base, values: Values) -> str:
    """Return the class that a row is of; of one that ends, the line's."""
    line = base.get(text_in(values, "code"))
    return line.category if line is not None and values.get("ends") in ENDING else text_in(values, "category")


def _restated(base: Base, rows: Iterable[Values]) -> set[str]:
    return {_class(base, one) for one in rows if one.get("ends") in RESTATES}


def _after(base: Base, rows: Sequence[Values]) -> Base:
    """Return the lines that count afterwards, by their codes."""
    named, restated = {text_in(one, "code") for one in rows}, _restated(base, rows)
    carried = {one.code: one for one in base.values() if one.code not in named and one.category not in restated}
    return carried | {text_in(one, "code"): _line(one) for one in rows if one.get("ends") not in ENDING}


def _line(values: Values) -> PriceLine:
    amount, days = values.get("amount"), values.get("guarantee")
    return PriceLine(
        category=text_in(values, "category"),
        code=text_in(values, "code"),
        name=text_in(values, "name"),
        name_en=text_in(values, "name_en"),
        kind=text_in(values, "kind"),
        amount_fen=amount if isinstance(amount, int) else 0,
        guarantee_days=days if isinstance(days, int) else GUARANTEE_DAYS,
    )


def _classes(base: Base, rows: Sequence[Values]) -> dict[str, ClassChange]:
    """Return class by class what becomes of each line, those named and those that aren't."""
    found: dict[str, ClassChange] = {}
    for one in rows:
        line, to = base.get(text_in(one, "code")), _class(base, one)
        _count(found.setdefault(to, ClassChange()), line, one)
        if line is not None and line.category != to:
            found.setdefault(line.category, ClassChange()).moved.append((line.called, to))
    named, restated = {text_in(one, "code") for one in rows}, _restated(base, rows)
    for line in base.values():
        if line.code not in named:
            told = found.setdefault(line.category, ClassChange())
            if line.category in restated:
                told.ended.append(line.called)
            else:
                told.stays += 1
    return found


def _count(told: ClassChange, line: PriceLine | None, values: Values) -> None:
    if values.get("ends") in ENDING:
        told.ended += [line.called] if line else []
        return
    amount = values.get("amount")
    if line is None:
        told.new.append(f"{values.get('name')} {_money(amount)}")
    elif amount != line.amount_fen:
        moved = f"{line.called} {_money(line.amount_fen)} → {_money(amount)}"
        told.changed.append(moved)
        told.far += [moved] if isinstance(amount, int) and is_far(line.amount_fen, amount) else []
    elif line_values(line) != {**dict.fromkeys(TOLD), "guarantee": GUARANTEE_DAYS, **_given(values)}:
        told.changed.append(f"{values.get('name')} {_money(amount)}")
    else:
        told.stays += 1


def _given(values: Values) -> Values:
    return {name: value for name, value in values.items() if name in TOLD and value is not None}


def _money(amount: object) -> str:
    return format_fen(amount) if isinstance(amount, int) else ""


def _goods(names: Mapping[str, str], code: str) -> str:
    return names[code] or str(words.EVERY_CLASS) if code else str(words.EVERY_CLASS)


def _some(lines: Sequence[str]) -> str:
    several = joined(lines[:NAMED])
    return f"{several} …" if len(lines) > NAMED else several
