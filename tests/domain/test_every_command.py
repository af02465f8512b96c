"""The command tables beside repairs, jobs and claims: every command, in every state, given by every role of the cast.

And no table, and no machine that a command's step belongs to, is left out of such a test.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from anxin.core import vault
from anxin.core.acting import acting
from anxin.core.actors import STRANGER, Actor
from anxin.core.commands import Command, Table, table, tables
from anxin.core.errors import Forbidden
from anxin.core.states import begin, machines
from anxin.demo import bench, cast, ground
from anxin.domain.claims.models import ExchangeOffer
from anxin.domain.contacts import actions as contacts
from anxin.domain.ledger.models import Bill
from anxin.domain.network import actions as network
from anxin.domain.network.models import Authorisation, Outlet
from anxin.domain.opening.models import Errand, ProviderChange
from anxin.domain.people import actions as people_actions
from anxin.domain.people import queries as people
from anxin.domain.people.actions import data_requests, legal_holds, reveals
from anxin.domain.people.queries import actors
from anxin.domain.publications import queries as publications
from anxin.domain.publications.commands import GUIDES, TEXTS
from anxin.domain.publications.rules import help_code
from anxin.domain.quality import actions as quality
from anxin.domain.repairs.models import Quote
from anxin.domain.staff import actions as staff
from tests import builders
from tests.claim_builders import a_purchase, drawn, jpeg, sealed
from tests.core.lamp import LAMP
from tests.domain.command_rows import (
    a_billed_repair,
    a_carriers_claim,
    a_customer,
    a_difference,
    a_handout,
    a_holder,
    a_leave,
    a_mark,
    a_paid_bill,
    a_paid_for_decision,
    a_placement,
    a_refund_by_hand,
    a_remittance,
    a_repayment,
    a_setting_change,
    a_shop_order,
    a_stock,
    a_swap,
    an_advance_answer,
    an_invoice,
    an_unclear_payment,
    an_unused_brand,
)
from tests.domain.test_commands import WHOLE, acting_refused, is_given_all, sample, stands

# by role and state, whatever the database: it is asked on one of them
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
CAST = (
    *(cast.ADMIN, cast.QIAN, cast.XIAO_CHEN, cast.XIAO_DENG, cast.LIN, cast.SUN, cast.BOSS_HE, cast.BOSS_TANG),
    *(cast.HEYAN_OWNER, cast.QINGFENG_OWNER, cast.XIAO_MEI, cast.XIAO_WU, cast.ZHOU, cast.MASTER_LUO),
)
ELSEWHERE = {
    "tests/domain/test_commands.py": {"repair", "visit", "outlet_order"},
    "tests/domain/claims/test_commands.py": {"claim", "decision", "recovery", "referral"},
    "tests/domain/opening/test_departures.py": {"departure"},
    "TestBeside": {"bill", "quote", "custody", "parcel_claim"},
}
"""Tables and machines that a test of their own gives every command in every state."""
NO_COMMAND = {
    "payment": "moved by its provider; what finance may do stands in the rows `difference` and `unclear_payment`",
    "dispute": "moves with its claim, whose commands are given in every state of the claim",
    "appeal": "moves with its claim, whose commands are given in every state of the claim",
    "examination": "finished by the house; a look that can't end is given up by a command of its claim",
    "challenge": "sent and answered by commands of its claim, which are given in every state of the claim",
    "capture": "finished by the house; a look that can't end is given up by a command of its claim",
    "appointment": "moves with its visit, whose commands are given in every state of the visit",
}
"""The machines that no command's step belongs to, and who moves them."""


def account(member: cast.Member) -> Any:
    return people.account(member.username)


def brand() -> Any:
    return people.organisation(cast.HEYAN.slug)


def a_change(now: datetime) -> Any:
    by = actors.actor_of_account(account(cast.ADMIN), now=now)
    about = {
        "account": account(cast.XIAO_CHEN),
        "organisation": people.operator(),
        "role": "finance",
        "command": "grant",
    }
    return acting(lambda: staff.ask(**about, why="替班", by=by, now=now))  # type: ignore[arg-type]


def a_provider_change(now: datetime) -> Any:
    row = ProviderChange(kind="payment", name="wechat", asked_by="staff:0", sealed="")
    row.sealed = vault.seal("opening.provider_change.sealed", row.id, "{}")
    by = actors.actor_of_account(account(cast.ADMIN), now=now)
    return acting(lambda: begin(row, by=by, now=now, facts={"provider": "wechat"})) and row


