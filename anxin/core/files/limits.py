"""How large a file may be, by family of kinds, and how long one lies here unused; an operator may choose otherwise."""

from django.utils.translation import gettext_lazy as _

from anxin.core.settings import Setting

_TITLES = {
    "image": (30, _("Largest picture taken in")),
    "video": (1024, _("Largest video taken in")),
    "audio": (200, _("Largest recording taken in")),
    "application": (200, _("Largest document taken in")),
    "text": (100, _("Largest text file taken in")),
}
"""Titles and megabytes by family; a text is as long as the longest file of rows that is read (`core.tables`)."""
UNATTACHED = Setting(
    name="files.unattached_days",
    default=7,
    least=2,
    most=3650,
    unit="d",
    title=_("How long an upload is kept that nothing refers to"),
    per_organisation=False,
    second_person=True,
)
"""More than the day in which whoever handed a file in may still use it."""
LIMITS = tuple(
    Setting(
        name=f"files.{family}_most_mb",
        default=most,
        least=1,
        most=4096,
        unit="MB",
        title=title,
        per_organisation=False,
    )
    for family, (most, title) in _TITLES.items()
)
