"""One line of the table of notices: which fact or clock, to whom, by which carrier, and what may go at night."""

from dataclasses import dataclass
from typing import Any

CUSTOMER = "customer"
SMS, INSIDE = "sms", "inside"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One line of the table.

    `on`: a fact's code, after a slash the clock it speaks of; a clock's name with `before_min` where it is told ahead.
    `to`: `customer`, or roles of staff in the organisations of the case; `narrow`: him alone who has the case, once
    somebody has (`holder`: nobody before); who may be the second person, and for `decider` he where one is waited for;
    those of the house that asked; him who asked; who took over; or of technicians him who wishes, the colleague, or
    both; or him alone whose job or account it is; or the people of the outlet that is asked; or nobody but where
    somebody did it who works here; `waited`: of a clock that waits for one side that side alone. `needs`: only where
    the fact carries this; `but`: only where it doesn't. `over`: facts after which it is true no more, so that it isn't
    sent late. `urgent` goes at night too; so does what `answers` one of these facts, where the reader did it himself a
    moment ago, by web, phone or chat: he is awake. All else is news and waits for the morning. `outside`: told outside
    of the page too (a technician as he chose, anybody else by mail); `gathers`: of all it would tell about the same the
    first alone, of a provider for an hour, of a case until ten minutes after it went, of a `thread` for an hour.
    `after`: told by a task, of what asks much of the database already. `batch`: what is told of the same outlet within
    some minutes is one notice with how many there are, until it is read: many at once, or a file, tell once.
    """

    code: str
    on: str
    to: str
    carrier: str = INSIDE
    kind: str = ""
    narrow: str = ""
    needs: str = ""
    but: str = ""
    urgent: bool = False
    answers: str = ""
    over: str = ""
    gathers: str = ""
    after: bool = False
    batch: bool = False
    outside: bool = False
    before_min: int = 0

    @property
    def template(self) -> str:
        """Return the sentence in the wording."""
        return f"notices.{self.code}"


SELLER = "merchant_owner merchant_agent"
LEADS = "outlet_manager dispatcher"
OUTLET: dict[str, Any] = {"to": "outlet_manager outlet_dispatcher", "narrow": "outlet"}
"""The people of the outlet that a fact is about."""
KEEPS = "operator merchant_owner outlet_manager"
HALF_MIN = 30 * 24 * 60
"""So long ahead is before half of any time: nothing is told of a clock before half of it is over."""
SECOND = "operator reviewer quality merchant_owner merchant_agent outlet_manager"
HIS: dict[str, Any] = {"narrow": "his", "needs": "technician", "outside": True}
BY_US: dict[str, Any] = {"narrow": "by_us", "after": True}
ASKERS = SECOND + " agent dispatcher finance outlet_dispatcher parts_clerk technician"
