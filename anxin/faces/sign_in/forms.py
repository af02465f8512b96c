"""What people type at the door."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core import phones


class SignInForm(forms.Form):
    """Name and password."""

    username = forms.CharField(
        label=_("User name"), max_length=64, widget=forms.TextInput({"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class SignInNameForm(forms.Form):
    """The name alone."""

    username = forms.CharField(
        label=_("User name"), max_length=64, widget=forms.TextInput({"autocomplete": "username", "autofocus": True})
    )


class CodeForm(forms.Form):
    """One code: of the authenticator, of a message, or a recovery code."""

    code = forms.CharField(
        label=pgettext_lazy("of the authenticator", "Code"),
        max_length=32,
        widget=forms.TextInput({"autocomplete": "one-time-code", "autofocus": True}),
    )


class SixDigitsForm(CodeForm):
    """A code of digits, of the authenticator: phones show their number pad."""

    code = forms.CharField(
        label=pgettext_lazy("of the authenticator", "Code"),
        max_length=12,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )


class PhoneCode(SixDigitsForm):
    """The six digits of a message."""

    code = forms.CharField(label=_("Code"), max_length=12, widget=SixDigitsForm.base_fields["code"].widget)


class Further(SixDigitsForm):
    """The first code of a further authenticator, and what its owner calls it."""

    name = forms.CharField(label=_("What you call it"), max_length=40, required=False)


class UnlockingCodeForm(CodeForm):
    """The six digits of a message, or the longer code an administrator tells."""

    code = forms.CharField(
        label=_("Code"), max_length=32, widget=forms.TextInput({"autocomplete": "one-time-code", "autofocus": True})
    )


class PhoneForm(forms.Form):
    """The phone a customer gave with the report."""

    phone = forms.CharField(
        label=_("Phone"), max_length=40, widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"})
    )

    def clean_phone(self) -> str:
        """Refuse what can't be reached by a message; whether we know the number is never said."""
        text = str(self.cleaned_data["phone"])
        if not phones.is_of_a_person(text):
            raise forms.ValidationError(_("A mobile number has 11 digits. Please check it."))
        return text


class FirstPasswordForm(forms.Form):
    """Twice the new password."""

    new = forms.CharField(
        label=_("New password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password again"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, str]:
        """Compare the two new ones."""
        found: dict[str, str] = super().clean() or {}
        if found.get("new") != found.get("again"):
            self.add_error("again", _("The two new passwords differ."))
        return found


class NewPassword(FirstPasswordForm):
    """The old password and twice the new one."""

    old = forms.CharField(
        label=_("Present password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    field_order = ("old", "new", "again")


class BuyerForm(PhoneForm):
    """The number of an order, and the phone of who says that it is his."""

    order = forms.CharField(label=_("Order number"), max_length=64, widget=forms.TextInput({"autocomplete": "off"}))
    field_order = ("order", "phone")
