"""Robots of groups: what is told to staff is said in the groups that chose it, gathered, a few times a minute."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from anxin.core import later, providers, timeline
from anxin.core.actors import SYSTEM
from anxin.core.carriers import robots
from anxin.core.inserts import insert_new, inserted_new
from anxin.core.providers import ProviderAccess
from anxin.core.timeline import StreamKey
from anxin.core.zone import SHANGHAI
from anxin.domain.network.queries import gaps
from anxin.domain.notices import queries
from anxin.domain.notices.models import Notice, RobotLine
from anxin.domain.notices.queries import robots as said
from anxin.domain.notices.rules import robots as rules
from anxin.domain.people.models import Organisation

SAY = "anxin.domain.notices.tasks.say"
STALE, KEPT, LATELY = timedelta(days=1), timedelta(days=30), timedelta(minutes=15)


def note(code: str, stream: StreamKey, facts: Mapping[str, Any], cause: str, *, now: datetime) -> None:
    """Keep a line for each group that chose such facts."""
    kind = rules.KINDS.get(code)
    chosen = [one for one in providers.health().values() if one.kind == robots.KIND] if kind else []
    for robot in chosen:
        if kind not in robot.values.get("facts", "").split():
            continue
        about = {"robot": robot.name, "code": code, "stream_kind": stream.kind, "number": queries.number_of(stream)}
        if insert_new(RobotLine(**about, facts=dict(facts), at=now, key=f"{cause}:{code}:{robot.name}")):
            _put_telling(robot.name, now=now, in_s=rules.PAUSE_S)


def note_houses(*, now: datetime) -> None:
    """Keep a line for the group of each house of what its people were told since its last one, each fact once.

    What was told while no worker ran is told then, as long as it is not stale.
    """
    last = said.last_lines(since=now - STALE)
    for robot in said.house_robots():
        house, chosen = robots.house_of(robot.name), robot.values.get("facts", "").split()
        codes = [code for code, kind in rules.HOUSES.items() if kind in chosen]
        since = max(last.get(robot.name, now - STALE + LATELY) - LATELY, robot.kept_at)
        told = said.told_in(house, codes, since=since, now=now) if house and robot.is_proved else []
        if inserted_new([_line(robot.name, one) for one in told]):
            _put_telling(robot.name, now=now, in_s=rules.PAUSE_S)


def _line(robot: str, one: Notice) -> RobotLine:
    cause = hashlib.sha256(one.key.rpartition(":account:")[0].encode()).hexdigest()[:32]
    about = {"code": one.code, "stream_kind": one.stream_kind, "number": one.number, "facts": one.facts}
    return RobotLine(robot=robot, **about, at=one.at, key=f"{cause}:{robot}")


def _put_telling(robot: str, *, now: datetime, in_s: float) -> None:
    """Have a group told once in each span of seconds, however much there is to say."""
    span = int(now.timestamp() + in_s) // rules.PAUSE_S
    at = now + timedelta(seconds=(span + 1) * rules.PAUSE_S - now.timestamp())
    later.put(SAY, arguments={"robot": robot}, key=f"notices.robot:{robot}:{span}", now=now, run_at=at)


def gathered(robot: str, *, now: datetime) -> tuple[ProviderAccess, list[RobotLine]] | None:
    """Return what a group is to be told now; None where there is nothing, or the group is told nothing any more."""
    kept = providers.account(robot)
    waiting = RobotLine.objects.filter(robot=robot, gone_at=None)
    waiting.filter(at__lt=now - STALE).update(gone_at=now)
    lines = list(waiting.filter(gone_at=None).order_by("at", "id")) if kept else []
    return (kept, lines) if kept and lines else None


def note_sent(robot: str, lines: list[RobotLine], *, fault: str, again: bool, busy: bool, now: datetime) -> None:
    """Write down that a group was told, or when it is tried again; after a lost answer once, then it counts as told."""
    _tell_failing(robot, fault, now)
    providers.note_call(robot, fault=fault, now=now)
    rows = RobotLine.objects.filter(pk__in=[one.pk for one in lines])
    if not again:
        rows.update(gone_at=now)
        return
    rows.update(tries=F("tries") + 1)
    tries = max(one.tries for one in lines)
    _put_telling(robot, now=now, in_s=rules.pause_s(tries, busy=busy))


def _tell_failing(robot: str, fault: str, now: datetime) -> None:
    """Tell the leads of a house that its group can't be told, once until it answers again."""
    house = robots.house_of(robot)
    kept = providers.health().get(robot) if fault and house else None
    if kept is not None and kept.failing_since is None:
        stream = StreamKey("organisation", str(house))
        timeline.write(stream, "notices.robot_failing", by=SYSTEM, now=now, facts={"house": str(house)})


def note_gaps(*, now: datetime) -> None:
    """Keep a line for each brand that has counties tomorrow where nobody can go, once a day."""
    day = (now + timedelta(days=1)).astimezone(SHANGHAI).date()
    brands = Organisation.objects.filter(kind=Organisation.Kind.BRAND)
    for brand, count in gaps.served_gaps(brands, day=day, now=now).items():
        if count:
            stream = StreamKey("organisation", str(brand))
            note("gaps", stream, {"count": count}, f"gaps:{day}:{brand}", now=now)


def forget_lines(*, now: datetime) -> int:
    """Delete what was said a month ago."""
    return RobotLine.objects.filter(at__lt=now - KEPT).delete()[0]
