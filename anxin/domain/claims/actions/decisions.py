"""Decisions: made only here, after both gates (the merchant heard, every picture examined), given, carried out."""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from anxin.core import clocks, inserts, settings, timeline, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.states import begin, lock, transition
from anxin.core.timeline import Entry
from anxin.core.wording import words_of
from anxin.domain.claims import queries, rules, wording
from anxin.domain.claims.actions import execution
from anxin.domain.claims.actions.addresses import repairable
from anxin.domain.claims.actions.closure import end_hearings, put_aside, take_requests_back
from anxin.domain.claims.actions.gone_sellers import seller_heard
from anxin.domain.claims.choices import AGREEABLE
from anxin.domain.claims.models import AdvanceAnswer, Answer, Claim, Decision, Seen
from anxin.domain.claims.queries import companions, line_money, witnesses
from anxin.domain.claims.queries.payers import who_pays
from anxin.domain.claims.queries.returned_goods import goods_after
from anxin.domain.claims.rules import judges
from anxin.domain.claims.rules.remedies import borne_by, is_beyond
from anxin.domain.claims.wording.decisions import with_beyond
from anxin.domain.evidence import queries as evidence_queries
from anxin.domain.evidence.rules import ATTENTION
from anxin.domain.evidence.states import EXAMINATION

REASON, FOUND, ANSWER, STANDING = "claims.reason", "claims.found", "claims.answer", "claims.standing"
MISTAKE = "claims.mistake"

JUDGED = (Decision.Kind.REVIEWED, Decision.Kind.APPEALED, Decision.Kind.CORRECTED)
"""The kinds that a reviewer decides: with facts found, and by a second person where one must agree."""


class Locked(WrongState):
    """A gate is shut: the merchant has not been heard, or a picture has no outcome yet."""

    code = "claims.locked"


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """What is decided: the remedy and its sum, the reason both sides read, what was found with which evidence.

    `early`: why nothing in an appeal is new, where it is decided before the other side's time to answer is over.
    `mistake`: what was wrong with the decision that this one corrects. `beyond`: why more is given than was asked for.
    """

    remedy: str
    reason: str
    amount_fen: int = 0
    liable: str = "merchant"
    found: tuple[tuple[str, tuple[str, ...]], ...] = ()
    fraud_said: bool = False
    early: str = ""
    mistake: str = ""
    beyond: str = ""


def make(*, claim: Claim, kind: str, ruling: Ruling, by: Actor, now: datetime, decided_by: str = "") -> Decision:
    """Make a proposed decision of a held claim.

    Raises `claims.locked` where the merchant has not been heard or a picture has no outcome, `claims.more_than_paid`,
    `core.invalid` where the ruling is none.
    """
    if claim.forum != Claim.Forum.OWN:
        raise locked(claim, "platform")
    answer = queries.last_answer(claim)
    if answer is None:
        raise locked(claim, "merchant_unheard")
    seen = companions.pictures_of(claim)
    waiting = [link.label for link, one in seen if one is None or one.state == "asked"]
    if waiting:
        raise locked(claim, "unexamined", waiting)
    if companions.capture_open(companions.challenges_of(claim)):
        raise locked(claim, "unverified")
    _check(claim, kind, ruling, now)
    ruling = _settled(ruling)
    known = companions.decisions_of(claim)
    first = companions.decision_in(claim, "given")
    row = Decision(
        id=uuid7(),
        claim=claim,
        kind=kind,
        answer=answer,
        pictures=len(seen),
        examined=sum(one.state in EXAMINATION.ends for _, one in seen if one),
        opened=_opened(claim, by) if kind in JUDGED else None,
        remedy=ruling.remedy,
        amount_fen=ruling.amount_fen,
        liable=ruling.liable,
        goods=goods_after(claim, ruling.remedy, ruling.amount_fen, agreed=_agreed(kind, ruling)),
        rules_version=settings.get("claims.rules_version", at=now),
        fraud_said=ruling.fraud_said,
        second_why=_second(claim, kind, ruling, now),
        decided_by=decided_by or by.key,
        unit="" if kind == Decision.Kind.AGREED else by.organisation,
        seller_key=str(claim.seller_id),
        drafted_by=answer.by,
        first_by=first.decided_by if first else "",
        replaces=first,
    )
    row.payer = who_pays(row)
    private = _sealed(row, ruling)
    looks = [Seen(decision=row, examination=one, label=link.label, outcome=one.state) for link, one in seen if one]
    begin(row, by=by, now=now, facts=_first_fact(row, looks, now), private=private)
    companions.add_decision(claim, row, known)
    inserts.insert(looks)
    return row


