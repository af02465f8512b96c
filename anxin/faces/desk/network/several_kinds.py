"""What is given to many technicians or outlets at once: its form, its rows as a file has them, and what comes of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from anxin.domain.goods.wording import SKILLS
from anxin.domain.network.queries import chosen as queries
from anxin.domain.people import queries as people
from anxin.faces.ground.dates import DayField

type Rows = tuple[Sequence[str], list[Sequence[object]]]
FIRST, LAST = pgettext_lazy("days off", "First day"), pgettext_lazy("days off", "Last day")


class AtOutletForm(forms.Form):
    """At which outlet; left out it is at all of theirs."""

    def clean_outlet(self) -> str:
        """Return the code of an outlet there is."""
        code = str(self.cleaned_data["outlet"]).strip()
        if code and not queries.known_outlet(code):
            raise forms.ValidationError(_("The code of an outlet, as the list of outlets has it."))
        return code


class LeaveForm(AtOutletForm):
    """From when to when they are away, from all or one outlet of theirs alone."""

    from_date = DayField(label=FIRST)
    to_date = DayField(label=LAST)
    outlet = forms.CharField(
        label=gettext_lazy("Code of the outlet they are away from alone"),
        help_text=gettext_lazy("empty: from all they work for"),
        max_length=32,
        required=False,
    )


class ClosureForm(forms.Form):
    """From when to when they are closed, and why."""

    from_date = DayField(label=FIRST)
    to_date = DayField(label=LAST)
    why = forms.CharField(label=pgettext_lazy("a closure", "Why"), max_length=120)


class EmploymentEndForm(AtOutletForm):
    """For which outlet and brand they work no more; left out it is for all of them."""

    outlet = forms.CharField(label=gettext_lazy("Code of the outlet"), max_length=32, required=False)
    brand = forms.ChoiceField(label=gettext_lazy("Brand"), required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        """Offer the brands of the house."""
        super().__init__(*args, **named)
        brands = [("", _("all brands")), *((one.slug, one.name) for one in people.organisations_of("brand"))]
        self.fields["brand"].choices = brands  # type: ignore[attr-defined]  # a choice field has them


class RenewalForm(forms.Form):
    """Which skill of theirs counts until when."""

    skill = forms.ChoiceField(label=pgettext_lazy("a column", "Skill"), choices=tuple(SKILLS.items()))
    until = DayField(label=pgettext_lazy("a certificate", "Counts until"))


@dataclass(frozen=True, kw_only=True)
class Several:
    """What many are given: the table that keeps it, its words, its form, and the rows of those chosen."""

    table: str
    at: str
    heading: Any
    follows: Any
    form: type[forms.Form]
    rows: Callable[[Sequence[str], dict[str, Any]], Rows]
    nobody: Any = ""
    outlets: bool = False


def _leaves(numbers: Sequence[str], told: dict[str, Any]) -> Rows:
    outlet, days = told["outlet"], (told["from_date"], told["to_date"])
    if not outlet:
        return ("number", "from", "to"), [(one, *days) for one in numbers]
    works = dict.fromkeys(one for one, *_rest in queries.employed(numbers, outlet=outlet, brand=""))
    return ("number", "from", "to", "outlet"), [(one, *days, outlet) for one in works]


def _closures(codes: Sequence[str], told: dict[str, Any]) -> Rows:
    days = told["from_date"], told["to_date"], told["why"]
    return ("outlet", "from", "to", "why"), [(one, *days) for one in codes]


def _ends(numbers: Sequence[str], told: dict[str, Any]) -> Rows:
    found = queries.employed(numbers, outlet=told["outlet"], brand=told["brand"])
    return ("number", "outlet", "brand"), list(found)


def _renewals(numbers: Sequence[str], told: dict[str, Any]) -> Rows:
    skill, until = told["skill"], told["until"]
    return ("number", "skill", "until"), [(one, skill, until) for one in queries.skilled(numbers, skill=skill)]


KINDS = {
    one.table: one
    for one in (
        Several(
            table="leaves",
            at="desk_network:leaves",
            heading=gettext_lazy("Leave for many"),
            follows=gettext_lazy(
                "What they hold on these days goes to others at once, and the customers are told; so are they and the "
                "leads of their outlets. Taken back, their days count as before; what went to others stays with them."
            ),
            form=LeaveForm,
            rows=_leaves,
            nobody=gettext_lazy("None of them works there."),
        ),
        Several(
            table="employment_ends",
            at="desk_network:employment_ends",
            heading=gettext_lazy("End employments of many"),
            follows=gettext_lazy(
                "What they hold there goes to others at once; they and the customers are told. Words of brands for "
                "them stay until they are ended at the authorisations. Taken back, they work there again; what went "
                "to others stays with them."
            ),
            form=EmploymentEndForm,
            rows=_ends,
            nobody=gettext_lazy("None of them works there."),
        ),
        Several(
            table="skills",
            at="desk_network:skills",
            heading=gettext_lazy("Renew certificates of many"),
            follows=gettext_lazy(
                "Of those who have the skill; the number of the certificate stays as it is. After this day nobody is "
                "sent for it, and what is booked later goes to others."
            ),
            form=RenewalForm,
            rows=_renewals,
            nobody=gettext_lazy("None of them has this skill."),
        ),
        Several(
            table="closures",
            at="desk_network:closures",
            heading=gettext_lazy("Close many outlets"),
            follows=gettext_lazy(
                "No window of these days is offered there. What is booked goes to others, and the customers are told. "
                "Taken back, they open again; what went to others stays with them."
            ),
            form=ClosureForm,
            rows=_closures,
            outlets=True,
        ),
    )
}
