"""Accounts: the list, searched and filtered, and one of them with what an administrator may do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anxin.core.actors import Actor
from anxin.core.wording import joined
from anxin.domain.people.queries import sign_in_log
from anxin.domain.people.wording import ORGANISATIONS, ROLES, roles_in
from anxin.domain.staff import queries
from anxin.domain.staff.commands import ACCOUNTS, CHANGES
from anxin.domain.staff.queries import AccountFilter, AccountRow, ChangeView, HandsView, records
from anxin.domain.staff.rules import AccountSituation
from anxin.domain.staff.rules.hands import left_to_others
from anxin.domain.staff.states import ADMINISTERS, DEPUTISES, KEEPS
from anxin.domain.staff.wording import ROLE_COMMANDS, STANDS
from anxin.faces import pagination, shared
from anxin.faces.ground import leave_gaps, one_time_secrets, staff
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.pagination import Filter, Page
from anxin.faces.words import full_day

if TYPE_CHECKING:
    from anxin.domain.people.models import Account

STAFF = KEEPS
FACES = {"merchant_owner": "merchant", "outlet_manager": "outlet"}
SIZE = 50
TONES = {"shut": "amber", "away": "amber", "there": ""}


@dataclass(frozen=True, kw_only=True)
class ListedAccount:
    """One account as the list shows it."""

    view: AccountRow
    url: str
    house: str
    held: str
    asked: str
    stands: str
    tone: str


@dataclass(kw_only=True)
class SeenAccount:
    """An account as one request sees it."""

    actor: Actor
    now: datetime
    row: "Account"

    @cached_property
    def situation(self) -> AccountSituation:
        """Return the situation of the account for the rules of the commands."""
        return queries.situation(self.row, by=self.actor, now=self.now)

    @cached_property
    def barred(self) -> str:
        """Return what the commands are called that the reader's own hand alone keeps from him."""
        return joined(str(ACCOUNTS.commands[name].title) for name in left_to_others(self.situation))

    @property
    def hands(self) -> HandsView | None:
        """Return what the reader had a hand in, where that keeps a command from him."""
        return queries.hands_in(self.row, by=self.actor, now=self.now) if self.barred else None

    @property
    def url(self) -> str:
        """Return the account's address."""
        return reverse("staff:account", args=[self.row.username])


@never_cache
@require_safe
@shared.for_roles(STAFF)
def accounts(request: HttpRequest) -> HttpResponse:
    """List accounts, fifty a page; what waits for a second person stands above."""
    now, actor, number = timezone.now(), shared.actor_of(request), pagination.asked_for(request)
    wish = _wish(request)
    rows = queries.listed(actor, wish=wish, now=now, offset=(number - 1) * SIZE, limit=SIZE + 1)
    called = roles_in("" if ADMINISTERS in actor.roles or not rows else rows[0].house_kind)
    facts = {
        **frame(request, now=now),
        "wish": wish,
        "houses": [("", _("all houses")), *ORGANISATIONS.items()],
        "roles": [("", _("all roles")), *((one, called[one]) for one in queries.roles_kept(actor))],
        "filters": [Filter(value="", name=_("all")), *(Filter(value=one, name=str(STANDS[one])) for one in STANDS)],
        "lines": [line_of(one) for one in rows[:SIZE]],
        "page": Page(rows=tuple(rows[:SIZE]), number=number, has_next=len(rows) > SIZE),
        "changes": [waiting_of(one, actor=actor, now=now) for one in queries.changes(actor, now=now)],
    }
    return render(request, "desk/staff/accounts.html", facts)


def frame(request: HttpRequest, *, now: datetime) -> dict[str, Any]:
    """Return the bar: the desk's for administrators, else that of the lead's own face."""
    roles = shared.actor_of(request).roles
    face = "desk" if roles & {ADMINISTERS, DEPUTISES} else next(FACES[one] for one in FACES if one in roles)
    return {**staff.frame(request, face=face, now=now), "face": face, "every_house": face == "desk"}


def _wish(request: HttpRequest) -> AccountFilter:
    get = request.GET
    return AccountFilter(
        text=get.get("q", "").strip()[:40],
        house=get.get("house", "") if get.get("house") in ORGANISATIONS else "",
        role=get.get("role", "") if get.get("role") in ROLES else "",
        stands=get.get("show", "") if get.get("show") in STANDS else "",
    )


