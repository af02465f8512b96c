"""What is decided about reveals, erasure and roles."""

import base64
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Protocol
from urllib.parse import urlsplit

from anxin.core.zone import SHANGHAI
from anxin.domain.people import states
from anxin.domain.people.choices import REVEAL_REASONS

FIELDS = ("name", "phone", "address")
COPY, ACCOUNT, CALLER = "copy", "account", "caller"
"""What is looked at beside the fields: a copy of all that is kept, an account, who called about a case."""
CUSTOMER = frozenset({"customer"})
ROLES = {
    "operator": ("agent", "dispatcher", "reviewer", "quality", "finance", "operator", "auditor", "deputy"),
    "outlet": ("outlet_manager", "outlet_dispatcher", "parts_clerk", "technician"),
    "brand": ("merchant_owner", "merchant_agent", "packer"),
    "merchant": ("merchant_owner", "merchant_agent", "packer"),
    "authority": ("auditor",),
}
PARTY_TO_FEW = frozenset({"auditor", "outlet_manager", "outlet_dispatcher", "parts_clerk", "technician"})
OWN = ("customer", "helper")
"""The sides of a case that are its customer's: whoever works on it, or signed as a witness, is none by his phone."""
HOLDS = "operator"
"""Who keeps a case for a court."""
LIFTS = states.SECONDS
"""Who lets it go as a second person: a house with one administrator has a reviewer or somebody of quality for that."""
NEEDS_A_REASON = 4
# Who reads a case whole, by its kind: its page, pictures, videos, messages, dossier and tables alike. Being party to it
# says whose house it is, this says who of the house. A kind that isn't here is read by nobody.
READERS = {
    kind: frozenset(who.split())
    for kind, who in {
        "repair": "customer agent dispatcher reviewer finance quality operator auditor merchant_owner merchant_agent"
        " outlet_manager outlet_dispatcher parts_clerk technician",
        "claim": "customer agent reviewer finance quality operator auditor merchant_owner merchant_agent",
        "purchase": "customer agent reviewer finance quality operator auditor merchant_owner merchant_agent packer",
        "contact": "customer agent dispatcher quality operator",
        "reported_number": "agent quality operator merchant_owner merchant_agent",
        "takedown": "agent quality operator",
        "waiting": "customer agent dispatcher operator",
    }.items()
}


@dataclass(frozen=True, kw_only=True)
class RevealAsked:
    """Who asks to see what of whom, and what links the two; `no_reason` is the code of what his reason lacks."""

    field: str
    no_reason: str
    shares_the_case: bool
    erased: bool
    inspects: bool = False
    over: bool = False
    unseen: bool = False
    rung_otherwise: bool = False
    taken_back: bool = False
    unvouched: bool = False


def no_reason(reason: str, field: str) -> str:
    """Return the code of what lacks where a reason doesn't open a field; empty where it does."""
    return "" if reason in REVEAL_REASONS and field in REVEAL_REASONS[reason].opens else "no_reason"


def no_words(reason: str) -> str:
    """Return the code of what lacks where a second person is not told why; empty where he is."""
    return "" if len(reason.strip()) >= NEEDS_A_REASON else "no_words"


def why_not(request: RevealAsked) -> str:
    """Return the code of why a reveal is refused; empty when it may happen."""
    if request.erased:
        return "erased"
    if request.inspects:
        return "inspector"
    if not request.shares_the_case:
        return "no_open_case"
    if request.no_reason:
        return request.no_reason
    if request.unvouched:
        return "unvouched"
    if request.taken_back:
        return "taken_back"
    if request.over:
        return "unseen" if request.unseen else "over"
    return "privacy_number" if request.rung_otherwise else ""


def editions(version: str) -> dict[str, str]:
    """Return the editions a version names: `privacy/2,terms/1,claims/3`, or a word for notice and terms.

    `handling`: of how claims are handled, where that was agreed to as well.
    """
    found = dict(one.split("/", 1) for one in version.split(",") if "/" in one)
    both = {"notice": found.get("privacy", "" if found else version) or "-", "terms": found.get("terms", "-")}
    return both | ({"handling": found["claims"], "with": "handling"} if "claims" in found else {})


def is_over(ended: Sequence[datetime | None], *, now: datetime, grace: timedelta) -> bool:
    """Return whether all these cases, or none at all, ended longer ago than the grace; one that is open never is."""
    return all(one is not None and one + grace <= now for one in ended)


