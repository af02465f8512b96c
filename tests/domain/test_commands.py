"""Every command of every table, in every state, given by every role: what is allowed goes, all else is refused.

All are given through their table. Where it refuses, the action is not asked: most would refuse too, not all.
What is allowed is given by everybody in every state. What isn't is given by some of them, who change from state to
state; by everybody in `make soak`.
"""

import ast
import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from anxin import faces
from anxin.core import timeline, wording
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.commands import Command, Table, tables
from anxin.core.errors import AnxinError, Forbidden, WrongState
from anxin.core.states import machines
from anxin.demo import cast
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as ledger_queries
from anxin.domain.people.queries import actors as people_actors
from anxin.domain.repairs import actions as repair_actions
from anxin.domain.repairs import queries as repairs
from anxin.domain.visits import actions as visits
from anxin.faces.ground import guides
from anxin.faces.ground.authorisations import brand, detail
from anxin.faces.ground.commands import Runner
from anxin.faces.merchant.authorisations import DESK as NETWORK
from anxin.faces.merchant.guides import DESK as HELP
from tests import builders


def runners() -> list[Runner[Any]]:
    """Return every runner of every face; those made for two desks once."""
    modules = [
        importlib.import_module(found.name) for found in pkgutil.walk_packages(faces.__path__, f"{faces.__name__}.")
    ]
    known = {id(one): one for module in modules for one in vars(module).values() if isinstance(one, Runner)}
    return [*known.values(), detail.runner(NETWORK), brand.runner(NETWORK), guides.runner(HELP, of_a_brand=True)]


# by role and state, whatever the database: it is asked on one of them
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
KINDS = {"technician": "technician"}
NOBODY = "01990000-0000-7000-8000-000000000000"
"""The key of an account that has no part in any case."""
AT = {
    **{"submitted": "submitted", "accepted": "accepted", "triaged": "triaged", "arranged": "booked"},
    **{"in_service": "billed", "done": "coded", "confirmed": "coded", "disputed": "coded", "closed": "closed"},
}
"""How far a repair is walked before it is put into a state; into all others from a technician on site."""


WHOLE = pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.soak)], ids=["drawn", "whole"])


