"""List claims, read one and what happened to it, take its dossier away."""

from collections.abc import Iterator
from typing import IO, Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop
from ninja import Query

from anxin.domain.claims import queries
from anxin.domain.evidence import actions as evidence
from anxin.domain.evidence import queries as originals
from anxin.domain.evidence.queries import Dossier
from anxin.faces import shared
from anxin.faces.api import problems
from anxin.faces.api.answers import Timeline, entry_of
from anxin.faces.api.bodies import only
from anxin.faces.api.claims import answers
from anxin.faces.api.claims.questions import Listing
from anxin.faces.api.claims.router import NUMBER, router
from anxin.faces.api.pagination import canonical_number, cursor_of, place_of
from anxin.faces.api.tokens import by, needs
from anxin.faces.ground import case_dossiers

BLOCK = 1 << 16
REFUSED = {
    "description": gettext_noop("Not while the desk is deciding"),
    "content": {problems.MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
ZIP: dict[str, Any] = {
    "responses": {
        200: {
            "description": gettext_noop("A ZIP that `anxin dossier verify` checks without this installation"),
            "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
        },
        409: REFUSED,
    }
}


@router.get(
    "/claims",
    response=answers.ClaimPage,
    **needs("claims:read"),
    operation_id="list_claims",
    summary=gettext_noop("List claims"),
    description=gettext_noop("The claims your organisation is party to, newest first."),
)
def list_claims(request: HttpRequest, asked: Query[Listing]) -> answers.ClaimPage:
    """List claims."""
    only(request, *Listing.model_fields)
    wish = queries.ClaimFilter(
        states=asked.state,
        types=asked.type,
        reasons=asked.reason,
        forum=asked.forum or "",
        seller=asked.seller,
        order_key=asked.order_key,
        created_from=asked.created_from,
        created_to=asked.created_to,
    )
    page = queries.page(by(request), wish=wish, after=place_of(asked.cursor), limit=asked.limit, now=timezone.now())
    return answers.ClaimPage(items=[answers.listed(one) for one in page.lines], next=cursor_of(page.next))


@router.get(
    "/claims/{number}",
    response=answers.Claim,
    **needs("claims:read"),
    operation_id="get_claim",
    summary=gettext_noop("Read a claim"),
    description=gettext_noop("Knowing a number shows nothing: only who is party to the claim reads it."),
)
def get_claim(request: HttpRequest, number: str = NUMBER) -> answers.Claim:
    """Read a claim."""
    only(request)
    actor, now = by(request), timezone.now()
    row = queries.claim(canonical_number(number, queries.NoSuchClaim), actor=actor, now=now)
    return answers.claim_of(queries.view(row, actor=actor, now=now))


@router.get(
    "/claims/{number}/timeline",
    response=Timeline,
    **needs("claims:read"),
    operation_id="get_claim_timeline",
    summary=gettext_noop("Read what happened to a claim"),
    description=gettext_noop("Facts with their moment, newest first; private words stay sealed."),
)
def get_timeline(request: HttpRequest, number: str = NUMBER) -> Timeline:
    """Read what happened to a claim."""
    only(request)
    actor = by(request)
    row = queries.claim(canonical_number(number, queries.NoSuchClaim), actor=actor, now=timezone.now())
    lines = queries.timeline_of(row, actor=actor)
    return Timeline(number=row.number, entries=[entry_of(one) for one in lines])


@router.get(
    "/claims/{number}/dossier",
    **needs("claims:read", ZIP),
    operation_id="get_claim_dossier",
    summary=gettext_noop("Take the dossier of a claim"),
    description=gettext_noop(
        "Own originals, custody, examinations, decisions, rules on the day of the act, the chain of facts and its "
        "root, signed; of the other side's pictures the hashes. That it was taken is written down in the claim. "
        "Programs of an operator get 403: its people take dossiers at the desk."
    ),
)
def get_dossier(request: HttpRequest, number: str = NUMBER) -> StreamingHttpResponse:
    """Take the dossier of a claim away."""
    only(request)
    actor, now = by(request), timezone.now()
    shared.limit(request, f"dossier|{actor.id}", burst=20, per_min=20)
    row = queries.claim(canonical_number(number, queries.NoSuchClaim), actor=actor, now=now)
    made = case_dossiers.claim(row, now=now, reader=actor)

    def noted() -> Dossier:
        shared.act(request, lambda: evidence.export(stream=row.stream(), by=actor, now=now))
        return made

    pack = originals.build(made, now=now, taken=noted)
    headers = {"Content-Disposition": f'attachment; filename="{row.number}.zip"', "Content-Length": pack.seek(0, 2)}
    return StreamingHttpResponse(_blocks(pack), content_type="application/zip", headers=headers)


def _blocks(pack: IO[bytes]) -> Iterator[bytes]:
    with pack:
        pack.seek(0)
        while block := pack.read(BLOCK):
            yield block
