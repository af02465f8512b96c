"""Names of states and steps, in the reader's language."""

from django import template

from anxin.core import wording

register = template.Library()


@register.filter
def state(code: str, machine: str) -> str:
    """Name a state: `{{ row.state|state:"repair" }}`."""
    return wording.state(machine, code)


@register.filter
def step(code: str, machine: str) -> str:
    """Name a step as a button says it: `{{ button.name|step:"repair" }}`."""
    return wording.step(machine, code)
