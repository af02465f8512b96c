"""What people agree to, and what ends where they take it back."""

from django.utils.translation import gettext_lazy as _

from anxin.core.wording import declare

PURPOSES = {
    "customer": _("being known here as a customer: name, phone and address, for later service"),
    "repair": _("handing name, phone and address to whoever does a repair: technician or outlet"),
    "claim": _("showing a claim and its pictures to the merchant and to whoever decides"),
    "contact": _("answering what you wrote to us"),
    "waiting": _("telling you once somebody goes to where you live"),
    "report": _("telling you what came of a number you reported"),
    "algorithm": _("having read how work is given to technicians"),
    "technicians": _("having read the terms for technicians"),
}
# What ends at once where a consent is taken back, and what goes on because a contract or the law asks for it.
TAKEN_BACK = {
    "customer": (
        _("You are known here no longer: name, phone and address are erased, unless a case still needs them."),
        _("Cases of yours and their records run to their own end."),
    ),
    "repair": (
        _(
            "From now on no technician and no outlet opens your name, phone or address, nobody is connected with you,"
            " and nobody rings you afterwards to ask how it was."
        ),
        _(
            "We keep what your repair, its guarantee and its bill need. While a repair is open somebody of ours asks"
            " you whether it goes on or is called off: without an address nobody can come."
        ),
    ),
    "claim": (
        _("From now on the shop opens your name, phone and address no longer."),
        _(
            "A claim that is open goes on with what the shop has seen, since it has to answer it; withdraw the claim"
            " to end it. Decision and payment stay on record."
        ),
    ),
    "waiting": (
        _("You are taken off the waiting list, and get no message."),
        _("That you waited stays counted; your name goes with its term."),
    ),
    "report": (
        _("Your report names you no more, and you are told nothing further."),
        _("What you told of the number stays, without you, so that others are warned."),
    ),
    **dict.fromkeys(
        ("algorithm", "technicians"),
        (_("You count as not having read it, and are asked again."), _("Your work and its records go on.")),
    ),
}
WAYS = {
    "page": _("on the page"),
    "form": _("on the form"),
    "phone": _("on the phone"),
    "api": _("in the sender's program"),
    "import": _("where the case came from"),
    "shop": _("by the shop where he bought"),
    "platform": _("by the terms of the platform where he bought"),
}
BASES = {"consent": _("own consent"), "contract": _("contract")}
declare(values={"basis": BASES, "way": WAYS})
