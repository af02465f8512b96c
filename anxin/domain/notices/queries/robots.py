"""What can be asked about robots of groups: which chose what, whether there is more to say, and how it reads."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q
from django.utils import translation

from anxin.core import providers, settings, wording
from anxin.core.carriers import robots
from anxin.core.providers import ProviderHealth
from anxin.domain.notices.models import Notice, RobotLine
from anxin.domain.notices.rules import robots as rules
from anxin.domain.people.models import Party, Role


def has_lines(robot: str) -> bool:
    """Return whether a group is still to be told something."""
    return RobotLine.objects.filter(robot=robot, gone_at=None).exists()


def chosen_by(kind: str) -> list[str]:
    """Return the robots of groups that chose such facts."""
    known = [one for one in providers.health().values() if one.kind == robots.KIND]
    return [one.name for one in known if kind in one.values.get("facts", "").split()]


def house_robots() -> list[ProviderHealth]:
    """Return the robots that houses keep (one query)."""
    return [one for one in providers.health().values() if one.kind == robots.OWN]


def last_lines(*, since: datetime) -> dict[str, datetime]:
    """Return of when the last line of each robot is that has one since (one query)."""
    rows = RobotLine.objects.filter(at__gte=since).order_by().values_list("robot")
    return dict(rows.annotate(last=Max("at")))


def told_in(house: UUID, codes: Iterable[str], *, since: datetime, now: datetime) -> list[Notice]:
    """Return what the people of a house were told since, each fact once: of its own cases, or who works there alone."""
    here = Role.objects.filter(organisation_id=house, from_at__lte=now).filter(Q(to_at=None) | Q(to_at__gt=now))
    living = Role.objects.filter(account=OuterRef("account"), from_at__lte=now).filter(Q(to_at=None) | Q(to_at__gt=now))
    party = Party.objects.filter(
        stream_kind=OuterRef("stream_kind"), stream_key=OuterRef("stream_key"), organisation_id=house
    )
    own = Q(stream_key=house) | Exists(party) | ~Exists(living.exclude(organisation_id=house))
    rows = Notice.objects.filter(own, account__in=here.values("account"), at__gte=since, code__in=list(codes))
    once: dict[str, Notice] = {}
    for row in rows.order_by("at", "id"):
        once.setdefault(row.key.rpartition(":account:")[0], row)
    return list(once.values())


def text_of(lines: Iterable[RobotLine], *, now: datetime) -> str:
    """Write what a group is told: a sentence and a link a line; numbers and places of the desk, nobody's name."""
    valid = settings.several("notices.address", "notices.language", at=now)
    with translation.override(valid["notices.language"]):
        said = [_line(one, valid["notices.address"]) for one in lines]
        return rules.fitting(said, most_bytes=robots.MOST_BYTES, more=str(wording.MESSAGES["robots.more"]))


def _line(row: RobotLine, home: str) -> str:
    said = f"{'robots' if row.code == 'gaps' else 'notices'}.{row.code}"
    text = wording.message(said, {**row.facts, "number": row.number})
    if robots.house_of(row.robot):
        return f"{text} {home}{rules.INBOX}" if home else text
    link = rules.LINKS_APART.get(row.code) or rules.LINKS.get("gaps" if row.code == "gaps" else row.stream_kind, "")
    return f"{text} {home}{link.format(number=row.number)}" if home and link else text
