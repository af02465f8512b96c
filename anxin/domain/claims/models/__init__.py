"""What is kept of claims."""

from anxin.domain.claims.models.after import ExchangeOffer, Outcome, Payout, Recovery, Referral
from anxin.domain.claims.models.claim import Answer, Claim, ClaimLine, StandingAnswer
from anxin.domain.claims.models.deciding import Appeal, Decision, Dispute, Seen

__all__ = [
    "Answer",
    "Appeal",
    "Claim",
    "ClaimLine",
    "Decision",
    "Dispute",
    "ExchangeOffer",
    "Outcome",
    "Payout",
    "Recovery",
    "Referral",
    "Seen",
    "StandingAnswer",
]
