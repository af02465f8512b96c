"""The plain pages of a claim's dossier: what was asked, what each side said, who looked, who is who, what was paid."""

import json
from collections.abc import Iterable
from datetime import datetime

from anxin.core import vault
from anxin.core.clocks.models import Clock
from anxin.core.streams.hashing import instant
from anxin.core.timeline import EntryView
from anxin.core.zone import SHANGHAI
from anxin.domain.claims.models import Answer, Claim, Decision
from anxin.domain.claims.queries.history import early_of
from anxin.domain.claims.queries.inspections import found_at, inspection_of
from anxin.domain.claims.queries.judges import SECOND_LOOK
from anxin.domain.claims.queries.payers import payer_now
from anxin.domain.claims.queries.seals import had_left
from anxin.domain.claims.rules.remedies import borne_by
from anxin.domain.claims.rules.takeovers import heard_as
from anxin.domain.evidence.queries import links_of
from anxin.domain.evidence.rules import shows_packing, told_declaration
from anxin.domain.goods.queries.waybills import waybill_changes
from anxin.domain.goods.rules import only_day
from anxin.domain.network.queries import vouchers_of
from anxin.domain.repairs.models import Repair
from anxin.domain.visits import queries as visits

STATED = "claims.stated"
"""The fact that binds what a buyer said when he filed."""


def case(row: Claim) -> dict[str, object]:
    """Return the page of what is asked, of whom, and of which order."""
    order = row.purchase
    return {
        "number": row.number,
        "forum": row.forum,
        "state": row.state,
        "type": row.type,
        "reason": row.reason,
        "statutory": row.statutory,
        "asked_fen": row.asked_fen,
        "declared": told_declaration(row.declaration),
        "filed_at": instant(row.created_at),
        "seller": row.seller.name,
        "seller_left_at": row.seller.left_at and instant(row.seller.left_at),
        "seller_silent_at": row.seller.silent_at and instant(row.seller.silent_at),
        "buyer": row.buyer.name_masked,
        "buyer_erased_at": row.buyer.erased_at and instant(row.buyer.erased_at),
        "order": order.order_key,
        "paid_reference": order.paid_reference,
        "paid_where": "shop",
        "waybill": order.waybill,
        "waybill_changes": [
            {"at": instant(it.at), "was": it.was, "becomes": it.becomes} for it in waybill_changes(order)
        ],
        "shipped_at": order.shipped_at and _known(order.shipped_at),
        "sent_by": order.sent_by and instant(order.sent_by),
        "return_waybill": row.return_waybill,
        "goods_waybill": row.goods_waybill,
        "platform_reference": row.platform_ref,
        "bought_at": _known(order.bought_at),
        "delivered_at": order.delivered_at and _known(order.delivered_at),
        "lines": [
            {
                "title": line.line.title,
                "quantity": line.quantity,
                "amount_fen": line.line.amount_fen * line.quantity // line.line.quantity,
                "listing": line.line.listing,
                "listing_at": _known(line.line.listing_at),
            }
            for line in row.lines.select_related("line").order_by("line__position")
        ],
    }


def signatures(row: Claim) -> dict[str, object]:
    """Return the page of who signed for the work of the repair beside this claim; none where nobody did."""
    repair = Repair.objects.filter(number=row.repair_number).first() if row.repair_number else None
    signed = visits.signatures(repair.stream()) if repair else []
    told = [
        {
            "repair": row.repair_number,
            "signed_by": one.signer.name,
            "how": "drawn" if one.drawn else "typed",
            "sha256": one.file,
            "signed_at": instant(one.at),
            "by_the_phones_clock": one.done_at and instant(one.done_at),
            "handed_in_late": one.late,
        }
        for one in signed
    ]
    return {"signatures": told} if told else {}


def _known(at: datetime) -> str:
    return at.astimezone(SHANGHAI).date().isoformat() if only_day(at) else instant(at)


def answer(one: Answer) -> dict[str, object]:
    """Return how the merchant was heard."""
    return {
        "kind": heard_as(one.kind, one.by),
        "at": instant(one.at),
        "by": one.by,
        "remedy": one.remedy,
        "amount_fen": one.amount_fen,
        "reason": vault.open_("claims.answer", one.id, one.reason_sealed) if one.reason_sealed else "",
    }


def decision(one: Decision, among: Iterable[Decision]) -> dict[str, object]:
    """Return what was decided, why, what lay before who decided, and which kind among others took its place."""
    replaced_by = next((it.kind for it in among if it.replaces_id == one.pk and it.given_at), "")
    return {
        "id": str(one.id),
        "kind": one.kind,
        "answer": one.answer.kind,
        "state": one.state,
        "remedy": one.remedy,
        "amount_fen": one.amount_fen,
        "liable": borne_by(one.remedy, one.liable),
        "goods": one.goods,
        "payer": payer_now(one, one.claim),
        "rules_version": one.rules_version,
        "reason": vault.open_("claims.reason", one.id, one.reason_sealed),
        "found": json.loads(vault.open_("claims.found", one.id, one.found_sealed)) if one.found_sealed else [],
        "replaces": one.replaces_id and str(one.replaces_id),
        "replaced_by": replaced_by,
        "early": early_of(one.claim) if one.kind == Decision.Kind.APPEALED and one.given_at else "",
        "mistake": vault.open_("claims.mistake", one.id, one.mistake_sealed) if one.mistake_sealed else "",
        "fraud_said": one.fraud_said,
        "second_person": one.second_why,
        "decided_by": one.decided_by,
        "confirmed_by": one.confirmed_by,
        "given_at": one.given_at and instant(one.given_at),
        "opened": one.opened,
        "pictures": one.pictures,
        "examined": [
            {"label": look.label, "outcome": look.outcome, "attention": look.examination.attention}
            for look in one.seen.select_related("examination").order_by("label")
        ],
    }


