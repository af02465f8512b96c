"""Names of states and steps, in the reader's language."""

from django import template
from django.utils.translation import gettext as _

from anxin.core import wording
from anxin.domain.repairs.queries import QuoteView
from anxin.domain.repairs.wording import FREED
from anxin.domain.visits.choices import ALONE, BARRED, DOCUMENTS, PROOFS, WITNESSES

register = template.Library()


@register.filter
def state(code: str, machine: str) -> str:
    """Name a state: `{{ row.state|state:"repair" }}`."""
    return wording.state(machine, code)


@register.filter
def quote_state(quote: QuoteView) -> str:
    """Say how a quote stands; of one that costs nothing nobody was asked to agree."""
    return _("nothing to pay") if quote.agreed and quote.free else wording.state("quote", quote.state)


@register.filter
def door_word(code: str) -> str:
    """Name what was shown before a lock was opened, who bore witness or why nobody did, or why it stayed shut."""
    return str({**DOCUMENTS, **PROOFS, **WITNESSES, **ALONE, **BARRED}.get(code, code))


@register.filter
def freed(code: str) -> str:
    """Say why a repair is free for another reason than the warranty."""
    return str(FREED.get(code, ""))


@register.filter
def step(code: str, machine: str) -> str:
    """Name a step as a button says it: `{{ button.name|step:"repair" }}`."""
    return wording.step(machine, code)
