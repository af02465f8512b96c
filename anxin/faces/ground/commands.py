"""The one runner of commands: buttons, forms, keys, the second look, refusals; a face adds order and words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from anxin.core import wording
from anxin.core.actors import Actor
from anxin.core.commands import UNREAD, Allowed, Command, Fields, ShownOtherwise, Table
from anxin.core.commands.fields import Text
from anxin.core.errors import AnxinError, Forbidden, Invalid, Missing, WrongState
from anxin.faces import refusals, shared
from anxin.faces.ground import staff
from anxin.faces.ground.forms import READ, CommandForm
from anxin.faces.ground.typed_words import with_words, words_of

LOOK = "look"
"""What the button sends that only looks at how a form is understood."""


class CommandCase(Protocol):
    """A case as one request sees it."""

    actor: Actor
    now: datetime

    @property
    def row(self) -> Any:
        """Return the row, for commands."""

    @property
    def situation(self) -> Any:
        """Return the situation the rules look at."""

    @property
    def url(self) -> str:
        """Return the case's address."""


@dataclass(frozen=True, kw_only=True)
class Place[C: CommandCase]:
    """Where and how a face draws a command: in this order, in these words, with this key.

    `title` and `follows` are the face's own words where the command's are too general; `address` is the last part of
    its address where that isn't its name; `also` names more buttons under the form (value of `how`, words); `first`
    puts choices of a field in front, `beside` adds words to them; `holds` says what stands in the fields beforehand;
    `understood` says of what is being typed how it is understood, before it is given.
    """

    name: str
    key: str = ""
    lead: bool = False
    pane: str = ""
    address: str = ""
    title: Callable[[C], str] | None = None
    submit: Text = ""
    follows: Callable[[C], str] | None = None
    also: tuple[tuple[str, Text], ...] = ()
    first: Callable[[C], Sequence[str]] | None = None
    beside: Callable[[C], Mapping[str, str]] | None = None
    holds: Callable[[C], Mapping[str, str]] | None = None
    understood: Callable[[C, Mapping[str, str]], str] | None = None

    @property
    def at(self) -> str:
        """Return the last part of its address."""
        return self.address or self.name


@dataclass(frozen=True, kw_only=True)
class Button:
    """A command as a button: it opens its form, or is given with one press."""

    name: str
    title: str
    url: str
    asks: bool
    primary: bool
    danger: bool
    key: str
    then: str
    read: str = ""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A form that lies open beside the case; `also`: more buttons under it; `understood`: how what is typed is read."""

    name: str
    title: str
    then: str
    submit: str
    form: CommandForm
    danger: bool = False
    also: tuple[tuple[str, str], ...] = ()
    understood: str | None = None


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What lies on the page of a case beside the case: an open form, a refusal said, plain details for a moment."""

    opened: Opened | None = None
    slip: str = ""
    revealed: Mapping[str, Any] = field(default_factory=dict)


def written_down(request: HttpRequest, case: CommandCase, name: str) -> str:
    """Say that it is written down, and go back to the case: what `done` of a runner may be."""
    messages.success(request, _("Written down."))
    return case.url


def back_to_list(request: HttpRequest, case: CommandCase, shown: Shown, status: int = 200) -> HttpResponse:
    """Say on the list why it can't be done: the `page` of a case that has none of its own."""
    messages.warning(request, shown.slip or _("This can't be done now: meanwhile something has changed."))
    return HttpResponseRedirect(case.url)


