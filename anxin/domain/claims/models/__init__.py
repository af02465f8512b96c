"""What is kept of claims."""

from anxin.domain.claims.models.after import ExchangeOffer, Outcome, Payout, Recovery, Referral
from anxin.domain.claims.models.claim import AdvanceAnswer, Answer, Claim, ClaimLine
from anxin.domain.claims.models.decisions import Appeal, Decision, Dispute, Seen
