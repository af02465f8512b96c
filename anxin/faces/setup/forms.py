"""What the first visit asks: the code of the terminal, then who runs this and who administers it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from anxin.domain.people import rules as people_rules
from anxin.domain.staff.rules import mail_addresses


class CodeForm(forms.Form):
    """The code the terminal printed."""

    code = forms.CharField(
        label=_("Code from the terminal"), max_length=60, widget=forms.TextInput({"autocomplete": "off"})
    )


class FoundingForm(forms.Form):
    """Who runs this installation, and its first administrator."""

    code = forms.CharField(max_length=60, widget=forms.HiddenInput)
    operator = forms.CharField(label=_("Who runs it: the company's full name"), max_length=80)
    site = forms.CharField(label=_("Name of this site, as it stands on every page"), max_length=40)
    licence = forms.CharField(label=_("Business licence"), max_length=64, required=False)
    filing = forms.CharField(label=_("Filing number of the site"), max_length=64, required=False)
    address = forms.CharField(label=_("Registered address of the company"), max_length=200, required=False)
    called = forms.CharField(label=_("How colleagues call you"), max_length=40)
    username = forms.RegexField(
        people_rules.NAME,
        label=_("Sign-in name"),
        max_length=32,
        widget=forms.TextInput({"autocomplete": "username"}),
        error_messages={"invalid": _("A sign-in name has 2 to 32 letters, digits, dots or hyphens, such as wang.min.")},
    )
    mail = forms.RegexField(
        mail_addresses.MAIL,
        label=_("Mail address"),
        max_length=200,
        required=False,
        error_messages={"invalid": _("This is no mail address.")},
    )
    new = forms.CharField(
        label=_("Password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Password again"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, str]:
        """Compare the two passwords."""
        found: dict[str, str] = super().clean() or {}
        if found.get("new") != found.get("again") and "new" not in self.errors:
            self.add_error("again", _("The two passwords differ."))
        return found


class TrialForm(forms.Form):
    """Where the letter of a trial goes."""

    to = forms.RegexField(
        mail_addresses.MAIL,
        label=_("Send a trial letter to"),
        max_length=200,
        error_messages={"invalid": _("This is no mail address.")},
    )
