"""Ask a public address as a customer's browser would: does it lead here, is it encrypted, until when."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx

from anxin.core.carriers import deadlines

TIMEOUT_S, MOST_BYTES = 8.0, 256
PATH = "/.well-known/anxin-house/"
"""Where a house answers with what only it can know."""


@dataclass(frozen=True, kw_only=True)
class AddressProbe:
    """What a look at an address came to: a fault's code, empty where this house answers; `ends`: its certificate's."""

    address: str
    fault: str = ""
    ends: datetime | None = None


def probe(address: str, *, nonce: str, mark: str) -> AddressProbe:
    """Ask an address for the mark of this house; nothing but whether it came is kept of the answer."""
    try:
        found, ends = deadlines.within(TIMEOUT_S, lambda: _ask(f"{address}{PATH}{nonce}"))
    except (TimeoutError, httpx.TimeoutException):
        return AddressProbe(address=address, fault="slow")
    except httpx.ConnectError as error:
        return AddressProbe(address=address, fault=_why(error))
    except (httpx.InvalidURL, ValueError):  # a name that no register can hold
        return AddressProbe(address=address, fault="name")
    except httpx.HTTPError:
        return AddressProbe(address=address, fault="broken")
    return AddressProbe(address=address, fault="" if found == mark else "elsewhere", ends=ends)


async def _ask(url: str) -> tuple[str, datetime | None]:
    """Return what an address answers, empty where it has nothing there, and when its certificate ends."""
    context = httpx.create_ssl_context()
    async with (
        httpx.AsyncClient(timeout=TIMEOUT_S, trust_env=False, verify=context) as client,
        client.stream("GET", url) as reply,
    ):
        told = b""
        async for part in reply.aiter_bytes():
            told += part
            if len(told) >= MOST_BYTES:
                break
        here = reply.status_code == httpx.codes.OK
        return told.decode("ascii", "replace").strip() if here else "", _ends(reply)


def _ends(reply: httpx.Response) -> datetime | None:
    """Return when the certificate of a connection ends; None where it is open."""
    layer = reply.extensions["network_stream"].get_extra_info("ssl_object")
    until = layer.getpeercert()["notAfter"] if layer is not None else ""
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(until), UTC) if until else None


def _why(error: Exception) -> str:
    """Return what stood in the way of a connection: the name, the certificate, or that nobody listens."""
    told = str(error)
    if "CERTIFICATE" in told.upper():
        return "certificate"
    return "name" if "Name or service" in told or "nodename" in told or "getaddrinfo" in told else "refused"
