"""What is kept of claims."""

from anxin.domain.claims.models.after import ExchangeOffer, Outcome, Payout, Recovery, Referral
from anxin.domain.claims.models.claim import AdvanceAnswer, Answer, Claim, ClaimLine, TakenOver
from anxin.domain.claims.models.decisions import Appeal, Decision, Dispute, Seen
