"""Who takes money online, and what a provider is asked."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings as django_settings
from django.db.models import QuerySet

from anxin.core import providers, settings, vault
from anxin.core.states import remembered
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger import rules
from anxin.domain.ledger.models import Payment
from anxin.domain.ledger.providers import FAKE, KIND, NATIVE, REAL, PaymentRequest, WeChat, opened
from anxin.domain.ledger.queries import PAID, PAYER, WECHAT, PayCode
from anxin.domain.ledger.wording import REFUND_OF, SERVICE


def online_ways() -> list[str]:
    """Return the providers that take money online, in the order they are asked; in a demo, play money."""
    known = [one for one in providers.names_of(KIND) if one in REAL]
    return known or ([FAKE] if django_settings.PLAY else [])


def in_page_methods(provider: str) -> frozenset[str]:
    """Return the ways to pay in a page that a provider granted."""
    account = providers.account(provider) if provider == WECHAT else None
    granted = account.values.get("pages", "") if account else ""
    return frozenset({"jsapi": ["jsapi"], "h5": ["jsapi", "h5"]}.get(granted, []))


def pay_app() -> str:
    """Return the app that WeChat Pay knows payers by; empty where it isn't set up."""
    account = providers.account(WECHAT)
    return account.values["app"] if account else ""


def in_page(code: PayCode, *, now: datetime) -> dict[str, str]:
    """Return what WeChat's own browser is given to pay an order placed for it."""
    opened_ = opened(code.provider) if code.method == "jsapi" else None
    return opened_.in_page(code.show, now=now) if isinstance(opened_, WeChat) else {}


def request_of(row: Payment, *, now: datetime) -> PaymentRequest:
    """Return what a provider is asked about a payment."""
    back = row.direction == Payment.Direction.BACK
    first = _goes_back_of(row) if back else None
    prior = first is not None and first.key.startswith(PAID)
    home = str(settings.get("notices.address", at=now)) if row.provider in REAL else ""
    return PaymentRequest(
        key=row.key,
        number=row.number,
        amount_fen=row.amount_fen,
        method=row.method,
        direction=row.direction,
        first_number=first.number if first else "",
        first_reference=row.reference if prior else "",
        total_fen=first.amount_fen if first else 0,
        about=str(REFUND_OF if back else SERVICE).format(number=row.bill.number),
        until=row.until_at,
        by_hand=_why_by_hand(row) if prior else "",
        payer=vault.open_(PAYER, row.id, row.payer_sealed) if row.payer_sealed else "",
        tell_at=f"{home}/hooks/payments/{row.provider}/" if home else "",
        now=now,
    )


def way_back(came: Sequence[Payment], amount_fen: int) -> tuple[str, str, str]:
    """Return over which provider a sum of what came goes back, by which method, and its number there.

    What came in parts goes over the way that has so much left, else by a transfer of the house's. One made elsewhere
    goes by the number its order bears now: it may have been told since the payment was booked.
    """
    place = 0
    if len(came) > 1:
        back = Payment.objects.filter(bill=came[0].bill_id, direction=Payment.Direction.BACK).exclude(state="failed")
        gone = list(back.values_list("provider", "amount_fen"))
        place = rules.way_back_of([(one.provider, one.amount_fen) for one in came], gone, amount_fen)
    if place < 0 or came[place].provider in rules.REMITTED:
        way = rules.BANK if place < 0 else came[place].provider
        return way, way, ""
    first = came[place]
    known = first.provider, first.method, first.reference
    if not first.key.startswith(PAID) or rules.numbered_by(first.reference) or first.bill.stream().kind != "purchase":
        return known
    key = first.bill.stream().key
    order = remembered(Purchase, key) or Purchase.objects.filter(pk=key).first()
    told = order.paid_reference if order else ""
    provider = rules.numbered_by(told)
    return (provider, NATIVE, told) if provider else known


def _goes_back_of(back: Payment) -> Payment | None:
    """Return the payment that a refund goes back of, the one of its own provider first (one query)."""
    came = back.bill.payments.filter(direction=Payment.Direction.IN, state="succeeded").order_by("id")
    return next(iter(sorted(came, key=lambda one: one.provider != back.provider)), None)


def why_unasked(back: Payment) -> str:
    """Return why no provider is asked for a refund that begins; empty where one is, or it was paid here."""
    why = _why_by_hand(back)
    first = _goes_back_of(back) if why else None
    return why if first is not None and first.key.startswith(PAID) else ""


def _why_by_hand(back: Payment) -> str:
    """Return why nobody is asked to give back of a payment made elsewhere; empty where its provider is."""
    if back.provider == FAKE and django_settings.PLAY:
        return ""
    is_set_up = back.provider in REAL and opened(back.provider) is not None
    known = 1 + _others_bearing(back) if is_set_up else 1
    return rules.why_by_hand(provider=back.provider, is_set_up=is_set_up, known=known)


def is_given_back_by_shop(order: Purchase) -> bool:
    """Return whether what was paid for an order goes back in its shop: no provider of this house knows its payment.

    One query where a provider is set up whose number it bears.
    """
    provider = rules.numbered_by(order.paid_reference)
    if not provider:
        return not django_settings.PLAY
    if opened(provider) is None:
        return False
    of = {"direction": Payment.Direction.IN, "reference": order.paid_reference}
    others = Payment.objects.filter(**of).exclude(bill__stream_kind="purchase", bill__stream_key=order.pk)
    orders = Purchase.objects.filter(paid_reference=order.paid_reference).exclude(pk=order.pk)
    return orders.exists() or others.exists()


def _others_bearing(back: Payment) -> int:
    """Count the bills and orders beside its own that bear the number of what goes back, whoever sold them."""
    payments = Payment.objects.filter(direction=Payment.Direction.IN, reference=back.reference)
    orders = Purchase.objects.filter(paid_reference=back.reference).values_list("pk", flat=True)
    others = {str(one) for one in orders} - {back.bill.stream().key}
    return payments.exclude(bill=back.bill_id).count() + len(others)


def unclear() -> QuerySet[Payment]:
    """Return the payments whose outcome a person must look up."""
    return Payment.objects.filter(state="unclear").select_related("bill").order_by("updated_at")