def unseen(given: Collection[str]) -> tuple[str, ...]:
    """Return the fields that a house did not get in a case it opens."""
    return tuple(one for one in FIELDS if one not in given)


def may_ask(kind: str, party: str, roles: frozenset[str]) -> bool:
    """Return whether a case gives somebody in these roles a reason to see its customer: who reads it, or goes there."""
    return reads(kind, roles) or (party in FIELD and not roles.isdisjoint(FIELD[party]))


def contact_opens(field: str, *, by_customer: bool, known_elsewhere: bool) -> bool:
    """Return whether a contact is a reason to open a field: only what was given in it, never an address.

    Somebody who wrote gave name and phone; whoever logs a call gives the phone, and the name where the person came
    with it. Otherwise a call that one logs oneself would open what another case knows.
    """
    return field == "phone" or (field == "name" and (by_customer or not known_elsewhere))


def goes_there(roles: frozenset[str]) -> bool:
    """Return whether somebody in these roles goes to customers, or sends those who do: an address is his work."""
    return any(not roles.isdisjoint(one) for one in FIELD.values())


def may_second(roles: frozenset[str]) -> bool:
    """Return whether somebody in these roles may be the second person."""
    return not roles.isdisjoint(SECOND)


def is_second(person: str, organisation: str, *, asker: str, house: str) -> bool:
    """Return whether somebody is another person of the same house than who asked."""
    return person != asker and organisation != "" and organisation == house


# What may open a customer's plain details: an order alone does not.
CASES = ("repair", "claim", "contact")
FIELD = {"technician": frozenset({"technician"}), "outlet": frozenset({"outlet_manager", "outlet_dispatcher"})}
HANDED = {
    "repair": FIELD["technician"] | FIELD["outlet"],
    "claim": frozenset({"merchant_owner", "merchant_agent", "packer"}),
}
"""To whom a consent hands plain details on, by its purpose, which is the kind of the case; shut once it is gone."""
SECOND = frozenset(states.SECOND.split())
SECOND_OPENS = ("over", "unseen")
"""What a second person's yes gets somebody past."""
ASKED_FOR = timedelta(days=7)


def reads(kind: str, roles: frozenset[str]) -> bool:
    """Return whether somebody in these roles reads cases of a kind that his house is party to."""
    return not roles.isdisjoint(READERS.get(kind, frozenset()))


def role_fits(kind: str, role: str) -> bool:
    """Return whether an organisation of this kind gives out this role."""
    return role in ROLES.get(kind, ())


# Sign-in.
CODE_TRIES = 5
CODES_PER_PHONE = 5
CODES_PER_PHONE_IN_ALL = 8
"""So many sign-in codes an hour for one phone, whoever asks; one network asks for five: alone it uses up no phone's.

As many again for all browsers in which it was proved.
"""
RECOVERY_BYTES = 15
CODES_PER_ADDRESS = 30


def digits(text: str) -> str:
    """Read a code as people type it: full-width digits, spaces and dashes are fine."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text))


@dataclass(frozen=True)
class TryPace:
    """So many wrong tries at once, then so many a minute."""

    burst: int
    per_min: float


PASSWORDS = TryPace(5, 2)
"""One name from one place, or from one browser that knows it: 30 s between two tries at most, never a wall."""
NAMES = TryPace(60, 6)
"""One name from all browsers that don't know it, wherever they are; who is over it waits for a turn."""
CODES = TryPace(5, 0.2)
"""The second step, which only comes after the right password: five minutes between two tries at most."""
TURN_AFTER = timedelta(seconds=30)
TURN_LASTS = timedelta(minutes=10)
LONGEST_STAY = timedelta(hours=12)
"""A sign-in ends after this, however much it is used."""
MANY_WRONG = 5
"""So many wrong tries on a name in a day, and its administrator sees it."""


def is_turn(*, given_at: datetime, now: datetime) -> bool:
    """Return whether somebody who was told to wait has waited, and not too long."""
    return TURN_AFTER <= now - given_at <= TURN_LASTS


def steps_around(present: int) -> tuple[int, ...]:
    """Return the time steps whose code is taken: this one, and a neighbour for clocks that differ a little."""
    return present, present - 1, present + 1


