"""What the contact form asks."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anxin.domain.contacts import rules
from anxin.domain.contacts.queries import ContactCase
from anxin.domain.contacts.wording import TOPICS
from anxin.faces.choices import offer
from anxin.faces.ground.forms import PersonPhone


class WritingForm(forms.Form):
    """What it is about, and what somebody wants to say."""

    topic = forms.ChoiceField(label=_("What is it about?"), initial="progress")
    text = forms.CharField(
        label=_("Your message"), max_length=rules.LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, data: Any = None, *, repairs: bool, initial: dict[str, Any] | None = None) -> None:
        """Offer what a message may be about here."""
        super().__init__(data, initial=initial)
        offer(self, "topic", [(one, TOPICS[one]) for one in rules.topics(repairs=repairs)])


class StrangerForm(WritingForm):
    """Somebody who says who he is and where to reach him."""

    field_order = ("topic", "text", "name", "phone")
    name = forms.CharField(label=_("Name, as you want to be called"), max_length=64)
    phone = PersonPhone(label=_("Phone"))


class CustomerForm(WritingForm):
    """Somebody whom a case link or his phone lets in: he chooses which case he means."""

    field_order = ("about", "topic", "text")
    about = forms.ChoiceField(label=_("Which case?"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        cases: Sequence[ContactCase],
        repairs: bool,
        initial: dict[str, Any] | None = None,
    ) -> None:
        """Offer his own cases."""
        super().__init__(data, repairs=repairs, initial=initial)
        choices = [(one.number, one.number) for one in cases]
        offer(self, "about", [*choices, ("", _("none of them"))])
