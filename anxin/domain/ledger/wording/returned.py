"""What is said of a transfer that the bank of who gets it sent back, or whose reference was mistyped."""

from django.utils.translation import gettext_lazy as _

CAME_BACK = _("The bank sent {amount_fen} back: it did not arrive, and goes back anew")
NOT_OWED: dict[tuple[str, str | int], object] = {
    ("in_shop", True): (NOT_IN_SHOP := _("The shop did not give {amount_fen} back: finance sends it")),
    ("owed_fen", 0): _("The bank sent {amount_fen} back: it did not arrive, and had gone back otherwise meanwhile"),
}
OWED_AGAIN: dict[tuple[str, str | int], object] = {("in_shop", True): NOT_IN_SHOP}
ASKED_ANEW: dict[tuple[str, str | int], object] = {
    ("came_back", True): _(
        "The customer was asked to check the account {amount_fen} goes back to: its bank sent it back"
    )
}
SENT_BACK = _("sent back by the bank of who gets it")
RENUMBERED = _(
    "The transfer of {amount_fen} has the number {number} at the bank; {was} had been written down by mistake"
)
BY_LIST: dict[tuple[str, str | int], object] = {
    ("in_shop", True): _(
        "The shop's list tells of {amount_fen} as {number}, where {was} had been entered: it counts as one refund, and "
        "as two once the list tells both"
    ),
}
KNOWN_ALREADY = _("It is a transfer that was written down already, with another reference")
KEPT_OWED = _("{amount_fen} is kept as owed: who gets it had his data deleted, and nobody can be asked where to")