def _agreed(kind: str, ruling: Ruling) -> bool:
    """Return whether both sides agreed that goods stay for money: of a former system's word only by a return."""
    return ruling.remedy == "return" if kind == Decision.Kind.TAKEN_OVER else kind not in JUDGED


def _sealed(row: Decision, ruling: Ruling) -> dict[str, str]:
    """Seal the words of a new decision, and return those that its first fact binds."""
    words = {name: getattr(ruling, name).strip() for name in ("reason", "early", "mistake")}
    found = json.dumps(ruling.found, ensure_ascii=False)
    row.reason_sealed = vault.seal(REASON, row.id, words["reason"])
    row.found_sealed = vault.seal(FOUND, row.id, found) if ruling.found else ""
    row.mistake_sealed = vault.seal(MISTAKE, row.id, words["mistake"]) if words["mistake"] else ""
    return {"reason": words["reason"], "facts": found, **{name: said for name, said in words.items() if said}}


def said(row: Decision) -> tuple[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Return the words of a decision: its reason, and what was found with which evidence."""
    found = json.loads(vault.open_(FOUND, row.id, row.found_sealed)) if row.found_sealed else []
    return vault.open_(REASON, row.id, row.reason_sealed), tuple((text, tuple(labels)) for text, labels in found)


def _opened(claim: Claim, by: Actor) -> int:
    """Return how many originals of a claim its decider has opened; nothing is asked where there are none."""
    return evidence_queries.count_opened(claim.stream(), by=by) if companions.looks_of(claim) else 0


def _first_fact(row: Decision, looks: list[Seen], now: datetime) -> dict[str, object]:
    """Return the first fact of a decision: what its row is verified by later; `nobody` where none may confirm it."""
    looked = ("fraud_said", "opened", "goods")
    same = ("kind", "remedy", "amount_fen", "liable", "decided_by", "answer_id", "replaces_id", *looked)
    named = {"second": row.second_why, "rules": row.rules_version, "payer": row.payer}
    later = {"buyer_accepted_at": None, "merchant_accepted_at": None, "given": None, "confirmed_by": ""}
    later |= {"payer_paid_at": None}
    seen = witnesses.seen_told((look.examination_id, look.label, look.outcome) for look in looks)
    told = {**{one: getattr(row, one) for one in same}, **named, **later, "seen": seen}
    alone = row.second_why and queries.why_nobody_confirms(row.claim, drafter=row.decided_by, now=now) is not None
    return told | ({"nobody": True} if alone else {})


def locked(claim: Claim, why: str, labels: list[str] | None = None) -> Locked:
    """Return the error of a gate that is shut, with the reason in words."""
    told = words_of(wording.LOCKS, why)
    return Locked({"number": claim.number, "why": why, "said": told, "labels": " ".join(labels or ())})


def _check(claim: Claim, kind: str, ruling: Ruling, now: datetime) -> None:
    """Raise Invalid where a ruling is incomplete; sums are checked too, except of what the merchant agreed to."""
    for field, given, known in (("remedy", ruling.remedy, rules.REMEDIES), ("liable", ruling.liable, rules.LIABLE)):
        if given not in known:
            raise Invalid(field, expected=", ".join(known), got=given)
    if not ruling.reason.strip():
        raise Invalid("reason", expected=_("a reason both sides can read"), got="")
    if kind in JUDGED:
        if not any(text.strip() for text, _labels in ruling.found):
            raise Invalid("found", expected=_("at least one fact that was found"), got="")
        execution.check_remedy(claim, ruling.remedy, ruling.amount_fen, now=now)
        if is_beyond(ruling.amount_fen, asked_fen=claim.asked_fen) and not ruling.beyond.strip():
            raise Invalid("beyond", expected=_("why more is given than was asked for"), got="")
    elif (ruling.remedy in rules.MONEY) != (ruling.amount_fen > 0):
        raise Invalid("amount_fen", expected=_("a sum where money goes back, none where not"), got=ruling.amount_fen)


def _settled(ruling: Ruling) -> Ruling:
    """Return a ruling as it is kept: nobody bears where nothing is given, and the reason says why more than asked."""
    liable = borne_by(ruling.remedy, ruling.liable)
    return replace(ruling, liable=liable, reason=with_beyond(ruling.reason, ruling.beyond), beyond="")


def _second(claim: Claim, kind: str, ruling: Ruling, now: datetime) -> str:
    if kind not in JUDGED:
        return ""
    from_fen: int = settings.get("claims.second_person_fen", at=now)
    sum_fen = max(ruling.amount_fen, claim.asked_fen)
    labelled = queries.labelled(claim)
    why = judges.why_second(amount_fen=sum_fen, from_fen=from_fen, fraud_said=ruling.fraud_said, labelled=labelled)
    return why or ("correction" if kind == Decision.Kind.CORRECTED else "")


def conclude(*, claim: Claim, now: datetime) -> Decision | None:
    """Decide a locked claim as the merchant agreed, once every picture has its outcome; return None until then.

    An agreement sets a reviewer's draft aside and replaces a decision under appeal. Of a merchant that left or answers
    nothing any more none counts: others would pay for it, and a reviewer decides.
    """
    if claim.state not in ("merchant_answer", "offer_made", "review", "need_evidence"):
        return None
    if claim.forum != Claim.Forum.OWN:
        return None  # a yes is an answer to the platform: it decides, and its money is not ours to move
    if not _is_examined(claim):
        return None
    yes = queries.agreement(claim) or _by_advance_answer(claim, now)
    if yes is None:
        return None
    reason = vault.open_(ANSWER, yes.id, yes.reason_sealed)
    ruling = Ruling(remedy=yes.remedy, amount_fen=yes.amount_fen, reason=reason)
    put_aside(claim, now=now)
    row = make(claim=claim, kind="agreed", ruling=ruling, by=SYSTEM, now=now, decided_by=yes.by)
    if row.replaces is not None:
        lock(row.replaces)
        transition(row.replaces, "replace", by=SYSTEM, now=now, facts={"kind": row.kind})
    step = "accept_offer" if yes.kind == "offer" else "agree"
    looked: dict[str, object] = {"inspection": claim.inspection_number} if claim.inspection_number else {}
    looked |= {"beforehand": True} if yes.kind == "standing" else {}
    transition(claim, step, by=SYSTEM, now=now, facts={"answer": str(yes.id), "how": yes.kind, **looked})
    end_hearings(claim, by=SYSTEM, now=now, facts={"kind": row.kind})
    take_requests_back(claim, now=now)
    give(row, by=SYSTEM, now=now)
    final(row, by=SYSTEM, now=now)
    return row


def _is_examined(claim: Claim) -> bool:
    """Return whether every picture has its outcome, and so has what answered a challenge."""
    if any(seen is None or seen.state == "asked" for _, seen in companions.pictures_of(claim)):
        return False
    return not companions.capture_open(companions.challenges_of(claim))


def _by_advance_answer(claim: Claim, now: datetime) -> Answer | None:
    """Return the answer a merchant gave in advance, where one covers the claim; it is written down as his answer."""
    row = advance_answer(claim, now=now) if claim.state == "merchant_answer" else None
    if row is None:
        return None
    reason = vault.open_(STANDING, row.id, row.reason_sealed)
    return hear(claim, kind="standing", reason=reason, by=SYSTEM, unit=claim.seller_id, now=now, standing=row)


def advance_answer(claim: Claim, *, now: datetime) -> AdvanceAnswer | None:
    """Return the advance answer that agrees to a claim whose pictures all have their outcome; None until then.

    What a merchant that left or answers nothing said beforehand agrees to nothing: others would pay for it. Nor does
    any answer to a claim about what an earlier one gave something for: a person decides that.
    """
    if (
        queries.is_gone(claim)
        or claim.reason not in AGREEABLE
        or claim.forum != Claim.Forum.OWN
        or companions.answers_of(claim)
        or not _is_examined(claim)
    ):
        return None
    attention = evidence_queries.attention_of(claim.stream())
    rows = AdvanceAnswer.objects.filter(organisation=claim.seller, revoked_at=None, from_at__lte=claim.created_at)
    for row in rows.order_by("from_at", "id"):
        if claim.type == "repair" and not repairable(claim, now=now):
            continue
        given = rules.AdvanceTerms(
            reasons=tuple(row.reasons), types=tuple(row.types), most_fen=row.most_fen, attention_most=row.attention_most
        )
        if rules.advance_answer_covers(
            given, reason=claim.reason, type=claim.type, asked_fen=claim.asked_fen, attention=attention
        ):
            return None if line_money.was_given(claim) else row
    return None


def hear(
    claim: Claim,
    *,
    kind: str,
    by: Actor,
    unit: object,
    now: datetime,
    reason: str = "",
    remedy: str = "",
    amount_fen: int = 0,
    standing: AdvanceAnswer | None = None,
) -> Answer:
    """Record how the merchant was heard and meet his clock; a plain yes grants what was asked for."""
    if kind in ("agree", "standing"):
        remedy = rules.granted(claim.type, came_back=bool(claim.return_waybill))
        amount_fen = claim.asked_fen if remedy in rules.MONEY else 0
    said_by = standing.by if standing else by.key
    row = Answer(id=uuid7(), claim=claim, kind=kind, by=said_by, organisation=str(unit), remedy=remedy, at=now)
    row.amount_fen, row.standing = amount_fen, standing
    row.reason_sealed = vault.seal(ANSWER, row.id, reason.strip()) if reason.strip() else ""
    known = companions.answers_of(claim)
    inserts.insert_at_end(row)
    companions.add_answer(claim, row, known)
    told = {one: getattr(row, one) for one in ("kind", "by", "remedy", "amount_fen", "standing_id", "organisation")}
    facts = {**told, "answer": row.id, "accepted": None}
    seller_heard(claim, by=by, now=now)
    timeline.write(claim.stream(), "claims.heard", by=by, now=now, facts=facts, private={"reason": reason.strip()})
    if kind != "timeout":
        clocks.meet(claim.stream(), "claims.answer", now=now)
        clocks.meet(claim.stream(), "claims.platform", now=now)
    return row


def give(row: Decision, *, by: Actor, now: datetime) -> None:
    """Publish a decision to both sides and meet the clocks that waited for it."""
    told = {"remedy": row.remedy, "amount_fen": row.amount_fen, "confirmed_by": row.confirmed_by, "kind": row.kind}
    paid = {"payer": who_pays(row)}
    transition(row, "give", by=by, now=now, facts={**told, **paid}, sets={"given_at": now, **paid})
    stream = row.claim.stream()
    clocks.meet(stream, "claims.decision", now=now)
    clocks.meet(stream, "claims.ceiling", now=now)


def final(row: Decision, *, by: Actor, now: datetime) -> None:
    """Make a decision final and carry it out, paid by who pays for its merchant now; both must be locked."""
    put_aside(row.claim, now=now)
    lock(row)
    paid = {"payer": who_pays(row)}
    look = {"look": row.claim.inspection_number} if row.claim.inspection_number else {}
    transition(row, "finish", by=by, now=now, facts={"kind": row.kind, **look, **paid}, sets=paid)
    clocks.stop(row.claim.stream(), "claims.appeal", now=now)
    execution.execute(row, now=now)


def examined(*, fact: Entry, now: datetime) -> None:
    """Handle the outcome of a picture or capture: give the merchant more time if needed, decide if he agreed."""
    if fact.stream_key.kind != "claim":
        return
    claim = queries.claim_by_key(fact.stream_key.key)
    lock(claim)
    _longer(claim, now)
    conclude(claim=claim, now=now)


def _longer(claim: Claim, now: datetime) -> None:
    """Extend the merchant's time to answer where a picture asks for a close look: once, and never shorter."""
    if claim.state != "merchant_answer" or claim.needs_attention or claim.forum != Claim.Forum.OWN:
        return
    if ATTENTION.index(evidence_queries.attention_of(claim.stream())) < ATTENTION.index("medium"):
        return
    due_at = clocks.due_time(
        "claims.answer",
        setting="claims.answer_suspect_h",
        since=claim.created_at,
        organisation=str(claim.seller_id),
        now=now,
    )
    running = clocks.open_clocks(claim.stream()).filter(kind="claims.answer").first()
    if running is None or due_at <= running.due_at:
        return
    clocks.stop(claim.stream(), "claims.answer", now=now)
    clocks.start("claims.answer", claim.stream(), whose=str(claim.seller_id), now=now, due_at=due_at)
    Claim.objects.filter(pk=claim.pk).update(answer_due_at=due_at, needs_attention=True)
    facts = {"until": due_at.isoformat(timespec="minutes")}
    timeline.write(claim.stream(), "claims.answer_longer", by=SYSTEM, now=now, facts=facts)
    claim.refresh_from_db()
