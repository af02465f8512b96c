"""What is decided before an installation serves the public: which checks there are, and which stand in the way."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address
from urllib.parse import quote, urlsplit

CODE_LIVES = timedelta(hours=24)
LETTERS, LETTERS_FOR = 2, timedelta(days=1)
"""So many letters in a row, within so long, that a mail server refuses are no slip in an address."""
CERTIFICATE_LEFT = timedelta(days=14)
"""So long before its end a certificate that nobody renewed stands on the checklist."""
BACKUP_AGE = timedelta(hours=26)
"""A nightly backup is a day old at most; two hours are left to make it."""
DISK_SHARE, DISK_LEAST = 0.1, 10 * 2**30
"""A disk runs low with less than this share of it left; of a large one, with less than so many bytes."""
LOOKED_FOR = timedelta(hours=23)
"""So long what a provider said of signature and templates stands; one that wasn't reached is asked again hourly."""
FIRST_STEPS = ("imprint", "address", "administrators", "brand", "mail", "messages", "payment", "backup")
"""The steps of the first day, in the order they are led through: the address first, invitations lead there."""
COUNTIES, KINDS_PLAYED, HOURS = 5, 3, ("10:00", "22:10")
"""What a rehearsal plays where nobody says it: so many counties, kinds of goods, and at which hours."""
SLUG = r"^[a-z][a-z0-9-]{1,31}$"
MAIL, ADDRESS = "mail", "address"
"""The mail server and the public address, as kinds of what a change is asked for."""
PORTS = {"smtps": 465, "smtp": 587}


@dataclass(frozen=True, kw_only=True)
class CompanySituation:
    """A house before whoever keeps its company sign-in: is it his own, and is one kept."""

    own: bool
    kept: bool

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: a company sign-in walks none."""
        return {}


def disk_is_low(free: int, total: int) -> bool:
    """Return whether a disk has so little room left that somebody has to make some."""
    return free < min(total * DISK_SHARE, DISK_LEAST)


def is_own_house(case: CompanySituation) -> bool:
    """Return whether the actor works for this house."""
    return case.own


def has_company(case: CompanySituation) -> bool:
    """Return whether his own house keeps a company sign-in."""
    return case.own and case.kept


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing that has to be so: `brand` names whose, empty for the installation; `blocks` the opening of a brand.

    `says` is the code of a sentence of its own: on what lacks, where there are several, or on what is so for trying.
    """

    code: str
    ok: bool
    brand: str = ""
    brand_name: str = ""
    blocks: bool = False
    says: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Lead:
    """What others take their time for: in working days, at least and at most; 0 where nobody can say."""

    code: str
    least: int
    most: int
    check: str
    """What is set up with it: where that works, it was granted."""


LEADS = (
    Lead(code="sms", least=7, most=10, check="messages"),
    Lead(code="wechat", least=3, most=5, check="service_account"),
    Lead(code="payment", least=0, most=0, check="payment"),
    Lead(code="privacy_numbers", least=0, most=0, check="privacy_numbers"),
)


def waits(lead: str, checks: Iterable[Check]) -> bool:
    """Return whether something others take their time for isn't set up yet, or doesn't work."""
    check = next(one.check for one in LEADS if one.code == lead)
    return not any(one.code == check and one.ok and one.says != "by_transfer" for one in checks)


@dataclass(frozen=True, kw_only=True)
class InstallationSituation:
    """The installation as the rules of its set-up look at it; `done` are the steps that are, `put_off` what waits.

    `asked` are the steps a second person has to agree to; `invited` where a second administrator hasn't come in.
    """

    done: frozenset[str] = frozenset()
    put_off: frozenset[str] = frozenset()
    mail: bool = False
    backup: bool = False
    asked: frozenset[str] = frozenset()
    invited: bool = False

    @property
    def settled(self) -> frozenset[str]:
        """Return the steps that ask for nothing now: done, left for later, or with somebody else."""
        return self.done | self.put_off | self.asked | ({"administrators"} if self.invited else set())

    def how(self, step: str) -> str:
        """Return how a step stands: asked of a second person, done, invited, left for later, or open."""
        if step in self.asked:
            return "asked"
        if step in self.done:
            return "done"
        if step == "administrators" and self.invited:
            return "invited"
        return "waits" if step in self.put_off else "open"

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: an installation walks none."""
        return {}


@dataclass(frozen=True, kw_only=True)
class BrandSituation:
    """A brand before the public: open or shut, and the codes of what stands in the way, out of every check."""

    is_open: bool
    missing: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    rehearsing: bool = False
    picture: bool = False

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: a brand walks none."""
        return {}


