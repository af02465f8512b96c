"""Say how a check stands."""

from datetime import datetime

from django.utils import formats

from anxin.core.zone import SHANGHAI
from anxin.domain.opening import wording
from anxin.domain.opening.rules import Check


def says(check: Check) -> str:
    """Return how a check stands, in the reader's language."""
    whose = f"{check.brand_name} · " if check.brand_name else ""
    if check.ok:
        return f"{whose}{wording.TITLES[check.code]}"
    return f"{whose}{wording.TITLES[check.code]}: {missing(check)}"


def missing(check: Check) -> str:
    """Return what is missing for a check that is not so."""
    if check.code in wording.UNSET and not any(check.facts.values()):
        return str(wording.UNSET[check.code])
    told = {name: _in_words(name, value) for name, value in check.facts.items()}
    said = wording.LOOKS[str(check.facts["why"])] if check.code == "tls" else wording.MISSING[check.code]
    return str(said).format_map(told).strip()


def _in_words(name: str, value: object) -> object:
    if value == "":
        return wording.NOTHING
    if name != "at":
        return value
    at = datetime.fromisoformat(str(value)).astimezone(SHANGHAI)
    return f"{formats.date_format(at, 'MONTH_DAY_FORMAT')} {at:%H:%M}"
