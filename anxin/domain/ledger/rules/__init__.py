"""What is decided about money: the names of accounts, what may still go back, and the digest of a bill's lines."""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol


class BillLineFacts(Protocol):
    """What a bill's line says, as a row or as it is asked for."""

    @property
    def code(self) -> str:
        """What is charged."""

    @property
    def name(self) -> str:
        """What the payer reads."""

    @property
    def name_en(self) -> str:
        """What he reads in English, where it is told."""

    @property
    def quantity(self) -> int:
        """How many."""

    @property
    def full_fen(self) -> int:
        """What it would cost."""

    @property
    def amount_fen(self) -> int:
        """What the payer pays of it."""

    @property
    def why(self) -> str:
        """Why he pays less."""


def digest(lines: Iterable[BillLineFacts]) -> str:
    """Return one short text that changes with any word or sum of the lines, in their order."""
    told = [
        [
            one.code,
            one.name,
            one.quantity,
            one.full_fen,
            one.amount_fen,
            one.why,
            *([one.name_en] if one.name_en else []),
        ]
        for one in lines
    ]
    return digest_of(json.dumps(told, ensure_ascii=False))


def digest_of(text: str) -> str:
    """Return what stands in a fact for a text that may be no code, such as a provider's reference."""
    return hashlib.sha256(text.encode()).hexdigest()


def customer_account(person: str) -> str:
    """Return the account of a customer."""
    return f"customer:{person}"


def organisation_account(organisation: str) -> str:
    """Return the account of an organisation."""
    return f"organisation:{organisation}"


def technician_account(technician: str) -> str:
    """Return the account of what an outlet owes a technician."""
    return f"technician:{technician}"


def outside_account(kind: str) -> str:
    """Return the account of what some carrier, insurer or platform that is no house here has to bear."""
    return f"outside:{kind}"


CASH, CASH_HELD, HOUSE_CASH = "cash", "cash:", "house:cash"
BANK = "bank"
REMITTED = {BANK: "house:bank", "office": HOUSE_CASH, "other": "house:elsewhere"}
"""The ways money comes outside of every provider, and the account of the house that each comes to."""
OWN = (*REMITTED, CASH)
"""The ways by which the house gives back, out of its own pocket, what was paid elsewhere."""
BY_TRANSFER, BY_EARLIER, VOIDED = "transfer", "earlier", "voided"
"""Why a code to pay was given up: paid outside of its provider, or by an earlier code after all; or taken back."""
PAID_OTHERWISE = frozenset({CASH, BY_TRANSFER, BY_EARLIER})
"""Why a code was given up whose money, should it come all the same, goes back by itself."""
OTHER_WAY = "other way"
"""Why cash that was about to be taken was not: the bill was paid otherwise."""
OPEN_BILL = ("drafted", "shown", "agreed")
"""States in which a bill asks for money still."""


def cash_account(holder: str) -> str:
    """Return the account of the cash a technician, or an outlet's counter, holds until it is handed in."""
    return f"{CASH_HELD}{holder}"


def taken_by(provider: str, *, reference: str, back: bool) -> str:
    """Return the account a payment moves to or from: the provider's, or for cash that of whoever took it.

    What goes back of cash comes out of the house's till: it may have been handed in.
    """
    if provider in REMITTED:
        return REMITTED[provider]
    if provider != CASH:
        return provider_account(provider)
    return HOUSE_CASH if back else cash_account(reference)


def provider_account(provider: str) -> str:
    """Return the account where a payment provider holds money for us."""
    return f"provider:{provider}"


NUMBERS = {"wechat": re.compile(r"[14][0-9]{27}"), "alipay": re.compile(r"20[0-9]{26}")}
"""How the providers number payments: Alipay's begin with the day, WeChat's never do."""


def numbered_by(reference: str) -> str:
    """Return the provider whose own number of a payment this is; empty for any other number.

    >>> numbered_by("4200002345202611281234567890"), numbered_by("2026112822001412345678901234"), numbered_by("SF1")
    ('wechat', 'alipay', '')
    >>> numbered_by("4２00002345202611281234567890")
    ''
    """
    return next((name for name, form in NUMBERS.items() if form.fullmatch(reference)), "")


BY_HAND, CAME_BACK = "by hand", "came back"
"""Faults of a refund: a person gives it back; the bank of who gets it sent it back."""


def by_hand(why: str = "") -> str:
    """Write down as a fault that a person gives it back, and why in one word."""
    return f"{BY_HAND}: {why}" if why else BY_HAND


def is_by_hand(fault: str) -> bool:
    """Return whether something was left to a person: no provider is asked for it any more."""
    return fault == BY_HAND or fault.startswith(f"{BY_HAND}: ")


def refusal(provider: str, fault: str) -> dict[str, str]:
    """Return, as a fact, which provider refused and by which code of its own, or why none was asked.

    >>> refusal("wechat", "by hand: NO_AUTH"), refusal("fake", "by hand: no number"), refusal("fake", "")
    ({'refused_by': 'wechat', 'said': 'NO_AUTH'}, {'why_unsent': 'no_number'}, {})
    """
    told = fault.removeprefix(BY_HAND).removeprefix(": ")
    said = UNCODED.sub("_", told)
    if told in UNASKED:
        return {"why_unsent": said}
    return {"refused_by": provider, "said": said} if said and provider in NUMBERS else {}


