"""Payment providers: opened with what was kept of them, called outside every transaction, each by our own number."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings

from anxin.core import providers
from anxin.core.carriers import deadlines, requests
from anxin.domain.ledger import rules
from anxin.domain.ledger.providers import keys
from anxin.domain.ledger.providers.alipay import Alipay
from anxin.domain.ledger.providers.keys import BadKey
from anxin.domain.ledger.providers.port import (
    BACK,
    IN,
    Forged,
    NoStatement,
    Notification,
    PaymentAnswer,
    PaymentProvider,
    PaymentRequest,
    ProviderLine,
)
from anxin.domain.ledger.providers.wechat import WeChat

KIND, FAKE, NATIVE = "payment", "fake", "native"
LONGEST_S = 30.0
"""So long a provider may take for one call, all of it."""
GRACE = timedelta(seconds=60)
"""So long after its time an order may still be paid by a phone that was already paying."""
REAL: dict[str, Callable[[Mapping[str, str]], PaymentProvider]] = {"wechat": WeChat, "alipay": Alipay}


def refuses_to_tell(name: str, address: str) -> bool:
    """Return whether a provider tells of no payment at an address of ours: WeChat Pay at none that isn't encrypted."""
    return name == "wechat" and bool(address) and not address.startswith("https://")


def fake(request: PaymentRequest) -> PaymentAnswer:
    """Answer as a provider of the demo would: the same key, the same answer; no money moves.

    The methods `fake_failing` and `fake_unclear` show the unhappy paths.
    """
    if request.method == "fake_failing":
        return PaymentAnswer(outcome="failed")
    if request.method == "fake_unclear":
        return PaymentAnswer(outcome="unclear")
    return PaymentAnswer(outcome="succeeded", reference="F" + sha256(request.key.encode()).hexdigest()[:20].upper())


FAKES: dict[str, Callable[[PaymentRequest], PaymentAnswer]] = {FAKE: fake}


def opened(name: str) -> PaymentProvider | None:
    """Return a provider with what was kept of it; None where nothing was, or its keys can't be read."""
    kept = providers.account(name)
    if kept is None or name not in REAL:
        return None
    try:
        return REAL[name](kept.values)
    except (BadKey, KeyError):
        return None


def conclude(name: str, request: PaymentRequest, *, asked: bool, shown: bool) -> PaymentAnswer:
    """Bring a payment on: begin it where the provider was never asked; else inquire first what became of it.

    What nobody there knows is begun again, by the same number; an order nobody paid in its time is closed. What is
    refused after an earlier call may be refused because that one went through: the inquiry decides. What no provider
    may be asked for is left to a person, unless one was: what was sent may be there, so it is looked up, and never
    sent a second way.
    """
    if request.by_hand and (name in FAKES or not asked):
        return PaymentAnswer(outcome="by_hand", fault=rules.by_hand(request.by_hand))
    if name in FAKES or (not asked and request.direction == IN):
        return begin(name, request)
    if not asked:
        return _begun(name, request)
    found = inquire(name, request)
    over = request.direction == IN and request.until is not None and request.until + GRACE <= request.now
    if found.outcome == "waiting" and over:
        closed = close(name, request)
        return closed if closed.outcome == "failed" else inquire(name, request)
    if found.outcome == "waiting" and request.direction == IN and not shown:
        placed = begin(name, request)  # the answer with the code was lost; the same number gives it again
        return placed if placed.outcome == "waiting" else found
    if found.outcome != "absent":
        return found
    if request.direction == IN and (over or shown):
        return close(name, request) if over else PaymentAnswer(outcome="waiting")
    return replace(found, fault=request.by_hand) if request.by_hand else _begun(name, request)


def _begun(name: str, request: PaymentRequest) -> PaymentAnswer:
    found = begin(name, request)
    if found.outcome != "failed":
        return found
    seen = inquire(name, request)
    return found if seen.outcome == "absent" else seen


def begin(name: str, request: PaymentRequest) -> PaymentAnswer:
    """Ask a provider to take money or give it back."""
    return _call(name, request, "begin")


def inquire(name: str, request: PaymentRequest) -> PaymentAnswer:
    """Return what a provider says became of a request."""
    return _call(name, request, "inquire")


def close(name: str, request: PaymentRequest) -> PaymentAnswer:
    """Have nobody pay an order any more; one that is refused says nothing: it may be paid by now."""
    found = _call(name, request, "close")
    refused = found.outcome == "failed" and found.fault
    return replace(found, outcome="unknown") if refused else found


def _call(name: str, request: PaymentRequest, what: str) -> PaymentAnswer:
    """Call a provider from a thread of its own; one that takes too long said nothing that is known."""
    if name in FAKES:
        if not settings.PLAY:
            return PaymentAnswer(outcome="by_hand", fault=rules.BY_HAND)
        try:
            return deadlines.at_most(LONGEST_S, lambda: FAKES[name](request))
        except TimeoutError:
            return PaymentAnswer(outcome="unclear")
    if name == rules.CASH or name in rules.REMITTED:  # paid at the door or by transfer, it goes back by hand
        return PaymentAnswer(outcome="by_hand", fault=rules.BY_HAND)
    provider = opened(name)
    if provider is None:
        return PaymentAnswer(outcome="unknown", fault="not set up")
    ask: Callable[[PaymentRequest], PaymentAnswer] = getattr(provider, what)
    try:
        return deadlines.at_most(LONGEST_S, lambda: ask(request))
    except TimeoutError:
        return PaymentAnswer(outcome="unknown", fault="too slow")


def unreadable(values: Mapping[str, str], name: str) -> str:
    """Return the field whose key can't be read; empty where all can."""
    try:
        keys.private_key(values["private_key"], fresh=True)
    except BadKey:
        return "private_key"
    try:
        keys.verifiers(values["platform_key"])
    except BadKey:
        return "platform_key"
    try:
        REAL[name](values)
    except BadKey:
        return "api_key"
    return ""


def trial(values: Mapping[str, str], name: str, *, now: datetime) -> str:
    """Ask a provider for a number nobody made, so that keys on both sides are proved; return what is wrong, or ""."""
    try:
        provider = REAL[name](values)
    except BadKey as error:
        return f"expected {error}"
    request = PaymentRequest(key="trial", number="0" * 32, amount_fen=1, method="native", direction=IN, now=now)
    answer = provider.inquire(request)
    return "" if answer.outcome == "absent" else answer.fault or answer.outcome
