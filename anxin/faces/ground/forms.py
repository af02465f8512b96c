"""The form of a command, made from its declaration: schema and marks say what a field holds, `Ask` how it is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from anxin.core import money, phones, wording
from anxin.core.actors import Actor
from anxin.core.commands import Command, Drawing, Fields, Sum, Windows, WindowStart, marks
from anxin.core.errors import Invalid
from anxin.faces.ground import dates, uploads
from anxin.faces.words import day as say_day
from anxin.faces.words import told_apart

READ = "read"
"""The hidden field in which a form carries the marks of what it was read over."""
"""So many days stand beside each other where a window is chosen."""
LONGEST = 20_000
MADE_AT = {
    "organisation": ("opening:houses", gettext_lazy("Houses"), "operator"),
    "brand": ("opening:houses", gettext_lazy("Houses"), "operator"),
    "outlet": ("desk_network:outlets", gettext_lazy("Outlets"), "operator dispatcher"),
    "technician": ("desk_network:technicians", gettext_lazy("Technicians"), "operator dispatcher"),
}
"""Where what a field chooses from is made, by its name: the page, what it is called, and who may open it."""
NUMERIC = {"tel": "tel", "one-time-code": "numeric"}
"""Which keys a phone shows for what its owner fills in."""


def made_at(name: str, actor: Actor) -> tuple[str, str] | None:
    """Return the address and name of the page where what a field offers is made, for who may open it."""
    page, called, who = MADE_AT.get(name, ("", "", ""))
    return (reverse(page), str(called)) if page and actor.may(frozenset(who.split())) else None


class Yuan(forms.CharField):
    """A sum as a person writes it; gives fen."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def clean(self, value: Any) -> Any:
        """Read the sum; nothing written is no sum."""
        plain = super().clean(value)
        if not plain:
            return None
        try:
            return money.parse_fen(plain)
        except Invalid as error:
            raise forms.ValidationError(_("Please write an amount such as 128.00.")) from error


class PersonPhone(forms.CharField):
    """The phone of a person, as it was written; what can't be rung back is refused."""

    def __init__(self, *, max_length: int = 40, **options: Any) -> None:
        """Show a number pad on phones."""
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "tel"}))
        super().__init__(max_length=max_length, **options)

    def clean(self, value: Any) -> Any:
        """Refuse what is no phone; nothing written is none."""
        plain = super().clean(value)
        try:
            if plain:
                phones.of_a_person(plain)
        except Invalid as error:
            said = _("We can't read this number. A mobile, or area code and number, please.")
            raise forms.ValidationError(said) from error
        return plain


class Pad(forms.TextInput):
    """A sheet to draw on by hand; the strokes travel as text. Drawn by `parts/drawing.html`."""

    input_type = "drawing"


@dataclass(frozen=True, kw_only=True)
class WindowChoice:
    """One window to choose, with how many technicians are free in it."""

    key: str
    name: str
    left: int
    chosen: bool


