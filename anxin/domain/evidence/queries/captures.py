"""Captures as they are shown: question by question, never summed up into a verdict."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anxin.core import vault
from anxin.domain.evidence import rules, wording
from anxin.domain.evidence.models import Capture, Challenge, Frame
from anxin.domain.evidence.queries.examination_state import ExaminationState
from anxin.domain.evidence.queries.movements import action_of

ORDER = ("no", "cannot_tell", "yes")


@dataclass(frozen=True, kw_only=True)
class CheckView:
    """One question of a challenge, its answer, and what was measured (for who decides)."""

    code: str
    question: str
    answer: str
    said: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class FrameView:
    """One picture that answered: when its hash was told and when its bytes came."""

    role: str
    label: str
    sha256: str
    told_at: datetime | None
    received_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class CaptureView(ExaminationState):
    """What of a challenge was answered: no answer says that the thing before the camera is so."""

    kind: str
    action: str
    asked_at: datetime
    until: datetime
    answered_at: datetime
    state: str
    why: str
    ended_at: datetime | None
    frames: tuple[FrameView, ...]
    checks: tuple[CheckView, ...]
    counts: Mapping[str, int]
    signs: tuple[str, ...]
    missing: tuple[str, ...] = ()
    """What was asked for and did not come, by name."""


def captures_of(challenges: Iterable[Challenge], *, deep: bool) -> tuple[CaptureView, ...]:
    """Show the looks at what challenges brought, in their order; `deep` adds what was measured (one query at most)."""
    rows = [one for one in challenges if hasattr(one, "capture")]
    if not rows:
        return ()
    frames: dict[object, list[Frame]] = {}
    for frame in Frame.objects.select_related("link").filter(challenge__in=rows, link__isnull=False).order_by("id"):
        frames.setdefault(frame.challenge_id, []).append(frame)
    return tuple(_view(one, one.capture, frames.get(one.id, []), deep) for one in rows)


def _view(asked: Challenge, row: Capture, frames: Sequence[Frame], deep: bool) -> CaptureView:
    report = report_of(row)
    checks = [_check(one, deep) for one in report.get("checks", ())]
    checks.sort(key=lambda one: ORDER.index(one.answer))
    return CaptureView(
        kind=asked.kind,
        action=str(wording.MOVES["paper" if asked.kind == "paper" else action_of(asked.code)]),
        asked_at=asked.created_at,
        until=asked.expires_at,
        answered_at=row.created_at,
        state=row.state,
        why=row.why,
        ended_at=row.ended_at,
        frames=tuple(_frame(one) for one in frames),
        checks=tuple(checks),
        counts=dict(Counter(one.answer for one in checks)),
        missing=tuple(str(wording.FRAMES[role]) for role in rules.missing(asked.kind, [one.role for one in frames])),
        signs=tuple(dict.fromkeys(wording.reason(one["code"]) for one in report.get("findings", ()))),
    )


def report_of(row: Capture) -> dict[str, Any]:
    """Open what a look came to; empty where there is nothing yet, or nothing could be seen."""
    text = vault.open_("evidence.capture", row.id, row.report_sealed) if row.report_sealed else "{}"
    found: dict[str, Any] = json.loads(text)
    return found


def _check(one: Mapping[str, Any], deep: bool) -> CheckView:
    code, answer = str(one["code"]), str(one["answer"])
    return CheckView(
        code=code,
        question=str(wording.CHECKS.get(code, code)),
        answer=answer,
        said=str(wording.ANSWERS[answer]),
        detail=wording.measured(code, one["facts"]) if deep else wording.why_unanswered(one["facts"]),
    )


def _frame(one: Frame) -> FrameView:
    label = one.link.label if one.link else ""
    return FrameView(
        role=str(wording.FRAMES[one.role]),
        label=label,
        sha256=one.sha256,
        told_at=one.told_at,
        received_at=one.received_at,
    )
