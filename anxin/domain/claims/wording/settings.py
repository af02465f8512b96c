"""What the settings of claims are called."""

from django.utils.translation import gettext_lazy as _

SETTINGS = {
    "answer_h": _("Hours a merchant has to answer"),
    "answer_suspect_h": _("Hours to answer where something must be looked at closely"),
    "brought_h": _(
        "Hours a merchant has at least to answer what is brought in for him from another system; where a platform's "
        "own end comes sooner, his silence isn't counted"
    ),
    "own_platform_numbers": _("Merchants may name a platform's number for orders that no platform told us of"),
    "evidence_h": _("Hours a buyer has to send a picture"),
    "offer_h": _("Hours an offer stands"),
    "inspection_h": _("Hours to look at returned goods; then the money is due"),
    "decision_d": _("Working days for a contested decision"),
    "second_d": _("Working days after which a second person is reminded, and then again; administrators then too"),
    "liable_bears_look": _("Who is found liable bears what a technician's look cost; else who runs the service"),
    "ship_d": _("Days to send goods back"),
    "return_to_d": _("Days a merchant has to say where goods go back to; then a person decides"),
    "return_address": _("Where buyers send goods back: consignee, phone, address"),
    "receive_d": _("Days until somebody says that returned goods are there; then a person looks"),
    "appeal_d": _("Days to appeal"),
    "appeal_answer_h": _("Hours the other side has to answer an appeal"),
    "ceiling_d": _("Days a claim may take in all, without the buyer's pauses"),
    "replacement_d": _("Days to send another piece, or goods that stay the buyer's"),
    "repair_d": _("Days to make a repair that was decided"),
    "outcome_d": _("Days to put right what was entered as a platform's decision"),
    "said_d": _("Days to contradict or prove what a platform is only said to have decided; then it ends as said"),
    "freight_d": _("Days to ask for the freight alone, once all goods of an order were paid back"),
    "shop_pays_d": _("Days a shop has to give back what no provider sends; then finance is told"),
    "money_d": _("Days until money is back after the goods"),
    "seven_day_return_d": _("Days to return goods without a reason"),
    "failed_repairs": _("Failed repairs after which an exchange is offered"),
    "second_person_fen": _("Sum from which a second person must confirm"),
    "rules_version": _("Edition of the claim rules"),
    "law": _("Rows of law shown in a dossier, not legal advice"),
}