def may_promise(case: BrandSituation) -> bool:
    """Return whether a first promise can be made: nothing was promised yet, so nobody loses by it."""
    return "promise" in case.missing


def may_rehearse(case: BrandSituation) -> bool:
    """Return whether a rehearsal can be played: nothing else of the brand is missing, and none is played."""
    beside = {"rehearsal", "legal", "agents", "deciders", "tls", *FIRST_STEPS}
    return not case.rehearsing and not set(case.missing) - beside


def may_rehearse_claim(case: BrandSituation) -> bool:
    """Return whether a claim can be played through: nothing of claims but the rehearsal is missing, none is played."""
    return not case.rehearsing and not {"shop_orders", "claim_rules"} & set(case.missing)


def may_open(case: BrandSituation) -> bool:
    """Return whether a brand, or the house for claims, can open: nothing stands in the way any more."""
    return not case.is_open and not case.missing


def shows_picture(case: BrandSituation) -> bool:
    """Return whether a brand shows a picture as its mark."""
    return case.picture


def may_shut(case: BrandSituation) -> bool:
    """Return whether a brand can be shut: it is open."""
    return case.is_open


def missing(checks: Sequence[Check], *, brand: str) -> tuple[str, ...]:
    """Return the codes of what stands in a brand's way: its own checks and the installation's."""
    return tuple(one.code for one in checks if one.blocks and not one.ok and one.brand in ("", brand))


@dataclass(frozen=True, kw_only=True)
class LeadSituation:
    """What others take their time for, as its commands look at it: when asked for, when granted."""

    asked: bool
    granted: bool

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: waiting walks none."""
        return {}


def may_be_asked(case: LeadSituation) -> bool:
    """Return whether it can be written down that it was asked for."""
    return not case.granted


def may_be_granted(case: LeadSituation) -> bool:
    """Return whether it can be written down that it was granted."""
    return case.asked and not case.granted


def stays_inside(address: str) -> bool:
    """Return whether an address leads nowhere but to this machine or its own network."""
    host = urlsplit(address).hostname or ""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host == "localhost" or "." not in host


def tls_lacks(address: str, *, behind: bool, seen: bool, fault: str, ends: datetime | None, now: datetime) -> str:
    """Return the code of what lacks for an encrypted line to an address; empty where nothing does.

    `behind`: we run as one behind TLS; `seen`, `fault`, `ends`: what the last look at this address came to.
    """
    if not address or (stays_inside(address) and not address.startswith("https://")):
        return "" if address else "none"
    if not address.startswith("https://"):
        return "open"
    if seen and fault:
        return fault
    if ends is not None and ends - now < CERTIFICATE_LEFT:
        return "ends"
    return "" if behind else "overruled" if seen else "unseen"


def look_name(address: str) -> str:
    """Return under which name it is noted how the address of a brand goes."""
    return f"address:{sha256(address.encode()).hexdigest()[:16]}"


def look_is_due(tried_at: datetime | None, *, answered: bool, now: datetime) -> bool:
    """Return whether signature and templates are looked at again: tried once, and a day ago or without an answer."""
    return tried_at is not None and (not answered or now - tried_at >= LOOKED_FOR)


def server_address(*, kind: str, host: str, port: str, user: str, password: str) -> str:
    """Write a mail server as one address."""
    who = f"{quote(user, safe='')}:{quote(password, safe='')}@" if user else ""
    return f"{kind}://{who}{host}:{port or PORTS[kind]}"


def span(lead: Lead, works: Sequence[date]) -> tuple[date, date] | None:
    """Return the first and the last day on which something may be granted, out of the working days after the asking."""
    if not lead.most or len(works) < lead.most:
        return None
    return works[lead.least - 1], works[lead.most - 1]


def several(text: str) -> list[str]:
    """Read a list of words divided by commas, semicolons or lines."""
    return list(dict.fromkeys(filter(None, (one.strip() for one in re.split(r"[,，、;；\n]", text)))))
