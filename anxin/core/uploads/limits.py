"""How much may be under way, and how long it waits for its rest; an operator may choose otherwise."""

from django.utils.translation import gettext_lazy as _

from anxin.core.settings import Setting

EACH = Setting(
    name="uploads.each_most_mb",
    default=4096,
    least=64,
    most=65536,
    unit="MB",
    title=_("Most that one person or browser has as uploads, under way or not handed in"),
    per_organisation=False,
)
STRANGERS = Setting(
    name="uploads.strangers_most_mb",
    default=20480,
    least=256,
    most=1048576,
    unit="MB",
    title=_("Most that lies here of uploads by people who are not signed in, until they are handed in"),
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
ADDRESS = Setting(
    name="uploads.address_most_mb",
    default=8192,
    least=64,
    most=65536,
    unit="MB",
    title=_("Most that one network address has as uploads by people who are not signed in, until they are handed in"),
    per_organisation=False,
)
"""Many people may share an address; a browser without cookies is a new stranger each time, its address is not."""
EACH_FILES = Setting(
    name="uploads.each_most",
    default=200,
    least=10,
    most=5000,
    title=_("Most files of one browser that is not signed in, until they are handed in"),
    per_organisation=False,
)
ADDRESS_FILES = Setting(
    name="uploads.address_most",
    default=2000,
    least=10,
    most=50000,
    title=_("Most files of one network address by people who are not signed in, until they are handed in"),
    per_organisation=False,
)
STRANGERS_FILES = Setting(
    name="uploads.strangers_most",
    default=50000,
    least=10,
    most=1000000,
    title=_("Most files of people who are not signed in, until they are handed in"),
    per_organisation=False,
)
LIMITS = (EACH, EACH_FILES, ADDRESS, ADDRESS_FILES, STRANGERS, STRANGERS_FILES, WAITS)
