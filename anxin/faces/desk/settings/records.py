"""What a visit has to record, by class of goods and kind: pictures, a check list, and who signs; one at a time."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anxin.core.wording import joined
from anxin.domain.goods.rules import KINDS as EVERY_KIND
from anxin.domain.repairs.wording import KINDS
from anxin.domain.visits import queries as visits
from anxin.domain.visits import rules
from anxin.domain.visits.wording import ANSWERS
from anxin.domain.visits.wording.pictures import SLOTS
from anxin.faces.desk.settings.service_kinds import REST, USES
from anxin.faces.desk.settings.shapes import OTHERS, Shape, ShapeLine, classes, named, ticks

PICTURES = {slot: SLOTS[slot] for slot in rules.PHOTOS if slot != rules.SIGNED}
SIGNS = {
    "nobody": gettext_lazy("nobody signs"),
    "customer": gettext_lazy("whoever had the work done, on the technician's phone or on paper"),
}
ROW = ("code", "name", "name_en", "how", "unit", "photo")
LONGEST = {"name": 80, "name_en": 120, "unit": rules.LONGEST_UNIT, "code": rules.LONGEST_CODE}
LABELS = {
    "name": gettext_lazy("What is looked at"),
    "name_en": gettext_lazy("The same in English"),
    "how": gettext_lazy("How it is answered"),
    "unit": gettext_lazy("Unit of the number"),
    "photo": gettext_lazy("with a picture"),
}


class RecordsShape(Shape):
    """The record of one class and kind after another."""

    template = "desk/settings/records.html"
    apart = True

    def has(self, part: str, value: Any) -> bool:
        """Return whether this is a class of goods, or all others, with a kind."""
        category, _dot, kind = part.partition(".")
        return kind in EVERY_KIND and (category == REST or category in classes(value))

    def called(self, part: str) -> str:
        """Name a class and a kind."""
        category, _dot, kind = part.partition(".")
        name = str(OTHERS) if category == REST else named({category: ()})[category]
        return f"{name} · {KINDS[kind]}"

    def fields(self, value: Any, part: str, typed: Any = None) -> dict[str, forms.Field]:
        """Ask for pictures, who signs, and the points of the check list; one row is left empty for a new one."""
        code, kind = _codes(part)
        record = rules.record_of(value, category=code, kind=kind)
        signed = "customer" if rules.SIGNED in record["photos"] else "nobody"
        radios = forms.RadioSelect
        found: dict[str, forms.Field] = {}
        if code:
            own = "own" if kind in value.get(code, {}) else "others"
            label = gettext_lazy("What counts for these goods")
            found["own"] = forms.ChoiceField(label=label, choices=[*USES.items()], initial=own, widget=radios)
        found["photos"] = ticks(gettext_lazy("Pictures the technician takes"), PICTURES, record["photos"])
        found["signed"] = forms.ChoiceField(
            label=gettext_lazy("Who signs for the work"), choices=[*SIGNS.items()], initial=signed, widget=radios
        )
        points = [*record["checks"], {}][: rules.MOST_POINTS] if typed is None else _rows(typed)
        found["points"] = forms.IntegerField(
            min_value=0, max_value=rules.MOST_POINTS, initial=len(points), widget=forms.HiddenInput
        )
        for place, point in enumerate(points):
            found |= row_of(place, point)
        return found

    def read(self, given: Mapping[str, Any], base: Any, part: str) -> Any:
        """Return the table with this record; raises by field what a point lacks."""
        code, kind = _codes(part)
        of_class = base.get(code, {})
        if given.get("own") == "others":
            left = {name: record for name, record in of_class.items() if name != kind}
            rest = {name: kinds for name, kinds in base.items() if name != code}
            return {**rest, code: left} if left else rest
        record = _record(given)
        return {**base, code: {**of_class, kind: record}}

    def lines(self, value: Any, *, whole: bool = True) -> list[ShapeLine]:
        """Say the records that are named, those of all others first; each class can be given one of its own."""
        names = {REST: str(OTHERS), **named(value)}
        return [
            ShapeLine(name=f"{name} · {KINDS[kind]}", said=_said(value, _code(part), kind), key=f"{part}.{kind}")
            for part, name in names.items()
            for kind in EVERY_KIND
            if part == REST or kind in value.get(part, {})
        ]

    def more(self, value: Any) -> list[tuple[str, str]]:
        """Return the classes and kinds that have what all others have."""
        names = classes(value)
        every = [(part, kind) for part in names for kind in EVERY_KIND if kind not in value.get(part, {})]
        return [(f"{part}.{kind}", f"{names[part]} · {KINDS[kind]}") for part, kind in every]

    def turned(self, typed: Any, turn: str) -> Any:
        """Return what was typed with a row added, taken away, or moved up or down."""
        rows = _rows(typed)
        act, _dash, at = turn.partition("-")
        place = int(at) if at.isdecimal() and len(at) < 3 else -1
        if act == "add" and len(rows) < rules.MOST_POINTS:
            rows.append({})
        elif act == "remove" and 0 <= place < len(rows):
            rows.pop(place)
        elif act in ("up", "down") and 0 <= place < len(rows):
            to = place + (1 if act == "down" else -1)
            if 0 <= to < len(rows):
                rows[place], rows[to] = rows[to], rows[place]
        return _with_rows(typed, rows)

    def seen(self, typed: Any, part: str) -> Mapping[str, Any]:
        """Return what the technician goes through and the customer reads."""
        points = [one for one in map(_point, _rows(typed)) if one["name"]]
        photos = [SLOTS[slot] for slot in PICTURES if slot in typed.getlist("photos")]
        record = {"photos": [], "checks": [{**one, "code": one["code"] or f"new{n}"} for n, one in enumerate(points)]}
        shown = {"photos": photos, "points": visits.points_of(record, {}), "signs": typed.get("signed") == "customer"}
        return {} if typed.get("own") == "others" else shown


def row_of(place: int, point: Mapping[str, Any]) -> dict[str, forms.Field]:
    """Ask for one point of a check list."""

    def text(name: str) -> forms.Field:
        most, box = LONGEST[name], forms.TextInput({"class": "input"})
        return forms.CharField(
            label=LABELS[name], required=False, max_length=most, initial=point.get(name, ""), widget=box
        )

    code = forms.CharField(required=False, max_length=LONGEST["code"], widget=forms.HiddenInput)
    tick = forms.CheckboxInput({"class": "checkbox"})
    code.initial = point.get("code", "")
    answers, select = [*ANSWERS.items()], forms.Select({"class": "select"})
    return {
        f"code-{place}": code,
        f"name-{place}": text("name"),
        f"name_en-{place}": text("name_en"),
        f"how-{place}": forms.ChoiceField(
            label=LABELS["how"], choices=answers, initial=point.get("answer", "tick"), widget=select
        ),
        f"unit-{place}": text("unit"),
        f"photo-{place}": forms.BooleanField(
            label=LABELS["photo"], required=False, initial=point.get("photo", False), widget=tick
        ),
    }


def _codes(part: str) -> tuple[str, str]:
    category, _dot, kind = part.partition(".")
    return _code(category), kind


def _code(category: str) -> str:
    return "" if category == REST else category


def _said(value: Any, code: str, kind: str) -> str:
    record = rules.record_of(value, category=code, kind=kind)
    photos = joined(SLOTS[slot] for slot in record["photos"] if slot in PICTURES)
    points = joined(one.name for one in visits.points_of(record, {}))
    signs = _("signed for") if rules.SIGNED in record["photos"] else ""
    return _("; ").join(filter(None, (photos, points, signs))) or _("nothing")


def _rows(typed: Any) -> list[dict[str, Any]]:
    count = typed.get("points", "0")
    count = min(int(count), rules.MOST_POINTS) if count.isdecimal() and len(count) < 4 else 0
    return [{name: typed.get(f"{name}-{place}", "") for name in ROW} for place in range(count)]


def _with_rows(typed: Any, rows: list[dict[str, Any]]) -> Any:
    kept = typed.copy()
    for name in [name for name in kept if name.rpartition("-")[0] in ROW]:
        del kept[name]
    kept["points"] = str(len(rows))
    for place, row in enumerate(rows):
        for name, said in row.items():
            kept[f"{name}-{place}"] = said
    return kept


def _point(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a point as the record keeps it, without what stands for nothing."""
    point = {"code": row["code"], "name": row["name"].strip(), "name_en": row["name_en"].strip()}
    if row["how"] in rules.ANSWERS and row["how"] != "tick":
        point["answer"] = row["how"]
    if row["how"] == "number" and row["unit"].strip():
        point["unit"] = row["unit"].strip()
    return {**point, "photo": True} if row["photo"] else point


def _record(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record as it was given; raises by field."""
    count = given.get("points") or 0
    points: list[dict[str, Any]] = []
    taken = {given.get(f"code-{place}") for place in range(count)}
    for place in range(count):
        point = _point({name: given.get(f"{name}-{place}") or "" for name in ROW})
        if not point["name"]:
            if point["name_en"]:
                raise forms.ValidationError({f"name-{place}": _("Please say it in Chinese too: customers read it.")})
            continue
        if point["name"] in {one["name"] for one in points}:
            raise forms.ValidationError({f"name-{place}": _("This stands in the list already.")})
        if not rules.is_slot_code(point["code"]):
            point["code"] = next(code for n in range(1, 100) if (code := f"p{n}") not in taken)
            taken.add(point["code"])
        points.append({name: said for name, said in point.items() if said})
    photos = [slot for slot in PICTURES if slot in (given.get("photos") or ())]
    if given.get("signed") == "customer":
        photos.append(rules.SIGNED)
    if not photos and not points:
        raise forms.ValidationError({"photos": _("A picture, a point or a signature: something has to show the work.")})
    return {"photos": photos, "checks": points}
