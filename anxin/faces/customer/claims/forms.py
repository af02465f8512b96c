"""What filing a claim asks, step by step, and what the case page asks later."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anxin.domain.claims.choices import FREIGHT, NOT_REFUNDED, REASONS
from anxin.domain.claims.queries.order_options import Order
from anxin.domain.claims.rules import TypeAllowed, asks_money
from anxin.domain.claims.rules.filing import LONGEST
from anxin.domain.claims.wording import TYPES
from anxin.domain.evidence.wording import DECLARATIONS
from anxin.domain.places import gateway as places
from anxin.faces.choices import offer
from anxin.faces.words import fen

WORDS = forms.Textarea(attrs={"rows": 4})


class FindOrderForm(forms.Form):
    """The order, and the phone it was ordered with; which of several shops only once more than one has it."""

    order = forms.CharField(label=_("Order number"), max_length=64)
    phone = forms.CharField(
        label=_("Phone the order was placed with"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    seller = forms.CharField(label=_("Shop"), max_length=64, required=False)
    shops: tuple[tuple[str, str], ...] = ()

    def ask_shop(self, shops: Mapping[str, str], said: str) -> None:
        """Ask which of several shops is meant."""
        self._offer(shops)
        self.add_error("seller", said)

    def keep_shop(self, slug: str, name: str) -> None:
        """Go on with the shop that was chosen, or without it for another order."""
        self._offer({slug: name})

    def _offer(self, shops: Mapping[str, str]) -> None:
        self.shops = (("", "–"), *shops.items())
        self.fields["seller"].widget = forms.Select(choices=self.shops)


class GoodsForm(forms.Form):
    """Which lines, how many pieces of each, and what is wrong."""

    line = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)
    reason = forms.ChoiceField(label=_("What is wrong?"), widget=forms.RadioSelect, choices=list(REASONS.items()))

    def __init__(
        self, data: Any = None, *, order: Order, initial: dict[str, Any] | None = None, taken_too: bool = False
    ) -> None:
        """Offer the lines that have no open claim; with `taken_too` all of them: a second press is not a slip."""
        super().__init__(data, initial=initial)
        self.order = order
        apart = {NOT_REFUNDED: order.refunded_fen, FREIGHT: order.freight_alone_fen}
        offer(self, "reason", [one for one in REASONS.items() if apart.get(one[0], 1)])
        free = [one for one in order.lines if taken_too or one.free]
        offer(self, "line", [(str(one.position), one.title) for one in free])
        if len(free) == 1 or order.freight_alone_fen:
            self.fields["line"].initial = [str(one.position) for one in free]
        if order.freight_alone_fen:
            self.fields["reason"].initial = FREIGHT
        for one in free:
            most = one.quantity if taken_too else one.free
            counts = [(str(n), str(n)) for n in range(most, 0, -1)]
            self.fields[f"pieces-{one.position}"] = forms.TypedChoiceField(choices=counts, coerce=int, required=False)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return the order's lines: whether each is chosen, and how many pieces are asked where it has several."""
        chosen = self["line"].value() or []
        return [
            {
                "line": one,
                "chosen": str(one.position) in chosen,
                "pieces": self[f"pieces-{one.position}"] if one.free and one.quantity > 1 else None,
            }
            for one in self.order.lines
        ]

    @property
    def pieces(self) -> dict[int, int]:
        """Return how many pieces of each chosen line, without a number all of them; of the freight the whole order."""
        bought = {one.position: one.quantity for one in self.order.lines}
        if self.cleaned_data.get("reason") == FREIGHT:
            return bought
        chosen = [int(one) for one in self.cleaned_data["line"]]
        return {one: self.cleaned_data.get(f"pieces-{one}") or bought[one] for one in chosen}


def address() -> forms.CharField:
    """Ask where a technician is to come to."""
    return forms.CharField(
        label=_("Address, as a courier would need it"),
        max_length=LONGEST["address"],
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "street-address"}),
    )


class WishForm(forms.Form):
    """What is asked for, what happened, and what the pictures are."""

    type = forms.ChoiceField(label=_("What would put it right?"), widget=forms.RadioSelect)
    asked = forms.DecimalField(
        label=_("How much back"),
        required=False,
        max_digits=9,
        decimal_places=2,
        min_value=Decimal("0.01"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    told = forms.CharField(
        label=_("What happened, in your own words"), max_length=LONGEST["told"], required=False, widget=WORDS
    )
    declaration = forms.ChoiceField(
        label=_("Your pictures are"),
        required=False,
        widget=forms.RadioSelect,
        choices=list(DECLARATIONS.items()),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        options: Sequence[TypeAllowed],
        most_fen: int,
        at_home: bool,
        initial: dict[str, Any] | None = None,
    ) -> None:
        """Offer the kinds that the rules allow, and at most what was paid; `at_home`: the address is known."""
        super().__init__(data, initial=initial)
        self.most_fen = most_fen
        allowed = [one.type for one in options if one.allowed]
        if "repair" in allowed and not at_home:
            self.fields["address"] = address()
            self.fields["address"].required = False
        offer(self, "type", [(one, TYPES[one]) for one in allowed])
        if len(allowed) == 1:
            self.fields["type"].initial = allowed[0]

    @property
    def asked_fen(self) -> int:
        """Return the sum; nothing typed means all that was paid for these pieces."""
        asked: Decimal | None = self.cleaned_data.get("asked")
        return int(asked * 100) if asked and asks_money(self.cleaned_data.get("type", "")) else 0

    def clean(self) -> dict[str, Any]:
        """Refuse more than was paid, and say how much that was."""
        given = super().clean() or {}
        if self.asked_fen > self.most_fen:
            self.add_error("asked", _("At most %(most)s can still go back for this.") % {"most": fen(self.most_fen)})
        if "address" in self.fields and given.get("type") == "repair" and "address" not in self.errors:
            self._find(given.get("address", ""))
        return given

    def _find(self, text: str) -> None:
        if not text.strip():
            self.add_error("address", _("For a repair we need to know where to come to."))
        elif not places.read(text).county_code:
            self.add_error("address", _("Please name province, city and county; we could not tell them from this."))
