"""The numbers that a row of law names, and the sum from which it counts: asked for row by row."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anxin.core import money
from anxin.domain.claims.rules.law import Amount
from anxin.domain.claims.wording.law import COUNTS
from anxin.faces.ground import law_rows

MOST = 12
ROW = ("what", "what_en", "least", "most", "unit")
LABELS = {
    "what": gettext_lazy("What the number is of"),
    "what_en": gettext_lazy("The same in English"),
    "least": gettext_lazy("From"),
    "most": gettext_lazy("Up to"),
    "unit": gettext_lazy("Counted in"),
}
FEN = "fen"


def fields(row: Mapping[str, Any], typed: Any) -> dict[str, forms.Field]:
    """Ask from which sum on a row counts, and for each of its numbers."""
    numbers = [*map(_shown, row.get("amounts", ()))] if typed is None else _rows(typed)
    label, begins = gettext_lazy("Only for claims from this sum on, in yuan"), row.get("from_fen")
    told = _yuan(begins) if begins else None
    sum_ = forms.DecimalField(label=label, required=False, initial=told, min_value=0, max_digits=12, decimal_places=2)
    count = forms.IntegerField(min_value=0, max_value=MOST, initial=len(numbers), widget=forms.HiddenInput)
    found: dict[str, forms.Field] = {"value-from": sum_, "amounts": count}
    for place, one in enumerate(numbers):
        found |= {f"{name}-{place}": _field(name, one.get(name, "")) for name in ROW}
    return found


def _field(name: str, said: Any) -> forms.Field:
    if name == "unit":
        select = forms.Select({"class": "select"})
        return forms.ChoiceField(label=LABELS[name], choices=[*COUNTS.items()], initial=said or "day", widget=select)
    common: dict[str, Any] = {"label": LABELS[name], "required": False, "initial": said}
    if name in ("least", "most"):
        box = forms.NumberInput({"class": "input", "step": "any"})
        return forms.DecimalField(**common, min_value=0, max_digits=12, decimal_places=2, widget=box)
    return forms.CharField(**common, max_length=160, widget=forms.TextInput({"class": "input"}))


def read(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the sum and the numbers as a row keeps them; raises by field what a number lacks."""
    begins = given.get("value-from")
    numbers = [one for place in range(given.get("amounts") or 0) if (one := _amount(given, place))]
    return {"from_fen": int(begins * 100) if begins else 0, "amounts": numbers}


def _amount(given: Mapping[str, Any], place: int) -> dict[str, Any]:
    what, what_en = ((given.get(f"{name}-{place}") or "").strip() for name in ("what", "what_en"))
    unit, least, most = (given.get(f"{name}-{place}") for name in ("unit", "least", "most"))
    edges = {name: edge for name, edge in (("least", least), ("most", most)) if edge is not None}
    if not what and not what_en and not edges:
        return {}
    if not what:
        raise forms.ValidationError({f"what-{place}": _("Please say in Chinese what the number is of.")})
    if not edges:
        raise forms.ValidationError({f"most-{place}": _("Please give a number: from, up to, or both.")})
    for name, edge in edges.items():
        if unit != FEN and edge != int(edge):
            raise forms.ValidationError({f"{name}-{place}": _("A whole number, please.")})
    if least is not None and most is not None and most < least:
        raise forms.ValidationError({f"most-{place}": _("This is less than where it begins.")})
    told = {name: int(edge * 100 if unit == FEN else edge) for name, edge in edges.items()}
    return {"what": what, **({"what_en": what_en} if what_en else {}), **told, "unit": unit}


def said(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Say from which sum on a row counts, and its numbers."""
    begins = row.get("from_fen")
    from_sum = (_("from {sum} on").format(sum=money.format_fen(begins)),) if begins else ()
    return (*from_sum, *(law_rows.amount_in_words(Amount(**one)) for one in row.get("amounts", ())))


def turned(typed: Any, turn: str) -> Any:
    """Return what was typed with one more number, or without one."""
    rows = _rows(typed)
    act, _dash, at = turn.partition("-")
    if act == "add" and len(rows) < MOST:
        rows.append({})
    elif act == "remove" and at.isdecimal() and int(at[:3]) < len(rows):
        rows.pop(int(at[:3]))
    kept = typed.copy()
    for name in [name for name in kept if name.rpartition("-")[0] in ROW]:
        del kept[name]
    kept["amounts"] = str(len(rows))
    for place, row in enumerate(rows):
        for name, said in row.items():
            kept[f"{name}-{place}"] = said
    return kept


def _rows(typed: Any) -> list[dict[str, Any]]:
    count = typed.get("amounts", "0")
    count = min(int(count), MOST) if count.isdecimal() and len(count) < 4 else 0
    return [{name: typed.get(f"{name}-{place}", "") for name in ROW} for place in range(count)]


def _shown(one: Mapping[str, Any]) -> dict[str, Any]:
    """Return a number as it is typed: a sum in yuan."""
    if one["unit"] != FEN:
        return dict(one)
    return {**one, **{name: _yuan(one[name]) for name in ("least", "most") if name in one}}


def _yuan(fen: int) -> str:
    return f"{Decimal(fen) / 100:.2f}"
