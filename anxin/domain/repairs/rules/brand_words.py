"""When a brand's word that it pays is taken, and how its reference is known again, however it is written."""

from unicodedata import normalize

from anxin.domain.repairs.rules.proofs import may_be_promised
from anxin.domain.repairs.rules.situation import RepairSituation
from anxin.domain.repairs.states import REPAIR


def word_key(reference: str) -> str:
    """Return a reference by its letters and digits alone.

    >>> word_key("HY-118"), word_key("hy--118 "), word_key("ＨＹ\u2011１１８"), word_key("--")
    ('HY118', 'HY118', 'HY118', '')
    """
    return "".join(one for one in normalize("NFKC", reference).upper() if one.isalnum())[:64]


def may_take_brand_word(case: RepairSituation) -> bool:
    """Return whether the brand's word that it pays changes anything; where no term of it is known here, too.

    While what the desk wrote down waits for the brand, the brand's own people alone say more.
    """
    return _counts_word(case) and (case.speaks == "brand" or (case.speaks == "desk" and not case.word_waits))


def may_confirm_brand_word(case: RepairSituation) -> bool:
    """Return whether the brand's own people can say that what the desk wrote down is its word."""
    return _counts_word(case) and case.speaks == "brand" and case.word_waits


def may_deny_brand_word(case: RepairSituation) -> bool:
    """Return whether the brand's own people can still object to what the desk wrote down as its word."""
    return case.repair in REPAIR.capabilities["check_cover"] and case.speaks == "brand" and case.word_waits


def _counts_word(case: RepairSituation) -> bool:
    return case.repair in REPAIR.capabilities["check_cover"] and may_be_promised(case.cover) and not case.paying