def statements(row: Claim, facts: Iterable[EntryView]) -> list[dict[str, object]]:
    """Return what each side said, in order, each with the fact that binds its words; none where none was made then."""
    told = list(facts)
    bound = next((one for one in told if one.code == STATED), None)
    first = vault.open_("claims.told", row.id, row.told_sealed) if row.told_sealed else ""
    said = [_said("buyer", "filed", row.created_at, first, bound)] if first else []
    heard = {str(one.facts.get("answer")): one for one in told if one.code == "claims.heard"}
    for one in row.answers.order_by("at", "id"):
        text = vault.open_("claims.answer", one.id, one.reason_sealed) if one.reason_sealed else ""
        said.append(_said("merchant", heard_as(one.kind, one.by), one.at, text, heard.get(str(one.id))))
    for fact in (fact for fact in told if fact.code in APPEALS):
        side = str(fact.facts.get("side") or ("buyer" if fact.actor_kind.startswith("customer") else "merchant"))
        text = next((fact.private[name].text for name in ("why", "text") if name in fact.private), "")
        said.append(_said(side, APPEALS[fact.code], fact.at, text, fact))
    return sorted(said, key=lambda one: str(one["at"]))


APPEALS = {
    "claim.appeal": "appealed",
    "claims.appeal_answered": "appeal_answered",
    "claim.withdraw": "withdrawn",
    "claim.refuse_offer": "refused_offer",
}
"""The steps of a side that carry its own words."""


def _said(side: str, kind: str, at: datetime, text: str, fact: EntryView | None) -> dict[str, object]:
    return {
        "side": side,
        "kind": kind,
        "at": instant(at),
        "text": text,
        "fact": fact.position if fact else None,
        "committed": fact is not None,
    }


def inspection(row: Claim) -> dict[str, object]:
    """Return the page of the technician who looked at the goods: who he is, who vouched for him that day, when he came.

    `state` and `outcome` are the visit's: one that was called off, or wasn't finished, had nobody at the goods. None
    where nobody was sent.
    """
    repair = inspection_of(row)
    visit = visits.latest_of(repair.stream()) if repair else None
    if repair is None or visit is None:
        return {}
    came = visit.check_ins.order_by("at").first()
    on = (came.at if came else visit.wanted_from_at).astimezone(SHANGHAI).date()
    who = visit.technician
    return {
        "inspection": {
            "visit": visit.number,
            "state": visit.state,
            "outcome": visit.outcome,
            "technician": who.called if who else "",
            "badge": who.number if who else "",
            "outlet": visit.outlet.organisation.name if visit.outlet else "",
            "authorised_on": on.isoformat(),
            "authorised_by": [
                {"brand": one.brand, "for": one.scope, "until": one.to_date.isoformat()}
                for one in (vouchers_of(who, on=on) if who else ())
            ],
            "arrived_at": came and instant(came.at),
            "by_the_phones_clock": came.done_at and instant(came.done_at) if came else None,
            "distance_m": came.distance_m if came else None,
            "place": came.place if came else "",
            "timing": came.timing if came else "",
            "buyer_says": came.answer if came else "",
            "found": found_at(repair),
            "pictures": [one.file for one in visit.photos.order_by("at")],
        }
    }


def packings(row: Claim) -> list[dict[str, object]]:
    """Return of each original that shows the packing when it was sealed, and whether the goods had left by then.

    Not known (None) where nobody said when, or that, they went out.
    """
    order = row.purchase
    known = any((order.shipped_at, order.delivered_at, order.sent_by))
    return [
        {
            "label": one.label,
            "sealed_at": instant(one.sealed_at),
            "after_shipping": had_left(row, one.sealed_at) if known else None,
        }
        for one in links_of(row.stream())
        if shows_packing(one.side, one.role)
    ]


def clocks(row: Claim) -> list[dict[str, object]]:
    """Return every clock of a claim that both sides know: since when, until when, and how it ended."""
    stream = row.stream()
    found = Clock.objects.filter(stream_kind=stream.kind, stream_key=stream.key).exclude(kind=SECOND_LOOK)
    found = found.order_by("started_at", "id")
    ends = ("met_at", "missed_at", "stopped_at")
    return [
        {"kind": one.kind, "started_at": instant(one.started_at), "due_at": instant(one.due_at)}
        | {end: (at := getattr(one, end)) and instant(at) for end in ends}
        for one in found
    ]
