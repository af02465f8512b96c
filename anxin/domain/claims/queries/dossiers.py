"""The pages of a claim's dossier: the case, how the merchant was heard, the decisions, the law on the act's date."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from anxin.core import settings, timeline
from anxin.core import wording as words
from anxin.core.actors import Actor
from anxin.core.errors import Forbidden, WrongState
from anxin.core.streams.hashing import instant
from anxin.domain.claims import rules
from anxin.domain.claims.models import Claim, Decision
from anxin.domain.claims.queries import dossier_money, law_texts
from anxin.domain.claims.queries import dossier_pages as pages
from anxin.domain.claims.queries.history import audience_of, timeline_of, told
from anxin.domain.claims.wording import readme
from anxin.domain.evidence.queries import Dossier
from anxin.domain.people.queries.dossier_people import dossier_people
from anxin.domain.threads.queries import dossier_messages, side_of

LIMITS = (
    "claims.seven_day_return_d",
    "claims.money_d",
    "claims.answer_h",
    "claims.answer_suspect_h",
    "claims.appeal_d",
    "claims.second_person_fen",
    "claims.rules_version",
)
ANSWER = ("claims.answer_h", "claims.answer_suspect_h")
"""How long a merchant may take to answer, and how long where something must be looked at closely."""
SAID = ("why", "text")
PAGED = ("claims.heard", "claims.payout")
"""Facts that the pages beside the chain tell whole: what the merchant answered, what was paid back."""


class BeingDecided(WrongState):
    """The desk is deciding: until it has, its proposal is its own."""

    code = "claims.being_decided"


class NoDossierOfClaim(Forbidden):
    """Who reads a case doesn't take its dossier along for that: only some roles do, on a page and by program alike."""

    code = "claims.not_yours_to_take"


def dossier(row: Claim, *, now: datetime, reader: Actor | None = None) -> Dossier:
    """Gather what a claim's dossier holds besides its evidence and its chain.

    A `reader` of one side gets his own side's originals only, and of what the desk keeps to itself (notes, proposals
    sent back, who of the authorities reads it) the hash; while a proposal waits for its second person, there is none
    for him (`claims.being_decided`). Without a reader it is whole.
    """
    decisions, side, audience = row.decisions.order_by("created_at"), "", ""
    facts = timeline.chain(row.stream())
    readable: frozenset[UUID] | None = None
    if reader is not None and not rules.takes_dossiers(reader.roles):
        raise NoDossierOfClaim({"number": row.number})
    if reader is not None and side_of(reader) not in ("desk", "auditor"):
        side, audience = side_of(reader), audience_of(reader)
        if decisions.filter(state="proposed").exclude(kind=Decision.Kind.CORRECTED).exists():
            raise BeingDecided({"number": row.number})
        decisions = decisions.exclude(state__in=("sent_back", "proposed"))
        facts = _readable(facts, row, audience, {str(decision.id) for decision in decisions})
        readable = frozenset(fact.id for fact in facts)
    paid = dossier_money.paid_out(row)
    return Dossier(
        stream=row.stream(),
        number=row.number,
        pages={
            "case": pages.case(row),
            "answers": [pages.answer(answer) for answer in row.answers.order_by("at", "id")],
            "decisions": [pages.decision(one, decisions) for one in decisions],
            "law": _law(row, decisions, now),
            "messages": dossier_messages(row.stream(), side=side),
            "statements": pages.statements(row, timeline.read(row.stream(), opened=SAID)),
            "people": dossier_people(
                facts,
                customer=row.buyer,
                kind="buyer",
                closed=str(row.operator_id) if side else "",
                beside=paid.acts,
            ),
            "money": dossier_money.money(row, facts, paid),
            "clocks": pages.clocks(row),
            "packings": pages.packings(row),
            **pages.inspection(row),
            **pages.signatures(row),
        },
        read_me=str(readme.READ_ME).format(number=row.number),
        readable=readable,
        audience=audience,
        originals_of=side,
    )


def _readable(facts: Iterable[timeline.Entry], row: Claim, audience: str, given: set[str]) -> list[timeline.Entry]:
    """Return the facts a reader may know of: those told him, what the pages tell, and a decision that was given."""
    return [
        fact
        for fact in told(facts, row, audience)
        if audience in words.fact(fact.code).audiences
        or fact.code in PAGED
        or (fact.code == "decision.proposed" and fact.facts.get("row") in given)
    ]


def answer_pack(row: Claim, *, actor: Actor, now: datetime) -> Dossier:
    """Gather what a merchant hands to a platform that decides: his own originals and words, nothing of the desk's."""
    return Dossier(
        stream=row.stream(),
        number=row.number,
        pages={
            "case": pages.case(row),
            "answers": [pages.answer(answer) for answer in row.answers.order_by("at", "id")],
            "record": [
                {"at": instant(one.at), "what": one.sentence, "by": one.by or one.by_kind, "text": one.text}
                for one in timeline_of(row, actor=actor)
            ],
        },
        read_me=str(readme.ANSWER_READ_ME).format(number=row.number),
        side="merchant",
    )


def _law(row: Claim, decisions: Iterable[Decision], now: datetime) -> list[dict[str, object]]:
    """Return the limits and the rows of law that touch this case, as on the day it was filed: not legal advice."""
    touching = law_texts.touching(row, decisions=decisions, now=now)
    return [*(_rule(name, row) for name in LIMITS), *(law_texts.plain(one) for one in touching)]


def _rule(name: str, row: Claim) -> dict[str, object]:
    known = settings.valid(name, organisation=str(row.seller_id), at=row.created_at)
    return {
        "code": name,
        "value": known.value,
        "origin": known.origin,
        "source": known.source,
        "from": known.valid_from and instant(known.valid_from),
        "on": instant(row.created_at),
        **({"applied": name == ANSWER[row.needs_attention]} if name in ANSWER else {}),
    }
