"""Ask a service of Aliyun by its RPC calls, signed as ACS3-HMAC-SHA256."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from anxin.core import json_texts
from anxin.core.carriers import requests
from anxin.core.carriers.requests import NoAnswer


class AliyunEndpoint:
    """One service, as one account asks it."""

    def __init__(self, values: Mapping[str, str], *, gateway: str, version: str) -> None:
        """Read what it is asked with."""
        self._id, self._secret = values["key_id"], values["secret_key"]
        self._gateway, self._version = values.get("gateway") or gateway, version

    def ask(self, action: str, query: Mapping[str, str], *, now: datetime) -> dict[str, Any]:
        """Return what it answers, business errors too; raise `NotReached` or `NoAnswer`."""
        headers = {
            "host": urlsplit(self._gateway).netloc,
            "x-acs-action": action,
            "x-acs-version": self._version,
            "x-acs-date": now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "x-acs-signature-nonce": secrets.token_hex(16),
            "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
        }
        line = "&".join(f"{_coded(name)}={_coded(query[name])}" for name in sorted(query))
        signed = ";".join(sorted(headers))
        lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
        canonical = f"POST\n/\n{line}\n{lines}\n{signed}\n{headers['x-acs-content-sha256']}"
        text = f"ACS3-HMAC-SHA256\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        signature = hmac.new(self._secret.encode(), text.encode(), hashlib.sha256).hexdigest()
        told = f"ACS3-HMAC-SHA256 Credential={self._id},SignedHeaders={signed},Signature={signature}"
        reply = requests.ask("POST", f"{self._gateway}/?{line}", headers={**headers, "Authorization": told})
        return read(reply.body, reply.status)


def read(body: bytes, status: int) -> dict[str, Any]:
    """Read an answer: business errors come with 200, others with their code too; raise `NoAnswer` for anything else."""
    try:
        found = json_texts.read(body)
    except ValueError as error:
        raise NoAnswer({"why": f"HTTP {status}"}) from error
    if not isinstance(found, dict) or status >= 500:
        raise NoAnswer({"why": f"HTTP {status}"})
    return found


def _coded(text: str) -> str:
    return quote(text, safe="-_.~")
