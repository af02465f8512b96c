"""What the chain says of evidence: each original, its hash and its time, what was seen in it, what was taken anew."""

from anxin.core import vault
from anxin.core.streams.hashing import digest
from anxin.core.timeline import AT, BY, Left, Witness
from anxin.domain.evidence.models import Capture, Examination, Frame, Link

KINDS = ("claim", "purchase", "repair")
SINCE = "customer"


def report_told(report: str) -> str:
    """Return one short text that changes with any word of a report."""
    return digest(b"anxin.evidence.report", report)


def _told(report: str) -> object:
    told = report_told(report)
    return Left(told) if report == "{}" else told


def witnesses() -> tuple[Witness, ...]:
    """Return what facts say of the rows of evidence."""
    return (_link(), *_looks(), _frame())


def _link() -> Witness:
    told = {"sha256": "sha256", "side": "side", "role": "role", "declaration": "declared", "sealed_at": "sealed"}
    return Witness(
        model=Link,
        row="link",
        told={
            "evidence.received": {**told, "party_key": "party", "claimed_at": "claimed", "linked_at": AT, "by": BY},
            "examination.asked": {"label": "label"},
        },
        reads={"sha256": lambda row: row.file.sha256},
        beside=("file",),
        kinds=dict.fromkeys(KINDS, "stream_key"),
        name=lambda row: str(row.label),
    )


def _looks() -> tuple[Witness, ...]:
    why = {"why": "reason"}
    return (
        Witness(
            model=Examination,
            told={
                "examination.asked": {"link_id": "link", "number": "number"},
                "examination.finish": {
                    "attention": "attention",
                    "reasons": "reasons",
                    "report": "report",
                    "why": "why",
                },
                "examination.give_up": why,
            },
            reads={"report": lambda row: _told(vault.open_("evidence.report", row.id, row.report_sealed))},
            beside=("link",),
        ),
        Witness(
            model=Capture,
            told={"capture.asked": {"challenge_id": "challenge"}, "capture.finish": {"report": "report", "why": "why"}}
            | {"capture.give_up": why},
            reads={"report": lambda row: _told(vault.open_("evidence.capture", row.id, row.report_sealed))},
        ),
    )


def _frame() -> Witness:
    told = {"sha256": "sha256", "role": "role", "challenge_id": "challenge"}
    return Witness(
        model=Frame,
        row="frame",
        told={
            "evidence.announced": {**told, "told_at": AT},
            "evidence.taken_in": {**told, "told_at": "told", "received_at": AT},
        },
        since=SINCE,
        kinds=dict.fromkeys(KINDS, "challenge__stream_key"),
        beside=("challenge",),
        name=lambda row: str(row.role),
    )
