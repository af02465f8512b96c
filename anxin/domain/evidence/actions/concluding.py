"""What an examination came to; whatever failed is said with its reason, and a person decides with that."""

from datetime import datetime

from anxin.core import clocks, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.clocks import Clock
from anxin.core.errors import Invalid
from anxin.core.states import hold, take
from anxin.core.timeline import StreamKey
from anxin.domain.evidence import rules
from anxin.domain.evidence.actions.receiving import ask_examination, own_stream
from anxin.domain.evidence.examining import Outcome
from anxin.domain.evidence.models import Examination, Link

REPORT = "evidence.report"


def conclude(*, examination: Examination, outcome: Outcome, now: datetime) -> None:
    """Write down what an examination came to; a second outcome changes nothing."""
    hold(examination)
    if examination.state != "asked":
        return
    if outcome.why:
        _not_possible(examination, why=outcome.why, by=SYSTEM, now=now)
        return
    Examination.objects.filter(pk=examination.pk).update(
        attention=outcome.attention,
        reasons=list(outcome.reasons),
        engine=outcome.engine[:80],
        report_sealed=vault.seal(REPORT, examination.id, outcome.report),
        ended_at=now,
    )
    clocks.meet(own_stream(examination), "evidence.examined", now=now)
    label = examination.link.label
    facts = {"label": label, "attention": outcome.attention, "reasons": list(outcome.reasons)}
    take(examination, "finish", by=SYSTEM, now=now, facts={"link": str(examination.link_id), **facts})
    examination.refresh_from_db()


def give_up(*, examination: Examination, note: str, by: Actor, now: datetime) -> None:
    """Say as a person that a picture can't be examined, and why."""
    if not note.strip():
        raise Invalid("note", expected="a reason", got="")
    hold(examination)
    _not_possible(examination, why="by_hand", by=by, now=now, note=note)


def examination_timed_out(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """No outcome in time: not possible, for that reason, so that nobody waits for a machine."""
    row = Examination.objects.select_related("link").filter(id=stream.key).first()
    if row is not None:
        hold(row)
        if row.state == "asked":
            _not_possible(row, why="timed_out", by=SYSTEM, now=now)


def examine_again(*, link: Link, by: Actor, now: datetime) -> Examination | None:
    """Ask for a further look, because there is something new to compare with; the latest outcome counts."""
    return ask_examination(link, by=by, now=now) if rules.is_examined(link.file.kind) else None


def _not_possible(row: Examination, *, why: str, by: Actor, now: datetime, note: str = "") -> None:
    Examination.objects.filter(pk=row.pk).update(why=why, ended_at=now)
    clocks.stop(own_stream(row), now=now)
    facts = {"link": str(row.link_id), "label": row.link.label, "reason": why}
    take(row, "give_up", by=by, now=now, facts=facts, private={"note": note})
    row.refresh_from_db()
