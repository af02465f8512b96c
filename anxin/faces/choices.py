"""What can be chosen in a form at this moment."""

from collections.abc import Sequence
from typing import Any

from django import forms


def offer(form: forms.BaseForm, name: str, choices: Sequence[Any]) -> None:
    """Give a form's field its choices, or its groups of choices, as they are now."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name}: expected a field to choose in, got {type(field).__name__}")
    field.choices = choices
