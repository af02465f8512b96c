"""What was brought to a claim: pictures and films, what was asked for, what was found."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from anxin.core.states import can
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries import history, seals
from anxin.domain.claims.queries.head import Head
from anxin.domain.claims.queries.history import AxisMark
from anxin.domain.claims.queries.records import Records
from anxin.domain.evidence import queries as evidence
from anxin.domain.evidence import rules as evidence_rules
from anxin.domain.evidence.queries import CaptureView, ChallengeView, LinkView, OriginalOpening
from anxin.domain.evidence.rules import sees_reports
from anxin.domain.repairs.states import REPAIR


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ClaimEvidence(Head):
    """A claim's evidence as one reader sees it; each part costs when it is first shown, and nothing after."""

    records: Records

    @property
    def _row(self) -> Claim:
        return self.records.row

    @property
    def _deep(self) -> bool:
        return sees_reports(self.side)

    @cached_property
    def evidence(self) -> tuple[LinkView, ...]:
        """Return every original."""
        return evidence.views_found(self.records.looks, deep=self._deep)

    @cached_property
    def films_opened(self) -> Mapping[str, tuple[OriginalOpening, ...]]:
        """Return by label who opened the seller's films; the buyer gets no copy (asked where there are any)."""
        films = {one.label for one in self.evidence if evidence_rules.is_sellers_film(one.side, one.media)}
        opened = evidence.originals_opened(self._row.stream()) if films else {}
        return {label: rows for label, rows in opened.items() if label in films}

    def is_sealed_gone(self, one: LinkView) -> bool:
        """Return whether it tells how the goods were packed and was sealed once they had left: it can't show that."""
        return evidence_rules.shows_packing(one.side, one.role) and seals.had_left(self._row, one.sealed_at)

    @property
    def picture_asked(self) -> ChallengeView | None:
        """Return what the buyer is asked for while the claim waits for it."""
        asked = self.challenge
        return asked if asked is not None and asked.waits and self.state == "need_evidence" else None

    @property
    def still_needed(self) -> tuple[str, ...]:
        """Return the pictures that would help and that the buyer has not brought."""
        brought = {link.role for link, _ in self.records.looks if link.side == "buyer"}
        return tuple(one for one in self.needed if one not in brought)

    @property
    def attention(self) -> str:
        """Return how early a person should look."""
        seen = [one for _, one in self.records.looks if one is not None and one.state == "done"]
        return evidence_rules.highest([one.attention for one in seen])

    @cached_property
    def challenge(self) -> ChallengeView | None:
        """Return what was asked for last."""
        return evidence.challenge_view(next(iter(self.records.challenges), None), side=self.side)

    @cached_property
    def captures(self) -> tuple[CaptureView, ...]:
        """Return the looks at what challenges brought."""
        return evidence.captures_of(self.records.challenges, deep=self._deep)

    @property
    def may_add(self) -> bool:
        """Return whether further pictures may be handed in without having been asked for."""
        return self.may_bring and can(self._row, "add") and self.forum == "own"

    @cached_property
    def found_there(self) -> str:
        """Return what the technician wrote who looked at the goods last (one query where somebody did)."""
        looked = any(link.role == "inspection" for link, _ in self.records.looks) or self._looked_over
        return history.said_last(self._row, "claims.inspected", "text") if looked else ""

    @property
    def look_open(self) -> bool:
        """Return whether a technician is on his way to look at the goods, or looked for."""
        return bool(self.inspection_number) and not self._looked_over

    @property
    def _looked_over(self) -> bool:
        return bool(self.inspection_number) and self.records.beside.looked_state in REPAIR.ends

    @cached_property
    def axis(self) -> tuple[AxisMark, ...]:
        """Return both sides on one axis of time."""
        records = self.records
        return history.axis_of(self._row, links=self.evidence, answers=records.answers, now=records.now)
