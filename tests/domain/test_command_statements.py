"""What a command costs in statements, whoever gives it: desk and technician, buyer, seller, outlet and counter.

Every command that one of them may give there is given and taken back, commits counted; what is given stays well formed
as the table declares it, and a new command is counted where it is allowed without being named here.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.commands import tables
from anxin.core.errors import AnxinError
from anxin.core.files import SealedFile
from anxin.core.keys import ring
from anxin.demo import cast
from anxin.domain.claims import queries as claims
from anxin.domain.claims.actions import PictureGiven
from anxin.domain.claims.models import Claim
from anxin.domain.people.queries import actors
from anxin.domain.repairs import actions
from anxin.domain.repairs import queries as repairs
from anxin.domain.repairs.models import Repair
from tests import builders
from tests.claim_builders import a_claim, drawn, jpeg, sealed
from tests.domain.test_commands import sample

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
type Asked = tuple[str, Any, Actor]
"""The table, the row and who gives."""
COMMAND = 25
BRAND_WORDS = {"repair.brand-word": 28, "repair.brand-confirmation": 26}
LATE_COVER = {"visit.receipt": 38, "repair.receipt": 31, **BRAND_WORDS}
MORE = {"repair.cancellation": 26, "repair.solution": 26, "claim.agreement": 30, **LATE_COVER}
MORE["claim.shop-refund"] = 43
"""What may ask more: what ends all that was arranged, the seller's yes, which decides and pays, and a proof of purchase
that comes once all was priced, by which the bill falls, is settled and closes the
case; what a shop gave back itself is written on order, bill, claim and its proof."""
REPAIRS = [("accepted", 9), ("triaged", 10), ("booked", 12), ("coded", 7)]
CUSTOMERS = [("booked", 2), ("quoted", 6), ("billed", 3), ("coded", 3), ("closed", 1)]
CLAIMS = [("merchant_answer", 10), ("review", 12), ("decided", 6), ("closed", 4)]


@pytest.fixture(autouse=True)
def _keys_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key is looked up again every few seconds: no count depends on how long a test takes."""
    monkeypatch.setattr(ring, "LOOK_AGAIN_S", 1e9)


def spent(asked: Asked, now: datetime) -> dict[str, int]:
    """Return what each command costs that may be given there, once its process is warm."""
    about, row, by = asked
    table = tables()[about]
    case, file = table.situation(row, by=by, now=now), sealed(jpeg(drawn(7)), now=now)
    found = {}
    for command in (one for one in table if one.name in table.allowed(case, by)):
        fields = _filled(sample(command, row, case, now, by), command.fields.model_fields, file)
        given = {"row": row, "by": by, "now": now, "fields": fields}
        for _time in range(2):  # what a process reads once it has read by the second
            given["row"] = row = as_a_page_finds(row)
            before = transaction.savepoint_create()
            with CaptureQueriesContext(connection) as counted, suppress(AnxinError):
                acting(lambda name=command.name, given=given: table.give(name, **given))
                found[f"{about}.{command.name}"] = len(counted)
            transaction.savepoint_rollback(before)
    return found


def as_a_page_finds(row: Any) -> Any:
    """Return a row as it is now, with what a page reads along with it."""
    if isinstance(row, Repair):
        return repairs.repair_by_key(str(row.pk))
    if isinstance(row, Claim):
        return claims.claim_by_key(str(row.pk))
    row.refresh_from_db()
    return row


def _filled(fields: dict[str, object], asked: Mapping[str, object], file: SealedFile) -> dict[str, object]:
    pictures = {"files": (file,), "pictures": (PictureGiven(file=file),)}
    return fields | {name: value for name, value in pictures.items() if name in asked}


def of_desk_and_technician(at: str, now: datetime) -> tuple[list[Asked], datetime]:
    walked = builders.a_repair(now=now, at=at)
    rows: list[Asked] = [("repair", walked.repair, walked.by(cast.XIAO_CHEN))]
    if at in ("booked", "coded"):
        rows.append(("visit", walked.visit, walked.by(cast.MASTER_LUO)))
    return rows, walked.now


def of_customer(at: str, now: datetime) -> tuple[list[Asked], datetime]:
    walked = builders.a_repair(now=now, at=at)
    return [("repair", walked.repair, actors.actor_of_person(str(walked.repair.customer_id)))], walked.now


def of_brand(at: str, now: datetime) -> tuple[list[Asked], datetime]:
    walked = builders.a_repair(now=now, at=at)
    word = {"said_by": "周经理", "reference": "HY-118", "why": "批次召回", "by": walked.by(cast.XIAO_CHEN)}
    acting(lambda: actions.take_brand_word(repair=walked.repair, now=walked.now, **word))
    return [("repair", walked.repair, walked.by(cast.HEYAN_OWNER))], walked.now


def of_outlet(at: str, now: datetime) -> tuple[list[Asked], datetime]:
    walked = builders.a_repair(now=now, at=at)
    return [("outlet_order", walked.visit.outlet_orders.get(), walked.by(cast.BOSS_HE))], walked.now


def of_counter(at: str, now: datetime) -> tuple[list[Asked], datetime]:
    walked = builders.at_a_bench(now=now, mode="mail_in", at=at)
    return [("repair", walked.repair, walked.by(cast.BOSS_HE))], walked.now


def of_claim(at: str, now: datetime) -> tuple[list[Asked], datetime]:
    one = a_claim(now=now, at=at)
    return [("claim", one.claim, by) for by in (one.buyer, one.by(cast.MERCHANT_OWNER), one.by(cast.LIN))], one.now


@pytest.mark.parametrize(
    ("of", "at", "many"),
    [
        *((of_desk_and_technician, *one) for one in REPAIRS),
        *((of_customer, *one) for one in CUSTOMERS),
        (of_brand, "billed", 3),
        (of_outlet, "ordered", 2),
        (of_counter, "sent", 2),
        *((of_claim, *one) for one in CLAIMS),
    ],
)
def test_a_command_asks_no_more_than_its_share(
    of: Callable[[str, datetime], tuple[list[Asked], datetime]], at: str, many: int, now: datetime
) -> None:
    rows, then = of(at, now)
    told = {"name": "quality.sample_percent", "value": 100, "valid_from": now, "by": SYSTEM, "now": now}
    acting(lambda: settings.propose(**told))
    found = [one for asked in rows for one in spent(asked, then).items()]
    assert {name: count for name, count in found if count > MORE.get(name, COMMAND)} == {}
    assert len({name for name, _count in found}) >= many
