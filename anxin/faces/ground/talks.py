"""A contact as a page shows it: in words, with its clock."""

from dataclasses import dataclass
from datetime import datetime

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
    about_kind: str
    taker: str
    at: datetime
    due_at: datetime | None
    late: bool
    clock: ClockView | None


def talk_of(row: ContactRow) -> Talk:
    """Word a contact."""
    clock = None
    if row.due_at and row.began_at:
        label = str(CLOCKS["contacts.call_back" if row.state == "promised" else "contacts.answered"])
        clock = ClockView(label=label, started_at=row.began_at, due_at=row.due_at)
    return Talk(
        number=row.number,
        topic=str(TOPICS[row.topic]),
        channel=str(CHANNELS[row.channel]),
        state=row.state,
        state_text=wording.state("contact", row.state),
        person=row.person,
        about=row.about,
        about_kind=row.about_kind,
        taker=row.taker,
        at=row.created_at,
        due_at=row.due_at,
        late=row.late,
        clock=clock,
    )