def is_given_all(number: int, of: int, turn: int) -> bool:
    """Return whether one of several actors is given what isn't allowed too: a fifth of them a turn, without one all."""
    share = max(1, of // 5)
    return turn < 0 or (number - share * turn) % of < share


class Undone(Exception):
    """The work is taken back."""


@contextmanager
def undone() -> Iterator[None]:
    """Do something and take it back."""
    try:
        with transaction.atomic():
            yield
            raise Undone
    except Undone:
        pass


def actors(table: Table[Any, Any]) -> list[Actor]:
    """Return an actor of each role the table or its machines name, and one of a role they don't."""
    named: set[str] = {"packer"}
    for command in table:
        named |= set(command.who.split())
    staff = sorted(named - {"customer"})
    return [Actor(kind=KINDS.get(one, "staff"), id=NOBODY, roles=frozenset({one})) for one in staff]


def stands(row: Any, state: str) -> None:
    """Put a row into a state, whatever led there."""
    type(row).objects.filter(pk=row.pk).update(state=state)
    row.refresh_from_db()


def refused(work: Callable[[], object]) -> str:
    """Return the code of the refusal that says "not yours" or "not now"; empty where it went, or failed otherwise."""
    try:
        with undone():
            work()
    except Forbidden as error:
        return error.code
    except WrongState as error:
        return error.code
    except AnxinError:
        return ""
    return ""


def acting_refused(
    table: Table[Any, Any], command: Command[Any, Any], row: Any, by: Actor, now: datetime, fields: dict[str, object]
) -> str:
    """Return why a command is refused when it is given."""

    def work() -> str:
        row.refresh_from_db()  # what an undone command left in memory is no state
        return refused(lambda: table.give(command.name, row=row, by=by, now=now, fields=fields))

    return acting(work)


def sample(command: Command[Any, Any], row: Any, case: Any, now: datetime, by: Actor) -> dict[str, object]:
    """Return fields that are well formed; whether they fit is the action's to say."""
    given: dict[str, object] = {}
    for name, says in command.fields.model_json_schema().get("properties", {}).items():
        offered = command.options.get(name) or command.suggests.get(name)
        choices = [value for value, _text in (offered(row, case, now, by) or [])] if offered else says.get("enum")
        if choices:
            given[name] = choices[0]
        elif says.get("format") == "date-time":
            given[name] = now + timedelta(days=1)
        elif says.get("format") == "date":
            given[name] = now.date()
        elif says.get("type") == "integer":
            given[name] = 1
        elif says.get("type") == "boolean":
            given[name] = True
        elif name in command.fields.model_json_schema().get("required", ()):
            given[name] = "REC-2026-1"
    return given


class TestRepairs:
    @WHOLE
    @pytest.mark.parametrize("state", machines()["repair"].states)
    def test_allow_what_their_actions_do_and_nothing_else(self, state: str, now: datetime, *, whole: bool) -> None:
        table = tables()["repair"]
        walked = builders.a_repair(now=now, at=AT.get(state, "on_site"))
        row, at = walked.repair, walked.now
        stands(row, state)
        wrong = []
        everybody = [*actors(table), people_actors.actor_of_person(str(row.customer_id))]
        turn = -1 if whole else machines()["repair"].states.index(state)
        for number, by in enumerate(everybody):
            row.refresh_from_db()
            case = table.situation(row, by=by, now=at)
            allowed = table.allowed(case, by)
            given_all = is_given_all(number, len(everybody), turn)
            for command in (each for each in table if given_all or each.name in allowed):
                fields = sample(command, row, case, at, by) if command.name in allowed else {}
                why = acting_refused(table, command, row, by, at, fields)
                if bool(why) == (command.name in allowed):
                    wrong.append((sorted(by.roles), command.name, why or "went"))
        assert not wrong

    def test_write_nothing_where_they_are_refused(self, now: datetime) -> None:
        walked = builders.a_repair(now=now)
        table, by = tables()["repair"], Actor(kind="staff", id=NOBODY, roles=frozenset({"auditor"}))
        before = len(timeline.read(walked.repair.stream()))
        for command in table:
            with pytest.raises((Forbidden, WrongState)):
                acting(lambda name=command.name: table.give(name, row=walked.repair, by=by, now=now, fields={}))
        assert len(timeline.read(walked.repair.stream())) == before


class TestActions:
    """What no step of a machine asks, whoever calls them."""

    def test_are_refused_to_whoever_has_no_part_in_it(self, now: datetime) -> None:
        walked = builders.a_repair(now=now, at="coded")
        by = {"by": Actor(kind="staff", id=NOBODY, roles=frozenset({"packer"})), "now": walked.now}
        row, bill = walked.repair, ledger_queries.latest(walked.repair.stream())
        works: tuple[Callable[[], object], ...] = (
            lambda: repair_actions.note(repair=row, text="x", inside=True, **by),  # type: ignore[arg-type]
            lambda: repair_actions.urge(repair=row, **by),  # type: ignore[arg-type]
            lambda: visits.record_call(visit=walked.visit, purpose="other", answered=True, **by),  # type: ignore[arg-type]
            lambda: ledger.pay(bill=bill, method="fake", **by),  # type: ignore[arg-type]
        )
        assert [acting(lambda work=work: refused(work)) for work in works] == ["core.forbidden"] * len(works)


OFFERED = {
    **{"agree": "agreement", "refuse": "refusal", "not_fixed": "objection", "bill_wrong": "objection"},
    **{
        "move": "window",
        "choose": "window",
        "confirm": "confirmation",
        "wrong": "dispute",
        "pay": "payment",
        "redo": "rework",
    },
    **{"urge": "urge", "say_there": "arrival", "cancel": "cancellation"},
}
"""The command behind each thing that a repair's headline offers its customer."""


class TestHeadlines:
    @pytest.mark.parametrize("at", sorted({*AT.values(), "on_site"}))
    def test_offer_only_what_the_customer_may_do(self, at: str, now: datetime) -> None:
        walked = builders.a_repair(now=now, at=at)
        row, by = walked.repair, people_actors.actor_of_person(str(walked.repair.customer_id))
        wrong = []
        for state in (state for state in machines()["repair"].states if AT.get(state, "on_site") == at):
            stands(row, state)
            for then in (walked.now, walked.now + timedelta(days=2)):
                headline = repairs.view(row, actor=by, now=then).headline
                allowed = tables()["repair"].allowed(repairs.situation(row, by=by, now=then), by)
                offered = {OFFERED[one] for one in (headline.main, *headline.beside) if one in OFFERED}
                wrong += [(state, headline.says, name) for name in offered - set(allowed.names)]
        assert not wrong


WALKED = {
    **{"assigned": "assigned", "booked": "booked", "on_the_way": "on_the_way", "on_site": "billed"},
    **{"finished": "closed", "open": "triaged", "offered": "named"},
}
"""How far a repair is walked until its visit stands so; into all others from one on site."""


class TestJobs:
    @WHOLE
    @pytest.mark.parametrize("state", machines()["visit"].states)
    def test_allow_what_their_actions_do_and_nothing_else(self, state: str, now: datetime, *, whole: bool) -> None:
        table = tables()["visit"]
        walked = builders.a_repair(now=now, at=WALKED.get(state, "on_site"))
        row, at = walked.visit, walked.now
        stands(row, state)
        luo, other = walked.by(cast.MASTER_LUO), Actor(kind="technician", id=NOBODY, roles=frozenset({"technician"}))
        wrong = []
        turn = -1 if whole else machines()["visit"].states.index(state)
        for number, by in enumerate((luo, other, walked.by(cast.XIAO_CHEN))):
            for command in table:
                row.refresh_from_db()
                allowed = command.name in table.allowed(table.situation(row, by=by, now=at), by)
                if not allowed and not is_given_all(number, 3, turn):
                    continue
                why = acting_refused(table, command, row, by, at, sample(command, row, None, at, by) if allowed else {})
                if bool(why) == allowed:
                    wrong.append((by.kind, command.name, why or "went"))
        assert not wrong


class TestOrders:
    @pytest.mark.parametrize("state", machines()["outlet_order"].states)
    def test_are_answered_by_their_own_outlet_only(self, state: str, now: datetime) -> None:
        table = tables()["outlet_order"]
        walked = builders.a_repair(now=now, at="ordered")
        row = walked.visit.outlet_orders.get()
        stands(row, state)
        he = walked.by(cast.BOSS_HE)
        for command in table:
            row.refresh_from_db()
            case = table.situation(row, by=he, now=walked.now)
            allowed = command.name in table.allowed(case, he)
            given = sample(command, row, case, walked.now, he) if allowed else {}
            assert bool(acting_refused(table, command, row, he, walked.now, given)) != allowed, command.name
            assert acting_refused(table, command, row, replace(he, organisation="another"), walked.now, given)


GIVERS = (
    ("repair", "customer", "RUNNER TABLE"),
    ("visit", "technician", "give do"),
    ("offer", "technician", "OFFERS"),
    ("notice", "technician", "NOTICES"),
    ("account", "desk/staff", "ACCOUNTS"),
    ("own_data", "customer", "OWN_DATA"),
    ("waiting", "customer", "WAITING"),
    ("claim", "customer/claims", "RUNNER TABLE"),
    ("claim", "desk/claims", "TABLE"),
    ("claim", "api/claims", "TABLE"),
    ("exchange", "customer/claims", "EXCHANGES"),
    ("technician", "outlet", "TECHNICIANS"),
    ("leave", "ground", "LEAVES"),
    ("swap", "ground", "SWAPS"),
    ("placement", "ground", "PLACEMENTS"),
    ("document", "desk/texts", "TEXTS"),
    ("network", "desk/network", "NETWORKS"),
    ("outlet", "desk/network", "OUTLETS"),
    ("invoice", "desk/money", "INVOICES"),
    ("settings", "desk/settings", "SETTINGS"),
    ("setting_change", "desk/settings", "SETTING_CHANGES"),
)
"""The face whose pages give a table's commands by name, without a form of the runner, and what such a page imports."""


def given_by_name(face: str, givers: frozenset[str]) -> set[str]:
    """Return the words of those pages of a face that give commands by name."""
    words: set[str] = set()
    for path in Path(f"anxin/faces/{face}").glob("*.py"):
        nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
        imported = {one.name for node in nodes if isinstance(node, ast.ImportFrom) for one in node.names}
        if imported & givers:
            words |= {str(node.value) for node in nodes if isinstance(node, ast.Constant)}
    return words


def undrawn(asked: Iterable[Table[Any, Any]]) -> set[tuple[str, str]]:
    """Return the commands that no face draws, each with the table it stands in."""
    drawn = {(runner.table.about, name) for runner in runners() for name in runner.places}
    for about, face, givers in GIVERS:
        drawn |= {(about, word) for word in given_by_name(face, frozenset(givers.split()))}
    return {(each.about, command.name) for each in asked for command in each} - drawn


class TestTables:
    def test_word_every_reason_and_title(self) -> None:
        for table in tables().values():
            for command in table:
                assert str(command.title), command.name
                assert not command.why or command.why in wording.ERRORS, command.name

    def test_let_nothing_that_weighs_have_a_key_or_one_press(self) -> None:
        for runner in runners():
            for place in runner.places.values():
                command = runner.table.commands[place.name]
                assert not (command.weighs and (place.key or not command.opens)), place.name

    def test_stand_on_a_face_whole(self) -> None:
        assert undrawn(tables().values()) == set()

    @pytest.mark.parametrize(
        ("about", "name"),
        [
            ("leave", "forgotten"),  # no face names it
            ("leave", "acceptance"),  # a word of other pages, of other tables
            ("mark", "booking"),  # a page gives it by name, for a job
        ],
    )
    def test_see_a_command_that_is_on_no_face(self, about: str, name: str) -> None:
        lost = Command[Any, Any](name=name, title="", do=lambda given: None, who="agent")
        planted = type("Planted", (list,), {"about": about})([*tables()[about], lost])
        assert undrawn([planted]) == {(about, name)}
