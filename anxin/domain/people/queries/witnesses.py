"""What the chain says of people: who was made party to a case as it began, and until when a second person agreed."""

from collections.abc import Iterable

from anxin.core.timeline import BY, EACH, Witness
from anxin.domain.people.models import DataRequest, Party, RevealRequest

PARTIES = "parties"
"""A name in a case's first fact since all that is told here, of visits, messages and reviews is told."""
SEATS = ("operator", "brand", "merchant", "platform", "customer", "helper")
CASES = ("repair", "claim")


def parties_told(parties: Iterable[Party]) -> dict[str, str]:
    """Return who is party to a case as it begins, row by row, as its first fact says it."""
    return {str(one.pk): _who(one) for one in parties}


def _who(row: Party) -> str:
    left = "" if row.to_at is None else ":left"
    return f"{row.role}:{row.stream_kind}:{row.organisation_id or row.person_id}{left}"


def witnesses() -> tuple[Witness, ...]:
    """Return what facts say of the rows of people."""
    asked = {"organisation": "house", "person_id": "person", "until_at": "until"}
    return (
        Witness(
            model=Party,
            each=PARTIES,
            told={f"{one}.{begun}": {"who": EACH} for one in CASES for begun in ("submitted", "taken_over")},
            reads={"who": _who},
            since=PARTIES,
            kinds=dict.fromkeys(CASES, "stream_key"),
            among={"stream_kind__in": CASES, "role__in": SEATS},
            name=lambda row: str(row.role),
        ),
        Witness(
            model=RevealRequest,
            told={
                "reveal_request.asked": asked,
                "reveal_request.agree": {"until_at": "until", "answered_by": BY},
                "reveal_request.refuse": {"answered_by": BY},
            },
            reads={"answered_by": lambda row: f"staff:{row.answered_by}"},
        ),
        Witness(
            model=DataRequest,
            told={
                "data_request.asked": {"number": "number", "wish": "wanted", "person_id": "person", "asked_by": BY},
                "data_request.identify": {"how": "known_by", "identified_by": BY},
                "data_request.put_forward": {"how": "known_by", "identified_by": BY},
                "data_request.agree": {"seconded_by": BY},
                "data_request.allow": {"seconded_by": BY},
                "data_request.announce": {"seconded_by": BY},
                "data_request.wait": {"seconded_by": BY},
            },
            reads={
                "asked_by": _asker,
                "identified_by": lambda row: f"staff:{row.identified_by}",
                "seconded_by": lambda row: f"staff:{row.seconded_by}" if row.seconded_by else _asker(row),
            },
        ),
    )


def _asker(row: DataRequest) -> str:
    """Return who asked: somebody of the desk, or he himself on his page."""
    kind = "customer_phone" if row.asked_by == str(row.person_id) else "staff"
    return f"{kind}:{row.asked_by}"