def line_of(one: AccountRow) -> ListedAccount:
    """Show one account."""
    names = roles_in(one.house_kind)
    return ListedAccount(
        view=one,
        url=reverse("staff:account", args=[one.username]),
        house=one.house or _("no house yet"),
        held=joined(str(names.get(role, role)) for role in one.roles),
        asked=joined(str(ROLE_COMMANDS[command]).format(role=names.get(role, role)) for command, role in one.asked),
        stands=str(STANDS[one.stands]),
        tone=TONES.get(one.stands, ""),
    )


@dataclass(frozen=True, kw_only=True)
class WaitingChange:
    """A change of a role as the list shows it: what it says, and the answers the reader may give."""

    view: ChangeView
    says: str
    url: str
    answers: tuple[tuple[str, str], ...]
    until: str


def waiting_of(one: ChangeView, *, actor: Actor, now: datetime) -> WaitingChange:
    """Show one change that waits."""
    situation = queries.change_situation(one.row, by=actor, now=now)
    allowed = CHANGES.allowed(situation, actor)
    return WaitingChange(
        view=one,
        says=str(ROLE_COMMANDS[one.command]).format(role=roles_in(one.row.organisation.kind).get(one.role, one.role)),
        url=reverse("staff:account", args=[one.username]) if actor.may(frozenset(KEEPS.split())) else "",
        until=full_day(one.until) if one.until else "",
        answers=tuple(
            (reverse("staff:change", args=[one.id, name]), str(CHANGES.commands[name].title)) for name in allowed.names
        ),
    )


def find(request: HttpRequest, username: str) -> SeenAccount:
    """Find an account."""
    actor = shared.actor_of(request)
    return SeenAccount(actor=actor, now=timezone.now(), row=queries.account(username, actor=actor))


@never_cache
@require_POST
@shared.for_roles(STAFF)
def end(request: HttpRequest, username: str, handle: str) -> HttpResponse:
    """End one sign-in of somebody."""
    case = find(request, username)
    shared.act(
        request,
        lambda: ACCOUNTS.give("session", row=case.row, by=case.actor, now=case.now, fields={"handle": handle[:36]}),
    )
    return HttpResponseRedirect(f"{case.url}#sessions")


def page(request: HttpRequest, case: SeenAccount, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the account with the form of a command, or a refusal said."""
    facts = {
        **frame(request, now=case.now),
        "line": line_of(queries.view(case.row, now=case.now)),
        "buttons": RUNNER.buttons(case),
        "opened": shown.opened,
        "slip": shown.slip,
        "handed": one_time_secrets.take(request),
        "sessions": sign_in_log.sign_ins_of(str(case.row.pk), now=case.now),
        "may_end": not case.situation.own,
        "record": records.record_of(case.row, kind=queries.house_kind_of(case.row, now=case.now)),
        "own": case.situation.own,
        "hands": case.hands,
        "barred": case.barred,
        "url": case.url,
    }
    return render(request, "desk/staff/account.html", facts, status=status)


def _done(request: HttpRequest, case: SeenAccount, name: str) -> str:
    given, whose = getattr(request, "anxin_given", None), case.row.called or case.row.username
    if name in ("invitation", "password") and isinstance(given, str):
        one_time_secrets.keep_link(request, whose=whose, token=given)
    elif name == "unlocking" and isinstance(given, str):
        one_time_secrets.keep_code(request, whose=whose, code=given)
    else:
        messages.success(request, _("Written down."))
    return case.url


ORDER = (
    *("invitation", "role", "deputy", "password", "unlocking", "leave", "return", "mail"),
    *("sessions", "parting", "authenticator", "shutting", "opening"),
)
FOLLOWS: dict[str, Callable[[SeenAccount], str]] = {"leave": leave_gaps.follows}
PLACES = [Place(name=name, follows=FOLLOWS.get(name)) for name in ORDER]
RUNNER = Runner(ACCOUNTS, PLACES, find=find, page=page, done=_done)
account, command = RUNNER.pages(STAFF)