class CommandForm(forms.Form):
    """What one command asks of one case; `taken` reads it as the command's fields."""

    def __init__(
        self,
        command: Command[Any, Any],
        *,
        case: Any,
        windows: Windows[Any] | None,
        data: Any = None,
        address: str = "",
        asked: Mapping[str, str] | None = None,
        first: Sequence[str] = (),
        beside: Mapping[str, str] | None = None,
    ) -> None:
        """Make a field for each the command declares; what this case doesn't offer is left out."""
        there = command.read_over(case.row, case.now) if command.replaces or command.shows else None
        self.read = str(data.get(READ, ""))[:LONGEST] if data else ""
        if there is not None and data and not command.shows:
            data = data.copy()
            data[READ] = marks(there)  # shown again, it is read over what stands there now
        super().__init__(data)
        asked = {**((there or {}) if command.replaces else {}), **(asked or {})}
        self.command, self.case, self.source, self.asked = command, case, windows, asked or {}
        self.first, self.beside = first, beside or {}
        self.address, self.takes_files, self.needs_files = address or command.name, False, False
        self.takes_documents, self.takes_vectors = False, False
        self.kept: list[dict[str, str]] = []  # pictures that came with a form which is shown again
        self.days: list[date] = []  # where a window to come is chosen, and not its width
        schema = command.fields.model_json_schema()
        kinds = {f"#/$defs/{name}": says for name, says in schema.get("$defs", {}).items()}
        self.required = frozenset(schema.get("required", ()))
        self.depends: set[str] = set()
        for name, said in schema.get("properties", {}).items():
            says = {**kinds.get(said.get("$ref", ""), {}), **said}  # a kind that has a name is told once
            one_of = (one for one in says.get("anyOf", ()) if one.get("type") != "null")
            self._add(name, {**says, **next(one_of, {})})
        if there is not None:
            self.fields[READ] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=marks(there), max_length=LONGEST
            )

    def _add(self, name: str, says: Mapping[str, Any]) -> None:
        if says.get("format") == "files":
            self.takes_files, self.needs_files = True, name in self.required
            self.takes_documents, self.takes_vectors = bool(says.get("documents")), bool(says.get("vectors"))
            return
        choices = self._choices(name, says)
        if name in self.command.options and (choices is None or (not choices and name not in self.required)):
            return
        ask = self.command.fields.asked(name)
        made = self._field(name, says, choices)
        if choices is not None and not choices:
            said = str(ask.none) or _("There is nothing to choose here.")
            made.nothing = said  # type: ignore[attr-defined]  # a field takes what its part of the page says
            made.made_at = made_at(name, self.case.actor)  # type: ignore[attr-defined]  # and where it leads
            made.error_messages["required"] = said
        made.label, made.required = str(ask.label), name in self.required
        if ask.secret or ask.depends:
            self.depends.add(name)
        if isinstance(made, (forms.CharField, forms.DateField)):
            made.help_text = str(ask.hint)
            made.error_messages["max_length"] = _("At most %(limit_value)s characters; these are %(show_value)s.")
        if says.get("default"):
            made.initial = says["default"]
        if ask.hidden:
            made.widget = forms.HiddenInput()
        if name in self.command.suggests:
            made.widget.attrs |= {"list": f"{name}-list", "autocomplete": "off"}
            given = (self.case.row, self.case.situation, self.case.now, self.case.actor)
            made.suggestions = self.command.suggests[name](*given)  # type: ignore[attr-defined]  # drawn by `field`
        if ask.autofill:
            made.widget.attrs |= {"autocomplete": ask.autofill, "inputmode": NUMERIC.get(ask.autofill, "text")}
        if self.asked.get(name):
            asked = self.asked[name]
            words = isinstance(made, forms.MultipleChoiceField) and isinstance(asked, str)
            made.initial = asked.split() if words else asked
        self.fields[name] = made

    def _choices(self, name: str, says: Mapping[str, Any]) -> list[tuple[str, Any]] | None:
        """Return the choices of a field, the case's own before those of its type; None where it has none."""
        offer = self.command.options.get(name)
        if offer is not None:
            found = offer(self.case.row, self.case.situation, self.case.now, self.case.actor)
            if found is None:
                return None
            said = told_apart(found)
            said = [(key, f"{name} {self.beside[key]}" if key in self.beside else name) for key, name in said]
            return sorted(said, key=self._place)
        names = self.command.fields.names(name)
        values = says.get("enum") or says.get("items", {}).get("enum")
        return [(one, names.get(one, one)) for one in values if one in names or not names] if values else None

    def _place(self, choice: tuple[str, Any]) -> int:
        return self.first.index(choice[0]) if choice[0] in self.first else len(self.first)

    def _field(self, name: str, says: Mapping[str, Any], choices: list[tuple[str, Any]] | None) -> forms.Field:
        ask, most = self.command.fields.asked(name), says.get("maxLength")
        marks = {type(one) for one in self.command.fields.model_fields[name].metadata}
        if choices is not None and says.get("type") == "array":
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple)
        if choices is not None:
            first = choices[0][0] if self.first or len(choices) == 1 else None
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, initial=first)
        if WindowStart in marks:
            return self._window()
        if says.get("format") == "date":
            return dates.DayField()
        if says.get("type") == "boolean" and name in self.required and "const" not in says:
            names = self.command.fields.names(name) or {"yes": _("Yes"), "no": _("No")}
            answers = list(names.items())
            return forms.TypedChoiceField(choices=answers, coerce="yes".__eq__, widget=forms.RadioSelect)
        if says.get("type") == "boolean":
            return forms.BooleanField()
        if Sum in marks:
            return Yuan(max_length=20)
        if Drawing in marks:
            return forms.CharField(max_length=most, widget=Pad)
        if says.get("type") == "integer":
            numeric = forms.TextInput(attrs={"inputmode": "numeric"})
            return forms.IntegerField(min_value=says.get("minimum"), max_value=says.get("maximum"), widget=numeric)
        if "pattern" in says:
            fault = {"invalid": str(ask.hint) or _("This value isn't possible here.")}
            return forms.RegexField(says["pattern"], max_length=most, strip=True, error_messages=fault)
        if ask.secret:
            widget = forms.PasswordInput({"autocomplete": "off"})
            return forms.CharField(max_length=most, strip=False, widget=widget)
        wide = forms.Textarea(attrs={"rows": ask.rows}) if ask.rows > 1 else forms.TextInput()
        return forms.CharField(max_length=most, widget=wide)

    def _window(self) -> forms.Field:
        """Offer the windows of a day as they really are."""
        if self.source is None:
            raise ValueError(f"command {self.command.name!r}: expected a table that knows windows")
        sent = dates.moment(str(self.data.get("window", ""))) if self.is_bound else None
        wished = localtime(sent).date() if sent else dates.day(self.asked.get("day", ""))
        row, now = self.case.row, self.case.now
        today = localtime(now).date()
        self.day = max(wished or self.source.first(row, now), today)
        self.days = list(self.source.days(row, now))
        self.free = [one for one in self.source.of(row, self.day, now) if one.to_at > now]
        choices = [(one.from_at.isoformat(), _span(one.from_at, one.to_at)) for one in self.free]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect)

    @property
    def typed(self) -> dict[str, str]:
        """Return what stands in each field now, as it was typed."""
        told = ((name, self[name].value() or "") for name in self.fields)
        return {name: " ".join(value) if isinstance(value, list) else str(value) for name, value in told}

    @property
    def is_answer(self) -> bool:
        """Return whether it says yes or no to what was proposed, which is shown with it."""
        return self.command.shows is not None

    def read_over(self, read: str) -> None:
        """Carry the marks of what it was first read over on: it was only looked at."""
        if READ in self.fields:
            sent: Any = self.data  # a copy of what was sent, where it carries marks
            sent[READ] = read

    @property
    def windows(self) -> list[WindowChoice]:
        """Return the windows as the page draws them."""
        chosen = self["window"].value() or ""
        return [
            WindowChoice(
                key=one.from_at.isoformat(),
                name=_span(one.from_at, one.to_at),
                left=one.free,
                chosen=one.from_at.isoformat() == chosen,
            )
            for one in self.free
        ]

    @property
    def day_links(self) -> list[tuple[str, str, bool]]:
        """Return the days to switch between; none where no window is asked for."""
        base = f"{self.case.url}?do={self.address}"
        return [(f"{base}&day={one.isoformat()}", say_day(one), one == self.day) for one in self.days]

    def taken(self, request: HttpRequest) -> Fields | None:
        """Return what was given as the command's fields, files too; None where something is missing, said here."""
        if not self.is_bound:
            return None
        complete = self.is_valid()
        files = self._files(request) if self.takes_files else []
        complete = complete and not self.errors and (bool(files) or not self.needs_files)
        filled = {name: value for name, value in self.cleaned_data.items() if value not in ("", None, [])}
        if READ not in self.command.fields.model_fields:  # else it is what somebody ticked
            filled.pop(READ, None)
        if files:
            filled["files"] = files
        try:
            given = self.command.fields.model_validate(filled)
        except ValidationError as error:
            self._say(error, whole=complete)
            return None
        return given if complete else None

    def _say(self, error: ValidationError, *, whole: bool) -> None:
        """Say what is wrong at each field, once; of the whole only where nothing was wrong before."""
        for one in error.errors(include_url=False):
            name = str(one.get("ctx", {}).get("field", "") or ".".join(str(part) for part in one["loc"]))
            known = name in self.fields
            if whole or (known and name not in self.errors):
                self.add_error(name if known else None, self._error_in_words(name, one))

    def _error_in_words(self, name: str, error: Any) -> str:
        if error["type"] in ("lacking", "far_day"):
            return str(error["ctx"]["said"])
        if error["type"] == "missing" and name in self.fields:
            return str(self.fields[name].error_messages["required"])
        hint = self.command.fields.asked(name).hint if name in self.command.fields.model_fields else ""
        return str(hint) or _("This value isn't possible here.")

    def _files(self, request: HttpRequest) -> list[Any]:
        """Return the files that were sent; where there is none we can take, say why."""
        by = self.case.actor
        try:
            beyond = uploads.VECTORS if self.takes_vectors else uploads.ALLOWED
            allowed = uploads.DOCUMENTS if self.takes_documents else beyond
            sent = uploads.received(request, request.FILES.getlist("photo_files"), by=by, allowed=allowed)
            keys = [*request.POST.getlist("photo"), *sent][: uploads.MOST]
            found = uploads.opened(keys, by=by, allowed=allowed)
            self.kept = uploads.shown(keys)
        except Invalid as error:
            self.add_error(None, wording.error(error))
            return []
        if not found and self.needs_files:
            said = _("Choose a picture or a PDF first.") if self.takes_documents else ""
            said = _("Choose a picture first.") if self.takes_vectors else said
            self.add_error(None, said or _("Choose a picture or a video first."))
        return list(found)


def _span(from_at: datetime, to_at: datetime) -> str:
    return f"{localtime(from_at):%H:%M}–{localtime(to_at):%H:%M}"
