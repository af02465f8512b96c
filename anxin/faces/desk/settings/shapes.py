"""Values that have a shape of their own: how each is asked for part by part, read back, and said in words."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anxin.core.wording import joined
from anxin.domain.goods import queries as goods
from anxin.domain.goods.rules import NAME_LONG
from anxin.domain.goods.wording import CATEGORIES
from anxin.faces.goods_words import class_name
from anxin.faces.ground.dates import DayField

WORDS = re.compile(r"[,\uff0c、;\uff1b\n]")
OTHERS = gettext_lazy("all goods not named here")


@dataclass(frozen=True, kw_only=True)
class ShapeLine:
    """One line of a value in words, with `more` of it below; `key` where that part of it is changed by itself."""

    name: str
    said: str
    key: str = ""
    more: tuple[str, ...] = ()


class Shape:
    """A value with parts; `template` draws its fields; `apart`: one part is changed at a time; `asks` for more."""

    template = "desk/settings/shaped.html"
    apart = False
    asks: Any = gettext_lazy("Something of its own for")

    def fields(self, value: Any, part: str, typed: Any = None) -> dict[str, forms.Field]:
        """Return the fields in which the value, or one part of it, is asked for; as many as what was `typed` has."""
        raise NotImplementedError

    def read(self, given: Mapping[str, Any], base: Any, part: str) -> Any:
        """Return the whole value with what was given; raises `forms.ValidationError` by field."""
        raise NotImplementedError

    def lines(self, value: Any, *, whole: bool = True) -> list[ShapeLine]:
        """Say the value in words; `whole`, or only what it names itself."""
        raise NotImplementedError

    def changed(self, value: Any, before: Any) -> list[ShapeLine]:
        """Say what a change makes of what was before it: as a rule the value, as far as it names it itself."""
        return self.lines(value, whole=False)

    def more(self, value: Any) -> list[tuple[str, str]]:
        """Return which parts could be given something of their own, by key and name."""
        return []

    def has(self, part: str, value: Any) -> bool:
        """Return whether there is such a part to change."""
        return not part

    def called(self, part: str) -> str:
        """Name a part."""
        return part

    def turned(self, typed: Any, turn: str) -> Any:
        """Return what was typed with a row more, less or elsewhere."""
        return typed

    def notes(self, organisation: str, now: datetime) -> list[str]:
        """Return what is amiss with what counts now, in a sentence each; of one house, or of all."""
        return []

    def seen(self, typed: Any, part: str) -> Mapping[str, Any]:
        """Return what people will see of what is typed, for the preview."""
        return {}


@dataclass(frozen=True, kw_only=True)
class ShapePart:
    """One part of a value that has several: its name in the value, its words, and what it may be."""

    name: str
    label: Any
    most: int = 80
    help: Any = ""
    day: bool = False
    check: Callable[[str], None] | None = None
    read: Callable[[str], str] = str.strip
    choices: Mapping[str, Any] = field(default_factory=dict)

    @property
    def field(self) -> str:
        """Return the field it is asked for in."""
        return f"value-{self.name}"

    def ask(self, told: object) -> forms.Field:
        """Ask for it, with what stands there now."""
        common: dict[str, Any] = {"label": self.label, "required": False, "initial": told, "help_text": self.help}
        if self.day:
            return DayField(**common)
        if self.choices:
            common |= {"required": True, "widget": forms.RadioSelect}
            return forms.ChoiceField(**common, choices=[*self.choices.items()])
        return forms.CharField(**common, max_length=self.most, validators=[self.check] if self.check else [])


@dataclass(frozen=True)
class Named(Shape):
    """Names with a text each."""

    named: tuple[ShapePart, ...]

    def fields(self, value: Any, part: str, typed: Any = None) -> dict[str, forms.Field]:
        """Ask for each by itself."""
        told = value if isinstance(value, dict) else {}
        return {one.field: one.ask(told.get(one.name, "")) for one in self.named}

    def read(self, given: Mapping[str, Any], base: Any, part: str) -> Any:
        """Return those that are not empty."""
        told = {one.name: one.read(str(given.get(one.field) or "")) for one in self.named}
        return {name: text for name, text in told.items() if text}

    def lines(self, value: Any, *, whole: bool = True) -> list[ShapeLine]:
        """Say each with its words."""
        texts = [(one, str(value.get(one.name, ""))) for one in self.named]
        return [ShapeLine(name=str(one.label), said=str(one.choices.get(text, text))) for one, text in texts]


@dataclass(frozen=True)
class Ticks(Shape):
    """Rows, each with some of the same columns."""

    rows: Mapping[str, Any]
    columns: Mapping[str, Any]

    def fields(self, value: Any, part: str, typed: Any = None) -> dict[str, forms.Field]:
        """Ask for each row which columns it has."""
        return {f"value-{row}": ticks(name, self.columns, value.get(row, ())) for row, name in self.rows.items()}

    def read(self, given: Mapping[str, Any], base: Any, part: str) -> Any:
        """Return the columns of each row."""
        return {row: list(given.get(f"value-{row}") or ()) for row in self.rows}

    def lines(self, value: Any, *, whole: bool = True) -> list[ShapeLine]:
        """Say the columns of each row."""
        return [
            ShapeLine(
                name=str(name), said=joined(self.columns[one] for one in value.get(row, ()) if one in self.columns)
            )
            for row, name in self.rows.items()
        ]


class Called(Shape):
    """Words by class of goods."""

    def fields(self, value: Any, part: str, typed: Any = None) -> dict[str, forms.Field]:
        """Ask for the words of each class in one box."""
        return {
            f"value-{code}": forms.CharField(
                label=name,
                required=False,
                max_length=1_000,
                initial="、".join(value.get(code, ())),
                widget=forms.Textarea({"rows": 2}),
            )
            for code, name in classes(value).items()
        }

    def read(self, given: Mapping[str, Any], base: Any, part: str) -> Any:
        """Return the words of each class, each once; raises by field what holds no letter."""
        found = {code: _words(given.get(f"value-{code}") or "") for code in classes(base)}
        for code, words in found.items():
            if strange := next((one for one in words if not any(map(str.isalnum, one))), None):
                raise forms.ValidationError({f"value-{code}": _("“{word}” holds no word.").format(word=strange)})
        return {code: words for code, words in found.items() if words}

    def lines(self, value: Any, *, whole: bool = True) -> list[ShapeLine]:
        """Say the words of each class."""
        names = classes(value) if whole else named(value)
        return [ShapeLine(name=name, said=joined(value.get(code, ()))) for code, name in names.items()]


class InEnglish(Shape):
    """What each class of goods of the house's own is called in English; none where it stays as it is."""

    def fields(self, value: Any, part: str, typed: Any = None) -> dict[str, forms.Field]:
        """Ask for one name each."""
        return {
            f"value-{code}": forms.CharField(
                label=code, required=False, max_length=NAME_LONG, initial=value.get(code, ""), validators=[_names]
            )
            for code in own_classes(value)
        }

    def read(self, given: Mapping[str, Any], base: Any, part: str) -> Any:
        """Return those that have a name."""
        told = {code: (given.get(f"value-{code}") or "").strip() for code in own_classes(base)}
        return {code: name for code, name in told.items() if name}

    def lines(self, value: Any, *, whole: bool = True) -> list[ShapeLine]:
        """Say each beside its own word."""
        return [ShapeLine(name=code, said=value.get(code, "")) for code in (own_classes(value) if whole else value)]


