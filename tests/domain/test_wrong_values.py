"""What a command takes has its bounds in the domain, not in a form: every sum in its action, every text in its field.

Each wrong sum of each command is handed to the action directly here, past every form and declaration.
"""

import typing
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Literal

import pytest
from pydantic import ValidationError

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.commands import Command, Sum, tables
from anxin.core.commands.table import Given
from anxin.core.errors import AnxinError, Invalid
from anxin.demo import bench, cast
from anxin.domain.claims.actions import Ruling
from anxin.domain.people import queries as people
from anxin.domain.people.queries import actors
from tests import builders
from tests.claim_builders import FACTS, a_claim
from tests.domain.claims.test_outcomes import entered
from tests.domain.command_rows import a_carriers_claim, a_holder, an_invoice

pytestmark = pytest.mark.django_db
MUCH = 10**12
type Row = Callable[[datetime], tuple[Any, Actor, dict[str, object], datetime]]


def by(member: cast.Member, now: datetime) -> Actor:
    account = people.account(member.username)
    assert account is not None
    return actors.actor_of_account(account, now=now)


def of_claim(at: str, member: cast.Member, **given: object) -> Row:
    def row(now: datetime) -> tuple[Any, Actor, dict[str, object], datetime]:
        one = a_claim(now=now, at=at)
        return one.claim, one.by(member), given, one.now

    return row


def of_outcome(*, asked_back: bool = False, **given: object) -> Row:
    def row(now: datetime) -> tuple[Any, Actor, dict[str, object], datetime]:
        one = entered(now, asked_back=asked_back)
        return one.claim, one.by(cast.MERCHANT_OWNER), given, one.now

    return row


def of_platform(now: datetime) -> tuple[Any, Actor, dict[str, object], datetime]:
    one = a_claim(now=now, platform_ref="PT-1")
    given = {"what": "refunded", "reference": "1", "reason": "x"}
    return one.claim, one.by(cast.MERCHANT_OWNER), given, one.now


def of_repair(at: str, member: cast.Member, **given: object) -> Row:
    def row(now: datetime) -> tuple[Any, Actor, dict[str, object], datetime]:
        walked = builders.a_repair(now=now, at=at)
        return walked.repair, walked.by(member), given, walked.now

    return row


def of_parcel(now: datetime) -> tuple[Any, Actor, dict[str, object], datetime]:
    walked = builders.at_a_bench(now=now, mode="mail_in", at="sent")
    customer = actors.actor_of_person(str(walked.repair.customer_id))
    told = {"row": walked.repair, "by": customer, "now": walked.now, "fields": {"why": "查不到物流"}}
    acting(lambda: tables()["repair"].give("missing", **told))
    assert bench.kept(walked).claims.exists()
    return walked.repair, walked.by(cast.XIAO_CHEN), {"reference": "1", "why": "x", "way": ""}, walked.now


def of_house(now: datetime) -> tuple[Any, Actor, dict[str, object], datetime]:
    builders.ground.lay(now=now)
    given = {"way": "bank", "moved_date": now.date(), "reference": "2026", "payer": "", "remark": "", "number": ""}
    return people.operator(), by(cast.QIAN, now), {**given, "files": (), "again": False}, now


def of_brand(now: datetime) -> tuple[Any, Actor, dict[str, object], datetime]:
    builders.ground.lay(now=now)
    given = {"reasons": ("broken",), "types": ("refund_only",), "reason": "x", "attention_most": "low"}
    return people.organisation(cast.HEYAN.slug), by(cast.HEYAN_OWNER, now), given, now


def of_carrier(now: datetime) -> tuple[Any, Actor, dict[str, object], datetime]:
    return a_carriers_claim(now), by(cast.QIAN, now), {"reference": "1"}, now


def of_invoice(now: datetime) -> tuple[Any, Actor, dict[str, object], datetime]:
    return an_invoice(now), by(cast.QIAN, now), {"official": "26312000000012345678", "day": now.date()}, now


def of_till(now: datetime) -> tuple[Any, Actor, dict[str, object], datetime]:
    builders.ground.lay(now=now)
    return a_holder(now), by(cast.QIAN, now), {}, now


def of_job(now: datetime) -> tuple[Any, Actor, dict[str, object], datetime]:
    walked = builders.a_repair(now=now, at="coded")
    return walked.visit, walked.by(cast.MASTER_LUO), {}, walked.now


def of_counter(now: datetime) -> tuple[Any, Actor, dict[str, object], datetime]:
    walked = builders.at_a_bench(now=now, at="mended")
    return walked.repair, walked.by(cast.BOSS_HE), {}, walked.now