def a_data_request(now: datetime) -> Any:
    person = builders.a_repair(now=now, at="submitted").repair.customer
    by = actors.actor_of_account(account(cast.XIAO_CHEN), now=now)
    return acting(lambda: data_requests.note_wish(person=person, wish="copy", by=by, now=now))


def a_legal_hold(now: datetime) -> Any:
    stream, by = (
        builders.a_repair(now=now, at="submitted").repair.stream(),
        actors.actor_of_account(account(cast.ADMIN), now=now),
    )
    told: dict[str, Any] = {"source": "court", "letter": "1号", "why": "保留", "by": by, "now": now}
    return acting(lambda: legal_holds.place(stream=stream, **told))


def an_exchange(now: datetime) -> Any:
    row = builders.a_repair(now=now, at="closed").repair
    ExchangeOffer.objects.create(repair_key=row.id, repair_number=row.number, at=now)
    return row


def a_statement_day(now: datetime) -> SimpleNamespace:
    return SimpleNamespace(provider="wechat", day=now.date(), fault="", refresh_from_db=lambda: None)


def a_reported_number(now: datetime) -> Any:
    told = network.NumberReport(kind="hotline", code=cast.LOOK_ALIKE, note="", phone="")
    return acting(lambda: network.report(told=told, by=STRANGER, now=now))


def a_takedown(now: datetime) -> Any:
    number, by = a_reported_number(now), actors.actor_of_account(account(cast.XIAO_CHEN), now=now)
    acting(lambda: network.confirm(number=number, why="回拨：要先转账", by=by, now=now))
    asked = network.TakedownAsked(recipient="search", addressee="百度", place="https://www.example.com/s?wd=1")
    return acting(lambda: network.ask_takedown(number=number, asked=asked, by=by, now=now))


def somebody_waiting(now: datetime) -> Any:
    wish = network.WaitlistEntry(brand=brand(), name="买买提", phone="13800000077", address=cast.MAIMAITI.address)
    return acting(lambda: network.wait(wish=wish, by=STRANGER, now=now))


def a_follow_up(now: datetime) -> Any:
    repair = builders.a_repair(now=now, at="closed").repair
    return acting(lambda: quality.plan(repair=repair, reason="bad_review", now=now, at_once=True))


def a_review(now: datetime) -> Any:
    walked = builders.a_repair(now=now, at="closed")
    given = quality.ReviewGiven(overall=2)
    return acting(lambda: quality.review(repair=walked.repair, given=given, by=walked.customer, now=walked.now))


def an_objection(now: datetime) -> Any:
    review = a_review(now)
    by = actors.actor_of_account(account(cast.MASTER_LUO), now=now)
    row = acting(lambda: quality.contest(review=review, why="客户改约了", by=by, now=now))
    row.judged_by, row.judged_why_sealed = "staff:1", row.why_sealed  # what stands beside its end, in every state
    row.save()
    return row


def a_request(now: datetime) -> Any:
    walked = builders.a_repair(now=now, at="closed")
    by, repair = actors.actor_of_account(account(cast.XIAO_CHEN), now=now), walked.repair
    about = {"person": repair.customer, "stream": repair.stream(), "reason": "客户要补发票"}
    return acting(lambda: reveals.ask(**about, by=by, now=walked.now))  # type: ignore[arg-type]


def a_contact(now: datetime) -> Any:
    message = contacts.WrittenMessage(text="报价单看不懂", name="买买提", phone="13800000077")
    row = acting(lambda: contacts.receive(message=message, by=STRANGER, now=now))
    row.promised_at, row.taker = now + timedelta(hours=1), "staff:1"  # what stands beside a promise, in every state
    row.save()
    return row


OF_FIELDS = {
    "ledger.no_bill_of",
    "publications.no_such_case",
    "network.no_such_promise",
    "network.no_swap",
    "opening.bad_keys",
    "parts.not_your_place",
    "shops.keys_needed",
    "shops.no_such_shop",
}
"""Refusals of what was given, not of who gives it or when."""


def a_draft(now: datetime, code: str, table: Table[Any, Any], **fields: str) -> Any:
    by = actors.actor_of_account(account(cast.SUN if table is GUIDES else cast.ADMIN), now=now)
    acting(lambda: table.give("write", row=publications.document(code), by=by, now=now, fields=fields))
    return publications.document(code)


def a_notice(now: datetime) -> Any:
    builders.legal_texts(now=now, codes=("algorithm",))
    return publications.notice("algorithm")


