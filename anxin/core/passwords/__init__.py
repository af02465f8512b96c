"""Passwords that breaches have made known: told offline, from a list in the package, dressed up or not."""

import gzip
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from anxin.core.singletons import single

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

LIST = Path(__file__).parent / "breached.txt.gz"
OWN = frozenset(("anxin", "anxinshouhou", "shouhou", "baoxiu", "weixiu", "admin", "administrator", "guanliyuan"))
"""Words of this product and trade that are guessed first."""
DRESS, SHORTEST = 8, 5
"""So many digits and signs around a known password of at least so many letters make no new one."""
_PLAIN = str.maketrans("013457@$!", "oieastasi")


@single
def common_passwords() -> frozenset[str]:
    """Read the list, and the framework's own."""
    ours = gzip.decompress(LIST.read_bytes()).decode().split("\n")
    return frozenset(ours) | OWN | frozenset(CommonPasswordValidator().passwords)


def is_breached(password: str) -> bool:
    """Return whether a password is on the list: as it is, with digits and signs around it, in l33t, or repeated."""
    plain = unicodedata.normalize("NFKC", password).casefold().strip()
    core = plain.strip("".join(sign for sign in set(plain) if not sign.isalpha()))
    cores = [core] if len(core) >= SHORTEST and len(plain) - len(core) <= DRESS else []
    known = common_passwords()
    return any(one in known or one.translate(_PLAIN) in known for one in (plain, _unit(plain), *cores))


def _unit(text: str) -> str:
    """Return what a text repeats, or the text."""
    at = (text + text).find(text, 1)
    return text[:at] if text else text


class BreachedPasswordValidator:
    """Refuses what breaches have made known, as Django asks its validators."""

    def validate(self, password: str, user: "AbstractBaseUser | None" = None) -> None:
        """Refuse a known password."""
        if is_breached(password):
            raise ValidationError(self.get_help_text(), code="password_breached")

    def get_help_text(self) -> str:
        """Return what is expected."""
        return _("This password, or its core, stands in published lists of stolen ones.")
