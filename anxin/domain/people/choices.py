"""What people choose from: what somebody wants of his own data, how he is known, why plain details are looked at."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, kw_only=True)
class DataWish:
    """What somebody wants: its words, and whether a second person has to agree."""

    name: "_StrPromise"
    second: bool = False


@dataclass(frozen=True, kw_only=True)
class Identified:
    """How the desk knows somebody: its words, whether four signs of a paper are kept, and for which wishes it won't do.

    Technician, neighbour and whoever shared the flat know a case. A copy holds all the rest, another phone is sent the
    code that opens it, and an erasure takes it away: for none of them is it enough to know.
    """

    name: "_StrPromise"
    paper: bool = False
    unfit: frozenset[str] = frozenset()


WISHES = {
    "copy": DataWish(name=_("a copy of the data"), second=True),
    "name": DataWish(name=_("another name")),
    "phone": DataWish(name=_("another phone, without a code"), second=True),
    "withdraw": DataWish(name=_("take a consent back")),
    "erase": DataWish(name=_("be erased"), second=True),
}
WAYS = {
    "paper": Identified(name=_("came in person, identity card seen"), paper=True),
    "rung": Identified(name=_("rung back on the number we keep")),
    "knows": Identified(
        name=_("named number of a case, address, goods and day of the visit right, unprompted"),
        unfit=frozenset({"copy", "phone", "erase"}),
    ),
    "deputy": Identified(name=_("sent somebody with a written authority, both papers seen"), paper=True),
}
HANDED = {
    "hand": _("put into his hand"),
    "post": _("sent to the address we keep of him"),
}
"""How a copy gets to whom it is about."""


@dataclass(frozen=True, kw_only=True)
class RingOutcome:
    """What came of a call to the number of before: its words, whether it was told by that, whether it objects."""

    name: "_StrPromise"
    told: bool = False
    objects: bool = False


RINGS = {
    "told": RingOutcome(name=_("answered; was told, and that he can object"), told=True),
    "objects": RingOutcome(name=_("answered; he didn't ask for it, and objects"), told=True, objects=True),
    "stranger": RingOutcome(name=_("somebody else answered, who doesn't know him")),
    "no_answer": RingOutcome(name=_("nobody answered, or it was cut off")),
    "busy": RingOutcome(name=_("busy")),
    "off": RingOutcome(name=_("switched off, or out of reach")),
    "no_number": RingOutcome(name=_("no such number any more, or out of service")),
}

CONTACT = frozenset({"name", "phone"})
ACCOUNT = frozenset({"account"})
"""To which account of his own somebody had money sent back: of a refund, not of the person's row."""
EVERYTHING = CONTACT | {"address"}


@dataclass(frozen=True, kw_only=True)
class RevealReason:
    """Why somebody looks at plain details: its words, `{number}` is the case, and the fields it is a reason to see."""

    name: "_StrPromise"
    opens: frozenset[str] = EVERYTHING


REVEAL_REASONS = {
    "job.phone": RevealReason(name=_("To call about the job {number}"), opens=CONTACT),
    "job.address": RevealReason(name=_("To find the door for the job {number}"), opens=frozenset({"address"})),
    "agree_time": RevealReason(name=_("Calling back to agree on a time"), opens=CONTACT),
    "check_address": RevealReason(name=_("Checking the address")),
    "danger": RevealReason(name=_("Somebody may be in danger")),
    "asked_written": RevealReason(name=_("The caller asks what we have written down")),
    "complaint": RevealReason(name=_("Looking into a complaint")),
    "claim_question": RevealReason(name=_("Asking the buyer about the claim"), opens=CONTACT),
    "waybill": RevealReason(name=_("Comparing the name on the waybill")),
    "settlement": RevealReason(name=_("Calling the buyer to settle this claim"), opens=CONTACT),
    "another_piece": RevealReason(name=_("Sending another piece")),
    "buyer_asked": RevealReason(name=_("The buyer asked to be called"), opens=CONTACT),
    "follow_up": RevealReason(name=_("Calling for the follow-up"), opens=CONTACT),
    "customer_asked": RevealReason(name=_("The customer asked to be called"), opens=CONTACT),
    "transfer": RevealReason(name=_("Sending money back to this account"), opens=ACCOUNT),
    "transfer_compared": RevealReason(name=_("Comparing the account with a transfer's slip"), opens=ACCOUNT),
    "transfer_matched": RevealReason(name=_("Finding which bill a transfer is for"), opens=ACCOUNT),
    "transfer_returned": RevealReason(name=_("The bank sent a transfer back, or it did not arrive"), opens=ACCOUNT),
    "carried": RevealReason(name=_("A new case was opened; taken over without being shown"), opens=frozenset()),
}
"""Every reason there is, kept as its code: whoever reads it reads it in his own language."""
OFFERED = {
    "repair": ("agree_time", "check_address", "danger", "asked_written", "complaint"),
    "claim": ("claim_question", "waybill", "complaint"),
    "sale": ("settlement", "another_piece", "buyer_asked"),
    "follow_up": ("follow_up", "customer_asked"),
    "refund": ("transfer", "transfer_compared", "transfer_matched", "transfer_returned"),
}
"""The reasons a page about something offers: a repair, a claim at the desk, one on a sale, a follow-up, a refund."""

PAYERS = {
    "deposit": _("its deposit"),
    "platform": _("the marketplace it sold on"),
    "operator": _("who runs this service"),
}
"""Who pays what a merchant owes that left or answers nothing any more."""
