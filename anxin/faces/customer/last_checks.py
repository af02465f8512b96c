"""The visitor's last check, said as it was answered: what was red turns green by no other question."""

from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest

from anxin.domain.network import queries
from anxin.domain.network.queries import GenuineCard
from anxin.faces.customer.cards import Card, card_of

LAST = "customer_last_check"


def before(request: HttpRequest, card: GenuineCard) -> Card | None:
    """Return the card of the visitor's last check as it was answered, and remember this one."""
    last = request.session.get(LAST)
    this = [card.kind, card.code, card.badge, card.beyond, card.status, card.checked_at.isoformat()]
    request.session[LAST] = None if card.is_badge_alone else this
    return _as_answered(*last) if last and len(last) == len(this) and last[:4] != this[:4] else None


def _as_answered(kind: str, code: str, badge: str, beyond: str, status: str, at: str) -> Card | None:
    """Return a card with what badge and goods proved to be then; None where the rest is answered otherwise by now."""
    answered = datetime.fromisoformat(at)
    card = queries.genuine_card(kind=kind, code=code, now=answered)
    return card_of(replace(card, badge=badge, beyond=beyond)) if card.status == status else None
