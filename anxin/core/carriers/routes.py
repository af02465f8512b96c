"""Where a webhook may go: out, never back into the house's own network."""

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from anxin.core.settings import Setting

PRIVATE = Setting(
    name="outbox.private_webhooks",
    default=False,
    title=_("Webhooks may go to addresses of this network, and without encryption"),
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


def look_up(host: str, port: int) -> list[str]:
    """Ask for the addresses behind a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]) for one in found]


def route_to(url: str, *, private: bool, look_up: Lookup = look_up) -> Route:
    """Look a name up once and give the way to the number found, so that it can't change in between.

    Raises NotReachable where the scheme, the name or any of its numbers is not for outside.
    """
    parts = urlsplit(url)
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        raise NotReachable("no address")
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        numbers = look_up(host, port) if host else []
    except (OSError, UnicodeError):
        raise NotReachable("unknown name") from None
    if not numbers:
        raise NotReachable("unknown name")
    if not private and not all(map(is_outside, numbers)):
        raise NotReachable("private address")
    number = f"[{numbers[0]}]" if ":" in numbers[0] else numbers[0]
    return Route(url=parts._replace(netloc=f"{number}:{port}", fragment="").geturl(), host=parts.netloc, name=host)


def is_outside(number: str) -> bool:
    """Return whether a number belongs to the public internet and to nobody's inside."""
    address = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_outside(str(address.ipv4_mapped))
        if any(address in tunnel for tunnel in TUNNELS):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved
