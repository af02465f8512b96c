"""What is kept of claims."""

from anxin.domain.claims.models.after import ExchangeOffer, Outcome, Payout, Recovery, Referral
from anxin.domain.claims.models.claim import Answer, Claim, ClaimLine, StandingAnswer
from anxin.domain.claims.models.decisions import Appeal, Decision, Dispute, Seen
