"""A decision as both sides read it, and a proposal as the desk does."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anxin.core import vault
from anxin.core.states import Step, buttons
from anxin.domain.claims.models import Decision
from anxin.domain.claims.queries.history import early_of
from anxin.domain.claims.queries.payers import payer_now
from anxin.domain.claims.queries.records import Records
from anxin.domain.claims.rules.remedies import borne_by
from anxin.domain.claims.rules.takeovers import is_from_elsewhere
from anxin.domain.claims.wording.decisions import FORMER
from anxin.domain.threads import queries as threads


@dataclass(frozen=True, kw_only=True)
class DecisionView:
    """A decision; `found` are its facts with the labels of the evidence they rest on: what both sides read.

    Of a correction `mistake` says what was wrong with the decision before, whose remedy and sum are `was`.
    `rules_version` is empty of one that a former system made: by none of our rules. `replaced_by` is the kind of
    the decision that took its place; `early` says why an appeal was decided before the other side had answered it.
    """

    id: UUID
    kind: str
    state: str
    remedy: str
    amount_fen: int
    liable: str
    goods: str
    payer: str
    rules_version: str
    reason: str
    found: tuple[tuple[str, tuple[str, ...]], ...]
    fraud_said: bool
    second_why: str
    mine: bool
    by: str
    confirmed_by: str
    given_at: datetime | None
    buyer_accepted_at: datetime | None
    merchant_accepted_at: datetime | None
    pictures: int
    opened: int | None
    buttons: tuple[Step, ...]
    mistake: str
    was: tuple[str, int] | None
    replaced_by: str
    early: str

    @property
    def dropped(self) -> bool:
        """Return whether it would have corrected a decision, and nobody agreed."""
        return self.kind == Decision.Kind.CORRECTED and self.state == "sent_back"

    @property
    def refuses(self) -> bool:
        """Return whether the claim isn't supported."""
        return self.remedy == "refuse"

    @property
    def proposed(self) -> bool:
        """Return whether a second person still has to look."""
        return self.state == "proposed"

    @property
    def appealable(self) -> bool:
        """Return whether it was given and time to appeal runs."""
        return self.state == "given"

    @property
    def stands(self) -> bool:
        """Return whether nothing can change it any more."""
        return self.state == "final"


def decisions_of(records: Records) -> tuple[DecisionView, ...]:
    """Return a claim's decisions, newest first, corrections that came to nothing last; drafts are the desk's own."""
    deep = threads.side_of(records.by) in ("desk", "auditor")
    shown = [decision for decision in records.decisions if deep or decision.state not in ("proposed", "sent_back")]
    return tuple(sorted((_view(one, records, deep) for one in shown), key=lambda one: one.dropped))


def named(key: str, records: Records) -> str:
    """Return how somebody of the house is called, by an actor's key; another's kind."""
    if is_from_elsewhere(key):
        return str(FORMER)
    kind, _, account = key.partition(":")
    return (records.called([account]).get(account) or kind) if key else ""


def _view(row: Decision, records: Records, deep: bool) -> DecisionView:
    found = json.loads(vault.open_("claims.found", row.id, row.found_sealed)) if row.found_sealed else []
    return DecisionView(
        id=row.id,
        kind=row.kind,
        state=row.state,
        remedy=row.remedy,
        amount_fen=row.amount_fen,
        liable=borne_by(row.remedy, row.liable),
        goods=row.goods,
        payer=payer_now(row, records.row),
        rules_version="" if row.kind == Decision.Kind.TAKEN_OVER else row.rules_version,
        reason=vault.open_("claims.reason", row.id, row.reason_sealed),
        found=tuple((text, tuple(labels)) for text, labels in found),
        fraud_said=row.fraud_said,
        second_why=row.second_why,
        mine=row.decided_by == records.by.key,
        by=named(row.decided_by, records) if deep else "",
        confirmed_by=named(row.confirmed_by, records) if deep else "",
        given_at=row.given_at,
        buyer_accepted_at=row.buyer_accepted_at,
        merchant_accepted_at=row.merchant_accepted_at,
        pictures=row.pictures,
        opened=row.opened,
        buttons=tuple(buttons(row, records.by)),
        mistake=vault.open_("claims.mistake", row.id, row.mistake_sealed) if row.mistake_sealed else "",
        was=_was(row, records),
        replaced_by=next((one.kind for one in records.decisions if one.replaces_id == row.id and _counts(one)), ""),
        early=early_of(records.row) if row.kind == Decision.Kind.APPEALED and row.state != "sent_back" else "",
    )


def _counts(row: Decision) -> bool:
    return row.state not in ("proposed", "sent_back")


def _was(row: Decision, records: Records) -> tuple[str, int] | None:
    """Return remedy and sum of the decision that a correction is about."""
    if row.kind != Decision.Kind.CORRECTED:
        return None
    return next((one.remedy, one.amount_fen) for one in records.decisions if one.id == row.replaces_id)
