"""Which actions a command gives, and who calls one of them past its command."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.sizes import statements

type Action = tuple[str, str]
"""An app and the name of an action of it."""

WITHIN = {
    "claims/actions/agreements.py": "bulk work, which asks the rule of the command itself",
    "claims/actions/captures.py": "the answer to a challenge hands its pictures in",
    "claims/actions/decided_repairs.py": "the house calls off a decided repair that nobody can make, or be sent for",
    "claims/actions/former_money.py": "money a former system has sent is booked as gone",
    "claims/actions/grants.py": "what the operator opens to an authority is held, as its letter asks",
    "claims/actions/inspections.py": "the reviewer's word arranges the visit at once, his decision calls it off",
    "claims/actions/originals.py": "the seller's pictures have the buyer's looked at again, by the house",
    "claims/actions/refund_accounts.py": "what the buyer said on the phone is written down as his",
    "claims/actions/said_refunds.py": "the number he names is his answer, where none is given yet",
    "claims/actions/takeovers.py": "a claim taken over stands as its former system says",
    "claims/actions/words_on_call.py": "what a buyer without a page said on the phone counts as his",
    "contacts/actions.py": "an answer in writing stands on the case too, where it may be written on",
    "custody/actions/parcels.py": "a parcel that arrives brings the pictures of its wrapping",
    "custody/actions/reminders.py": "a clock: what nobody says has not come counts as come",
    "invoices/actions/issuance.py": "the house: of an erased person no invoice is asked for again",
    "invoices/tasks.py": "the house hands on what its provider has issued",
    "ledger/actions/notifications.py": "the house asks again what a provider's word leaves open",
    "ledger/actions/provider_statements.py": "the house asks again what a statement leaves open",
    "ledger/actions/tables.py": "a line of the bank's statement says that a transfer which fell away went",
    "network/actions/last_days.py": "the house: the last day that was said is over",
    "network/actions/given_words.py": "the brand's new word ends its earlier one for the same",
    "network/actions/held_changes.py": "an imported row, or the page of an outlet: what waits takes another's place",
    "network/actions/imports/days_away.py": "an imported row; who may bring it in is asked by the import",
    "network/actions/imports/employment_ends.py": "an imported row; who may bring it in is asked by the import",
    "network/actions/imports/held_skills.py": "an imported row; who may bring it in is asked by the import",
    "network/actions/imports/outlets_and_technicians.py": "an imported row; who may bring it in is asked by the import",
    "network/actions/imports/portraits.py": "an imported picture; who may bring it in is asked by the import",
    "network/actions/leave_and_swaps.py": "leave that is given, a swap that was agreed to: the days change at once",
    "network/actions/placements.py": "a yes engages him at once; a no ends the brand's word for him",
    "network/actions/settlements.py": "the house: a brand's word was for who stood there before another brand signed",
    "network/actions/vouches.py": "an imported row of a brand, signed only where its owner himself brings it",
    "network/actions/wider_words.py": "a skill was given: what waits with a brand takes another's place",
    "opening/actions/departures.py": "the day that two agreed on: a brand that leaves is shut, its words end",
    "opening/actions/first_visit.py": "the first administrator, before anybody may give a command",
    "opening/actions/houses.py": "a house that is made is a brand, too",
    "opening/actions/rehearsal_steps.py": "a case that is played and taken back, by an actor of the house",
    "quality/actions/follow_ups.py": "what the customer said on the phone is asked for as his",
    "repairs/actions/arrangements.py": "a repair that waits, moves or is taken up again moves its visit, or is over",
    "repairs/actions/bench.py": "the house ends what was lost, its bill with it",
    "repairs/actions/disputes.py": "what the customer said on a call is confirmed as his",
    "repairs/actions/merges.py": "a double is ended as told elsewhere, where that step may be taken",
    "repairs/actions/soonest.py": "whoever wants no window moves or takes up his visit so, where he may",
    "repairs/actions/spoken.py": "what the customer said on the phone is done as his",
    "shops/actions/intake.py": "the house writes down what a platform has decided",
    "staff/actions/emergencies.py": "whoever runs the machine, where one administers alone",
    "staff/actions/imports.py": "an imported row; its roles wait for a second administrator as always",
    "staff/actions/invitations.py": "who is invited has his role asked for; it waits for a second administrator",
    "visits/actions/door_checks.py": "who may not open the lock breaks the visit off",
    "visits/actions/rounds.py": "the house asks the outlet of whoever never signed in",
}
"""The modules of the domain whose action goes on with one that a command gives too, and on whose word."""

NO_GIVER = {
    *(("people", module) for module in ("data_requests", "corrections", "own_data", "waiting_erasures")),
    *(("repairs", name) for name in ("addresses", "require_free", "custody_of")),
    ("ledger", "remittances"),
}
"""Named in a table of commands, and no action that one gives: modules, and looks that write nothing."""


def _actions(tree: ast.Module) -> tuple[dict[str, str], dict[str, Action]]:
    """Return what a module calls the actions of each app, and the actions that it imports one by one."""
    rooms: dict[str, str] = {}
    single: dict[str, Action] = {}
    for node in statements(tree):
        if not (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("anxin.domain.")):
            continue
        parts = str(node.module).split(".")
        for name in node.names:
            called = name.asname or name.name
            if parts[3:] == [] and name.name == "actions":
                rooms[called] = parts[2]
            elif parts[3:4] == ["actions"]:
                rooms[called] = parts[2]
                single[called] = (parts[2], name.name)
    return rooms, single


def named(path: Path) -> Iterator[tuple[int, Action]]:
    """Yield the actions that a module names, each with its line."""
    if "actions" not in (text := path.read_text(encoding="utf-8")):
        return
    tree = ast.parse(text)
    rooms, single = _actions(tree)
    for node in ast.walk(tree) if rooms or single else ():
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in rooms:
            yield node.lineno, (rooms[node.value.id], node.attr)
        elif isinstance(node, ast.Name) and node.id in single:
            yield node.lineno, single[node.id]


def _past(root: Path, asked: list[Path]) -> dict[Path, list[tuple[int, Action]]]:
    """Return by module where it names an action that a command gives; the tables of commands and the demo aside."""
    rooms = [path for path in sorted((root / "anxin/domain").glob("*/commands*")) if path.stem == "commands"]
    modules = [module for room in rooms for module in ([room] if room.is_file() else sorted(room.glob("*.py")))]
    given = {action for module in modules for _line, action in named(module) if action[1].islower()} - NO_GIVER
    asked = [path for path in asked if path not in modules and root / "anxin/demo" not in path.parents]
    return {path: [one for one in named(path) if one[1] in given] for path in asked}


def past_commands(root: Path) -> list[str]:
    """Nobody calls an action that a command gives past `Table.give`, which asks who, step and `when` under the lock.

    No face, program, handler, import or task does; an action of the domain that goes on with such a one is named
    above, with whose word it acts on. The demo's cast, which plays the past by day and minute, isn't asked.
    """
    within = {root / "anxin/domain" / name for name in WITHIN}
    asked = sorted((root / "anxin").rglob("*.py"))
    past = [
        f"{path.relative_to(root)}:{line} {action[0]}.{action[1]}"
        for path, several in _past(root, asked).items()
        for line, action in several
        if path not in within
    ]
    asked.remove(root / "anxin/core/commands/table.py")
    return past + [f"{path.relative_to(root)}:{line} a command's `do`" for path in asked for line in _done(path)]


def unused_within(root: Path) -> set[str]:
    """Return the modules named above that call no action that a command gives."""
    within = {name: root / "anxin/domain" / name for name in WITHIN}
    past = _past(root, [path for path in within.values() if path.exists()])
    return {name for name, path in within.items() if not past.get(path)}


def _done(path: Path) -> Iterator[int]:
    """Yield the lines on which a module does what a command does, without its table; the demo's walks have a `do`."""
    text = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)) if ".do(" in text and "demo" not in path.parts else ():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "do":
            yield node.lineno
