"""Who vouches for people, whichever way it speaks: the company of the installation, or one that a house keeps.

What a house keeps is told by its leads alone: its word never counts for two factors, and it is asked outside of our own
network only.
"""

import base64
import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from anxin.core.carriers import oidc, platforms
from anxin.core.carriers.oidc import NAME, NotVouched, Vouched
from anxin.core.providers import ProviderAccess

OWN, MARK = "house_oidc", "@"
"""The kind of a company that a house keeps for its own people, and how its name begins."""
LONGEST_CODE, LONGEST_WORD = 512, 4096
"""So long a code may be that a browser brings from a platform, and by OpenID Connect, where some bear a whole token."""


@dataclass(frozen=True, kw_only=True)
class CompanyWord:
    """A company's word: under which name it is kept who somebody is, who he is there, where he signs out there."""

    issuer: str
    who: Vouched
    end: str = ""


def name_of(house: UUID) -> str:
    """Return under which name the company of a house is kept."""
    return MARK + base64.urlsafe_b64encode(house.bytes).rstrip(b"=").decode()


def house_of(name: str) -> UUID | None:
    """Return the house that keeps a company under this name; None for the installation's own."""
    try:
        raw = base64.urlsafe_b64decode(f"{name.removeprefix(MARK)}==") if name.startswith(MARK) else b""
        return UUID(bytes=raw) if raw else None
    except ValueError:
        return None


def way_of(kept: ProviderAccess) -> str:
    """Return how a company speaks: `company` for OpenID Connect, or the name of its platform."""
    return kept.values.get("way") or kept.name


def authorise_url(kept: ProviderAccess, *, back: str, state: str, nonce: str, verifier: str) -> str:
    """Return where a browser is led to; raises `NotVouched`, `NotReached` or `NoAnswer`."""
    if way_of(kept) == NAME:
        doors = oidc.discover(kept.values)
        return oidc.authorise_url(doors, kept.values, back=back, state=state, nonce=nonce, verifier=verifier)
    return platforms.authorise_url(way_of(kept), kept.values, back=back, state=state, verifier=verifier)


def vouched(kept: ProviderAccess, *, code: str, back: str, nonce: str, verifier: str, now: datetime) -> CompanyWord:
    """Change a code for the company's word; raises `NotVouched`, `NotReached` or `NoAnswer`.

    Nobody is asked about a code that is longer than any they give.
    """
    if len(code) > (LONGEST_WORD if way_of(kept) == NAME else LONGEST_CODE):
        raise NotVouched({"why": "code"})
    if way_of(kept) == NAME:
        who, doors = oidc.vouched(kept.values, code=code, back=back, nonce=nonce, verifier=verifier, now=now)
        word = CompanyWord(issuer=kept.values["issuer"], who=who, end=doors.end)
    else:
        who = platforms.vouched(way_of(kept), kept.values, code=code, back=back, verifier=verifier)
        word = CompanyWord(issuer=platforms.issuer(way_of(kept), kept.values), who=who)
    if kept.kind != OWN:
        return word
    there = hashlib.sha256(word.issuer.encode()).hexdigest()[:40]
    return CompanyWord(issuer=f"{kept.name} {there}", who=replace(word.who, strong=False))


def trial(kept: ProviderAccess) -> str:
    """Ask a company something that changes nothing; return the fault, or ""."""
    way = way_of(kept)
    return oidc.trial(kept.values) if way == NAME else platforms.trial(way, kept.values)
