"""A technician looks at the goods at the buyer's: a repair of its own that asks for nothing but what is found."""

from datetime import datetime

from django.utils.translation import gettext as _

from anxin.core import files, timeline, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.files import SealedFile
from anxin.core.masks import mask_phones_in
from anxin.core.states import can, lock
from anxin.core.timeline import Entry
from anxin.domain.claims import queries
from anxin.domain.claims.actions.addresses import destination, line_of
from anxin.domain.claims.actions.casework import may_judge
from anxin.domain.claims.models import Claim
from anxin.domain.claims.states import CLAIM
from anxin.domain.evidence import actions as evidence
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.actions import Report
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.states import REPAIR
from anxin.domain.visits import queries as visits
from anxin.domain.visits.models import Visit


def order_inspection(
    *, claim: Claim, question: str, from_at: datetime, to_at: datetime, by: Actor, now: datetime
) -> Visit:
    """Send a technician to look at the goods at the buyer's, free of charge; what he sees becomes evidence.

    `question` is what he is to find out: he and both sides read it.
    """
    question = question.strip()
    if not question or mask_phones_in(question) != question:
        raise Invalid("question", expected=_("what is to be found out, without a phone number"), got=question)
    lock(claim)
    may_judge(claim, by)
    if not can(claim, "inspect") or queries.inspection_open(claim):
        raise WrongState({"machine": "claim", "state": claim.state, "step": "order_inspection"})
    made = _look(claim, from_at, to_at, now)
    asked = {"text": question}
    timeline.write(made.stream(), "repairs.question", by=by, now=now, private=asked)
    visit = repairs.triage(repair=made, by=SYSTEM, now=now)
    Claim.objects.filter(pk=claim.pk).update(inspection_number=made.number)
    claim.inspection_number = made.number
    facts = {"visit": visit.number, "inspection": made.number}
    timeline.write(claim.stream(), "claims.inspection_ordered", by=by, now=now, facts=facts, private=asked)
    return visit


def _look(claim: Claim, from_at: datetime, to_at: datetime, now: datetime) -> Repair:
    """Make the repair in which somebody looks, accepted already."""
    product, _where = destination(claim, now=now)
    report = Report(
        product=product,
        name="",
        phone="",
        address="",
        person=claim.buyer,
        told=vault.open_("claims.told", claim.id, claim.told_sealed) if claim.told_sealed else "",
        wanted_from_at=from_at,
        wanted_to_at=to_at,
        kind=Repair.Kind.INSPECT,
        channel="claim",
        source=claim.stream(),
        serial=line_of(claim).serial,
        free="inspection",
        free_by=claim.number,
    )
    made = repairs.report(report=report, by=SYSTEM, now=now, linked=False).repair
    repairs.accept(repair=made, by=SYSTEM, now=now)
    return made


def inspection_ended(repair: Repair, fact: Entry, *, now: datetime) -> None:
    """Bring what was found to the claim, as the technician's evidence; or say that nobody looked, and why."""
    claim = queries.claim_of_inspection(repair)
    visit = visits.latest_of(repair.stream())
    if claim is None or visit is None:
        return
    lock(claim)
    if claim.state in CLAIM.ends:
        return
    if fact.code != "repair.close":
        if not can(claim, "inspect"):
            return  # nobody has to look any more
        missed = visit.outcome if visit.state == "unfinished" else "called_off"
        facts = {"visit": visit.number, "missed": missed}
        note = queries.given_up_with(repair.stream()) if visit.state == "unfinished" else ""
        said = {"text": note} if note else None
        timeline.write(claim.stream(), "claims.inspection_missed", by=SYSTEM, now=now, facts=facts, private=said)
        return
    for photo in visit.photos.order_by("at"):
        _bring(claim, photo.file, photo.taken_at, now)
    told = {"text": queries.found_at(repair)}
    facts = {"visit": visit.number, **_looker(visit)}
    timeline.write(claim.stream(), "claims.inspected", by=SYSTEM, now=now, facts=facts, private=told)


def _looker(visit: Visit) -> dict[str, str]:
    """Return by his number who looked, and when he came to the goods."""
    came = visit.check_ins.order_by("at").first()
    if visit.technician is None or came is None:
        return {}
    return {"technician": visit.technician.number, "arrived": came.at.isoformat(timespec="minutes"), "looker": "named"}


def late_picture(*, fact: Entry, now: datetime) -> None:
    """Bring a picture of a look at the goods that was handed in late to the claim, while that is open."""
    if not fact.facts.get(timeline.LATE):
        return
    repair = Repair.objects.filter(pk=fact.stream_key.key).first() if fact.stream_key.kind == "repair" else None
    claim = queries.claim_of_inspection(repair) if repair else None
    if claim is None:
        return
    lock(claim)
    if claim.state not in CLAIM.ends:
        _bring(claim, str(fact.facts["sha256"]), datetime.fromisoformat(str(fact.facts[timeline.DONE_AT])), now)


def _bring(claim: Claim, sha256: str, shot_at: datetime | None, now: datetime) -> None:
    original = SealedFile.objects.filter(sha256=sha256).first()
    if original is not None and original.kind in files.PICTURES:
        _as_evidence(claim, original, shot_at, now)


def look_not_needed(*, fact: Entry, now: datetime) -> None:
    """A claim is decided or taken back: nobody has to come and look any more; who stands there already goes on."""
    if fact.code in ("claim.agree", "claim.accept_offer") and not fact.facts.get("inspection"):
        return
    claim = queries.claim_by_key(fact.stream_key.key)
    repair = queries.inspection_of(claim)
    visit = visits.latest_of(repair.stream()) if repair else None
    if repair and REPAIR.step("cancel", repair.state) and not (visit and visit.state == "on_site"):
        repairs.cancel(repair=repair, why="", by=SYSTEM, now=now)
        facts = {"inspection": repair.number, "because": "withdrawn" if fact.code == "claim.withdraw" else "decided"}
        timeline.write(claim.stream(), "claims.inspection_called_off", by=SYSTEM, now=now, facts=facts)


def _as_evidence(claim: Claim, original: SealedFile, shot_at: datetime | None, now: datetime) -> None:
    evidence.receive(
        file=original,
        stream=claim.stream(),
        owner_key=str(claim.seller_id),
        order_key=claim.purchase.order_key,
        party_key=f"organisation:{claim.operator_id}",
        side="expert",
        role="inspection",
        claimed_at=claim.created_at,
        shot_at=shot_at,
        by=SYSTEM,
        now=now,
    )
