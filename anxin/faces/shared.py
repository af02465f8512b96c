"""What every face needs: who stands before the page, one block to act in, and the HTTP number of each error."""

import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import wraps
from typing import Concatenate
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import OperationalError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from anxin.core import files, rate_limits
from anxin.core.acting import acting, passing, unable
from anxin.core.actors import HOUSES, STRANGER, Actor
from anxin.core.errors import AnxinError, Forbidden, Invalid, Missing, Unavailable, WrongState
from anxin.core.uploads import UploadsFull
from anxin.domain.contacts import queries as contacts
from anxin.domain.people import queries as people
from anxin.domain.people.actions.throttle import Origin, Slowed
from anxin.domain.people.queries import actors
from anxin.domain.visits.actions import WindowGone
from anxin.faces.pagination import Page, asked_for
from anxin.faces.user_agents import device_of

CUSTOMER_PAGES = ("/customer/", "/claim/", "/live/customer/", "/d/", "/devices/")
KNOWN = "anxin.known"
"""Where a request's environment says that whoever asks was recognised."""
LINK, PERSON, PHONE, CODED = "customer_link", "customer_person", "customer_phone_index", "customer_coded"
EARLIER = "customer_links"
"""Where a session keeps the customer: the hash of a case link, or the person whose phone was proved, and which one.

`CODED`: whether it was proved by a code in this very session; what WeChat alone vouched for is not. `EARLIER`: the
other links of the same person that his browser came by before.
"""
BROWSER = "browser"
"""Where a session keeps the mark of its browser, from the first form to the signing out."""


class NotYours(Forbidden):
    """The page is for others."""

    code = "faces.not_yours"


class TooMany(Unavailable):
    """More requests than one caller may make."""

    code = "faces.too_many"


class TooSlow(Unavailable):
    """A body came more slowly than any line in use."""

    code = "faces.too_slow"


class TooLong(AnxinError):
    """A body says it is longer than anything that is taken in."""

    code = "faces.too_long"


class Crowded(Unavailable):
    """More is asked at this moment than can be worked on."""

    code = "faces.crowded"


class NotKnown(Forbidden):
    """Nobody knows who asks: no token, or none that is valid."""

    code = "faces.not_known"


NUMBERS: tuple[tuple[type[AnxinError], int], ...] = (
    (NotKnown, 401),
    (TooMany, 429),
    (TooSlow, 408),
    (TooLong, 413),
    (files.TooLarge, 413),
    (files.NoSpace, 507),
    (UploadsFull, 507),
    (Slowed, 429),
    (Missing, 404),
    (Forbidden, 403),
    (WrongState, 409),
    (WindowGone, 409),
    (Invalid, 422),
    (Unavailable, 503),
    (AnxinError, 400),
)


def number_of(error: AnxinError) -> int:
    """Return the HTTP number of an error; the only place that knows them."""
    return next(number for kind, number in NUMBERS if isinstance(error, kind))


# -- who ----------------------------------------------------------------------------------------------------------


def actor_of(request: HttpRequest) -> Actor:
    """Build the actor of a request: on the customer's pages the customer, elsewhere whoever signed in."""
    known = getattr(request, "anxin_actor", None)
    if known is None:
        customer = request.path_info.startswith(CUSTOMER_PAGES)
        known = customer_of(request) if customer else _account(request)
        request.anxin_actor = known  # type: ignore[attr-defined]  # a request takes what is noted on it
        request.META[KNOWN] = known.kind != "stranger"
    return known


def forget_actor(request: HttpRequest) -> None:
    """Look again: somebody has just come in or left."""
    request.anxin_account = None  # type: ignore[attr-defined]  # a request takes what is noted on it
    request.anxin_actor = None  # type: ignore[attr-defined]  # a request takes what is noted on it


def _account(request: HttpRequest) -> Actor:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return STRANGER
    return actors.actor_of_view(account_of(request), via="page")


def account_of(request: HttpRequest) -> people.AccountView:
    """Say who is signed in, looked at once a request; behind the door it is an account."""
    known: people.AccountView | None = getattr(request, "anxin_account", None)
    if known is None:
        account = request.user
        known = people.account_view(account, now=timezone.now())  # type: ignore[arg-type]  # an account, once signed in
        request.anxin_account = known  # type: ignore[attr-defined]  # a request takes what is noted on it
    return known


def customer_of(request: HttpRequest) -> Actor:
    """Build the actor of the customer this browser came in as, on whichever page; else a stranger."""
    try:
        if LINK in request.session:
            return _of_link(request, now=timezone.now())
        if PERSON in request.session:
            return _of_proved(request, request.session[PERSON], request.session.get(PHONE, ""))
    except Missing:
        pass
    return STRANGER


def _of_link(request: HttpRequest, *, now: datetime) -> Actor:
    """Build the actor of a case link; of several that one person came by, the one of the case the page is about."""
    newest = actors.actor_of_link_hash(request.session[LINK], now=now)
    match, earlier = request.resolver_match, request.session.get(EARLIER, ())
    number = match.kwargs.get("number", "") if match and earlier else ""
    for known in (request.session[LINK], *earlier) if number else ():
        with suppress(Missing):
            brought = actors.actor_of_link_hash(known, now=now)
            contacts.case_of(number, actor=brought, now=now)
            return brought
    return newest


