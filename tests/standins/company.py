"""A company's sign-in (OpenID Connect), from its text alone: it vouches for its people, and can misbehave."""

import base64
import hashlib
import hmac
import json
import secrets
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric import rsa as keys

from tests.standins.server import Call, Reply, Standin

CLIENT, SECRET = "anxin", "s3cret/with:signs"


def plain(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def numbers(key: keys.RSAPrivateKey) -> dict[str, str]:
    public = key.public_key().public_numbers()
    return {"n": plain(public.n.to_bytes(256)), "e": plain(public.e.to_bytes(3))}


class Company(Standin):
    """One company.

    Moods of its own, for the token: nonce, aud, azp, iss, expired, early, none, hmac, swapped, nobody, html.
    """

    def __init__(self, *, now_s: float) -> None:
        super().__init__()
        self.now_s = now_s
        self.key = keys.generate_private_key(65537, 2048)
        self.other = keys.generate_private_key(65537, 2048)
        self.codes: dict[str, dict[str, str]] = {}
        self.claims: dict[str, Any] = {"sub": "u-1001", "email": "chen@company.example", "email_verified": True}
        self.issuer = ""
        self.kid = "one"

    @property
    def values(self) -> dict[str, str]:
        return {"issuer": self.url, "client_id": CLIENT, "acr": ""}

    @property
    def secrets(self) -> dict[str, str]:
        return {"client_secret": SECRET}

    def changes_key(self) -> None:
        """Sign with another key from now on, and publish that one alone."""
        self.key, self.other, self.kid = self.other, self.key, "two"

    def agrees(self, address: str) -> dict[str, str]:
        """Let its own user say yes to what a browser was led here with; return what it is led back with."""
        asked = {name: found[0] for name, found in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(12)
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def handle(self, call: Call, mood: str) -> Reply:
        if call.path == "/.well-known/openid-configuration":
            return self._said(
                {
                    "issuer": self.issuer or self.url,
                    "authorization_endpoint": f"{self.url}/authorize",
                    "token_endpoint": f"{self.url}/token",
                    "jwks_uri": f"{self.url}/keys",
                    "end_session_endpoint": f"{self.url}/logout",
                }
            )
        if call.path == "/keys":
            return self._said(
                {"keys": [{"kty": "RSA", "use": "sig", "kid": self.kid, "alg": "RS256", **numbers(self.key)}]}
            )
        assert call.path == "/token", call.path
        return self._token(call, mood)

    def _token(self, call: Call, mood: str) -> Reply:
        form = {name: found[0] for name, found in parse_qs(call.body.decode()).items()}
        given = base64.b64decode(call.headers["Authorization"].removeprefix("Basic ")).decode()
        asked = self.codes.pop(form.get("code", ""), None)
        fits = asked and plain(hashlib.sha256(form["code_verifier"].encode()).digest()) == asked["code_challenge"]
        if given != "anxin:s3cret%2Fwith%3Asigns":
            return self._said({"error": "invalid_client"}, 401)
        if not asked or not fits or form["redirect_uri"] != asked["redirect_uri"]:
            return self._said({"error": "invalid_grant"}, 400)
        if mood == "html":
            return Reply(body=b"<html>")
        return self._said({"token_type": "Bearer", "access_token": "x", "id_token": self._word(asked["nonce"], mood)})

    def _word(self, nonce: str, mood: str) -> str:
        now = int(self.now_s)
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce, **self.claims}
        claims |= {
            "nonce": {"nonce": "another"},
            "aud": {"aud": "somebody-else"},
            "azp": {"aud": [CLIENT, "somebody-else"], "azp": "somebody-else"},
            "iss": {"iss": "https://evil.example"},
            "expired": {"iat": now - 500, "exp": now - 120},
            "early": {"iat": now + 3600, "exp": now + 7200},
            "nobody": {"sub": ""},
        }.get(mood, {})
        head = {"alg": {"none": "none", "hmac": "HS256"}.get(mood, "RS256"), "typ": "JWT", "kid": self.kid}
        body = ".".join(plain(json.dumps(one).encode()) for one in (head, claims))
        return f"{body}.{plain(self._signed(body.encode(), mood))}"

    def _signed(self, body: bytes, mood: str) -> bytes:
        if mood == "none":
            return b""
        if mood == "hmac":  # by the public key, as if it were a shared one
            return hmac.new(json.dumps(numbers(self.key)).encode(), body, hashlib.sha256).digest()
        key = self.other if mood == "swapped" else self.key
        return key.sign(body, padding.PKCS1v15(), hashes.SHA256())

    @staticmethod
    def _said(told: object, status: int = 200) -> Reply:
        return Reply(status=status, headers={"Content-Type": "application/json"}, body=json.dumps(told).encode())
