"""What a merchant may still do once its buyer says that what the shop gave back has not arrived: answer."""

from anxin.domain.claims.rules.situation import ClaimSituation, may_bring


def may_answer_denial(*, side: str, denied: bool) -> bool:
    """Return whether a side may answer in a claim that is over: the seller, while its payment is denied."""
    return denied and side == "merchant"


def may_bring_proof(case: ClaimSituation) -> bool:
    """Return whether the seller's evidence can still be handed in: for the claim, or of a payment that is denied."""
    return may_bring(case) or case.answers_denial
