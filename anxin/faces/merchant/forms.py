"""What a deed asks beside its button."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core import wording
from anxin.domain.claims import queries as claims
from anxin.domain.claims.rules import MONEY
from anxin.domain.claims.wording import DOORS, REMEDIES
from anxin.domain.claims.wording.openings import OPENINGS
from anxin.domain.evidence.wording import ROLES
from anxin.faces.merchant.case import Case

WAYBILL = r"^[A-Za-z0-9-]{5,40}$"


def text(label: Any, *, rows: int = 3, required: bool = True, most: int = 1000) -> forms.CharField:
    """Make a field of a few sentences."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, required=required, widget=widget)


def money(label: Any, *, required: bool = True) -> forms.DecimalField:
    """Make a field for a sum in yuan, two places at most."""
    least = Decimal("0.01") if required else Decimal(0)
    widget = forms.NumberInput(attrs={"step": "0.01", "inputmode": "decimal"})
    return forms.DecimalField(
        label=label, required=required, min_value=least, max_digits=9, decimal_places=2, widget=widget
    )


def fen(given: Decimal | None) -> int:
    """Give a sum in fen."""
    return int((given or Decimal(0)) * 100)


class Deed(forms.Form):
    """The form of one deed with one claim."""

    def __init__(self, data: Any = None, *, case: Case) -> None:
        """Fit the choices to the claim."""
        super().__init__(data)
        self.case = case
        self.fit()

    def fit(self) -> None:
        """Offer what this claim allows."""

    def choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        """Set the choices of a field."""
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]


class Nothing(Deed):
    """A deed that is one press."""


class Sure(Deed):
    """A deed with a consequence to read first."""


class Answer(Deed):
    """Not agreed to, with reasons."""

    opening = forms.ChoiceField(label=_("Begin with"), required=False, widget=forms.RadioSelect)
    reason = text(_("Your answer; the buyer and the reviewer read it"), required=False, rows=4)

    def fit(self) -> None:
        """Offer only the sentences whose evidence is here; none is chosen beforehand."""
        true_here = [(one, OPENINGS[one]) for one in claims.openings_of(self.case.row)]
        self.choose("opening", [*true_here, ("", _("only what I write below"))])

    def clean(self) -> dict[str, Any]:
        """Ask for a beginning or for own words."""
        given = super().clean() or {}
        if not given.get("opening") and not given.get("reason", "").strip() and "opening" not in self.errors:
            self.add_error("reason", _("Write a sentence, or choose one above."))
        return given


class Offer(Deed):
    """Something else than what is asked for."""

    remedy = forms.ChoiceField(label=_("What you offer"), widget=forms.RadioSelect)
    amount = money(_("How much, in yuan, where money goes back"), required=False)
    reason = text(_("Why this; the buyer reads it"))

    def fit(self) -> None:
        """Offer everything but a refusal."""
        self.choose("remedy", [(one, name) for one, name in REMEDIES.items() if one != "refuse"])

    def clean(self) -> dict[str, Any]:
        """Ask for a sum exactly where money goes back."""
        given = super().clean() or {}
        back = given.get("remedy") in MONEY
        if back and not given.get("amount") and "amount" not in self.errors:
            self.add_error("amount", _("How much goes back?"))
        if not back:
            given["amount"] = None
        return given


class Evidence(Deed):
    """More pictures, videos."""

    role = forms.ChoiceField(label=_("What it shows"), widget=forms.RadioSelect, initial="packing")

    def fit(self) -> None:
        """Offer what a merchant can show; returned goods once they are back."""
        roles = ["packing", "listing", "weight", "label"]
        if self.case.view.return_waybill or self.case.view.state == "inspecting":
            roles.insert(0, "returned")
        self.choose("role", [(one, ROLES[one]) for one in roles])


class Message(Deed):
    """A sentence for the buyer, the reviewer, or both."""

    text = text(_("Your message"))
    to = forms.ChoiceField(
        label=_("Who reads it"),
        choices=[("buyer", _("the buyer and the reviewer")), ("desk", _("only the reviewer"))],
        widget=forms.RadioSelect,
        initial="buyer",
    )


class Why(Deed):
    """One reason."""

    why = text(_("Why; both sides and the reviewer read it"))


class Findings(Deed):
    """What is wrong with what came back."""

    reason = text(_("What is wrong with it; the buyer and the reviewer read it"))


class Replacement(Deed):
    """Another piece."""

    waybill = forms.RegexField(
        WAYBILL,
        label=_("Waybill"),
        error_messages={"invalid": _("Letters, digits and dashes, as the carrier prints it.")},
    )
    old_serial = forms.CharField(label=_("Serial number of the old one"), max_length=64, required=False)
    new_serial = forms.CharField(label=_("Serial number of the new one"), max_length=64, required=False)


class Outcome(Deed):
    """What the platform decided."""

    what = forms.ChoiceField(
        label=_("What it decided"),
        choices=[
            ("refunded", _("it paid the buyer from your money")),
            ("returned", _("the goods go back through it")),
            ("refused", _("it refused the buyer")),
        ],
        widget=forms.RadioSelect,
    )
    amount = money(_("How much, in yuan"), required=False)
    reference = forms.CharField(label=_("The platform's number"), max_length=64, required=False)
    reason = text(_("The platform's reason, as it wrote it"), required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for a sum exactly where something was given."""
        given = super().clean() or {}
        if given.get("what") in ("refunded", "returned") and not given.get("amount") and "amount" not in self.errors:
            self.add_error("amount", _("How much was it?"))
        if given.get("what") == "refused":
            given["amount"] = None
        return given


class Demand(Deed):
    """Money asked back."""

    amount = money(_("How much, in yuan"))
    reason = text(_("Why it should come back"))


class Recovery(Deed):
    """How far a recovery is."""

    step = forms.ChoiceField(label=_("What happened"), widget=forms.RadioSelect)
    until = forms.DateField(
        label=_("Promised until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    why = text(_("A note"), required=False, rows=2)

    def fit(self) -> None:
        """Offer the steps the recovery knows now; repaying has a form of its own."""
        known = self.case.view.recovery
        steps = [one.name for one in known.buttons if one.name != "repay"] if known else []
        self.choose("step", [(one, wording.step("recovery", one)) for one in steps])

    def clean_until(self) -> date | None:
        """Take a day that lies ahead."""
        given: date | None = self.cleaned_data.get("until")
        if given is not None and given < self.case.now.date():
            raise forms.ValidationError(_("This day is over already."))
        return given


class Repayment(Deed):
    """Money that came back."""

    amount = money(_("How much came, in yuan"))


class Referral(Deed):
    """A door outside."""

    door = forms.ChoiceField(label=_("Where you go"), widget=forms.RadioSelect)

    def fit(self) -> None:
        """Offer the doors open to a merchant."""
        self.choose("door", [(one, DOORS[one]) for one in self.case.view.doors])


class News(Deed):
    """What came of a door outside."""

    news = forms.ChoiceField(label=_("What you heard"), widget=forms.RadioSelect)
    number = forms.CharField(label=_("Their number"), max_length=64, required=False)
    text = text(pgettext_lazy("of an outside office", "What they said"), required=False, rows=2)

    def fit(self) -> None:
        """Offer the steps of every referral of one's own that is not at its end."""
        self.choose(
            "news",
            [
                (f"{one.id}:{step.name}", f"{DOORS.get(one.door, one.door)}: {wording.step('referral', step.name)}")
                for one in self.case.view.referrals
                for step in one.buttons
            ],
        )
