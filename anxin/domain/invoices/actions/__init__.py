"""What can be done with invoices: asked for, issued once, delivered, reversed as money goes back; titles kept."""

from anxin.domain.invoices.actions.hands import late
from anxin.domain.invoices.actions.issuance import (
    NumberTaken,
    add_file,
    ask_again,
    begin_asking,
    decided_back,
    deliver,
    finish_asking,
    issue,
    look_for_files,
    note_found,
    open_buyer,
    take_up,
)
from anxin.domain.invoices.actions.mails import mail_again, miss_mail
from anxin.domain.invoices.actions.reds import correct, gone_elsewhere, level, refunded
from anxin.domain.invoices.actions.titles import keep_title, remove_title
from anxin.domain.invoices.actions.wishes import NoSpecial, ask_for, clear, drop, erased, forget_old, refuse, take_back
