"""What can be done with evidence: receive, bring along, challenge, answer, examine, show, export."""

from anxin.domain.evidence.actions.answering import (
    ChallengeClosed,
    FrameDiffers,
    FrameKnown,
    TooOften,
    announce,
    answer,
    keep,
    look,
    take_in,
)
from anxin.domain.evidence.actions.challenging import ask, expire, withdraw
from anxin.domain.evidence.actions.concluding import (
    capture_timed_out,
    conclude,
    examination_timed_out,
    examine_again,
    give_up,
)
from anxin.domain.evidence.actions.packing import NotYourSale, pack
from anxin.domain.evidence.actions.receiving import NotTaken, bring, receive
from anxin.domain.evidence.actions.showing import export, show

__all__ = [
    "ChallengeClosed",
    "FrameDiffers",
    "FrameKnown",
    "NotTaken",
    "NotYourSale",
    "TooOften",
    "announce",
    "answer",
    "ask",
    "bring",
    "capture_timed_out",
    "conclude",
    "examination_timed_out",
    "examine_again",
    "expire",
    "export",
    "give_up",
    "keep",
    "look",
    "pack",
    "receive",
    "show",
    "take_in",
    "withdraw",
]
