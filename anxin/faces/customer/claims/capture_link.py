"""The link to the camera: what was asked for, step by step, once, in time; a link that is over says so and leads on."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from anxin.core import wording
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError, Invalid
from anxin.core.wording import joined
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.commands import TABLE
from anxin.domain.evidence import queries as evidence
from anxin.domain.evidence import rules
from anxin.domain.evidence.choices import PICTURES, ROLES
from anxin.domain.evidence.queries import movements
from anxin.domain.evidence.wording import CAPTURE_NOT_PROOF, FRAMES
from anxin.faces import shared
from anxin.faces.customer.claims import pictures, summary
from anxin.faces.customer.claims.case import CUSTOMER, find
from anxin.faces.customer.claims.wording import ACTIONS
from anxin.faces.ground import uploads

if TYPE_CHECKING:
    from anxin.domain.claims.models import Claim
    from anxin.domain.evidence.models import Frame

type Keys = dict[str, list[str]]
SHOTS = tuple(rules.SHOWS[one] for one in rules.GUIDED)
GONE = 410


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(CUSTOMER)
def capture(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Lead through the pictures that were asked for with this link, and hand them in."""
    case = find(request, number)
    actor, now, row, view = case.actor, case.now, case.row, case.view
    if not summary.is_open(view.challenge, code=code, now=now):
        return _over(request, view)
    keys: Keys = {}
    if request.method != "POST":
        return _page(request, row, view, keys)
    try:
        keys = pictures.keys_by_role(request, SHOTS, by=actor)
        given = pictures.sealed(keys, by=actor)
        lacking = [one for one in _missing(row, keys) if not request.POST.get("anyway")]
        if len(lacking) == len(SHOTS):
            return _page(request, row, view, keys, slip=_("No picture arrived. Please take one first."), status=422)
        if lacking:
            return _page(request, row, view, keys, slip=_lacks(lacking), anyway=True, status=422)
        shared.act(
            request,
            lambda: TABLE.give(
                "capture", row=row, by=actor, now=timezone.now(), fields={"code": code, "pictures": tuple(given)}
            ),
        )
    except claims.ChallengeOver:
        return _over(request, queries.view(row, actor=actor, now=now))
    except AnxinError as error:
        kept = pictures.alive(keys, by=actor)
        return _page(request, row, view, kept, slip=wording.error(error), status=shared.number_of(error))
    return HttpResponseRedirect(f"{case.url}#evidence")


@never_cache
@require_POST
@shared.for_roles(CUSTOMER)
def frames(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Take the hash of a picture that was just taken; answer with the address its bytes are handed to."""
    shared.limit(request, "frames", burst=30, per_min=30)
    row, by = find(request, number).row, shared.actor_of(request)
    role, sha256 = request.POST.get("role", ""), request.POST.get("sha256", "")
    told = {"code": code, "role": role, "sha256": sha256}
    made = shared.act(request, lambda: claims.announce_frame(claim=row, by=by, now=timezone.now(), **told))
    return JsonResponse({"url": reverse("buyer:frame", args=[number, code, made.id])}, status=201)


@never_cache
@require_POST
@shared.for_roles(CUSTOMER)
def frame(request: HttpRequest, number: str, code: str, frame: UUID) -> HttpResponse:
    """Take the bytes of a picture by the key of their upload; answer with the address where it is seen."""
    row, by = find(request, number).row, shared.actor_of(request)
    key = request.POST.get("key", "")
    files = uploads.opened([key], by=by)
    if len(files) != 1:
        raise Invalid("key", expected="one picture", got=len(files))
    shared.act(
        request,
        lambda: claims.send_frame(claim=row, code=code, frame=str(frame), file=files[0], by=by, now=timezone.now()),
    )
    return JsonResponse({"picture": pictures.address(key)})


def _over(request: HttpRequest, view: queries.ClaimView) -> HttpResponse:
    missing = next((joined(one.missing) for one in view.captures), "")
    return render(request, "customer/claims/over.html", {"view": view, "missing": missing}, status=GONE)


def _missing(row: "Claim", keys: Keys) -> list[str]:
    """Name what was asked for and is not here: neither sent step by step nor in the form."""
    there = {rules.SHOWS[one.role] for one in _ready(row)}
    return [one for one in SHOTS if one not in there and not keys.get(one)]


def _ready(row: "Claim") -> "list[Frame]":
    asked = evidence.challenge_of(row.stream())
    return evidence.frames_ready(asked) if asked else []


def _lacks(missing: list[str]) -> str:
    text = ngettext(
        "Not here yet: {what}. Take it, or hand in what is here.",
        "Not here yet: {what}. Take them, or hand in what is here.",
        len(missing),
    )
    return text.format(
        what=joined(str(FRAMES[one]) for one, shows in rules.SHOWS.items() if shows in missing and one in rules.GUIDED)
    )


def _titles() -> dict[str, str]:
    return {one: str(ROLES[one]) for one in SHOTS} | {SHOTS[-1]: _("Now do this")}


def _page(
    request: HttpRequest,
    row: "Claim",
    view: queries.ClaimView,
    keys: Keys,
    *,
    slip: str = "",
    anyway: bool = False,
    status: int = 200,
) -> HttpResponse:
    assert view.challenge is not None
    shots = _shots(row, view.challenge.code, keys, by=shared.actor_of(request))
    context = {
        "view": view,
        "code": view.challenge.code,
        "shots": shots,
        "ready": all(one["url"] for one in shots),
        "clock": summary.clock_now(view),
        "text": summary.request_text(view),
        "slip": slip,
        "anyway": anyway and not all(one["url"] for one in shots),
        "not_proof": CAPTURE_NOT_PROOF,
    }
    return render(request, "customer/claims/capture.html", context, status=status)


def _shots(row: "Claim", code: str, keys: Keys, *, by: Actor) -> list[dict[str, object]]:
    """Lay out the steps, each with what is here of it: half an answer is taken up where it was left."""
    here = {one.role: uploads.key_of(one.file, by) for one in _ready(row) if one.file is not None}
    action = ACTIONS[movements.action_of(code)]
    found: list[dict[str, object]] = []
    for role, shows in ((one, rules.SHOWS[one]) for one in rules.GUIDED):
        mine = keys.get(shows, [])
        key = here.get(role) or next(iter(mine), "")
        found.append(
            {
                "role": role,
                "field": pictures.field(shows),
                "title": _titles()[shows],
                "how": action if role == "action" else PICTURES[shows].how,
                "keys": mine,
                "url": pictures.address(key) if key else "",
            }
        )
    return found