SUMS: dict[tuple[str, str, str], tuple[Row, tuple[int, ...]]] = {
    ("claim", "decision", "amount_fen"): (
        of_claim(
            "review", cast.LIN, remedy="refund_part", liable="merchant", reason="x", found=FACTS, fraud_said=False
        ),
        (-1, 0, MUCH),
    ),
    ("claim", "correction", "amount_fen"): (
        of_claim("decided", cast.LIN, remedy="refund_part", liable="merchant", reason="x", found=FACTS, mistake="x"),
        (-1, 0, MUCH),
    ),
    ("claim", "offer", "amount_fen"): (
        of_claim("merchant_answer", cast.MERCHANT_OWNER, remedy="refund_part", reason="x"),
        (-1, 0, MUCH),
    ),
    ("claim", "shop-refund", "amount_fen"): (
        of_claim("merchant_answer", cast.MERCHANT_OWNER, reference="TK-1", files=[]),
        (-1, 0, MUCH),
    ),
    ("claim", "outcome", "amount_fen"): (of_platform, (-1, 0, MUCH)),
    ("claim", "outcome-correction", "amount_fen"): (
        of_outcome(what="refunded", reference="1", why="x"),
        (-1, 0, MUCH),
    ),
    ("claim", "demand", "amount_fen"): (of_outcome(reason="x"), (-1, 0, MUCH)),
    ("claim", "repayment", "amount_fen"): (of_outcome(asked_back=True, seen_fen=None), (-1, 0, MUCH)),
    ("advance_answers", "give", "most"): (of_brand, (-1, 0)),
    ("repair", "lowering", "to_fen"): (of_repair("coded", cast.XIAO_CHEN, why="x"), (-1, MUCH)),
    ("repair", "repayment", "amount_fen"): (
        of_repair("closed", cast.XIAO_CHEN, reason="goodwill", why="x"),
        (-1, 0, MUCH),
    ),
    ("repair", "claim-filed", "claimed_fen"): (of_parcel, (-1, 0)),
    ("repair", "claim-settled", "amount_fen"): (of_parcel, (-1,)),
    ("parcel_claim", "payment", "amount_fen"): (of_carrier, (-1, 0, MUCH)),
    ("invoice", "issued", "amount_fen"): (of_invoice, (-1, 1, MUCH)),
    ("till", "receipt", "amount_fen"): (of_house, (-1, 0)),
    ("visit", "cash", "amount_fen"): (of_job, (-1, 0, MUCH)),
    ("repair", "cash", "amount_fen"): (of_counter, (-1, 0, MUCH)),
    ("cash_holder", "handing-in", "counted_fen"): (of_till, (-1, 0, MUCH)),
}
"""Each sum a command takes: how its row comes about, and what no action takes for it."""


def declared() -> set[tuple[str, str, str]]:
    """Return every sum of every command."""
    return {
        (about, command.name, name)
        for about, table in tables().items()
        for command in table
        for name, field in command.fields.model_fields.items()
        if any(isinstance(mark, Sum) for mark in field.metadata)
    }


class TestSums:
    def test_of_every_command_are_asked(self) -> None:
        assert declared() == set(SUMS)

    @pytest.mark.parametrize("key", SUMS, ids="-".join)
    def test_are_refused_by_the_action_where_they_are_wrong(self, key: tuple[str, str, str], now: datetime) -> None:
        about, name, field = key
        make, wrong = SUMS[key]
        row, who, given, at = make(now)
        command = tables()[about].commands[name]
        for fen in wrong:
            fields = command.fields.model_construct(**{**given, field: fen})
            with pytest.raises(AnxinError) as refused:
                acting(lambda fields=fields: command.do(Given(row=row, fields=fields, by=who, now=at)))
            assert refused.value.facts.get("field") == field or refused.value.code != "core.wrong_state", fen


class TestFields:
    def test_of_every_command_refuse_what_is_none_by_their_declaration_and_say_which(self) -> None:
        passed = []
        for about, command, name, wrong in wrong_values():
            try:
                command.fields.model_validate({name: wrong})
            except ValidationError as error:
                if any(one["loc"][:1] == (name,) for one in error.errors()):
                    continue
            passed.append((about, command.name, name, str(wrong)[:20]))
        assert passed == []

    def test_of_texts_have_an_end(self) -> None:
        endless = [
            (about, command.name, name)
            for about, command, name, says in properties()
            if says.get("type") == "string" and not {"maxLength", "enum", "format", "pattern", "const"} & {*says}
        ]
        assert endless == []

    def test_a_ruling_names_which_of_its_codes_is_none(self, now: datetime) -> None:
        one = a_claim(now=now, at="review")
        for field in ("remedy", "liable"):
            told = Ruling(**{"remedy": "refuse", "reason": "x", "found": FACTS, field: "nonsense"})
            with pytest.raises(Invalid) as refused:
                one.propose(told)
            assert refused.value.field == field


def properties() -> Iterator[tuple[str, Command[Any, Any], str, dict[str, Any]]]:
    for about, table in tables().items():
        for command in table:
            for name, says in command.fields.model_json_schema().get("properties", {}).items():
                yield about, command, name, says


def wrong_values() -> Iterator[tuple[str, Command[Any, Any], str, object]]:
    """Yield, of each field, values that its declaration says are none."""
    for about, command, name, says in properties():
        checked = typing.get_origin(command.fields.model_fields[name].annotation) is Literal
        if checked:
            yield about, command, name, "nonsense"
        if "maxLength" in says and says.get("type") == "string":
            yield about, command, name, "x" * (says["maxLength"] + 1)
        if says.get("minLength"):
            yield about, command, name, "  "
        if says.get("type") == "integer" and "minimum" in says:
            yield about, command, name, says["minimum"] - 1
        if says.get("type") == "integer" and "exclusiveMinimum" in says:
            yield about, command, name, says["exclusiveMinimum"]
        if says.get("format") in ("date", "date-time"):
            yield about, command, name, "no day"
