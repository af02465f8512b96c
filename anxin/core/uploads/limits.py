"""How much may be under way, and how long it waits for its rest; an operator may choose otherwise."""

from django.utils.translation import gettext_lazy as _

from anxin.core.settings import Setting

EACH = Setting(
    name="uploads.each_most_mb",
    default=4096,
    least=64,
    most=65536,
    unit="MB",
    title=_("Most that one person or browser has under way as uploads"),
    per_organisation=False,
)
STRANGERS = Setting(
    name="uploads.strangers_most_mb",
    default=20480,
    least=256,
    most=1048576,
    unit="MB",
    title=_("Most that lies here of unfinished uploads by people who are not signed in"),
    per_organisation=False,
)
"""Of all of them together: a browser that shows no session is a new stranger each time."""
WAITS = Setting(
    name="uploads.stranger_h",
    default=2,
    least=1,
    most=24,
    unit="h",
    title=_("How long an unfinished upload by somebody who is not signed in waits for its next piece"),
    per_organisation=False,
)
LIMITS = (EACH, STRANGERS, WAITS)
