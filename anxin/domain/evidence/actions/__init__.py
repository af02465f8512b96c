"""What can be done with evidence: receive, bring along, challenge, answer, examine, show, export."""

from anxin.domain.evidence.actions.answers import (
    FrameDiffers,
    FrameKnown,
    TooOften,
    announce,
    answer,
    ask_verification,
    keep,
    take_in,
)
from anxin.domain.evidence.actions.challenges import ask, expire, withdraw
from anxin.domain.evidence.actions.conclusions import (
    capture_timed_out,
    conclude,
    examination_timed_out,
    examine_again,
    give_up,
)
from anxin.domain.evidence.actions.custody import NotYourOriginal, export, show
from anxin.domain.evidence.actions.intake import NotTaken, bring, receive, take_over
from anxin.domain.evidence.actions.packing import NotYourSale, pack
