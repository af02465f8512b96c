"""What is decided about invoices: which tax numbers there are, for how much, what a red one still has to reverse."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
OFFICIAL = r"^[0-9]{20}$"
"""The number of a fully digital invoice: twenty digits."""
PAUSES_S = (5, 10, 20, 60, 120, 300, 900, 3600)
UNHEARD = 6
"""After so many tries without an answer finance is told; tries go on each hour."""
TURNS_S = (3600, 6 * 3600, 24 * 3600)
"""When one that failed is looked at again: a provider may say no and issue it after all."""
REFUND, MISTAKE = "refund", "mistake"
FILE_H = 6
"""So many hours after it was issued finance is told that its file lacks: a provider has been asked nine times."""
TITLES = 10
"""So many titles a customer keeps; the one unused for longest makes room."""
BANK = re.compile(r"银行|信用社|合作社|财务公司|bank", re.IGNORECASE)
LANDLINE = re.compile(r"0[1-9]\d{1,2}[1-9]\d{6,7}|[48]00\d{7}|1[3-9]\d{9}")
NO_FILE = "no file"
"""What lacks an issued invoice whose file nobody has put on its page, nor sent, a while after."""
TWICE = "twice "
"""How a fault begins that names a second invoice, which a provider issued for a number it had refused."""


def is_tax_number(text: str) -> bool:
    """Return whether a company can have this tax number.

    Eighteen characters carry their check character (GB 32100-2015); those of 15 and 20 from before have none.
    """
    return bool(re.fullmatch(r"[0-9A-Z]{15}|[0-9A-Z]{20}", text)) or is_credit_code(text)


def is_credit_code(text: str) -> bool:
    """Return whether this is the number of a company's licence today: 18 characters with their check character."""
    if len(text) != 18 or any(one not in ALPHABET for one in text):
        return False
    total = sum(ALPHABET.index(one) * weight for one, weight in zip(text, WEIGHTS, strict=False))
    return ALPHABET[(31 - total % 31) % 31] == text[17]


def is_telephone(text: str) -> bool:
    """Return whether a company can be rung there: with its area code, as 400 or 800, or a mobile; blanks don't count.

    >>> is_telephone("021-6555 0123"), is_telephone("65550123")
    (True, False)
    """
    return bool(LANDLINE.fullmatch(re.sub(r"[\s()（）-]", "", text)))


def net_fen(*, paid_fen: int, refunded_fen: int, reserved_fen: int = 0) -> int:
    """Return what of a bill may be invoiced: what was paid and has not gone back, nor is on its way back."""
    return max(0, paid_fen - refunded_fen - reserved_fen)


def red_fen(*, amount_fen: int, reversed_fen: int, net_fen: int) -> int:
    """Return what has to be reversed beside what is already; never more than the invoice is about."""
    return max(0, amount_fen - reversed_fen - net_fen)


def number_there(number: str, attempt: int) -> str:
    """Return our number at the provider: digits and a letter, 18 of the 20 it takes; another one each attempt."""
    return f"{number.replace('-', '')}{attempt:02d}"


def masked(title: str, *, is_company: bool) -> str:
    """Return how a list shows a title: a company's whole, of a person's the first character."""
    return title if is_company else f"{title[:1]}*"


def pause_s(tries: int) -> int:
    """Return how long to wait for the next look."""
    return PAUSES_S[min(tries, len(PAUSES_S)) - 1]


@dataclass(frozen=True, kw_only=True)
class BillSituation:
    """A bill before who wants an invoice of it: what could be invoiced, and how the invoice there is stands.

    `asked_back`: money of it waits for finance to agree that it goes back; until then no invoice is issued. `payer`:
    who asks is who pays it, not somebody who helps him.
    """

    payer: bool
    of_repair: bool
    bill: str
    net_fen: int
    invoice: str = ""
    is_special: bool = False
    offers_special: bool = False
    asked_back: bool = False

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine."""
        return {"bill": self.bill, "invoice": self.invoice}


@dataclass(frozen=True, kw_only=True)
class InvoiceSituation:
    """An invoice before finance; `asked_back`: money of its bill waits for finance to agree that it goes back.

    `over_fen`: over how much it would be issued now, or was.
    """

    state: str
    red: bool
    provider: bool
    under_way: bool
    reversible: bool
    special: bool = False
    to_check: bool = False
    filed: bool = False
    mail_lost: bool = False
    asked_back: bool = False
    over_fen: int = 0

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine."""
        return {"invoice": self.state}


def may_ask_for(case: BillSituation) -> bool:
    """Return whether an invoice can be asked for, or what was said for it be put right."""
    paid = case.payer and case.of_repair and case.bill in ("paid", "invoiced") and case.net_fen > 0
    return paid and case.invoice in ("", "requested", "failed")


def waits_for_money(case: BillSituation) -> bool:
    """Return whether no invoice is issued before finance has said whether money of the bill goes back."""
    return case.asked_back and case.net_fen > 0 and case.invoice in ("", "requested", "failed")


def may_ask_for_special(case: BillSituation) -> bool:
    """Return whether a special invoice can be asked for: where the house issues them."""
    return case.offers_special and may_ask_for(case)


def may_take_back(case: BillSituation) -> bool:
    """Return whether who asked for an invoice can still do without."""
    return case.payer and case.invoice in ("requested", "failed")


def may_ask_again(case: InvoiceSituation) -> bool:
    """Return whether the provider can be asked again, or what became of it."""
    open_ = case.provider and case.state in ("requested", "asked", "failed") and not waits_for_check(case)
    return open_ and not case.asked_back


def waits_for_check(case: InvoiceSituation) -> bool:
    """Return whether it is a special one that finance has yet to look at."""
    return case.state == "requested" and case.to_check


def may_issue(case: InvoiceSituation) -> bool:
    """Return whether a person can issue it: it is not with the provider, and its sum stands."""
    return case.state in ("requested", "failed") and not case.asked_back


def may_drop(case: InvoiceSituation) -> bool:
    """Return whether it need not be issued; what money went back of has to be reversed."""
    return case.state in ("requested", "failed") and not case.red and not case.special


def may_refuse(case: InvoiceSituation) -> bool:
    """Return whether finance can say that no special one is issued; an ordinary one may be asked for then."""
    return case.state in ("requested", "failed") and not case.red and case.special


def may_correct(case: InvoiceSituation) -> bool:
    """Return whether it can be reversed whole because something in it is wrong."""
    return case.state in ("issued", "delivered") and not case.red and case.reversible


def may_deliver(case: InvoiceSituation) -> bool:
    """Return whether it is issued and not delivered yet."""
    return case.state == "issued"


def may_add_file(case: InvoiceSituation) -> bool:
    """Return whether its file can be put on the customer's page, late too: it is issued, and none lies there."""
    return case.state in ("issued", "delivered") and not case.filed


def may_mail_again(case: InvoiceSituation) -> bool:
    """Return whether its mail was put on its way and did not get through."""
    return case.mail_lost


def may_open(case: InvoiceSituation) -> bool:
    """Return whether somebody may have to write it by hand, or send it."""
    return case.state in ("requested", "failed", "issued")


def takes_documents(roles: frozenset[str], *, is_company: bool) -> bool:
    """Return whether somebody of a brand takes a document away: its owner, and none with a person's name on it."""
    return "merchant_owner" in roles and is_company