MOST_FACTORS = 10
"""So many authenticators and passkeys an account may have."""
BEGUN_FOR = timedelta(minutes=10)
"""So long an authenticator's key that was shown may be confirmed, by the session it was shown to."""
PROVED_FOR = timedelta(minutes=10)
"""So long after somebody proved himself he may change what he proves himself with."""


def factor_name(text: str) -> str:
    """Return a name as its list shows it: one line, forty signs."""
    return " ".join(text.split())[:40]


def relying_party(origin: str) -> str:
    """Return the name passkeys are made for: the host of an address a browser gives them to; empty for others.

    That is https with a host name, or this very machine; never a bare number.
    """
    parts = urlsplit(origin)
    host = parts.hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return host if host and (parts.scheme == "https" or host == "localhost") else ""
    return ""


def recovery_code(random: bytes) -> str:
    """Write 120 random bits as six groups that can be read out."""
    text = base64.b32encode(random).decode("ascii").lower()
    return "-".join(text[start : start + 4] for start in range(0, 24, 4))


def plain_recovery_code(text: str) -> str:
    """Read a recovery code as people type it."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).lower()


def network_of(address: str) -> str:
    """Show of an address what tells the network and not the machine: 203.0.113.*, 2001:db8:1::*."""
    try:
        known = ip_address(address)
    except ValueError:
        return "*" if address else ""
    if isinstance(known, IPv4Address):
        return address.rpartition(".")[0] + ".*"
    return f"{ip_network((known, 48), strict=False).network_address}*"


def day_of(moment: datetime) -> date:
    """Return the Shanghai day of a moment."""
    return moment.astimezone(SHANGHAI).date()


# Programs of an organisation.
SCOPES = ("repairs:read", "repairs:write", "claims:read", "claims:write")
TOKEN_ROLES = {
    "operator": frozenset({"agent"}),
    "outlet": frozenset({"outlet_dispatcher"}),
    "brand": frozenset({"merchant_agent"}),
    "merchant": frozenset({"merchant_agent"}),
    "platform": frozenset({"merchant_agent"}),
}


def roles_of_token(kind: str) -> frozenset[str]:
    """Return as whom a program of an organisation of this kind speaks; of other kinds as nobody in particular."""
    return TOKEN_ROLES.get(kind, frozenset())


def readers_in(kind: str, stream: str) -> str:
    """Return as whom an organisation's programs read a timeline: the operator's as an agent, others as told outside."""
    if stream == "claim":
        return "agent" if kind == "operator" else "merchant"
    return {"operator": "agent", "outlet": "outlet"}.get(kind, "customer")


def why_not_called(url: str, *, private: bool) -> str:
    """Return the expectation a webhook address fails; empty where it may be called.

    A name is looked up again at every call: what it leads to is checked there.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return "https://host/path"
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        return "https://…"
    if not host or port == 0 or parts.username is not None or parts.fragment or not url.isascii():
        return "https://host/path"
    return "" if url.isprintable() and " " not in url and len(url) <= 500 else "https://host/path"


@dataclass(frozen=True, kw_only=True)
class RequestSituation:
    """A request to see plain details: `second` where the actor is another person of the house that asked."""

    state: str
    second: bool

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine."""
        return {"reveal_request": self.state}


def may_answer(case: RequestSituation) -> bool:
    """Return whether it is his to agree or refuse: not his own request, nor another house's."""
    return case.second


NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]{1,31}$"


def is_name(text: str) -> bool:
    """Return whether a sign-in name is one that can be typed and told over the phone."""
    return re.fullmatch(NAME, text) is not None


class Held(Protocol):
    """A case as the rules of a legal hold read it: who holds it, whoever asks (`own`) or somebody else (`other`)."""

    @property
    def held(self) -> str:
        """Return `own`, `other`, or nothing where no hold stands."""


def held(placed_by: str, asks: str) -> str:
    """Return who holds a case, seen from who asks."""
    return placed_by and ("own" if placed_by == asks else "other")


def is_free(case: Held) -> bool:
    """Return whether no legal hold stands."""
    return not case.held


def may_lift(case: Held) -> bool:
    """Return whether somebody else placed the hold that stands."""
    return case.held == "other"


@dataclass(frozen=True, kw_only=True)
class HoldSituation:
    """A legal hold as the list shows it: whose, seen from who asks."""

    held: str

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: a hold walks none."""
        return {}
