"""What can be asked of invoices: a bill's, finance's list, what waits for somebody, what a provider is asked."""

from anxin.domain.invoices.queries.invoices import (
    BUYER,
    TITLE,
    Buyer,
    NoSuchInvoice,
    bill_situation,
    buyer,
    file_name,
    file_of,
    invoice,
    invoice_by_key,
    invoice_of,
    invoice_situation,
    is_of_erased,
    of_bill,
    own_file,
    own_titles,
    request_of,
    takes_file,
    title_of,
    titles,
    waits_for_a_hand,
    waits_for_check,
    with_buyers,
    witnesses,
)
from anxin.domain.invoices.queries.lists import Asked, differing, finance_list, totals, waiting
