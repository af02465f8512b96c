"""A row of law as a page shows it: what it says, its numbers, where to read it, since when, checked on which day."""

from django.utils.translation import gettext as _

from anxin.core.wording import in_language
from anxin.domain.claims.rules.law import Amount, LawRow
from anxin.domain.claims.wording.law import SPANS
from anxin.faces.words import fen, full_day

type Part = dict[str, object]


def law_row(row: LawRow) -> Part:
    """Turn a row of law into what `parts/law.html` shows."""
    return {
        "code": row.code,
        "name": in_language(row.name, row.name_en),
        "text": in_language(row.text, row.text_en),
        "amounts": [amount_in_words(one) for one in row.amounts],
        "link": row.link,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "checked_on": row.checked_on,
    }


def basis(row: LawRow | None) -> str:
    """Say in one sentence which article a return without a reason stands on, and since when it counts."""
    if row is None:
        return ""
    return _("{law}, in force since {since}").format(
        law=in_language(row.name, row.name_en), since=full_day(row.valid_from)
    )


def amount_in_words(one: Amount) -> str:
    """Say a number that a row of law names."""
    say, what = SPANS.get(one.unit, fen), in_language(one.what, one.what_en)
    least, most = (say(number) if number is not None else "" for number in (one.least, one.most))
    if least and most:
        return _("{what}: {least} to {most}").format(what=what, least=least, most=most)
    if least:
        return _("{what}: {least} or more").format(what=what, least=least)
    return _("{what}: at most {most}").format(what=what, most=most)