ROWS: dict[str, Callable[[datetime], Any]] = {
    "authorisation": lambda now: Authorisation.objects.get(
        kind="technician", code=cast.MASTER_LUO.number, brand=brand()
    ),
    **dict.fromkeys(("network", "brand_look"), lambda now: brand()),
    "outlet": lambda now: Outlet.objects.get(organisation__slug=cast.OUTLET_WUHOU.slug),
    "technician": lambda now: builders.technician(cast.MASTER_LUO),
    **{"leave": a_leave, "swap": a_swap, "placement": a_placement},
    **dict.fromkeys(("house", "technicians", "installation", "till"), lambda now: people.operator()),
    "account": lambda now: account(cast.XIAO_CHEN),
    "role_change": a_change,
    "handout": a_handout,
    "brand_opening": lambda now: brand(),
    "claims_opening": lambda now: people.operator(),
    "unit": lambda now: an_unused_brand(now),
    "errand": lambda now: Errand.objects.create(code="sms"),
    "offer": lambda now: builders.a_repair(now=now, at="named").visit.offers.get(),
    "exchange": an_exchange,
    "guide": lambda now: a_draft(now, help_code("lock", "bolt_stuck"), GUIDES, first="别硬拧。"),
    "document": lambda now: a_draft(now, "privacy", TEXTS, zh="我们怎样处理您的信息。"),
    "notice": a_notice,
    "providers": lambda now: people.operator(),
    "shop_order": a_shop_order,
    "listings": lambda now: a_purchase(now=now).seller,
    **dict.fromkeys(("shops", "house_company", "house_robot"), lambda now: people.organisation(cast.MERCHANT.slug)),
    "provider_change": a_provider_change,
    "settings": lambda now: people.operator(),
    "setting_change": a_setting_change,
    "difference": a_difference,
    **{"unclear_payment": an_unclear_payment, "refund": a_refund_by_hand},
    "cash_holder": a_holder,
    "statement_day": a_statement_day,
    **{"repayment": a_repayment, "parcel_claim": a_carriers_claim},
    **{"remittance": a_remittance, "billed_repair": a_billed_repair, "paid_for": a_paid_for_decision},
    "bill_invoice": a_paid_bill,
    "invoice": an_invoice,
    "reported_number": a_reported_number,
    "takedown": a_takedown,
    **{"waiting": somebody_waiting, "follow_up": a_follow_up},
    "review": a_review,
    "rating": lambda now: builders.a_repair(now=now, at="closed").repair,
    "contest": an_objection,
    "contested_job": lambda now: builders.a_repair(now=now, at="closed").visit,
    "reveal_request": a_request,
    **dict.fromkeys(("person", "own_data", "own_home"), a_customer),
    "data_request": a_data_request,
    "legal_hold": a_legal_hold,
    "house_holds": lambda now: people.operator(),
    "contact": a_contact,
    "calls": lambda now: people.operator(),
    "mark": a_mark,
    "sale": lambda now: a_purchase(now=now),
    "advance_answers": lambda now: brand(),
    "advance_answer": an_advance_answer,
    "stock": a_stock,
}
"""One row of each table's cases."""


def everybody(now: datetime) -> list[Actor]:
    """Lay the ground, with a second administrator, and return the cast."""
    ground.lay(now=now)
    home = people.operator()
    acting(lambda: people_actions.grant(account=account(cast.QIAN), organisation=home, role="operator", now=now))
    return [actors.actor_of_account(account(one), now=now) for one in CAST]


def differing(
    asked: Table[Any, Any], row: Any, by: list[Actor], now: datetime, *, turn: int = -1
) -> Iterator[tuple[str, ...]]:
    """Give every command as each of them; yield where what went differs from what is allowed.

    With a `turn` some of them are given what isn't allowed, others with each command; the rest only what is.
    """
    file = sealed(jpeg(drawn(7)), now=now)
    for number, actor in enumerate(by):
        row.refresh_from_db()  # what an undone command left in memory is no state
        case = asked.situation(row, by=actor, now=now)
        allowed = asked.allowed(case, actor)
        for place, command in enumerate(asked):
            if command.name not in allowed and not is_given_all(number, len(by), turn + place if turn >= 0 else turn):
                continue
            fields = sample(command, row, case, now, actor) if command.name in allowed else {}
            if "files" in command.fields.model_fields:
                fields["files"] = (file,)
            why = acting_refused(asked, command, row, actor, now, fields)
            if why not in OF_FIELDS and bool(why) == (command.name in allowed):
                yield (" ".join(sorted(actor.roles)), command.name, why or "went")


