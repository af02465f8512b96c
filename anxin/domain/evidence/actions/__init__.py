"""What can be done with evidence: receive, bring along, challenge, examine, show, export."""

from anxin.domain.evidence.actions.challenging import ask, expire, withdraw
from anxin.domain.evidence.actions.concluding import conclude, examination_timed_out, examine_again, give_up
from anxin.domain.evidence.actions.packing import NotYourSale, pack
from anxin.domain.evidence.actions.receiving import NotTaken, bring, receive
from anxin.domain.evidence.actions.showing import export, show

__all__ = [
    "NotTaken",
    "NotYourSale",
    "ask",
    "bring",
    "conclude",
    "examination_timed_out",
    "examine_again",
    "expire",
    "export",
    "give_up",
    "pack",
    "receive",
    "show",
    "withdraw",
]
