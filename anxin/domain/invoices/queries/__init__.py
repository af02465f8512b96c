"""What can be asked of invoices: a bill's, finance's list, what waits for somebody, what a provider is asked."""

from anxin.domain.invoices.queries.houses import brand_of, document, month_of, shown_to_brand
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
    invoice_by_number,
    invoice_of,
    is_of_erased,
    is_under_way,
    lacks_file,
    needs_a_hand,
    net_of,
    of_bill,
    own_file,
    own_titles,
    request_of,
    title_of,
    titles,
    waits_for_a_hand,
    waits_for_check,
    waits_for_the_post,
    with_buyers,
    witnesses,
)
from anxin.domain.invoices.queries.lists import (
    InvoiceSearch,
    differing,
    finance_list,
    of_this_month,
    totals,
    unfiled,
    waiting,
    waiting_ones,
)
from anxin.domain.invoices.queries.mails import (
    MAILED,
    address_of,
    is_mail_lost,
    mail_kept,
    mail_key,
    mail_of,
    mailed,
    waits_for_mail,
)
from anxin.domain.invoices.queries.situations import invoice_situation