class TestCommands:
    @WHOLE
    @pytest.mark.parametrize("about", ROWS)
    def test_allow_what_their_actions_do_and_nothing_else(self, about: str, now: datetime, *, whole: bool) -> None:
        by = everybody(now)
        row = ROWS[about](now)
        machine = machines().get(about)
        wrong = []
        for turn, state in enumerate(machine.states if machine else ("",)):
            if state:
                stands(row, state)
            case = differing(tables()[about], row, by, now, turn=-1 if whole else turn)
            wrong += [(state, *one) for one in case]
        assert wrong == []

    def test_of_every_table_and_machine_are_asked(self) -> None:
        asked = set(ROWS).union(*ELSEWHERE.values())
        assert {*tables(), *machines()} - {LAMP.name} == asked | set(NO_COMMAND)  # the core's, if it was tested before

    def test_take_no_step_of_the_machines_that_have_none(self) -> None:
        named = {step.partition(".")[0] for one in tables().values() for each in one for step in each.steps.split()}
        assert named & set(NO_COMMAND) == set()

    def test_that_refuse_what_is_allowed_or_do_what_is_not_are_seen(self, now: datetime) -> None:
        def refuse(_given: object) -> None:
            raise Forbidden

        row = SimpleNamespace(refresh_from_db=lambda: None)
        shut = Command[Any, Any](name="shut", title="", do=refuse, who="agent")
        open_ = Command[Any, Any](name="open", title="", do=lambda given: None, who="agent")
        open_to_all = type("Open", (Table,), {"allowed": lambda self, case, actor: table.Allowed()})
        look = lambda row, *, by, now, under_lock=False: SimpleNamespace(states={})  # noqa: E731
        by = [Actor(kind="staff", id="0199", roles=frozenset({"agent"}))]
        try:
            planted = Table("planted", situation=look, commands=[shut])
            assert list(differing(planted, row, by, now)) == [("agent", "shut", "core.forbidden")]
            table._TABLES.pop("planted")
            planted = open_to_all("planted", situation=look, commands=[open_])
            assert list(differing(planted, row, by, now)) == [("agent", "open", "went")]
        finally:
            table._TABLES.pop("planted", None)


class TestBeside:
    """A bill, a quote, and goods with their parcel beside a repair, whatever state they are in."""

    @WHOLE
    @pytest.mark.parametrize(("machine", "at"), [("bill", "billed"), ("quote", "quoted")])
    def test_are_followed_in_all_their_states(self, machine: str, at: str, now: datetime, *, whole: bool) -> None:
        walked = builders.a_repair(now=now, at=at)
        row = walked.repair
        beside = {"bill": Bill.objects.filter(stream_key=row.id), "quote": Quote.objects.filter(repair=row)}[
            machine
        ].get()
        chen, customer = walked.by(cast.XIAO_CHEN), actors.actor_of_person(str(row.customer_id))
        wrong = []
        for at_turn, state in enumerate(machines()[machine].states):
            turn = -1 if whole else at_turn
            stands(beside, state)
            case = differing(tables()["repair"], row, [chen, customer], walked.now, turn=turn)
            job = differing(tables()["visit"], walked.visit, [walked.by(cast.MASTER_LUO)], walked.now)
            wrong += [(state, *one) for one in (*case, *job)]
        assert wrong == []

    @WHOLE
    @pytest.mark.parametrize("machine", ["custody", "parcel_claim"])
    def test_and_goods_are_followed_in_all_their_states(self, machine: str, now: datetime, *, whole: bool) -> None:
        walked = builders.at_a_bench(now=now, mode="mail_in", at="sent")
        row = walked.repair
        chen, customer = walked.by(cast.XIAO_CHEN), actors.actor_of_person(str(row.customer_id))
        said = {"row": row, "by": customer, "now": walked.now, "fields": {"why": "查不到物流"}}
        acting(lambda: tables()["repair"].give("missing", **said))
        kept = bench.kept(walked)
        type(kept).objects.update(signed_how="digits", mended=True)  # as its later states have it
        beside = kept if machine == "custody" else kept.claims.get()
        by = [chen, customer, walked.by(cast.BOSS_HE), walked.by(cast.MASTER_LUO)]
        wrong = []
        for at_turn, state in enumerate(machines()[machine].states):
            turn = -1 if whole else at_turn
            stands(beside, state)
            wrong += [(state, *one) for one in differing(tables()["repair"], row, by, walked.now, turn=turn)]
        assert wrong == []