UNASKED = frozenset({"no number", "number twice", "not set up"})
"""Why no provider was asked to send something back."""


def is_unknown(fault: str) -> bool:
    """Return whether a refund goes by hand since no provider of this house, set up or not, knows its payment."""
    return is_by_hand(fault) and fault.removeprefix(BY_HAND).removeprefix(": ") in UNASKED - {"not set up"}


UNCODED = re.compile(r"[^A-Za-z0-9._-]")
"""What no code is made of that a fact may tell."""
WAY_BACK, HAND, FORMER, IN_SHOP, LISTED = "back", "hand", "former", "shop", "listed"
"""How money went back: as it was paid, there by hand, from a former system, in its shop as it says, or lists."""


def went_by(provider: str, *, by_hand: bool) -> str:
    """Return which way a refund went: by a transfer or in cash, or the way it was paid, by hand or not.

    >>> went_by("bank", by_hand=True), went_by("cash", by_hand=True), went_by("wechat", by_hand=False)
    ('bank', 'cash', 'back')
    """
    if provider == CASH or provider in REMITTED:
        return provider
    return HAND if by_hand else WAY_BACK


def numbered(reference: str, *, provider: str, goes_back_of: str | None) -> dict[str, str]:
    """Return which number of a payment that went through is kept, by the field that keeps it.

    What goes back keeps the number of the payment it goes back of, unless it is a transfer's slip; its own stands
    beside, where its provider gives it one.

    >>> numbered("50300", provider="wechat", goes_back_of="4200"), numbered("ICBC1", provider="bank", goes_back_of="")
    ({'refund_reference': '50300'}, {'reference': 'ICBC1'})
    """
    if goes_back_of is None or provider in REMITTED:
        return {"reference": reference}
    return {"refund_reference": reference} if reference not in ("", goes_back_of) else {}


def why_by_hand(*, provider: str, is_set_up: bool, known: int) -> str:
    """Return why what was paid elsewhere goes back by a person's hand; empty where its provider is asked.

    `known`: how many payments of our books, and orders of any house beside its own, bear its number.
    """
    if provider not in NUMBERS:
        return "no number"
    if known > 1:
        return "number twice"
    return "" if is_set_up else "not set up"


CORRECTED = "correction"
"""The reason of a transfer that books what a provider's books and ours differ by."""
WAYS, ADVANCE, OF_BILL = ("loss", "elsewhere"), "advance", "bill"
"""How what differs is booked: by choice; as an advance of who paid twice; as a refund of a bill."""
COUNTED = "counted"
"""How a refund is booked that went after all, with nothing in its place; and how its difference ends."""
PAID_TWICE, OWED_BACK = "house:paid_twice", "twice"
"""Where what went out a second time stands until it comes back, and how a difference is booked there."""
CORRECTIONS = {
    "loss": "house:differences",
    "elsewhere": "house:elsewhere",
    ADVANCE: "house:advances",
    OWED_BACK: PAID_TWICE,
}
"""The account on the other side of a correction: what is lost or gained, paid another way, kept, or owed back."""
OPEN_ACCOUNTS = (
    *(outside_account(one) for one in ("carrier", "insurer", "platform")),
    "house:deposits",
    *dict.fromkeys((*REMITTED.values(), *CORRECTIONS.values(), PAID_TWICE)),
    *(provider_account(one) for one in (*NUMBERS, "fake")),
)
"""The accounts that are nobody's here: of who bears costs outside, of the house itself, of its providers."""
BOUND, KEPT = "bound", "kept"
RELEASABLE = frozenset({BOUND, KEPT})
"""Ends that can be taken back: a refund that was given to a bill, an advance that was kept."""


def corrected(provider: str, way: str, more_fen: int) -> tuple[str, str]:
    """Return debit and credit of a correction, after which the provider's account holds so much more, or less."""
    there, other = provider_account(provider), CORRECTIONS[way]
    return (there, other) if more_fen > 0 else (other, there)


LAID, LAID_KEY = "laid_there", "laid:"
"""The reason of a transfer that books money where it lies, as its refund showed, and how its key begins."""


def laid(*, booked: str, went_by: str) -> tuple[str, str] | None:
    """Return debit and credit by which money booked with one provider is booked with the one its refund went over.

    None where both are one, or either is no provider. Without it the one kept what it never had, the other owed it.

    >>> laid(booked="fake", went_by="wechat"), laid(booked="wechat", went_by="wechat")
    (('provider:wechat', 'provider:fake'), None)
    """
    if booked == went_by or not {CASH, *REMITTED}.isdisjoint((booked, went_by)):
        return None
    return provider_account(went_by), provider_account(booked)


BORNE = "borne"
"""What somebody else bears of a service its customer does not pay: its fact, a transfer's reason, before its key."""


