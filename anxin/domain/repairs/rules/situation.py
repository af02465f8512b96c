"""A repair as the rules of its commands look at it, and those rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from anxin.domain.ledger.states import BILL
from anxin.domain.repairs.states import REPAIR


@dataclass(frozen=True, kw_only=True)
class Situation:
    """A repair and what stands beside it; the states of rows that are not there are empty."""

    repair: str
    mode: str = "visit"
    comes_back: bool = False
    visit: str = ""
    bill: str = ""
    quote: str = ""
    technician: bool = False
    window_from: datetime | None = None
    free_to_move: bool = False
    arrival: str = ""
    code_locked: bool = False
    reset_due: bool = False
    parts_stated: bool = False
    cover_open: bool = False
    twin: bool = False
    guaranteed: bool = False
    urged_lately: bool = False
    mine: bool = False  # the customer himself asks
    now: datetime

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine."""
        return {"repair": self.repair, "visit": self.visit, "bill": self.bill, "quote": self.quote}


def is_alive(case: Situation) -> bool:
    """Return whether the repair has not ended."""
    return case.repair not in REPAIR.ends


def may_urge(case: Situation) -> bool:
    """Return whether urging can still hurry anything, and was not done a moment ago."""
    return case.repair in REPAIR.capabilities["urge"] and not case.urged_lately


def is_guaranteed(case: Situation) -> bool:
    """Return whether the same fault is put right free of charge today."""
    return case.guaranteed


def may_record_call(case: Situation) -> bool:
    """Return whether there is a visit that a call can be about."""
    return is_alive(case) and bool(case.visit)


def may_waive(case: Situation) -> bool:
    """Return whether what the bill is for is over: during a service nobody trades the bill for anything."""
    return case.repair in REPAIR.capabilities["waive"] and case.bill in BILL.capabilities["owed"]


def may_cancel(case: Situation) -> bool:
    """Return whether nothing is owed by agreement: what was agreed to on site is concluded first.

    A customer whose repair is done and priced gives the code, or says what is wrong; calling off would make it free.
    """
    return case.bill not in BILL.capabilities["owed"] and not (case.mine and case.bill == "shown")


def may_check_cover(case: Situation) -> bool:
    """Return whether the warranty is still an open question, and the work not yet priced for good."""
    return case.repair in REPAIR.capabilities["check_cover"] and case.cover_open and not case.parts_stated


def may_merge(case: Situation) -> bool:
    """Return whether another open report may be of the same fault."""
    return is_alive(case) and case.twin


def is_code_locked(case: Situation) -> bool:
    """Return whether wrong codes shut the usual end of a visit, so that a recorded call must do."""
    return case.code_locked


def is_reset_due(case: Situation) -> bool:
    """Return whether a lock was opened and the customer has yet to say that old credentials are gone."""
    return case.reset_due


def is_missed(case: Situation) -> bool:
    """Return whether the agreed window has begun and nobody has come."""
    return case.window_from is not None and case.window_from < case.now


def may_move(case: Situation) -> bool:
    """Return whether the customer may choose another window: moved while there is time, or chosen anew."""
    moves = case.visit == "booked" and case.free_to_move
    return case.repair in REPAIR.capabilities["again"] or moves or may_send_after_all(case)


def is_visit(case: Situation) -> bool:
    """Return whether somebody goes there: else the goods come here, or help comes from afar."""
    return case.mode == "visit"


def may_send_after_all(case: Situation) -> bool:
    """Return whether somebody may be sent because help from afar doesn't do, or didn't last."""
    if case.repair == "solved_remotely":
        return case.comes_back
    return case.mode != "visit" and case.repair in REPAIR.capabilities["sent_for"]


def may_object(case: Situation) -> bool:
    """Return whether it is still time to say that it isn't put right, or that the bill is wrong."""
    return case.repair in REPAIR.capabilities["object"]


def may_pay(case: Situation) -> bool:
    """Return whether there is a bill to pay."""
    return case.bill in ("shown", "agreed")


def may_say_there(case: Situation) -> bool:
    """Return whether the customer is asked if the technician is there."""
    return case.arrival == "asked"


def has_technician(case: Situation) -> bool:
    """Return whether somebody is set who can be let go."""
    return case.technician
