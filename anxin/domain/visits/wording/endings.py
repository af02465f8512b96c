"""What the record says of a visit that ended without the work done, by its reason."""

from django.utils.translation import gettext_lazy as _

ENDED_FOR: dict[tuple[str, str | int], object] = {
    ("why", "part_missing"): _("The visit ended without the work done: a part is missing"),
    ("why", "quote_refused"): _("The visit ended after the no to the quote; nothing was repaired"),
    ("why", "unrepairable"): _("The visit ended without the work done: it can't be repaired"),
    ("why", "unsafe"): _("The visit ended without the work done: it wasn't safe to work there"),
    ("why", "wrong_address"): _("The visit ended without the work done: the address is wrong"),
    ("why", "sent_away"): _("The visit ended without the work done: the technician wasn't let in"),
    ("why", "customer_absent"): _("The visit ended without the work done: nobody was at home"),
    ("why", "no_right"): _("The visit ended without the work done: nobody could show a right to the door"),
}
