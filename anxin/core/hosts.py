"""Under which names this installation answers, and whether it was seen behind TLS: kept in the data folder."""

import re
from collections.abc import Iterable, Iterator
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

NAME, SECURE = "address", "tls"
"""The files in the data folder: the public address, then those of brands; and that the first was seen behind TLS."""
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"{LABEL}(?:\.{LABEL})*")
"""The name of one computer: a leading dot would be a whole domain to whoever compares names."""


class Hosts(list[str]):
    """The names of the start, then those that were chosen as the file has them now; an unchanged file is read once."""

    def __init__(self, given: list[str], data: Path) -> None:
        super().__init__(given)
        self._path = data / NAME
        self._stamp, self._chosen = 0, ()  # type: int, tuple[str, ...]

    def __iter__(self) -> Iterator[str]:
        """Go through all of them."""
        yield from super().__iter__()
        yield from self._known()

    def _known(self) -> tuple[str, ...]:
        try:
            stamp = self._path.stat().st_mtime_ns
        except OSError:
            return ()
        if stamp != self._stamp:
            lines = self._path.read_text(encoding="utf-8").split()
            self._stamp, self._chosen = stamp, tuple(filter(None, (urlsplit(one).hostname for one in lines)))
        return self._chosen


class HostLine:
    """Whether this installation stands behind TLS: as the start says, else as the public address was last seen."""

    def __init__(self, data: Path, *, said: str = "") -> None:
        self._data, self._said = data, said

    def __bool__(self) -> bool:
        """Return whether it does by now."""
        return self._said == "1" if self._said else is_secure(self._data)


class ProxyWord(tuple[str, str]):
    """The header by which a proxy says how the browser asked, and what it then says; false where none is believed."""

    line: HostLine

    @classmethod
    def over(cls, line: HostLine, header: str, value: str) -> "ProxyWord":
        """Return the header that is believed while the installation stands behind TLS."""
        made = cls((header, value))
        made.line = line
        return made

    def __bool__(self) -> bool:
        """Return whether it is believed by now."""
        return bool(self.line)


def keep(addresses: Iterable[str], data: Path) -> None:
    """Keep the public address and those of brands; every process answers to them from its next request on."""
    path, text = data / NAME, "".join(f"{one}\n" for one in addresses)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    draft = path.with_name(f".{NAME}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def keep_secure(data: Path, *, secure: bool) -> None:
    """Keep that the public address was seen behind TLS, or no more; every process counts on it from now on."""
    path = data / SECURE
    if secure:
        path.touch()
    else:
        path.unlink(missing_ok=True)


def is_secure(data: Path) -> bool:
    """Return whether the public address was seen behind TLS."""
    return (data / SECURE).exists()


def is_name(host: str) -> bool:
    """Return whether this names one computer: labels as registers hold them, or a number."""
    try:
        return bool(ip_address(host))
    except ValueError:
        return len(host) <= 253 and bool(HOST.fullmatch(host))


def name_in(address: str) -> str:
    """Return the name in an address, whatever its scheme and port; empty where there is none."""
    return urlsplit(address).hostname or ""


def plain_address(text: str) -> str:
    """Read a public address: scheme, name and port; empty where it is none."""
    try:
        parts = urlsplit(text.strip().rstrip("/"))
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return ""
    extra = parts.path or parts.query or parts.fragment or parts.username
    if parts.scheme not in ("https", "http") or not is_name(host) or extra:
        return ""
    host = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{host}{f':{port}' if port else ''}"
