"""What a look came to, at an original or at an answer; one that failed says why, and a person decides with that."""

from collections.abc import Mapping
from datetime import datetime

from anxin.core import clocks, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.clocks import Clock
from anxin.core.errors import Invalid
from anxin.core.states import lock, transition
from anxin.core.timeline import StreamKey
from anxin.domain.evidence import rules
from anxin.domain.evidence.actions.intake import ask_examination, own_stream
from anxin.domain.evidence.gateway import ExaminationOutcome
from anxin.domain.evidence.models import Capture, Examination, Link
from anxin.domain.evidence.queries.witnesses import report_told

type Look = Examination | Capture


def conclude(*, look: Look, outcome: ExaminationOutcome, now: datetime) -> None:
    """Write down what a look came to; a second outcome changes nothing."""
    lock(look)
    if look.state != "asked":
        return
    if outcome.why:
        _not_possible(look, why=outcome.why, by=SYSTEM, now=now)
        return
    reasons = list(outcome.reasons)
    if isinstance(look, Examination):
        report, clock, told = "evidence.report", "evidence.examined", {"attention": outcome.attention}
        kept: Mapping[str, object] = {**told, "reasons": reasons, "engine": outcome.engine[:80], "heat": outcome.heat}
    else:
        report, clock, told, kept = "evidence.capture", "evidence.verified", {}, {}
    sealed = vault.seal(report, look.id, outcome.report)
    type(look)._default_manager.filter(pk=look.pk).update(**kept, report_sealed=sealed, ended_at=now)
    clocks.meet(own_stream(look), clock, now=now)
    transition(
        look,
        "finish",
        by=SYSTEM,
        now=now,
        facts={**_subject(look), **told, "reasons": reasons, "report": report_told(outcome.report), "why": ""},
    )
    look.refresh_from_db()


def give_up(*, look: Look, note: str, by: Actor, now: datetime) -> None:
    """Say as a person that a picture can't be looked at, and why."""
    if not note.strip():
        raise Invalid("note", expected="a reason", got="")
    lock(look)
    _not_possible(look, why="by_hand", by=by, now=now, note=note)


def examination_timed_out(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """No outcome in time: not possible, for that reason, so that nobody waits for a machine."""
    _time_out(Examination.objects.select_related("link").filter(id=stream.key).first(), now)


def capture_timed_out(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """No outcome of an answer's look in time: not possible, for that reason."""
    _time_out(Capture.objects.select_related("challenge").filter(id=stream.key).first(), now)


def examine_again(*, link: Link, by: Actor, now: datetime) -> Examination | None:
    """Ask for a further look, because there is something new to compare with; the latest outcome counts."""
    return ask_examination(link, by=by, now=now) if rules.is_examined(link.file.kind) else None


def _time_out(look: Look | None, now: datetime) -> None:
    if look is not None:
        lock(look)
        if look.state == "asked":
            _not_possible(look, why="timed_out", by=SYSTEM, now=now)


def _not_possible(look: Look, *, why: str, by: Actor, now: datetime, note: str = "") -> None:
    type(look)._default_manager.filter(pk=look.pk).update(why=why, ended_at=now)
    clocks.stop(own_stream(look), now=now)
    transition(look, "give_up", by=by, now=now, facts={**_subject(look), "reason": why}, private={"note": note})
    look.refresh_from_db()


def _subject(look: Look) -> dict[str, str]:
    if isinstance(look, Examination):
        return {"link": str(look.link_id), "label": look.link.label}
    return {"challenge": str(look.challenge_id)}
