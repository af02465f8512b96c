"""Who vouches for a host outside: the list of authorities, read once a process."""

import ssl

import httpx

from anxin.core.singletons import single


@single
def authorities() -> ssl.SSLContext:
    """Return what an encrypted call is opened with; reading the list costs more than all else of a call."""
    return httpx.create_ssl_context()
