"""How evidence is shown: each picture with whose it is, since when it is sealed, and what was seen."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from anxin.core import timeline, vault
from anxin.core.actors import ACCOUNTS, Actor
from anxin.core.timeline import StreamKey
from anxin.domain.evidence import rules, wording
from anxin.domain.evidence.models import Challenge, Examination, Link
from anxin.domain.evidence.queries.examination_state import ExaminationState
from anxin.domain.evidence.queries.kept_reports import KeptClarity, KeptLabel, KeptMatch, KeptReport
from anxin.domain.evidence.queries.lookup import latest_examinations, outcomes
from anxin.domain.people import queries as people


@dataclass(frozen=True, kw_only=True)
class ExaminationView(ExaminationState):
    """What one look came to; `report` is the engine's whole answer, filled for who decides only, like `changed`.

    `changed` are boxes (x, y, width, height) in the picture's own pixels, `heat_sha256` the map beside them.
    """

    state: str
    number: int
    attention: str
    reasons: tuple[str, ...]
    codes: tuple[str, ...]
    why: str
    engine: str
    ended_at: datetime | None
    says: str
    producer: str
    consistency: str
    reference: str
    reference_time: str
    reuses: int
    advice: tuple[str, ...]
    size: tuple[int, int]
    changed: tuple[tuple[int, int, int, int], ...]
    heat_sha256: str
    report: KeptReport | None


@dataclass(frozen=True, kw_only=True)
class OriginalOpening:
    """Somebody opened an original: who and when."""

    label: str
    at: datetime
    by: str
    organisation: str


@dataclass(frozen=True, kw_only=True)
class LinkView:
    """One original on a case: `late` where it was sealed only after the claim was made.

    Of one that is `gone`, since its time was over, hash and seal are left.
    """

    id: UUID
    label: str
    side: str
    role: str
    media: str
    size: int
    sha256: str
    shot_at: datetime | None
    handed_in_date: date | None
    sealed_at: datetime
    linked_at: datetime
    late: bool
    gone: bool
    declaration: str
    challenged: str
    examination: ExaminationView | None


@dataclass(frozen=True, kw_only=True)
class ChallengeView:
    """What was asked for: the code to write down, or the link's secret, and until when."""

    kind: str
    state: str
    side: str
    code: str
    sent_at: datetime
    expires_at: datetime

    @property
    def waits(self) -> bool:
        """Return whether it is still asked for."""
        return self.state == "sent"

    @property
    def answered(self) -> bool:
        """Return whether the picture came."""
        return self.state == "answered"

    @property
    def expired(self) -> bool:
        """Return whether nothing came in time."""
        return self.state == "expired"

    @property
    def taken_back(self) -> bool:
        """Return whether the picture is no longer needed."""
        return self.state == "withdrawn"

    def is_open(self, *, now: datetime) -> bool:
        """Return whether it can still be handed in."""
        return rules.is_open(state=self.state, expires_at=self.expires_at, now=now)


def views_of(stream: StreamKey, *, deep: bool) -> tuple[LinkView, ...]:
    """Show every original of a case (one query); `deep` adds the reports, for who decides."""
    return views_found(latest_examinations(stream), deep=deep)


def views_found(rows: Iterable[tuple[Link, Examination | None]], *, deep: bool) -> tuple[LinkView, ...]:
    """Return originals that were found with their latest examinations (no query)."""
    return tuple(_view(one, seen, deep) for one, seen in rows)


def _view(row: Link, seen: Examination | None, deep: bool) -> LinkView:
    return LinkView(
        id=row.id,
        label=row.label,
        side=row.side,
        role=row.role,
        media=row.file.kind,
        size=row.file.size,
        sha256=row.file.sha256,
        shot_at=row.shot_at,
        handed_in_date=row.handed_in_date,
        sealed_at=row.sealed_at,
        linked_at=row.linked_at,
        late=row.late,
        gone=row.file.emptied_at is not None,
        declaration=row.declaration,
        challenged=row.challenge.kind if row.challenge else "",
        examination=_examination(seen, deep) if seen else None,
    )


def _examination(row: Examination, deep: bool) -> ExaminationView:
    kept = vault.open_("evidence.report", row.id, row.report_sealed) if row.report_sealed else "{}"
    report: KeptReport = json.loads(kept)
    label: KeptLabel = report.get("label") or {}
    match: KeptMatch = report.get("consistency") or {}
    clarity: KeptClarity = report.get("clarity") or {}
    return ExaminationView(
        state=row.state,
        number=row.number,
        attention=row.attention,
        reasons=tuple(wording.reason(code) for code in row.reasons),
        codes=tuple(row.reasons),
        why=row.why,
        engine=row.engine,
        ended_at=row.ended_at,
        says=str(label.get("says", "")),
        producer=str(label.get("producer", "")),
        consistency=str(match.get("class", "")),
        reference=str(match.get("reference", "")),
        reference_time=str(match.get("reference_time", "")),
        reuses=len(report.get("reuse") or ()),
        advice=tuple(clarity.get("advice") or ()),
        size=(int(report.get("width") or 0), int(report.get("height") or 0)),
        changed=tuple((x, y, w, h) for x, y, w, h in match.get("changed") or ()) if deep else (),
        heat_sha256=str(report.get("heat_sha256") or "") if deep else "",
        report=report if deep and report else None,
    )


def originals_opened(stream: StreamKey) -> Mapping[str, tuple[OriginalOpening, ...]]:
    """Return for each label who opened its original, oldest first (one query, and two for names where anybody did)."""
    facts = timeline.facts_of(stream, code="evidence.seen")
    names = people.account_names(one.actor_id for one in facts if one.actor_kind in ACCOUNTS)
    houses = people.house_names(one.organisation for one in facts)
    found: dict[str, list[OriginalOpening]] = {}
    for one in facts:
        label, by = str(one.facts.get("label", "")), names.get(one.actor_id, "")
        row = OriginalOpening(label=label, at=one.at, by=by, organisation=houses.get(one.organisation, ""))
        found.setdefault(label, []).append(row)
    return {label: tuple(rows) for label, rows in found.items()}


def count_opened(stream: StreamKey, *, by: Actor) -> int:
    """Return how many originals of a case somebody has opened (one query)."""
    facts = timeline.facts_of(stream, code="evidence.seen")
    return len({one.facts.get("label") for one in facts if (one.actor_kind, one.actor_id) == (by.kind, by.id)})


def challenge_view(row: Challenge | None, *, side: str) -> ChallengeView | None:
    """Show a challenge; its code only to the side that is asked."""
    if row is None:
        return None
    return ChallengeView(
        kind=row.kind,
        state=row.state,
        side=row.side,
        code=row.code if side in (row.side, "desk") else "",
        sent_at=row.created_at,
        expires_at=row.expires_at,
    )


def attention_of(stream: StreamKey) -> str:
    """Return the highest attention among a case's pictures: how early a person should look."""
    return rules.highest([seen.attention for _, seen in outcomes(stream) if seen and seen.state == "done"])
