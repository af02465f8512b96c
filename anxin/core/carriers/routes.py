"""Where a call may go whose address somebody else named: out, never back into the house's own network."""

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from anxin.core.errors import Invalid
from anxin.core.settings import Setting

PRIVATE = Setting(
    name="outbox.private_webhooks",
    default=False,
    title=_("Webhooks may go to addresses of this network, and without encryption"),
    second_person=True,
    per_organisation=False,
)
NAME = re.compile(r"[a-z0-9]([a-z0-9.:-]{0,250}[a-z0-9])?")


def are_names(value: Any) -> None:
    """Refuse anything but names (or numbers) of computers, as an address has them between its slashes."""
    for one in value:
        if not isinstance(one, str) or not NAME.fullmatch(one):
            raise Invalid("outbox.inside_hosts", expected="names like erp.example or 10.0.0.8", got=str(one)[:80])


INSIDE = Setting(
    name="outbox.inside_hosts",
    default=[],
    check=are_names,
    title=_("Names in this network that may be asked, although somebody else named the address"),
    second_person=True,
    per_organisation=False,
)
# Public by their number, but they lead to an address embedded in them: NAT64, 6to4, Teredo.
TUNNELS = tuple(ipaddress.ip_network(one) for one in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))
Lookup = Callable[[str, int], list[str]]


class NotReachable(ValueError):
    """The address leads nowhere a message may go; says why in one word."""


@dataclass(frozen=True, kw_only=True)
class Route:
    """A checked way to a receiver: the URL with the number that was checked, and the name it is known by."""

    url: str
    host: str
    name: str


def is_inside_by_name(url: str, names: Iterable[str]) -> bool:
    """Return whether an address leads to a name that an operator said may be asked, in our own network too."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.hostname) and not {parts.hostname, parts.netloc.lower()}.isdisjoint(names)


def look_up(host: str, port: int) -> list[str]:
    """Ask for the addresses behind a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]) for one in found]


def route_to(url: str, *, private: bool, look_up: Lookup = look_up) -> Route:
    """Look a name up once and give the way to the number found, so that it can't change in between.

    Raises NotReachable where the scheme, the name or any of its numbers is not for outside.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise NotReachable("no address") from None
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        raise NotReachable("no address")
    host = parts.hostname or ""
    try:
        numbers = look_up(host, port) if host else []
    except (OSError, UnicodeError):
        raise NotReachable("unknown name") from None
    if not numbers:
        raise NotReachable("unknown name")
    if not private and not all(map(is_outside, numbers)):
        raise NotReachable("private address")
    number = f"[{numbers[0]}]" if ":" in numbers[0] else numbers[0]
    known_as = parts.netloc.rpartition("@")[2]
    return Route(url=parts._replace(netloc=f"{number}:{port}", fragment="").geturl(), host=known_as, name=host)


def is_outside(number: str) -> bool:
    """Return whether a number belongs to the public internet and to nobody's inside."""
    address = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_outside(str(address.ipv4_mapped))
        if address.is_site_local or any(address in tunnel for tunnel in TUNNELS):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved
