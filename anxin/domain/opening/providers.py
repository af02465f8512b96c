"""Ask a public address as a customer's browser would: does it lead here, is it encrypted, until when."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx

TIMEOUT_S = 8.0
PATH = "/.well-known/anxin-house/"
"""Where a house answers with what only it can know."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a look at an address came to: a fault's code, empty where this house answers; `ends`: its certificate's."""

    address: str
    fault: str = ""
    ends: datetime | None = None


def look(address: str, *, nonce: str, mark: str) -> Look:
    """Ask an address for the mark of this house; nothing but whether it came is kept of the answer."""
    try:
        with (
            httpx.Client(timeout=TIMEOUT_S, trust_env=False, verify=httpx.create_ssl_context()) as client,
            client.stream("GET", f"{address}{PATH}{nonce}") as reply,
        ):
            ends = _ends(reply)
            told = next(reply.iter_bytes(256), b"")
    except httpx.TimeoutException:
        return Look(address=address, fault="slow")
    except httpx.ConnectError as error:
        return Look(address=address, fault=_why(error))
    except httpx.HTTPError:
        return Look(address=address, fault="broken")
    here = reply.status_code == httpx.codes.OK and told.decode("ascii", "replace").strip() == mark
    return Look(address=address, fault="" if here else "elsewhere", ends=ends)


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
