"""Which kinds of service a class of goods has, each with its ways: a table of ticks, one class at a time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anxin.core.wording import joined
from anxin.domain.goods import rules
from anxin.domain.opening.queries import way_checks
from anxin.domain.opening.wording import checks, checks_to_do
from anxin.domain.repairs.wording import KINDS, MODES
from anxin.faces.desk.settings.shapes import OTHERS, Shape, ShapeLine, classes, named, ticks

OWN = "own"
WAYS = {way: MODES[way] for way in rules.WAYS}
REST = "others"
"""How the class that stands for all others is called in an address."""
USES = {"own": gettext_lazy("what is ticked here"), "others": gettext_lazy("the same as all goods not named here")}


class Services(Shape):
    """Kinds by ways, of one class of goods after another."""

    template = "desk/settings/services.html"
    apart = True

    def has(self, part: str, value: Any) -> bool:
        """Return whether this is a class of goods, or stands for all others."""
        return part == REST or part in classes(value)

    def called(self, part: str) -> str:
        """Name a class."""
        return str(OTHERS) if part == REST else named({part: ()})[part]

    def fields(self, value: Any, part: str, typed: Any = None) -> dict[str, forms.Field]:
        """Ask which ways each kind is done in, and whether the class has ways of its own at all."""
        known = {one.kind: one.ways for one in rules.services_of(_code(part), value)}
        found: dict[str, forms.Field] = {}
        if part != REST:
            own = "own" if part in value else "others"
            radios = forms.RadioSelect
            label = gettext_lazy("What counts for these goods")
            found[OWN] = forms.ChoiceField(label=label, choices=[*USES.items()], initial=own, widget=radios)
        return found | {f"way-{kind}": ticks(KINDS[kind], WAYS, known.get(kind, ())) for kind in rules.KINDS}

    def read(self, given: Mapping[str, Any], base: Any, part: str) -> Any:
        """Return the table with this class; raises where nothing at all is offered."""
        code = _code(part)
        if given.get(OWN) == "others":
            return {name: kinds for name, kinds in base.items() if name != code}
        chosen = {kind: list(given.get(f"way-{kind}") or ()) for kind in rules.KINDS}
        offered = {kind: ways for kind, ways in chosen.items() if ways}
        if not offered:
            raise forms.ValidationError({"way-repair": _("Tick at least one way of one kind: else nobody can report.")})
        return {**base, code: offered}

    def lines(self, value: Any, *, whole: bool = True) -> list[ShapeLine]:
        """Say of each class which kinds it has, and how each is done."""
        names = {REST: str(OTHERS), **(classes(value) if whole else named(value))}
        return [ShapeLine(name=name, said=self._said(part, value), key=part) for part, name in names.items()]

    def _said(self, part: str, value: Any) -> str:
        code = _code(part)
        if code and code not in value:
            return str(USES["others"])
        several = rules.services_of(code, value)
        said = [(KINDS[one.kind], joined(WAYS[way] for way in one.ways)) for one in several]
        return _("; ").join(_("{kind}: {ways}").format(kind=kind, ways=ways) for kind, ways in said)

    def notes(self, organisation: str, now: datetime) -> list[str]:
        """Say of each brand which way is ticked though no outlet takes goods in so."""
        return [
            _("{brand}, {way}: {what}. {then} {do}").format(
                brand=one.brand_name,
                way=WAYS[one.code],
                what=str(checks.MISSING[one.code]).format(**one.facts),
                then=checks.WHY[one.code],
                do=checks_to_do.DO[one.code],
            )
            for one in way_checks.untaken(organisation, now=now)
        ]

    def seen(self, typed: Any, part: str) -> Mapping[str, Any]:
        """Return what a customer chooses from."""
        known = {kind: [way for way in rules.WAYS if way in typed.getlist(f"way-{kind}")] for kind in rules.KINDS}
        shown = [(KINDS[kind], joined(WAYS[way] for way in ways)) for kind, ways in known.items() if ways]
        others = typed.get(OWN) == "others"
        return {"kinds": [] if others else shown, "others": others}


def _code(part: str) -> str:
    return "" if part == REST else part
