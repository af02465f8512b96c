"""Rows of law that claims and letters cite: listed, changed one at a time, and added, each with its days."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anxin.core import wording
from anxin.core.errors import Invalid
from anxin.core.wording import in_language, joined
from anxin.faces.desk.settings import law_amounts
from anxin.faces.desk.settings.shapes import Shape, ShapeLine, ticks
from anxin.faces.ground.dates import DayField
from anxin.faces.words import full_day

NEEDED = frozenset({"title", "article", "text", "link", "valid_from"})
NEW = "new"
"""What stands for a row that is added, in an address."""
SAFE = RegexValidator("^https://", message=gettext_lazy("An address that begins with https://"))
TEXTS = {
    "title": (gettext_lazy("Law or rule, without the brackets"), 80, 1),
    "article": (gettext_lazy("Article"), 40, 1),
    "text": (gettext_lazy("What it says, shortened"), 2000, 5),
    "name_en": (gettext_lazy("Law and article in English"), 160, 1),
    "text_en": (gettext_lazy("What it says in English, in our own words"), 3000, 5),
    "link": (gettext_lazy("Where to read it"), 200, 1),
}
DAYS = {
    "valid_from": gettext_lazy("First day on which it counts"),
    "valid_to": gettext_lazy("Last day on which it counts, where it has ended"),
    "checked_on": gettext_lazy("Day on which somebody held it against a published text"),
}


@dataclass(frozen=True, kw_only=True)
class Law(Shape):
    """Rows of law; `chosen` names the list of what each is for, `needs` what no row may lack."""

    chosen: str
    label: Any
    choices: Mapping[str, Any]
    check: Callable[[list[Any]], None]
    needs: frozenset[str]
    amounts: bool = False
    template = "desk/settings/law.html"
    apart = True
    asks = gettext_lazy("To add")

    def has(self, part: str, value: Any) -> bool:
        """Return whether there is such a row, or one is added."""
        return part == NEW or _of(value, part) is not None

    def called(self, part: str) -> str:
        """Name what is changed."""
        return _("A row of law") if part == NEW else _("Change this row of law")

    def more(self, value: Any) -> list[tuple[str, str]]:
        """Offer one more row."""
        return [(NEW, _("a row of law"))]

    def fields(self, value: Any, part: str, typed: Any = None) -> dict[str, forms.Field]:
        """Ask for a row: what it says, for which cases, its numbers, its days."""
        row = _of(value, part) or {}
        found: dict[str, forms.Field] = {f"value-{name}": self._text(name, row) for name in TEXTS}
        found[f"value-{self.chosen}"] = ticks(self.label, self.choices, row.get(self.chosen, ()))
        found[f"value-{self.chosen}"].required = True
        if self.amounts:
            found |= law_amounts.fields(row, typed)
        for name, label in DAYS.items():
            needed, day = name in self.needs, row.get(name)
            found[f"value-{name}"] = DayField(label=label, required=needed, initial=day)
        return found

    def _text(self, name: str, row: Mapping[str, Any]) -> forms.Field:
        label, most, rows = TEXTS[name]
        common: dict[str, Any] = {"label": label, "max_length": most, "required": name in self.needs}
        box = forms.Textarea({"rows": rows}) if rows > 1 else forms.TextInput({"class": "input"})
        checks = [SAFE] if name == "link" else []
        return forms.CharField(**common, initial=row.get(name, ""), widget=box, validators=checks)

    def read(self, given: Mapping[str, Any], base: Any, part: str) -> Any:
        """Return the rows with this one in its place, or after all; raises by field."""
        first, last = given.get("value-valid_from"), given.get("value-valid_to")
        if first and last and last < first:
            raise forms.ValidationError({"value-valid_to": _("It ends before it begins.")})
        code = part if part != NEW else next(c for n in range(1, len(base) + 2) if _of(base, c := f"row_{n}") is None)
        told: dict[str, Any] = {"code": code}
        told |= {name: (given.get(f"value-{name}") or "").strip() for name in TEXTS}
        told[self.chosen] = list(given.get(f"value-{self.chosen}") or ())
        told |= {name: day.isoformat() for name in DAYS if (day := given.get(f"value-{name}"))}
        if self.amounts:
            told |= law_amounts.read(given)
        row = {name: said for name, said in told.items() if said}
        rows = [*base, row] if part == NEW else [row if one["code"] == code else one for one in base]
        try:
            self.check(rows)
        except Invalid as error:
            name = f"value-{error.field.rpartition('.')[2]}"
            raise forms.ValidationError({name if name in given else "why": wording.error(error)}) from error
        return rows

    def lines(self, value: Any, *, whole: bool = True) -> list[ShapeLine]:
        """Say each row: its name, its days, what it is for, its words."""
        return [ShapeLine(name=_name(one), said=self._said(one), key=one["code"], more=(_text(one),)) for one in value]

    def changed(self, value: Any, before: Any) -> list[ShapeLine]:
        """Say every row that is new or says something else, whole: somebody confirms it; and which is gone."""
        known = [dict(one) for one in before]
        others = [one for one in value if one not in known]
        gone = [one for one in known if _of(value, one["code"]) is None]
        return [
            *(ShapeLine(name=_name(one), said=self._said(one), more=self._whole(one)) for one in others),
            *(ShapeLine(name=_name(one), said=_("taken out")) for one in gone),
        ]

    def _said(self, row: Mapping[str, Any]) -> str:
        first, last = (date.fromisoformat(row[one]) if row.get(one) else None for one in ("valid_from", "valid_to"))
        days = _("from {day} on").format(day=full_day(first)) if first else ""
        if last:
            days = _("{first} to {last}").format(first=full_day(first), last=full_day(last))
        of = joined(self.choices[one] for one in row.get(self.chosen, ()) if one in self.choices)
        return _("; ").join(filter(None, (days, of)))

    def _whole(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        """Return all that a row says beside its days, in both languages."""
        checked = row.get("checked_on")
        held = _("checked on {day}").format(day=full_day(date.fromisoformat(checked))) if checked else ""
        numbers = law_amounts.said(row) if self.amounts else ()
        english = (row.get("name_en", ""), row.get("text_en", ""))
        return tuple(filter(None, (row["text"], *numbers, *english, row["link"], held)))

    def turned(self, typed: Any, turn: str) -> Any:
        """Return what was typed with a number more or fewer."""
        return law_amounts.turned(typed, turn) if self.amounts else typed


def _of(value: Any, code: str) -> Mapping[str, Any] | None:
    return next((one for one in value if one["code"] == code), None)


def _name(row: Mapping[str, Any]) -> str:
    return in_language(f"《{row['title']}》{row['article']}", row.get("name_en", ""))


def _text(row: Mapping[str, Any]) -> str:
    return in_language(row["text"], row.get("text_en", ""))