class Runner[C: CommandCase]:
    """The commands of one face on one kind of case: `find` the case, draw the `page`, give.

    `apart`: each form lies on a page of its own, at the address it is sent to; else it opens beside the case.
    """

    def __init__(
        self,
        table: Table[Any, Any],
        places: Iterable[Place[C]],
        *,
        find: Callable[[HttpRequest, str], C],
        page: Callable[..., HttpResponse],
        done: Callable[[HttpRequest, C, str], str] = lambda request, case, name: case.url,
        quicker: Callable[[C], str] = lambda case: _("Somebody else was quicker: the case stands elsewhere now."),
        apart: bool = False,
    ) -> None:
        """Refuse a place for a command that isn't there, and a key for what weighs."""
        self.table, self.find, self.page, self.done, self.quicker = table, find, page, done, quicker
        self.apart = apart
        self.places = {one.name: one for one in places}
        self.addressed = {one.at: one.name for one in self.places.values()}
        for one in self.places.values():
            command = table.get(one.name)
            if command is None:
                raise ValueError(f"places of {table.about}: expected a command of the table, got {one.name!r}")
            if command.weighs and one.key:
                raise ValueError(f"places of {table.about}: {one.name!r} weighs, expected no key")

    def at(self, name: str) -> str:
        """Return the last part of a command's address; one that a page of its own gives is called as it is."""
        return self.places[name].at if name in self.places else name

    def allowed(self, case: C) -> Allowed:
        """Return what this person may do now."""
        return self.table.allowed(case.situation, case.actor)

    def buttons(self, case: C, *, pane: str = "") -> list[Button]:
        """Draw what this person may do now in a pane; the first leading one is the solid one."""
        allowed = self.allowed(case)
        shown = [one for one in self.places.values() if one.name in allowed and one.pane == pane]
        lead = next((one.name for one in shown if one.lead), "")
        keys: set[str] = set()
        found = []
        for one in sorted(shown, key=lambda one: one.name != lead):
            found.append(self._button(one, case, primary=one.name == lead, key="" if one.key in keys else one.key))
            keys.add(one.key)
        return found

    def _button(self, place: Place[C], case: C, *, primary: bool, key: str) -> Button:
        command = self.table.commands[place.name]
        return Button(
            name=place.name,
            title=self.title(place.name, case),
            url=f"{case.url}?do={place.at}" if command.opens and not self.apart else f"{case.url}{place.at}/",
            asks=command.opens,
            primary=primary,
            danger=command.final,
            key=key,
            then=self.follows(place.name, case),
            read="" if command.opens else self.table.shown(place.name, case.row, now=case.now),
        )

    def title(self, name: str, case: C) -> str:
        """Name a command in this face's words."""
        own = self.places[name].title
        return own(case) if own else str(self.table.commands[name].title)

    def follows(self, name: str, case: C) -> str:
        """Return what follows, in this face's words."""
        own = self.places[name].follows
        return own(case) if own else str(self.table.commands[name].follows)

    def open(self, name: str, case: C, *, data: Any = None, asked: Mapping[str, str] | None = None) -> Opened:
        """Open the form of a command; `asked` is what the address says beforehand (day, label, technician)."""
        return self._opened(name, case, self._form(name, case, data=data, asked=asked))

    def _form(self, name: str, case: C, *, data: Any = None, asked: Mapping[str, str] | None = None) -> CommandForm:
        place = self.places[name]
        return CommandForm(
            self.table.commands[name],
            case=case,
            windows=self.table.windows,
            data=data,
            address=place.at,
            asked={**(place.holds(case) if place.holds else {}), **(asked or {})},
            first=place.first(case) if place.first else (),
            beside=place.beside(case) if place.beside else {},
        )

    def _opened(self, name: str, case: C, form: CommandForm) -> Opened:
        place, command, title = self.places[name], self.table.commands[name], self.title(name, case)
        return Opened(
            name=place.at,
            title=title,
            then=self.follows(name, case),
            submit=str(place.submit or title),
            form=form,
            danger=command.final,
            also=tuple((value, str(text)) for value, text in place.also),
            understood=place.understood(case, form.typed) if place.understood else None,
        )

    def pages(
        self, reads: str, gives: str = ""
    ) -> tuple[Callable[..., HttpResponseBase], Callable[..., HttpResponseBase]]:
        """Return two views: the case for roles `reads`, whose `?do=` opens a form; its commands for roles `gives`.

        What the address says beside the command's name is the case's number.
        """

        @never_cache
        @require_safe
        @shared.for_roles(reads)
        def case(request: HttpRequest, /, **number: object) -> HttpResponse:
            return self.show(request, "/".join(map(str, number.values())))

        @never_cache
        @require_http_methods(["GET", "POST"])
        @shared.for_roles(gives or reads)
        def command(request: HttpRequest, /, name: str, **number: object) -> HttpResponse:
            return self.give(request, "/".join(map(str, number.values())), name)

        return case, command

    def show(self, request: HttpRequest, number: str) -> HttpResponse:
        """Show a case; `?do=` opens the form of one command."""
        case = self.find(request, number)
        name = self.addressed.get(request.GET.get("do", ""), "")
        return self._asking(request, case, self.table.commands[name]) if name else self.page(request, case, Shown())

    def _refuse_others(self, command: Command[Any, Any], case: C) -> None:
        """Refuse whoever may see the case, but never give this command, however it stands; it goes on the record."""
        if not command.is_for(case.actor):
            raise Forbidden({"machine": self.table.about, "step": command.name})

    def _asking(
        self, request: HttpRequest, case: C, command: Command[Any, Any], *, about: Mapping[str, object] | None = None
    ) -> HttpResponse:
        """Open the form of a command, or say why it can't be given now, or never by this person."""
        try:
            self._refuse_others(command, case)
        except Forbidden as error:
            refusals.write_down(request, error)
            return self.page(request, case, Shown(slip=wording.error(error)), status=shared.number_of(error))
        if command.refused(case.situation, case.actor):
            slip = _("This can't be done now: meanwhile something has changed.")
            return self.page(request, case, Shown(slip=self.reason(command, case) or slip))
        if not command.opens:  # what has no form stands on the page with its button
            return self.page(request, case, Shown())
        asked = {key: str(value)[:80] for key, value in {**request.GET.dict(), **(about or {})}.items()}
        return self.page(request, case, Shown(opened=self.open(command.name, case, asked=asked)))

    def reason(self, command: Command[Any, Any], case: C) -> str:
        """Return why a command can't be given now, where a person would ask."""
        why = self.allowed(case).why_not.get(command.name)
        return str(wording.ERRORS[why]) if why else ""

    def give(
        self, request: HttpRequest, number: str, address: str, *, about: Mapping[str, object] | None = None
    ) -> HttpResponse:
        """Give a command as it was sent; what is refused is said on the case, with what was typed kept.

        `about` are fields that the address says. Whether it may be given is looked at under the lock; before it only
        where the form offers what the case does.
        """
        name = self.addressed.get(address)
        if name is None:
            raise Http404
        command, case = self.table.commands[name], self.find(request, number)
        if request.method == "GET" and self.apart:
            return self._asking(request, case, command, about=about)
        if request.method == "GET":
            return HttpResponseRedirect(f"{case.url}?do={address}" if command.opens else case.url)
        self._refuse_others(command, case)
        if LOOK in request.POST and (understood := self.places[name].understood):
            form = self._form(name, case, data=request.POST)
            form.read_over(request.POST.get(READ, ""))
            if request.headers.get("HX-Request"):
                return HttpResponse(escape(understood(case, form.typed)))
            return self.page(request, case, Shown(opened=self._opened(name, case, form)))
        if command.options and command.refused(case.situation, case.actor):
            return self._too_late(request, case, command)
        sent = request.POST.copy()
        sent.update({key: str(value) for key, value in (about or {}).items()})
        form = self._form(name, case, data=sent)
        fields = form.taken(request)
        if fields is None and command.refused(case.situation, case.actor):
            return self._too_late(request, case, command)
        if fields is None:
            opened = self._opened(name, case, form) if command.opens else None
            return self.page(request, case, Shown(opened=opened), status=422)
        return self.carry(request, number, name, fields, case=case, read=form.read or (UNREAD if command.shows else ""))

    def carry(
        self,
        request: HttpRequest,
        number: str,
        name: str,
        fields: Fields | Mapping[str, object],
        *,
        case: C | None = None,
        failed: Callable[[AnxinError], HttpResponse] | None = None,
        read: str = "",
    ) -> HttpResponse:
        """Give a command whose fields are read already, once for this very form; `failed` draws what is refused.

        `read` are the marks of what the form was read over.
        """
        before = case or self.find(request, number)
        self._refuse_others(self.table.commands[name], before)
        try:
            staff.act_once(request, lambda: self._work(request, number, name, fields, read))
        except Missing:
            raise
        except AnxinError as error:
            refusals.write_down(request, error)
            return failed(error) if failed else self._failed(request, number, self.table.commands[name], error)
        return HttpResponseRedirect(self.done(request, before, name))

    def _work(
        self, request: HttpRequest, number: str, name: str, fields: Fields | Mapping[str, object], read: str
    ) -> None:
        """Read the row anew in the block: a repeated try must not work on what an undone one left in memory."""
        case = self.find(request, number)
        given = self.table.give(name, row=case.row, by=case.actor, now=case.now, fields=fields, read=read)
        request.anxin_given = given  # type: ignore[attr-defined]  # for `done`; a request takes what is noted on it

    def _too_late(self, request: HttpRequest, case: C, command: Command[Any, Any]) -> HttpResponse:
        """Say that the case stands elsewhere now, unless this very form was the one that moved it."""

        def refuse() -> None:
            raise WrongState({"machine": self.table.about, "state": "", "step": command.name})

        try:
            staff.act_once(request, refuse)
        except AnxinError:
            refusals.write_down(request, command.refusal(command.refused(case.situation, case.actor), {}))
            return self._refused(request, case, command)
        return HttpResponseRedirect(self.done(request, case, command.name))

    def _refused(self, request: HttpRequest, case: C, command: Command[Any, Any]) -> HttpResponse:
        said = self.reason(command, case) or self.quicker(case)
        kept = self.open(command.name, case, data=request.POST) if self.apart and command.name in self.places else None
        opened = kept if kept and kept.form.visible_fields() else None  # what was typed stays to be copied
        said = said if opened else with_words(said, words_of(command, request.POST))
        status = shared.number_of(command.refusal(command.refused(case.situation, case.actor), {}))
        return self.page(request, case, Shown(opened=opened, slip=said), status=status)

    def _failed(self, request: HttpRequest, number: str, command: Command[Any, Any], error: AnxinError) -> HttpResponse:
        case, status = self.find(request, number), shared.number_of(error)
        if command.refused(case.situation, case.actor):
            return self._refused(request, case, command)
        draws, wrong = command.opens and command.name in self.places, isinstance(error, Invalid)
        draws = draws and not (self.apart and isinstance(error, ShownOtherwise))  # the case shows what stands now
        sent = request.POST if wrong or not draws else self._as_it_is_now(command, case, request.POST)
        opened = self.open(command.name, case, data=sent) if draws else None
        if opened is not None and isinstance(error, Invalid):
            name = error.field if error.field in opened.form.fields else None
            opened.form.add_error(name, wording.error_here(error) if name else wording.error(error))
            return self.page(request, case, Shown(opened=opened), status=status)
        return self.page(request, case, Shown(opened=opened, slip=wording.error(error)), status=status)

    def _as_it_is_now(self, command: Command[Any, Any], case: C, sent: QueryDict) -> QueryDict:
        """Return what was typed, beside what the case is seen to be now: who read what has changed may go on."""
        holds, again = self.places[command.name].holds, sent.copy()
        for name, value in (holds(case) if holds else {}).items():
            if command.fields.asked(name).hidden:
                again[name] = value
        if command.shows:  # what stands there now is drawn with it
            again[READ] = self.table.shown(command.name, case.row, now=case.now)
        return again
