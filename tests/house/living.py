"""The rules that need a running Django, for the tree in the working folder; prints one fault a line.

Run as `python -m tests.house.living RULE`, so that a planted copy of the tree can be judged too.
"""

import importlib
import inspect
import os
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from types import ModuleType

APPS = "anxin.domain."
HASH_LENGTH = 64
HASHES = re.compile("sha|hash|digest|file|photo|picture|portrait|image|video|heat|scan|recording")
NO_FILES = {
    "core.Allowance.name_hash",
    "core.ArchivedStream.digest",
    "core.Checkpoint.hash",
    "core.CheckpointTip.hash",
    "core.Entry.hash",
    "core.ImportBatch.sha256",
    "core.SealedFile.sha256",
    "evidence.Frame.sha256",
    "opening.SetupCode.code_hash",
    "people.ApiToken.secret_hash",
    "people.CaseLink.token_hash",
    "people.LoginCode.code_hash",
    "quality.Call.recording",
    "quality.Review.recording",
    "staff.Invitation.token_hash",
    "visits.CallRecord.recording",
}
"""Columns that are called like a file's hash and hold another, the number of a recording, or (a frame's) one that was
only told: its file stands in a foreign key."""


ENDS = {
    "people.person.name": "persons",
    "people.person.phone": "persons",
    "people.new_phone": "login_codes",
    "places.place.detail": "persons",
    "invoices.invoice.buyer": "invoices",
    "invoices.title.buyer": "persons",
    "notices.follower.openid": "persons",
    "notices.push.told": "staff: until he or his browser ends it",
    "notices.push_key.private": "no person: the key of the house",
    "network.report.note": "reports",
    "network.authorisation.waiting": "emptied once it is signed, refused, or he is erased",
    "core.timeline.private": "cases of every kind, and `door`",
    "core.file.key": "cases of every kind, and `uploads`",
    "core.upload.key": "swept after a day",
    "core.bulk.run": "emptied as soon as the run has ended",
    "core.import.line": "swept a day after the file was read in",
    "core.import.summary": "no person: what a file came to, by rows",
    "core.import.attachment": "swept with the lines of its file",
    "core.outbox.secret": "erased as soon as it is sent, dropped with its message",
    "core.provider_account.sealed": "no person: how the house signs in elsewhere",
    "ledger.payment.payer": "erased once the outcome of the payment stands",
    "visits.code": "no person: six digits",
    "custody.code": "no person: six digits",
    "claims.standing": "no person: a merchant's own rule",
    "people.account.totp": "staff: as long as the account",
    "people.webhook.secret": "no person: a program's secret",
    "staff.mailbox.mail": "staff: as long as the account",
    "staff.invitation.token": "staff: until it is used or over",
    "network.technician.badge": "staff: as long as the badge",
    "network.key.private": "no person: a brand's key",
    "opening.mail_server.address": "no person: a server",
    "opening.provider_change.sealed": "no person: how the house signs in elsewhere",
    "network.Technician.portrait": "staff: as long as he works here",
    "network.Authorisation.waiting_portrait": "staff: until the brand signs for it or refuses it",
    "network.Scan.file": "scans",
    "network.Sighting.picture": "no person: a false number, as it was shown; one that came with a report ends with it",
    "network.MarkPicture.picture": "no person: the mark of a brand",
    "invoices.Invoice.file": "the law keeps invoices",
    "publications.Text.pictures": "no person: what to try first",
}
"""What ends otherwise than with its case: by which row of the schedule, or why by none."""


def foreign_keys_point_down() -> Iterator[str]:
    """No foreign key of a domain app leads to an app above it."""
    from django.apps import apps
    from django.conf import settings

    order = [name.removeprefix(APPS) for name in settings.DOMAIN_APPS]
    for model in apps.get_models():
        if not model.__module__.startswith(APPS):
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not field.concrete or target is None or not target.__module__.startswith(APPS):
                continue
            here, there = (one.__module__.removeprefix(APPS).split(".")[0] for one in (model, target))
            if order.index(there) < order.index(here):
                yield f"{here}.{model.__name__}.{field.name} points up to {there}"


def core_names_by_plain_keys() -> Iterator[str]:
    """No foreign key of core leaves core."""
    from django.apps import apps

    for model in apps.get_app_config("core").get_models():
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if field.concrete and target is not None and target._meta.app_label != "core":
                yield f"core.{model.__name__}.{field.name} leaves core"


def error_codes_are_worded() -> Iterator[str]:
    """Every concrete error has a code of its own and a sentence."""
    from anxin.core import wording
    from anxin.core.errors import AnxinError

    _import_everything()
    seen: dict[str, type[AnxinError]] = {}
    for error in _below(AnxinError):
        if not error.__module__.startswith("anxin."):
            continue
        if error.code in seen:
            yield f"{error.__module__}.{error.__name__}: code {error.code} belongs to {seen[error.code].__name__}"
        seen[error.code] = error
        if error.code not in wording.ERRORS:
            yield f"{error.__module__}.{error.__name__}: {error.code} has no sentence"


def states_and_steps_are_worded() -> Iterator[str]:
    """Every state, step and fact of every machine has its words."""
    from anxin.core import wording
    from anxin.core.states import machines

    _import_everything()
    for machine in machines().values():
        for state in machine.states:
            if state not in wording.STATES.get(machine.name, {}):
                yield f"{machine.name}: the state {state} has no words"
        for step in machine.steps:
            if step.name not in wording.STEPS.get(machine.name, {}):
                yield f"{machine.name}: the step {step.name} has no words"


