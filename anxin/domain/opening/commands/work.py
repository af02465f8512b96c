"""What each command of the set-up does."""

from collections.abc import Callable
from typing import Any

from anxin.core import colours
from anxin.core.commands import Given
from anxin.domain.network import actions as network
from anxin.domain.opening import actions as opening
from anxin.domain.opening.models import Errand
from anxin.domain.people.models import Organisation
from anxin.domain.staff.commands import work

type OfHouse = Given[Organisation, Any]
type OfErrand = Given[Errand, Any]


def invite_administrator(it: OfHouse) -> str:
    """Invite another administrator; give the token of the link."""
    return work.invite(it, role="operator")


def keep_imprint(it: OfHouse) -> None:
    """Propose another imprint."""
    opening.keep_imprint(value=it.fields.model_dump(), by=it.by, now=it.now)


def keep_address(it: OfHouse) -> None:
    """Keep the public address."""
    opening.keep_address(address=it.fields.address, by=it.by, now=it.now)


def add_brand(it: OfHouse) -> None:
    """Make a brand."""
    given = it.fields
    opening.add_brand(
        name=given.name,
        slug=given.slug,
        mark=given.mark,
        accent=colours.read(given.accent),
        primary=colours.read(given.primary),
        hotline=given.hotline,
        pages_at=given.pages_at,
        by=it.by,
        now=it.now,
    )


def keep_mail(it: OfHouse) -> None:
    """Keep the mail server."""
    given = it.fields
    opening.keep_mail(
        kind=given.kind,
        host=given.host,
        port=given.port,
        user=given.user,
        password=given.password,
        by=it.by,
        now=it.now,
    )


def going_without(step: str) -> Callable[[OfHouse], None]:
    """Return what goes on without a step for now."""
    return lambda it: opening.put_off(step=step, by=it.by, now=it.now)


def keep_backup(it: OfHouse) -> None:
    """Keep where backups go."""
    opening.keep_backup(folder=it.fields.folder, by=it.by, now=it.now)


def promise(it: OfHouse) -> None:
    """Make a brand's first promise."""
    given = it.fields
    network.promise(
        name=it.row.name,
        brand=it.row,
        acknowledge_min=int(given.acknowledge),
        assign_min=int(given.assign),
        call_min=int(given.call),
        now=it.now,
    )


def rehearse_claim(it: OfHouse) -> None:
    """Have a claim on what a shop sold played through."""
    opening.ask_rehearsal(brand=it.row, counties="", hours="", by=it.by, now=it.now)


def ask_errand(it: OfErrand) -> None:
    """Write down when it was asked for."""
    opening.ask_errand(code=it.row.pk, day=it.fields.day, by=it.by, now=it.now)


def grant_errand(it: OfErrand) -> None:
    """Write down when it was granted."""
    opening.grant_errand(code=it.row.pk, day=it.fields.day, by=it.by, now=it.now)
