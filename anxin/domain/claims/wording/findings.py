"""What a reviewer may find, in words that accuse nobody; both sides read them in the decision."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from anxin.domain.evidence.choices import ROLES
from anxin.domain.evidence.wording import SAYS

FINDINGS = {
    "same": _("{label} is the same shot as {ref}"),
    "redrawn": _("{label} has the layout of {ref}, much of it drawn anew"),
    "label": _("{label} carries a label in the file: {says}"),
    "late": _("{label} was sealed after the claim"),
    "left": _("{label} was sealed after the goods had left"),
    "packed": _("{label} shows the goods whole when packed"),
    "asked": _("{label} was handed in on request"),
    "unanswered": _("The merchant did not answer in time"),
    "silent": _("One more picture was asked for and not sent in time"),
    "capture": _("What was asked for was answered question by question: {counts}"),
}

LOOKS = {
    "seen": _("The damage can be seen in {label} ({role})"),
    "unseen": _("No damage can be seen in {label} ({role})"),
    "unclear": _("{label} ({role}) does not show clearly enough whether there is damage"),
    "other_goods": _("{label} ({role}) does not show the goods that were bought"),
}
"""What a person may have seen in a picture: one of them for each, or nothing."""
LOOKED = {
    "seen": _("damage can be seen"),
    "unseen": _("no damage can be seen"),
    "unclear": _("can't be made out"),
    "other_goods": _("not these goods"),
}


def said_finding(code: str, about: Mapping[str, object]) -> str:
    """Return the sentence of a finding; `n`: at how many places two pictures differ."""
    n = about.get("n")
    if code == "same" and isinstance(n, int) and n:
        differs = ngettext(
            "{label} is the same shot as {ref}; {n} place differs",
            "{label} is the same shot as {ref}; {n} places differ",
            n,
        )
        return differs.format_map(about)
    said = {**about, "says": SAYS.get(str(about.get("says")), ""), "role": ROLES.get(str(about.get("role")), "")}
    return str((FINDINGS | LOOKS)[code]).format_map(said)
