"""Say how a check stands."""

from datetime import datetime

from django.utils import formats
from django.utils.translation import gettext as _

from anxin.core.carriers import sms
from anxin.core.wording import joined
from anxin.core.zone import SHANGHAI
from anxin.domain.opening import wording
from anxin.domain.opening.queries.lookup import Errands
from anxin.domain.opening.queries.situations import BrandView
from anxin.domain.opening.rules import Check
from anxin.domain.opening.wording import UNTIL_THEN, checks, faults


def says(check: Check) -> str:
    """Return how a check stands, in the reader's language."""
    whose = f"{check.brand_name} · " if check.brand_name else ""
    if check.ok and not check.says:
        return f"{whose}{checks.TITLES[check.code]}"
    return f"{whose}{checks.TITLES[check.code]}: {missing(check)}"


def called(one: BrandView) -> str:
    """Return what a switch opens, in the reader's language: a brand by its name, or the house for claims."""
    return _("Claims on what shops sold") if one.claims else one.name


def stands(one: BrandView) -> str:
    """Return whether a brand, or the house for claims, is open, and what lacks, in the reader's language."""
    lacking = joined(str(checks.TITLES[code]) for code in one.missing)
    if one.is_open:
        serves = _("buyers of its shops can file online") if one.claims else _("strangers can report online")
        return _("open, though missing: {what}").format(what=lacking) if lacking else serves
    if lacking:
        return _("stays shut until these are there: {what}").format(what=lacking)
    return _("nothing is missing; it can open")


def takes(one: Errands) -> str:
    """Return how long something outside takes, and how long it has taken, in the reader's language."""
    if not one.most:
        return _("nobody can say how long it takes")
    if one.asked is None:
        return _("takes {least} to {most} working days").format(least=one.least, most=one.most)
    return _("takes {least} to {most} working days; {n} have passed").format(least=one.least, most=one.most, n=one.days)


def until_then(one: Errands) -> str:
    """Return what goes on until something outside is granted: no text is promised where none can be sent."""
    told = "sms" if one.code == "wechat" and not sms.is_there() else one.code
    return str(UNTIL_THEN[told])


def missing(check: Check) -> str:
    """Return what is missing for a check that is not so."""
    if check.code in checks.UNSET and not check.says and not any(check.facts.values()):
        return str(checks.UNSET[check.code])
    told = {name: _in_words(name, value) for name, value in check.facts.items()}
    said = checks.LACKS[check.says] if check.says else checks.MISSING[check.code]
    return str(said).format_map(told).strip()


def _in_words(name: str, value: object) -> object:
    if value == "":
        return wording.NOTHING
    if name == "fault":
        return faults.said(str(value))
    if name != "at":
        return value
    at = datetime.fromisoformat(str(value)).astimezone(SHANGHAI)
    return f"{formats.date_format(at, 'MONTH_DAY_FORMAT')} {at:%H:%M}"
