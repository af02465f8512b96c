"""The operator's authorisation desk, for every brand of the house."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from anxin.faces.customer.cards import card_of
from anxin.faces.ground import staff
from anxin.faces.ground.authorisations.desk import AuthorisationDesk


def _frame(request: HttpRequest, *, now: datetime) -> dict[str, Any]:
    return staff.frame(request, face="desk", now=now)


DESK = AuthorisationDesk(
    face="desk", base="desk/imports/leaf.html", who="operator", frame=_frame, card=card_of, many=True
)
