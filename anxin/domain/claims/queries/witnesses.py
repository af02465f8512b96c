"""What the chain says of claims: what was asked for, how the merchant was heard, what was decided, what was paid."""

from collections.abc import Iterable

from anxin.core import vault
from anxin.core.streams.hashing import digest
from anxin.core.timeline import AT, BY, NOTHING, SEALED, Witness
from anxin.domain.claims.models import (
    AdvanceAnswer,
    Answer,
    Appeal,
    Claim,
    Decision,
    Dispute,
    Outcome,
    Payout,
    Recovery,
)
from anxin.domain.claims.queries.gone_twice import TWICE
from anxin.domain.claims.queries.shop_gifts import IN_SHOP

OF_CLAIM = {"claim": "claim_id"}
SINCE = "customer"
"""A name in a claim's first fact since all of the below is told."""


def lines_told(lines: Iterable[tuple[object, int]]) -> str:
    """Return one short text that changes with the lines claimed about, or their pieces."""
    return digest(b"anxin.claims.lines", sorted([str(line), pieces] for line, pieces in lines))


def seen_told(seen: Iterable[tuple[object, str, str]]) -> str:
    """Return one short text that changes with the looks that lay before who decided."""
    return digest(b"anxin.claims.seen", sorted([str(look), label, outcome] for look, label, outcome in seen))


def witnesses() -> tuple[Witness, ...]:
    """Return what facts say of the rows of claims."""
    return (_claim(), _answer(), _advance_answer(), _decision(), *_hearings(), *_money())


def _claim() -> Witness:
    told = {one: one for one in ("number", "type", "reason", "forum", "asked_fen", "statutory", "declaration", "drawn")}
    sides = {"buyer_id": "customer", "seller_id": "seller", "purchase_id": "purchase"}
    repair, looked = {"repair_number": "repair"}, {"inspection_number": "inspection"}
    sent = dict.fromkeys(("goods_waybill", "replacement_waybill"), NOTHING)
    begun = {**told, **sides, **repair, **looked, "twice_at": NOTHING, "received": "received", **sent}
    return Witness(
        model=Claim,
        row="",
        told={
            "claim.submitted": {**begun, "return_waybill": NOTHING},
            "claim.taken_over": begun,
            "claims.shipped_back": {"return_waybill": f"{SEALED}text"},
            "claim.receive_back": {"received": "received"},
            "claim.receive_late": {"received": "received"},
            "claims.goods_sent": {"goods_waybill": f"{SEALED}text"},
            "claims.replacement_sent": {"replacement_waybill": f"{SEALED}text"},
            "claims.stated": {"told": f"{SEALED}text"},
            "claims.repair_opened": repair,
            "claims.inspection_ordered": looked,
            TWICE: {"twice_at": AT},
            **{code: {"forum": "forum"} for code in ("claim.take_outcome", "claim.contradict")},
        },
        reads={
            "drawn": lambda row: lines_told((line.line_id, line.quantity) for line in row.lines.all()),
            "told": lambda row: vault.open_("claims.told", row.id, row.told_sealed) if row.told_sealed else "",
        },
        beside=("lines",),
        kinds={"claim": "id"},
        name=lambda row: str(row.number),
    )


def _answer() -> Witness:
    told = {one: one for one in ("kind", "by", "remedy", "amount_fen", "standing_id", "organisation")}
    return Witness(
        model=Answer,
        row="answer",
        told={
            "claims.heard": {**told, "at": AT, "reason": f"{SEALED}reason", "accepted_at": "accepted"},
            "claims.offer_accepted": {"accepted_at": "accepted"},
        },
        reads={
            "reason": lambda row: vault.open_("claims.answer", row.id, row.reason_sealed) if row.reason_sealed else "",
        },
        since=SINCE,
        kinds=OF_CLAIM,
    )


def _advance_answer() -> Witness:
    told = {one: one for one in ("most_fen", "reasons", "types", "attention_most", "revoked_by")}
    return Witness(
        model=AdvanceAnswer,
        told={"claims.standing_given": told, "claims.standing_revoked": {"revoked_by": BY, "revoked_at": AT}},
        kinds={"organisation": "organisation_id"},
    )


