"""How often a check errs, in the one sentence that every face reads."""

from django.utils.translation import gettext


def errs(*, false: tuple[int, int, float] | None, found: tuple[int, int] | None = None, version: str = "") -> str:
    """Return how often a check errs: the one sentence every face reads; that nobody measured it where so.

    `false` are the false alarms, of how many, and their upper bound in percent; `found` what was found, of how many.
    """
    if false is None:
        return gettext("How often it errs has not been measured.")
    bound = f"{false[2]:g}"
    said = gettext("False alarms {n} of {total} (at most {bound} %)").format(n=false[0], total=false[1], bound=bound)
    said += gettext(", found {n} of {total}").format(n=found[0], total=found[1]) if found else ""
    return said + gettext("; measured {day}, no probability for this picture.").format(day=version)
