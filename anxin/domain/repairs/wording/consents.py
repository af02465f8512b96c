"""What is agreed to with a report: who gets name, phone and address, and how long."""

from django.utils.translation import gettext_lazy as _

_BY_AN_OUTLET = _(
    "I agree that name, phone and address go to the outlet that takes the thing in, from the report until {days} days "
    "after it is back. They are kept encrypted, and every look at them is logged where I can see it."
)
CONSENTS = {
    "visit": _(
        "I agree that name, phone and address go to the technician who takes this job, from his acceptance until "
        "{hours} hours after the end. They are kept encrypted, and every look at them is logged where I can see it."
    ),
    "remote": _(
        "I agree that our agents see name, phone and address to help me; should a visit be sent for after all, they go "
        "to the technician who takes it, until {hours} hours after the end. They are kept encrypted, and every look at "
        "them is logged where I can see it."
    ),
    "drop_off": _BY_AN_OUTLET,
    "mail_in": _BY_AN_OUTLET,
}
