"""What the record says of what a phone kept of a turn that had ended before it heard of that."""

from django.utils.translation import gettext_lazy as _

from anxin.core.wording import Fact

READ_BY = "agent outlet auditor"
EARLIER_TURNS = {
    "visits.earlier_departure": Fact(_("Who had the job before says that he set out"), READ_BY),
    "visits.earlier_arrival": Fact(_("Who had the job before says that he was there: {where}"), READ_BY),
    "visits.earlier_quote": Fact(
        _("Who had the job before says that he quoted {total_fen} there; the customer was sent nothing of it"), READ_BY
    ),
    "visits.earlier_code": Fact(
        _("Who had the job before says that he was given a completion code, which is not this visit's"),
        READ_BY,
        {
            ("fits", "yes"): _(
                "Before he heard that he may do no more there, the technician was given the customer's completion "
                "code; it fits, and ended nothing"
            )
        },
    ),
}