def _of_proved(request: HttpRequest, person: str, index: str) -> Actor:
    """Build the actor of who proved his phone; where the index's key was replaced since, his session keeps the new."""
    try:
        return actors.actor_of_proved(person, index)
    except Missing:
        now = actors.index_now(person, index)
        if not now:
            raise
        request.session[PHONE] = now
        return actors.actor_of_proved(person, now)


def proof_of(person: str, index: str = "") -> dict[str, str]:
    """Return what a session keeps of a person who has just proved his phone: the one of an index, else his own."""
    return {PERSON: person, PHONE: index or actors.proved_index(person), CODED: "1"}


def is_coded(request: HttpRequest) -> bool:
    """Return whether who is in proved his phone by a code in this session: what is done with his own data asks it."""
    return PERSON in request.session and CODED in request.session


def audiences_of(actor: Actor) -> set[str]:
    """Return the outbox's audiences whose messages are this actor's: himself, his organisation, his case."""
    if actor.kind in HOUSES:
        return {f"account:{actor.id}"} | ({f"organisation:{actor.organisation}"} if actor.organisation else set())
    return {f"person:{one}" for one in actors.selves(actor)}


def live_url(path: str, *, now: datetime) -> str:
    """Return the address of a live stream for a page read now: it tells what happens from now on."""
    return f"/live/{path}/?since={int(now.timestamp() * 1000)}"


def browser_of(request: HttpRequest) -> str:
    """Return the mark of this browser, to which a form's key is bound; ask for it already where the form is shown."""
    return str(request.session.setdefault(BROWSER, secrets.token_urlsafe(16)))


type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def for_roles[**P](who: str) -> Callable[[View[P]], View[P]]:
    """Let only these kinds and roles see a page; a stranger is asked to sign in, others read that it isn't theirs.

    No cache on the way keeps what it shows, unless the page itself says for how long and for whom.
    """
    allowed = frozenset(who.split())

    def declare(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            actor = actor_of(request)
            if actor.kind == "stranger":
                return ask_to_sign_in(request)
            if not actor.may(allowed):
                raise NotYours
            answer = view(request, *args, **kwargs)
            if "Cache-Control" not in answer:
                add_never_cache_headers(answer)
            return answer

        guarded.allowed = allowed  # type: ignore[attr-defined]  # a view takes what is noted on it
        return guarded  # type: ignore[return-value]  # wraps() keeps the signature

    return declare


def _page_of(request: HttpRequest) -> str:
    """Return the page that asks: where something was sent or loaded into a page, that page, which can be opened."""
    page = urlsplit(request.headers.get("Referer", ""))
    inside = request.method not in ("GET", "HEAD") or request.headers.get("HX-Request")
    if inside and page.path and page.netloc == request.get_host():
        return f"{page.path}?{page.query}" if page.query else page.path
    return request.get_full_path()


def ask_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Send a stranger to the door he needs, and back here afterwards: to the page where he pressed."""
    door = "sign_in:phone" if request.path_info.startswith(CUSTOMER_PAGES) else "sign_in:staff"
    address = f"{reverse(door)}?{urlencode({'next': _page_of(request)})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


# -- act and refuse -----------------------------------------------------------------------------------------------


def act[T](request: HttpRequest, work: Callable[[], T]) -> T:
    """Do the request's one piece of writing in one block; a refusal travels on to `Refusals`."""
    request.anxin_acted = True  # type: ignore[attr-defined]  # a request takes what is noted on it
    return acting(work)


# -- lists --------------------------------------------------------------------------------------------------------


def page_of[T](
    request: HttpRequest,
    rows: "QuerySet[T] | Sequence[T]",  # type: ignore[type-var]  # a query is for models only, a list for anything
    *,
    size: int = 50,
) -> Page:
    """Cut one page out of a list, by `?page=`, without counting the whole."""
    number = asked_for(request)
    cut = list(rows[(number - 1) * size : number * size + 1])
    return Page(rows=tuple(cut[:size]), number=number, has_next=len(cut) > size)


# -- limits -------------------------------------------------------------------------------------------------------


def address_of(request: HttpRequest) -> str:
    """Return the caller's network address; a proxy's word counts only where one is configured."""
    if settings.BEHIND_TLS:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or request.META["REMOTE_ADDR"]
    return str(request.META.get("REMOTE_ADDR", ""))


def origin_of(request: HttpRequest) -> Origin:
    """Return where a request comes from."""
    return Origin(
        address=rate_limits.counted_by(address_of(request)), device=device_of(request.headers.get("User-Agent", ""))
    )


def limit(request: HttpRequest, name: str, *, burst: int, per_min: float) -> None:
    """Let a caller make `burst` requests at once and `per_min` on and on, over all processes; raises `TooMany`.

    Counted before the request's block, by itself. Where nothing can be written, or another's
    long writing stands in the way, reading goes on uncounted; who wants to write meets the same database.
    """
    try:
        wait_s = rate_limits.take(
            f"{name}|{origin_of(request).address}", burst=burst, per_min=per_min, now_s=time.time()
        )
    except OperationalError as error:
        if unable(error) is None and not passing(error):
            raise
        return
    if wait_s:
        raise TooMany({"wait_s": wait_s})
