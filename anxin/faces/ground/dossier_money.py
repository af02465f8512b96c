"""Money in a dossier's document: where it was paid, and of each refund what was ordered, refused and sent, and how."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from anxin.core import wording
from anxin.domain.goods.choices import TELLERS
from anxin.domain.ledger.rules import IN_SHOP
from anxin.domain.ledger.wording import ACCOUNTS, WENT_BACK, provider_called
from anxin.faces.ground.dossier_parts import at
from anxin.faces.words import fen

SHOPS_NUMBER = gettext_lazy("Number of the refund, as the shop says")
type Lines = list[tuple[str, str]]


def bought(one: Mapping[str, Any]) -> Lines:
    """Return what is known of the payment of an order: it was made in the shop, its number came with the order."""
    number = one["reference"] or _("none came with the order")
    return [
        (_("Sum of the order"), fen(one["amount_fen"])),
        (_("Of it goods"), fen(one["goods_fen"])),
        (_("Of it freight"), fen(one["freight_fen"])),
        (pgettext("dossier", "Paid"), _("in the shop, outside of this system; by which way is not known here")),
        (_("Payment number, as it came with the order"), number),
    ]


GIVEN = {
    "shop_fen": gettext_lazy("By the shop, as it says"),
    "house_fen": gettext_lazy("By whoever runs this service"),
    "former_fen": gettext_lazy("By a former system"),
    "platform_fen": gettext_lazy("By its platform"),
    "twice_fen": gettext_lazy("Too much of it: of this order, whatever its claims, so much went twice"),
}


def said(one: Mapping[str, Any]) -> Lines:
    """Return what the shop says that it gave back of its own accord: by whose word, when, under which number."""
    teller = TELLERS[one["told_by"]]
    name = str(teller.name) if teller.proves else _("{teller}; not checked here").format(teller=teller.name)
    found = [(pgettext("dossier", "Told by"), f"{name} · {at(one['at'])}")]
    return found + ([(str(SHOPS_NUMBER), one["reference"])] if one["reference"] else [])


def sums(one: Mapping[str, Any]) -> Lines:
    """Return what each gave back in all."""
    return [(str(name), fen(one[code])) for code, name in GIVEN.items() if one.get(code)]


def refund(one: Mapping[str, Any], *, who: Callable[[str], str]) -> Lines:
    """Return in order what became of a refund, then its numbers."""
    found = [(pgettext("dossier", "Ordered"), f"{fen(one['amount_fen'])} · {at(one['asked_at'])}")]
    for each in one["unsent"]:
        told = wording.sentence(each["fact"], {**each, "amount_fen": one["amount_fen"]})
        found.append((pgettext("dossier", "Not sent"), f"{at(each['at'])} · {told}"))
    found += _transfer(one.get("transfer"), who)
    found.append((pgettext("dossier", "Stands"), _when(one)))
    numbers = (
        (_("Our number of the refund"), one["our_number"]),
        (_number_of(one), one["refund_reference"]),
        (_("Number of the payment it goes back of"), one["payment_reference"]),
    )
    return found + [(name, number) for name, number in numbers if number]


def _number_of(one: Mapping[str, Any]) -> str:
    """Say whose number a refund bears: what a shop typed is no provider's."""
    return str(SHOPS_NUMBER) if one["way"] == IN_SHOP else _("The provider's number of the refund")


def borne(one: Mapping[str, Any]) -> Lines:
    """Return who was charged what is paid for a merchant that is gone, and whether that stands and was paid."""
    account = one["account"]
    found = [(_("Charged to"), str(ACCOUNTS.get(account) or _("the account of a house here")))]
    found.append((pgettext("dossier", "Charged"), at(one["at"])))
    if one["reversed_at"]:
        found.append((_("Reversed, as another pays"), at(one["reversed_at"])))
    if one["paid_at"]:
        found.append((pgettext("dossier", "Paid by him"), at(one["paid_at"])))
    return found


def _when(one: Mapping[str, Any]) -> str:
    return f"{stands(one)} · {at(one['moved_at'])}" if one["moved_at"] else stands(one)


def stands(one: Mapping[str, Any]) -> str:
    """Say how a refund stands: gone, and which way, or what it waits for."""
    if one["way"]:
        return str(WENT_BACK[one["way"]]).format(amount_fen=fen(one["amount_fen"]))
    if one["over"]:
        return _("came to nothing; nothing was sent by it")
    if "transfer" in one:
        return _("a transfer is written down and not booked yet: a second person looks at it")
    return _("not sent yet; finance sends it by hand") if one["by_hand"] else _("asked for; not gone yet")


def _transfer(one: Mapping[str, Any] | None, who: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    if one is None:
        return
    yield _("Way of the transfer"), f"{provider_called(one['way'])} · {one['day']}"
    yield _("Slip number"), one["slip"]
    yield pgettext("dossier", "Paid by"), one["payer"]
    yield pgettext("dossier", "Paid to"), one.get("payee") or _("not known here")
    for name, label in (
        ("registered", pgettext("dossier", "Written down by")),
        ("agreed", pgettext("dossier", "Second person")),
    ):
        if f"{name}_by" in one:
            yield label, f"{who(one[f'{name}_by'])} · {at(one[f'{name}_at'])}"
    yield (
        pgettext("dossier", "Receipt"),
        f"SHA-256 {one['receipt_sha256']}" if one["receipt_sha256"] else _("none attached"),
    )