class Hosts(Shape):
    """A list of hosts, one a line."""

    def fields(self, value: Any, part: str, typed: Any = None) -> dict[str, forms.Field]:
        """Ask for all in one box."""
        label, help_text = gettext_lazy("Names of hosts, one a line"), "erp.example"
        box = forms.Textarea({"rows": 4, "spellcheck": "false"})
        asked = forms.CharField(label=label, required=False, initial="\n".join(value), widget=box, help_text=help_text)
        return {"value-hosts": asked}

    def read(self, given: Mapping[str, Any], base: Any, part: str) -> Any:
        """Return each once."""
        return _words(given.get("value-hosts") or "")

    def lines(self, value: Any, *, whole: bool = True) -> list[ShapeLine]:
        """Say all."""
        return [ShapeLine(name=str(gettext_lazy("Names of hosts, one a line")), said=joined(value))]


def ticks(label: Any, choices: Mapping[str, Any], chosen: Iterable[str]) -> forms.MultipleChoiceField:
    """Ask which of several."""
    box = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(
        label=label, choices=[*choices.items()], initial=list(chosen), widget=box, required=False
    )


def classes(value: Mapping[str, Any]) -> dict[str, str]:
    """Name the classes of goods there are: those we know, those of products, and those a value names; one query."""
    return named({**CATEGORIES, **dict.fromkeys(goods.categories()), **value})


def named(value: Mapping[str, Any]) -> dict[str, str]:
    """Name the classes of goods that a value names."""
    return {code: class_name(code) for code in value if code}


def own_classes(value: Mapping[str, Any]) -> list[str]:
    """Return the words of the classes of goods that only this house has: of products, and those a value names."""
    return [code for code in dict.fromkeys((*goods.categories(), *value)) if code not in CATEGORIES]


def _names(given: str) -> None:
    if not any(map(str.isalnum, given)):
        raise forms.ValidationError(_("“{word}” holds no word.").format(word=given))


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(filter(None, map(str.strip, WORDS.split(text)))))
