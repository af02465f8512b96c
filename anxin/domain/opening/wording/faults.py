"""What the fault of a provider means, beside the provider's own code."""

from django.utils.translation import gettext_lazy as _

from anxin.core.carriers.requests import NOT_REACHED
from anxin.domain.invoices import wording as invoices
from anxin.domain.ledger import wording as ledger

KEYS = _("the keys are not accepted there")
RIGHTS = _("these keys may not do this there")
ADDRESS = _("this server's address is not among those allowed there")
MONEY = _("the account there has no money or no messages left")
ACCOUNT = _("the account or the service is not open there")
SIGNATURE = _("the signature is not granted")
TEMPLATE = _("a template is not granted")
SIGN_IN = _("the mail server refuses user or password: enter them anew, or a password made for programs there")
ADDRESSEE = _("the mail server knows no such address, or takes nothing for it: have it looked at and written anew")
BUSY = _("the mail server takes nothing for now: busy, or too many letters at once")
OPEN_LINE = _("the mail server's line isn't encrypted, and a password goes over no open one: choose another encryption")
LOST_LINE = _("it can't be reached, or hung up: look at name, port and firewall")
NAMED = _("its name leads nowhere, or to where nothing may be sent: look at the address")
MEANS = {
    "no server": _("no mail server is set up"),
    "no address": _("there is nowhere to send it: no address, or whoever it is for was erased"),
    "not set up": _("no provider is set up for it"),
    "not made up": _("it could not be written: what it is about is gone, or can't be opened"),
    "too slow": _("no answer came in time"),
    "died": _("the server stopped while it was being sent; whether it left nobody knows"),
    "SMTP 4": BUSY,
    "SMTP 5": _("the mail server refuses it"),
    **dict.fromkeys(("SMTP 530", "SMTP 534", "SMTP 535", "SMTP 538"), SIGN_IN),
    **dict.fromkeys(("SMTP 550", "SMTP 551", "SMTP 553"), ADDRESSEE),
    "SMTP 552": _("the letterbox there is full, or the file is too large for it"),
    "SMTP 554": _("the mail server takes it for unwanted, or doesn't let this server send"),
    "certificate not trusted": _("the mail server's certificate isn't trusted: look at its name and date"),
    "a password goes over no open line": OPEN_LINE,
    **dict.fromkeys(("gaierror", "unknown name", "InvalidURL", "UnsupportedProtocol"), NAMED),
    **dict.fromkeys(("ConnectionRefusedError", "ConnectionResetError", "ConnectError", "ConnectTimeout"), LOST_LINE),
    **dict.fromkeys(("SMTPServerDisconnected", "SMTPConnectError", "ReadTimeout", "ReadError", "OSError"), LOST_LINE),
    "HTTP 3": _("the receiver leads elsewhere, and nobody follows: enter the address it leads to"),
    "HTTP 4": _("the receiver refuses it: have whoever runs it look at the address and how the signature is checked"),
    "HTTP 404": _("there is nothing at this address: have whoever runs the receiver look"),
    "HTTP 410": _("the receiver is gone: end it, or enter the new address"),
    "HTTP 429": _("the receiver takes no more for now"),
    "HTTP 5": _("the receiver fails: have whoever runs it look"),
    f"{NOT_REACHED}: ": _("it was not reached, or was busy; what counted before goes on, and it is asked again hourly"),
    "signature in audit": _("the signature is still being looked at there"),
    "signature refused": SIGNATURE,
    "signature cancelled": _("the signature was cancelled"),
    ": in audit": _("a template is still being looked at there"),
    ": refused": TEMPLATE,
    "no template": _("no template is written down"),
    "no template ": TEMPLATE,
    "unreadable": _("its answer can't be read"),
    "quota": _("its free calls of the day are used up: buy more there, or set up a second map"),
    "refused": _("it refuses the key: compare it there, with the services and addresses the key is good for"),
    "empty": _("it knows no such address"),
    "broken": _("its answer can't be read"),
    "timeout": _("it gave no answer in time; it is asked again by itself"),
    "unreachable": _("it can't be reached from this server: look at its network and firewall"),
    "no public address": _("this installation has no public address yet: set it under Opening"),
    "no picture": _("what came is no tile of a map: look at the address of the tiles and its key"),
    "401 ": _("it refuses the key: compare it there, with the services and addresses the key is good for"),
    "403 ": _("it refuses the key: compare it there, with the services and addresses the key is good for"),
    "418 ": _("it refuses the key: compare it there, with the services and addresses the key is good for"),
    "404 ": _("there is no tile under this address: look at the address of the tiles"),
    "429 ": _("its free calls of the day are used up: buy more there, or set up a second map"),
    **dict.fromkeys(("SignatureDoesNotMatch", "InvalidAccessKeyId", "IncompleteSignature", "AuthFailure"), KEYS),
    **dict.fromkeys(("InternalError.SigVerificationFail", "errcode 40001", "errcode 40013", "errcode 40125"), KEYS),
    **dict.fromkeys(("isp.RAM_PERMISSION_DENY", "NoPermission", "Forbidden", "errcode 48001"), RIGHTS),
    "UnauthorizedOperation": RIGHTS,
    **dict.fromkeys(("UnauthorizedOperation.RequestIpNotInWhitelist", "errcode 40164"), ADDRESS),
    **dict.fromkeys(("isv.AMOUNT_NOT_ENOUGH", "isv.OUT_OF_SERVICE"), MONEY),
    "FailedOperation.InsufficientBalanceInSmsPackage": MONEY,
    "UnauthorizedOperation.ServiceSuspendDueToArrears": MONEY,
    **dict.fromkeys(("isv.ACCOUNT_NOT_EXISTS", "isv.ACCOUNT_ABNORMAL", "isv.PRODUCT_UN"), ACCOUNT),
    **dict.fromkeys(("isv.SMS_SIGN", "FailedOperation.SignatureIncorrectOrUnapproved"), SIGNATURE),
    **dict.fromkeys(("isv.SMS_TEMPLATE_ILLEGAL", "FailedOperation.TemplateIncorrectOrUnapproved"), TEMPLATE),
}
"""By how a fault begins; of several the longest. After the number of a template, by how it goes on."""


def means(fault: str) -> str:
    """Return what a fault means, in the reader's language; empty where nobody wrote that down."""
    _number, colon, rest = fault.partition(": ")
    told = (fault, *((f": {rest}", rest) if colon else ()))
    begins = [one for one in MEANS if any(text.startswith(one) for text in told)]
    if begins:
        return str(MEANS[max(begins, key=len)])
    paid, billed = ledger.FAULTS.get(fault), invoices.FAULTS.get(fault) or invoices.FAULTS.get(invoices.code_of(fault))
    return str(paid or billed or "")


def said(fault: str) -> str:
    """Return what a fault means with its own code behind it, for a line of text."""
    meaning = means(fault)
    return f"{meaning} ({fault})" if meaning else fault