def no_state_is_a_dead_end() -> Iterator[str]:
    """From every state of every machine a declared end can be reached."""
    from anxin.core.states import machines

    _import_everything()
    for machine in machines().values():
        reaching = set(machine.ends)
        while grown := {s for s in machine.states if s not in reaching and _leads_into(machine, s, reaching)}:
            reaching |= grown
        yield from (f"{machine.name}: no end can be reached from {s}" for s in machine.states if s not in reaching)


def handled_facts_are_known() -> Iterator[str]:
    """Every fact of the wiring, and every one a handler may write, is a step or begin of a machine, or has words."""
    from anxin.config.handler_facts import WRITES
    from anxin.core import wording
    from anxin.core.facts import HANDLERS
    from anxin.core.states import machines

    _import_everything()
    known = set(wording.FACTS)
    for machine in machines().values():
        known |= {f"{machine.name}.{name}" for name in (machine.start, *(step.name for step in machine.steps))}
    written = {code for several in WRITES.values() for code in several}
    yield from (f"{code}: nothing writes such a fact" for code in sorted((set(HANDLERS) | written) - known))


def tasks_say_what_waits() -> Iterator[str]:
    """Every task that no beat puts says whether something still waits for it, so that it is taken up once given up."""
    from anxin.core.queues.registry import PERIODIC, RetriedTask

    modules = _import_everything()
    found = {one.module_path: one for kept in modules for one in vars(kept).values() if isinstance(one, RetriedTask)}
    for name in sorted(set(found) - set(PERIODIC)):
        waits = found[name].waits
        if waits is None:
            yield f"{name}: no word of what waits for it (`later.nobody` where nothing does)"
            continue
        unknown = set(inspect.signature(waits).parameters) - {"now", *inspect.signature(found[name].func).parameters}
        yield from (f"{name}: what waits is looked for by {one}, which it isn't given" for one in sorted(unknown))


def carried_states_have_their_carrier() -> Iterator[str]:
    """What carries a state that only the system leaves is a task that is waited for, or a clock that does something."""
    from django.utils.module_loading import import_string

    from anxin.core.clocks.registry import declared
    from anxin.core.queues.registry import nobody
    from anxin.core.states import machines

    _import_everything()
    for machine in machines().values():
        for state, carrier in machine.carried.items():
            clock = carrier.partition("clock:")[2]
            if not (declared(clock).at_end if clock else import_string(carrier).waits not in (None, nobody)):
                yield f"{machine.name}: {state} is left by the system only, and {carrier} would leave it there"


def hashes_are_declared() -> Iterator[str]:
    """Every column that holds a file's hash is declared, so that no sweep destroys a file a row refers to."""
    from django.apps import apps
    from django.db import models

    from anxin.core.files import COLUMNS

    sized = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField) and field.max_length == HASH_LENGTH and HASHES.search(field.name)
    }
    for name in sorted(sized - set(COLUMNS) - NO_FILES):
        yield f"{name}: a file's hash is declared (`files.declare_hash`), another is named among NO_FILES"
    yield from (f"{name}: among NO_FILES, but declared or gone" for name in sorted(NO_FILES - (sized - set(COLUMNS))))


def what_is_personal_ends() -> Iterator[str]:
    """Every sealed column and every file ends with its case, by a row of the schedule, or it is said why it doesn't."""
    from anxin.core import files
    from anxin.core.vault.registry import COLUMNS
    from anxin.domain.publications.actions import PIECES, SCHEDULE, WALKS
    from anxin.domain.publications.rules import TERMS

    columns = {**COLUMNS, **files.COLUMNS}
    apart = {name for name, one in columns.items() if one.case is None}
    for name in sorted(apart - set(ENDS)):
        yield f"{name}: ends with a case (`case=`), or is named among ENDS"
    yield from (f"{name}: among ENDS, but ends with its case, or gone" for name in sorted(set(ENDS) - apart))
    for name, how in ENDS.items():
        if " " not in how and how not in {*SCHEDULE, *WALKS, *PIECES, *TERMS}:
            yield f"{name}: expected a row of the schedule or a reason, got {how}"


def _leads_into(machine, state: str, reaching: set[str]) -> bool:  # type: ignore[no-untyped-def]
    return any(state in step.from_ and step.to in reaching for step in machine.steps)


def _below[T](cls: type[T]) -> Iterator[type[T]]:
    for child in cls.__subclasses__():
        yield child
        yield from _below(child)


def _import_everything() -> list[ModuleType]:
    import anxin

    modules = []
    for found in pkgutil.walk_packages(anxin.__path__, "anxin."):
        outside = found.name.startswith(("anxin.engines", "anxin.commands", "anxin.demo"))
        if not outside and "migrations" not in found.name and not found.name.endswith("__main__"):
            modules.append(importlib.import_module(found.name))
    return modules


RULES: dict[str, Callable[[], Iterator[str]]] = {
    rule.__name__: rule
    for rule in (
        foreign_keys_point_down,
        core_names_by_plain_keys,
        error_codes_are_worded,
        states_and_steps_are_worded,
        no_state_is_a_dead_end,
        handled_facts_are_known,
        tasks_say_what_waits,
        carried_states_have_their_carrier,
        hashes_are_declared,
        what_is_personal_ends,
    )
}

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "anxin.config.settings"
    importlib.import_module("django").setup()
    for name in sys.argv[1:]:
        for fault in RULES[name]():
            sys.stdout.write(f"{name}: {fault}\n")
