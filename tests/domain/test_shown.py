"""Every yes names what it counts for: a row that never changes, a field of its own, or marks of what was shown."""

import re
from typing import Any

import pytest

from anxin.core import commands
from anxin.core.commands import Command

YES = re.compile(r"^(agree|accept|accept_offer|confirm|book|give|allow|announce|authorise|sign|publish)$")
NAMED = re.compile(r"(agreement|acceptance|confirmation|clearance|granting|publish|authorisation|receipt-signed)$")
SECOND = re.compile(r"second|may_agree|is_proposed")

ROWS = {
    "errand.granting": "he writes the day",
    "invoice.clearance": "its buyer is sealed with it once; another wish is another row",
    "listings.confirmation": "the form lists the codes it is about",
    "network.mistake-agreement": "the form names the mistake",
    "data_request.agreement": "the form carries a mark of the proposal (`shown`), and needs it",
    "leave.agree": "one wish for leave is one row, with its days",
    "offer.acceptance": "one offer of a visit is one row",
    "outlet_order.acceptance": "one order is one row",
    "placement.agree": "one placement is one row, with its outlet and brand",
    "provider_change.agreement": "one change that is asked for is one row; another is refused while it waits",
    "provider_change.refusal": "the same",
    "data_request.ringing": "the desk writes down what was said on the phone",
    "repair.acceptance": "the desk takes a report in; nobody proposed it",
    "repair.agreement": "the form names the version of the quote",
    "repair.appointment": "the form says the window",
    "repair.confirmation": "he says how his device is, to nobody's proposal",
    "repair.confirmation-by-call": "the desk writes down what he said on the phone, in his words, to nobody's proposal",
    "repair.signature": "he signs at the counter, with the goods before him",
    "repair.signing": "the digits belong to this receipt",
    "repayment.agreement": "one proposal is one row, with its sum",
    "reported_number.confirm": "a report is judged by who looks at it; nobody proposed a verdict",
    "reveal_request.agreement": "one request is one row, with its reason",
    "role_change.agreement": "one change that is asked for is one row",
    "setting_change.confirmation": "one proposal is one row, with its value",
    "swap.agree": "one swap is one row, with its days",
    "visit.booking": "the form says the window",
}
"""Those that need no marks, and what a yes is bound by instead."""


def answers(one: Command[Any, Any]) -> bool:
    """Return whether a command says yes to something, or no as a second person."""
    steps = [step.partition(".")[2] for step in one.steps.split()]
    when = getattr(one.when, "__name__", "")
    return any(map(YES.match, steps)) or bool(NAMED.search(one.name)) or bool(SECOND.search(when))


def every() -> dict[str, Command[Any, Any]]:
    return {f"{about}.{one.name}": one for about, table in commands.tables().items() for one in table}


@pytest.mark.django_db
def test_every_yes_is_bound_to_what_was_shown() -> None:
    loose = {name for name, one in every().items() if answers(one) and not (one.shows or one.replaces)}
    assert sorted(loose - set(ROWS)) == []
    assert sorted(set(ROWS) - loose) == [], "stands here though it needn't"


def test_nothing_is_written_over_and_answered_by_one_form() -> None:
    assert [name for name, one in every().items() if one.shows and one.replaces] == []


def test_a_yes_whose_form_says_nothing_is_told_from_one_to_what_stands() -> None:
    assert commands.UNREAD not in commands.marks({}), "an empty reading isn't none"