BORNE_BACK, BORNE_PAID, BORNE_UNPAID = "borne_reversed", "borne_paid", "borne_unpaid"
BORNE_RETURNED = "borne_returned"
"""That such a charge was reversed, that who bears it paid it, did not after all, or got it back: facts, transfers."""
DEPOSITS = "house:deposits"
"""What merchants' deposits have to bear."""


def borne_key(bill: str, back: str = "", turn: int = 1) -> str:
    """Name what somebody else bears of a bill, or of what went `back` by a refund; `turn` counts who was charged.

    >>> borne_key("b"), borne_key("b", "p"), borne_key("b", "p", 2)
    ('borne:b', 'borne:b:p', 'borne:b:p#2')
    """
    key = f"{BORNE}:{bill}:{back}" if back else f"{BORNE}:{bill}"
    return key if turn == 1 else f"{key}#{turn}"


def back_of(key: str) -> str:
    """Return of which refund such a charge is, by its key; empty where it is the whole bill's.

    >>> back_of("borne:b:p#2"), back_of("borne:b")
    ('p', '')
    """
    return key.partition("#")[0].removeprefix(f"{BORNE}:").partition(":")[2]


def borne_paid_key(charge: str, turn: int = 1) -> str:
    """Name the payment of such a charge; `turn` counts those of which the earlier ones were taken back."""
    return f"{BORNE_PAID}:{charge}" if turn == 1 else f"{BORNE_PAID}:{charge}#{turn}"


GONE, CAME, REVERSED = "gone_elsewhere", "came_in_again", "elsewhere_reversed"
"""Movements in somebody else's books; each is also what its fact is called, and a transfer's reason."""


ELSEWHERE = "elsewhere:"
"""How the key of such a movement begins."""


def elsewhere_key(source: str, number: int | str) -> str:
    """Name a movement elsewhere, by whose decision it was and its number there."""
    return f"{ELSEWHERE}{source}:{number}"


def ways_elsewhere(reason: str, *, payer: str, payee: str, taker: str) -> tuple[tuple[str, str, str], ...]:
    """Return the two transfers of a movement elsewhere: what stands before its key, and its two accounts."""
    if reason == GONE:
        return (("", payer, taker), ("credit:", payee, payer))
    return (("", taker, payer), ("credit:", payer, payee))


@dataclass(frozen=True, kw_only=True)
class Sum:
    """One thing that is true of a bill's money: a code of `wording.SUMS` and how much."""

    code: str
    fen: int


def standing_of(
    *, state: str, total_fen: int, due_fen: int, paid_fen: int, refunded_fen: int, reserved_fen: int
) -> tuple[Sum, ...]:
    """Return how a bill stands, the most telling first: what is to pay or was paid, then what goes back."""
    if state == "waived":
        first = Sum(code="waived", fen=total_fen)
    elif due_fen:
        first = Sum(code="left" if paid_fen else "due", fen=due_fen)
    elif not paid_fen:
        first = Sum(code="nothing", fen=0)
    elif refunded_fen == paid_fen:
        first = Sum(code="all_back", fen=refunded_fen)
    else:
        first = Sum(code="paid", fen=paid_fen)
    beside = (
        Sum(code="partly", fen=paid_fen if first.code in ("left", "waived") else 0),
        Sum(code="going_back", fen=reserved_fen),
        Sum(code="gone_back", fen=refunded_fen if first.code != "all_back" else 0),
    )
    return (first, *(one for one in beside if one.fen))


def way_back_of(came: Sequence[tuple[str, int]], gone: Sequence[tuple[str, int]], amount_fen: int) -> int:
    """Return the place of the payment over whose way a sum goes back: the first of whose way so much is left.

    -1 where no way has it alone: then it is remitted.

    >>> way_back_of([("wechat", 60), ("bank", 40)], [("wechat", 30)], 40), way_back_of([("wechat", 60)], [], 60)
    (1, 0)
    >>> way_back_of([("wechat", 60), ("bank", 40)], [], 100)
    -1
    """
    left: dict[str, int] = {}
    for way, fen in came:
        left[way] = left.get(way, 0) + fen
    for way, fen in gone:
        left[way] = left.get(way, 0) - fen
    return next((place for place, (way, _fen) in enumerate(came) if left[way] >= amount_fen), -1)


def refundable(*, paid_fen: int, refunded_fen: int, reserved_fen: int) -> int:
    """Return what may still be refunded, less refunds under way."""
    return paid_fen - refunded_fen - reserved_fen


REPAYMENTS = ("too_much", "not_fixed", "lost", "goodwill", "warranty")
"""Why money of a paid bill goes back."""
DECIDED = "decided"
"""Why a whole bill is let go: it was decided that its payer pays nothing."""
BY_BRAND = "brand"
"""Why a bill that was agreed to falls: its brand pays, as somebody wrote down."""


def asked_back(reason: str, amount_fen: int, due_fen: int) -> int:
    """Return how much of what waits for finance goes back: of a bill that falls, what is open is only asked no more.

    >>> asked_back("too_much", 100, 0), asked_back("brand", 300, 200), asked_back("decided", 200, 300)
    (100, 100, 0)
    """
    return amount_fen if reason in REPAYMENTS else max(0, amount_fen - due_fen)
