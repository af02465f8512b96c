"""How a mail address looks."""

import re
import unicodedata

MAIL = r"^[^@\s<>,;]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,180}[A-Za-z0-9])?$"


def is_mail(text: str) -> bool:
    """Return whether a mail address can be written to."""
    return re.fullmatch(MAIL, plain_mail(text)) is not None


def plain_mail(text: str) -> str:
    """Write a mail address as mail servers read it: full-width signs as usual ones, no blanks around."""
    return unicodedata.normalize("NFKC", text).strip()
