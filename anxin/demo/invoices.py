"""The invoice of what was paid: the customer asks for it, finance writes it at the tax office and sends it."""

from anxin.demo import cast
from anxin.demo.walk import Walked
from anxin.domain.invoices import queries as invoices
from anxin.domain.invoices.commands import BILLS, INVOICES
from anxin.domain.invoices.models import Invoice
from anxin.domain.ledger import queries as ledger

HERSELF = {"kind": "person", "title": cast.MS_ZHANG.name, "phone": cast.MS_ZHANG.phone}
HIS_COMPANY = {
    **{"kind": "company", "title": "示例青羊餐饮店", "tax_number": "91510107MA0000000N"},
    "mail": "fapiao@canyin.example",
}


def asked(one: Walked, wish: dict[str, str]) -> Invoice:
    """Ask as the customer does, half an hour after he paid."""
    bill = ledger.latest(one.repair.stream())
    if bill is None:
        raise RuntimeError(f"{one.repair.number} has no bill")
    one.do(lambda: BILLS.give("wish", row=bill, by=one.customer, now=one.now, fields=wish), minutes=30)
    found = invoices.invoice_of(bill)
    if found is None:
        raise RuntimeError(f"nobody asked for the invoice of {bill.number}")
    return found


def written(one: Walked, invoice: Invoice, official: str) -> None:
    """Write it as finance does, and send it."""
    qian = one.by(cast.QIAN)
    fields = {"official": official, "day": one.now.date()}
    one.do(lambda: INVOICES.give("issued", row=invoice, by=qian, now=one.now, fields=fields), minutes=45)
    one.do(lambda: INVOICES.give("sent", row=invoice, by=qian, now=one.now, fields={}), minutes=5)
