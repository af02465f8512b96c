"""Who may judge a claim."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from anxin.core.actors import ACCOUNTS, Actor
from anxin.core.states import beside, keep_beside
from anxin.domain.claims.models import (
    Appeal,
    Claim,
    Decision,
    Dispute,
)
from anxin.domain.claims.queries import companions
from anxin.domain.claims.rules import judges
from anxin.domain.claims.rules.judges import Judge, Parties
from anxin.domain.people.models import Account, Person, Role
from anxin.domain.people.queries import actors

BUYERS = Account, Person, Claim
SECOND_LOOK = "claims.second"
"""The wait for a second person: the house's own, told to neither side."""


def is_buyer(actor: Actor, row: Claim) -> bool:
    """Return whether somebody signed in is the buyer himself."""
    if actor.kind not in ACCOUNTS:
        return str(row.buyer_id) in actors.selves(actor)
    return beside(row, f"bought by {actor.id}", Claim.objects.filter(bought_by(actor), pk=row.pk).exists, *BUYERS)


def know_buyer(row: Claim, actor: Actor, *, own: bool) -> None:
    """Remember whether an actor is the buyer, as it was read along with other things."""
    keep_beside(row, f"bought by {actor.id}", own, *BUYERS)


def bought_by(actor: Actor) -> Exists:
    """Return, for each claim, whether somebody who works here is its buyer, as a person or by his phone."""
    known = actor.kind in ACCOUNTS and actor.id
    same = Account.objects.filter(id=actor.id) if known else Account.objects.none()
    phone = Q(person__phone_index=OuterRef("buyer__phone_index")) & ~Q(person__phone_index="")
    return Exists(same.exclude(person=None).filter(Q(person=OuterRef("buyer")) | phone))


def why_not_judge(row: Claim, actor: Actor, *, assigned: bool = True) -> str:
    """Return the code of why somebody may not judge a claim; empty when he may (about five queries)."""
    hearing, decisions = companions.hearing_of(row), companions.decisions_of(row)
    drafters, own = [answer.by for answer in companions.answers_of(row)], is_buyer(actor, row)
    judge, case = judging(row, actor, hearing, decisions, drafters, own=own)
    return judges.why_not_judge(judge, case.assigned(hearing.reviewer) if hearing and assigned else case)


def judging(
    row: Claim,
    actor: Actor,
    hearing: Dispute | Appeal | None,
    decisions: Iterable[Decision],
    drafters: Iterable[str],
    *,
    own: bool,
) -> tuple[Judge, Parties]:
    """Return who wants to judge, and the case as if nobody had taken it; `own` where he is its buyer (no query)."""
    judged: set[str] = set()
    for one in decisions if isinstance(hearing, Appeal) else ():
        if one.kind != Decision.Kind.AGREED and one.state not in ("proposed", "sent_back"):
            judged |= {one.decided_by, one.confirmed_by}
    case = Parties(
        seller=str(row.seller_id),
        platform=str(row.platform_id or ""),
        drafters=frozenset(drafters),
        judged_before=frozenset(judged - {""}),
    )
    return Judge(key=actor.key, organisation=actor.organisation, is_buyer=own, roles=actor.roles), case


def why_nobody_confirms(row: Claim, *, now: datetime, drafter: str = "") -> Counter[str] | None:
    """Count by code why each reviewer may not confirm what one drew up, or what waits; None while somebody may.

    None too where nothing waits (one query beside what a block has read).
    """
    decisions = companions.decisions_of(row)
    drafter = drafter or next((one.decided_by for one in decisions if one.state == "proposed"), "")
    bars = _bars(row, drafter, decisions, now=now) if drafter else {"": ""}
    return Counter(bars.values()) if all(bars.values()) else None


def who_confirms(row: Claim, *, now: datetime) -> set[str]:
    """Return the accounts of who may confirm the decision that waits; none where nothing waits (four queries)."""
    decisions = companions.decisions_of(row)
    waits = next((one for one in decisions if one.state == "proposed"), None)
    bars = _bars(row, waits.decided_by, decisions, now=now) if waits else {}
    return {account for account, why in bars.items() if not why}


def _bars(row: Claim, drafter: str, decisions: list[Decision], *, now: datetime) -> dict[str, str]:
    """Return why each reviewer may not confirm what one drew up, by account; empty words where he may."""
    hearing, answered = companions.hearing_of(row), [answer.by for answer in companions.answers_of(row)]
    found = {}
    for account, house, own in _reviewers(row, now=now):
        by = Actor(kind="staff", id=str(account), organisation=str(house), roles=frozenset({"reviewer"}))
        judge, case = judging(row, by, hearing, decisions, answered, own=own)
        found[by.id] = judges.why_not_judge(judge, case) or ("proposed_it" if by.key == drafter else "")
    return found


def _reviewers(row: Claim, *, now: datetime) -> Iterable[tuple[UUID, UUID, bool]]:
    """Return who reviews here and can come in: account, organisation, and whether he is the claim's buyer."""
    phone = Person.objects.filter(pk=row.buyer_id).exclude(phone_index="").values("phone_index")
    same = Account.objects.filter(pk=OuterRef("account"))
    own = Exists(same.filter(Q(person=row.buyer_id) | Q(person__phone_index__in=phone)))
    rows = Role.objects.filter(Q(to_at=None) | Q(to_at__gt=now), role="reviewer", from_at__lte=now)
    rows = rows.filter(account__is_active=True, account__kind=Account.Kind.STAFF)
    return rows.values_list("account", "organisation", own)


def heard_by(reviewers: Iterable[str]) -> dict[str, int]:
    """Count the open appeals and disputes that lie with each of them (two queries)."""
    wanted, found = list(reviewers), Counter[str]()
    for rows in (Appeal.objects, Dispute.objects):
        found.update(rows.filter(state="assigned", reviewer__in=wanted).values_list("reviewer", flat=True))
    return dict(found)


def open_against(seller: UUID) -> int:
    """Count the claims against a seller that have not come to their end (one query)."""
    return Claim.objects.filter(seller=seller).exclude(state__in=Claim.MACHINE.ends).count()


def hearers() -> set[str]:
    """Return the reviewers who have open appeals or disputes that could go over (two queries).

    What waits for a second person's word stays with who proposed it.
    """
    waits = Exists(Decision.objects.filter(claim=OuterRef("claim"), state="proposed"))
    open_ones = (rows.filter(~waits, state="assigned") for rows in (Appeal.objects, Dispute.objects))
    return {one for rows in open_ones for one in rows.values_list("reviewer", flat=True).distinct()}
