"""Who follows a claim hears of its facts: open pages, and the programs of organisations."""

from datetime import datetime

from anxin.core.timeline import Entry
from anxin.domain.claims import queries
from anxin.domain.people.actions import programs
from anxin.domain.people.queries.listeners import listeners_of


def refresh_pages(*, fact: Entry, now: datetime) -> None:
    """Tell the open pages of everybody concerned that something changed: ids only."""
    followers = listeners_of(fact.stream_key, now=now)
    programs.refresh_pages(fact=fact, kind="claim", followers=followers, now=now)


def call_programs(*, fact: Entry, now: datetime) -> None:
    """Call the programs of the organisations concerned that may read a fact of a claim."""
    if fact.stream_key.kind == "claim":
        following = listeners_of(fact.stream_key, now=now)
        programs.call(fact=fact, followers=following, number_of=lambda key: queries.claim_by_key(key).number, now=now)
