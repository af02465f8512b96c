"""What a yes counts for: what is asked, the offer, or the decision, as it was shown to who gives it."""

from collections.abc import Mapping
from datetime import datetime

from anxin.domain.claims import rules
from anxin.domain.claims.models import Claim, Decision
from anxin.domain.claims.queries import companions


def asked(row: Claim, _now: datetime) -> Mapping[str, str]:
    """Return what the merchant's yes grants: goods that came back meanwhile are not asked back again."""
    return {rules.granted(row.type, came_back=bool(row.return_waybill)): str(row.asked_fen)}


def offered(row: Claim, _now: datetime) -> Mapping[str, str]:
    """Return the merchant's newest offer; a later one, be it as good, is another."""
    offers = [one for one in companions.answers_of(row) if one.kind == "offer"]
    return {str(one.pk): f"{one.remedy} {one.amount_fen}" for one in offers[-1:]}


def proposed(row: Claim, _now: datetime) -> Mapping[str, str]:
    """Return the decision that waits for a second person."""
    return _told(companions.decision_in(row, "proposed"))


def given(row: Claim, _now: datetime) -> Mapping[str, str]:
    """Return the decision that both sides read."""
    return _told(companions.decision_in(row, "given"))


def _told(one: Decision | None) -> Mapping[str, str]:
    return {str(one.pk): f"{one.remedy} {one.amount_fen} {one.liable}"} if one else {}
