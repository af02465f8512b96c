"""What a payment provider's fault means and what to do about it; its own code is told small beside."""

from django.utils.translation import gettext_lazy as _

KEYS = _("the keys don't fit: compare them with the merchant platform, keep them anew and try")
RIGHTS = _("the contract doesn't cover this: have it switched on in the merchant platform")
ACCOUNT = _("the merchant number or appid is wrong, closed, or not bound to the other")
AGAIN = _("the provider has a fault of its own; it is asked again by itself")
ASKED = _("the provider refuses what was asked: tell who looks after the installation, with the code")
STATE = _("the order there is in another state: look it up in the merchant platform by our number")
PAYER = _("the payer's account takes no money: ask him for an account of a bank")
FAULTS = {
    "by hand": _("give it back by hand where it was paid, then say so here"),
    "came back": _("its bank sent it back"),
    "shop said": _("only the shop says that it gave it back"),
    "shop proved": _("the shop's list tells of it, too"),
    "no number": _("no payment number of WeChat Pay or Alipay came with the order"),
    "number twice": _("another order or bill bears the same payment number"),
    "not set up": _("the provider is not set up"),
    "gone before": _("the refund before it went after all"),
    "cash": _("it was paid in cash meanwhile; what comes by the code goes back by itself"),
    "transfer": _("it was paid by transfer meanwhile; what comes by the code goes back by itself"),
    "other sum": _("the provider says another sum"),
    "too slow": _("the provider gave no answer in time"),
    "bad signature": _("the answer's signature is wrong"),
    "unknown key": _("the answer is signed by an unknown key"),
    "certificate expired": _("the provider's certificate has expired"),
    "RESOURCE_NOT_EXISTS": _("the provider knows no paid order of this number; look it up in its own books"),
    "ORDER_NOT_EXIST": _("the provider knows no paid order of this number; look it up in its own books"),
    "ORDERNOTEXIST": _("the provider knows no paid order of this number; look it up in its own books"),
    "ACQ.TRADE_NOT_EXIST": _("the provider knows no paid order of this number; look it up in its own books"),
    "ACQ.TRADE_STATUS_ERROR": _("the provider gives nothing back of an order in this state"),
    "ACQ.TRADE_HAS_FINISHED": _("the time in which the provider gives money back is over"),
    "INVALID_REQUEST": _("the provider refuses this sum: more than is left of the order, or too late"),
    "NO_AUTH": _("the account may not give money back; switch refunds on in the merchant platform"),
    "FREQUENCY_LIMITED": _("the provider was asked too often; try again later"),
    "SYSTEM_ERROR": _("the provider has a fault of its own; try again later"),
    "unreadable": _("the provider's answer can't be read"),
    "other order": _("the provider answered about another order"),
    "other refund": _("the provider answered about another refund"),
    "too old": _("the provider's answer is too old; compare this machine's clock"),
    "NOT_ENOUGH": _("too little money on the provider's account: put some in, it is sent by itself"),
    "ACQ.SELLER_BALANCE_NOT_ENOUGH": _("too little money on the provider's account: put some in, it is sent by itself"),
    **dict.fromkeys(("SIGN_ERROR", "isv.invalid-signature", "isv.missing-signature", "isv.decryption-error"), KEYS),
    **dict.fromkeys(("isv.invalid-signature-type", "isv.invalid-signature-key", "isv.missing-signature-key"), KEYS),
    **dict.fromkeys(("isv.insufficient-isv-permissions", "isv.insufficient-user-permissions"), RIGHTS),
    **dict.fromkeys(("ACQ.ACCESS_FORBIDDEN", "NOAUTH", "ACQ.PARTNER_ERROR"), RIGHTS),
    **dict.fromkeys(("APPID_MCHID_NOT_MATCH", "MCH_NOT_EXISTS", "ACCOUNT_ERROR", "isv.invalid-app-id"), ACCOUNT),
    **dict.fromkeys(("isv.missing-app-id", "isv.app-call-limited", "ACQ.SELLER_NOT_EXIST"), ACCOUNT),
    **dict.fromkeys(("BANK_ERROR", "ACQ.SYSTEM_ERROR", "isp.unknow-error", "aop.ACQ.SYSTEM_ERROR"), AGAIN),
    **dict.fromkeys(("RATELIMIT_EXCEEDED", "20000"), AGAIN),
    **dict.fromkeys(("PARAM_ERROR", "ACQ.INVALID_PARAMETER", "isv.invalid-parameter", "INVALID_PARAMETER"), ASKED),
    **dict.fromkeys(("40002", "40004"), ASKED),
    **dict.fromkeys(("TRADE_ERROR", "ORDERPAID", "ORDER_CLOSED", "OUT_TRADE_NO_USED"), STATE),
    **dict.fromkeys(("ACQ.TRADE_HAS_CLOSE", "ACQ.TRADE_HAS_SUCCESS", "ACQ.TRADE_NOT_ALLOW_REFUND"), STATE),
    **dict.fromkeys(("USER_ACCOUNT_ABNORMAL", "ACQ.BUYER_ERROR", "ACQ.CUSTOMER_VALIDATE_ERROR"), PAYER),
    "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL": _("the provider refuses this sum: more than is left of the order, or too late"),
    "ACQ.REASON_TRADE_REFUND_FEE_ERR": _("the provider refuses this sum: more than is left of the order, or too late"),
    "ABNORMAL": _("the payer's bank sent it back; give it back in the merchant platform"),
}
CODE = _("the provider's code for it is {code}; try again later, or ask the provider what it means")


BY_HAND = _("{why}: give it back by hand where it was paid, or by a transfer, then say so here")


def fault_called(fault: str) -> str:
    """Say why a provider gave no good answer; a code of its own that we have no words for is said to be one."""
    left, _colon, why = fault.partition(": ")
    if why and left == "by hand":
        return str(BY_HAND).format(why=fault_called(why))
    if fault in FAULTS or not code_of(fault):
        return str(FAULTS.get(fault, fault))
    return str(CODE).format(code=fault)


def why_unsent(fault: str) -> str:
    """Say why no provider sends a refund, without what is to be done about it."""
    return fault_called(fault.removeprefix("by hand").removeprefix(": "))


def code_of(fault: str) -> str:
    """Return the provider's own code of a fault, to be told small beside its meaning; empty where it is a word of ours.

    >>> code_of("by hand: NOT_ENOUGH"), code_of("too slow"), code_of("ACQ.SYSTEM_ERROR")
    ('NOT_ENOUGH', '', 'ACQ.SYSTEM_ERROR')
    """
    left, _colon, why = fault.partition(": ")
    told = why if left == "by hand" else fault
    return told if told.isupper() or "." in told or told.isdigit() else ""
