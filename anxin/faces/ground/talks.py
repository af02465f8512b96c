"""A contact as a page shows it: in words, with its clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from anxin.core import wording
from anxin.domain.contacts.queries import ContactRow
from anxin.domain.contacts.wording import CHANNELS, CLOCKS, TOPICS
from anxin.domain.people.queries import PersonView
from anxin.faces.ground.chips import ClockView


@dataclass(frozen=True, kw_only=True)
class Talk:
    """One contact in words."""

    number: str
    topic: str
    channel: str
    state: str
    state_text: str
    person: PersonView
    about: str
    about_url: str
    taker: str
    at: datetime
    due_at: datetime | None
    late: bool
    clock: ClockView | None


CUSTOMERS = {"claim": "buyer:claim", "repair": "customer:repair"}
DESK = {"claim": "desk_claims:claim", "repair": "desk:repair"}


def talk_of(row: ContactRow, *, cases: Mapping[str, str] = CUSTOMERS) -> Talk:
    """Word a contact; `cases` names the pages of the face where what it is about stands."""
    clock = None
    if row.due_at and row.began_at:
        label = str(CLOCKS["contacts.call_back" if row.promised else "contacts.answered"])
        clock = ClockView(label=label, started_at=row.began_at, due_at=row.due_at)
    return Talk(
        number=row.number,
        topic=str(TOPICS[row.topic]),
        channel=str(CHANNELS[row.channel]),
        state=row.state,
        state_text=wording.state("contact", row.state),
        person=row.person,
        about=row.about,
        about_url=reverse(cases[row.about_kind], args=[row.about]) if row.about else "",
        taker=row.taker,
        at=row.created_at,
        due_at=row.due_at,
        late=row.late,
        clock=clock,
    )