def _decision() -> Witness:
    same = ("kind", "remedy", "amount_fen", "liable", "decided_by", "answer_id", "replaces_id", "fraud_said")
    looked = ("opened", "seen", "goods")
    sides = {one: one for one in ("buyer_accepted_at", "merchant_accepted_at")}
    given = {"confirmed_by": "confirmed_by", "given_at": "given"}
    words = {"reason": f"{SEALED}reason", "found": f"{SEALED}facts", "mistake": f"{SEALED}mistake"}
    other = {"second_why": "second", "rules_version": "rules", "payer": "payer", "payer_paid_at": "payer_paid_at"}
    other["payer_paid_fen"] = NOTHING
    return Witness(
        model=Decision,
        told={
            "decision.proposed": {**{one: one for one in (*same, *looked)}, **sides, **words, **other, **given},
            "decision.give": {"confirmed_by": "confirmed_by", "given_at": AT, "payer": "payer"},
            "decision.finish": {"payer": "payer"},
            "claims.payer_said": {"payer": "payer"},
            "claims.payer_paid": {"payer_paid_at": AT, "payer_paid_fen": "amount_fen"},
            "claims.payer_unpaid": {"payer_paid_at": "paid_at", "payer_paid_fen": NOTHING},
            "claims.payer_returned": {"payer_paid_at": "paid_at", "payer_paid_fen": "paid_fen"},
            "claims.accepted": sides,
        },
        reads={
            "reason": lambda row: vault.open_("claims.reason", row.id, row.reason_sealed),
            "found": lambda row: vault.open_("claims.found", row.id, row.found_sealed) if row.found_sealed else "[]",
            "mistake": lambda row: (
                vault.open_("claims.mistake", row.id, row.mistake_sealed) if row.mistake_sealed else ""
            ),
            "seen": lambda row: seen_told((one.examination_id, one.label, one.outcome) for one in row.seen.all()),
        },
        beside=("seen",),
        kinds=OF_CLAIM,
    )


def _hearings() -> tuple[Witness, ...]:
    opened = {"cause": "cause", "opened_by": BY, "reviewer": "reviewer"}
    back = {"reviewer": "to"}
    over = {"claims.handed_over": back}
    return (
        Witness(
            model=Dispute,
            shared=frozenset(over),
            told={"dispute.opened": opened, "dispute.assign": {"reviewer": BY}, "dispute.release": back, **over},
            kinds=OF_CLAIM,
        ),
        Witness(
            model=Appeal,
            shared=frozenset(over),
            told={
                "appeal.opened": {**opened, "cause": "side"},
                "appeal.assign": {"reviewer": BY},
                "appeal.release": back,
                "claims.appeal_answered": {"cause": "cause"},
                **over,
            },
            kinds=OF_CLAIM,
        ),
    )


def _money() -> tuple[Witness, ...]:
    left = {"left_fen": "left_fen"}
    demanded = {"demanded_fen": "amount_fen", **left}
    taken = {"what": "what", "amount_fen": "amount_fen", "told_by": "word"}
    paid = {"amount_fen": "amount_fen", "payment_id": "payment", "entered_at": NOTHING}
    return (
        Witness(
            model=Payout,
            row="payout",
            told={"claims.payout": paid, IN_SHOP: {"entered_at": AT}},
            since=SINCE,
            kinds=OF_CLAIM,
        ),
        Witness(
            model=Outcome,
            key="claim_id",
            told={
                "claim.take_outcome": {**taken, "by": BY, "at": AT},
                "claims.outcome_proven": {**taken, "by": BY, "at": AT},
                "claims.outcome_denied": {"told_by": "word"},
                "claims.outcome_corrected": {**taken, "corrected_by": BY},
            },
            kinds=OF_CLAIM,
        ),
        Witness(
            model=Recovery,
            told={"recovery.demanded": demanded, "recovery.lowered": demanded, "recovery.*": left},
            reads={"left_fen": lambda row: row.demanded_fen - row.repaid_fen},
            kinds=OF_CLAIM,
        ),
    )
