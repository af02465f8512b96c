"""Company sign-in (OpenID Connect): who a provider vouches for, believed only where every part of its word holds."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from anxin.core import json_texts
from anxin.core.carriers import requests
from anxin.core.carriers.requests import NoAnswer, NotReached
from anxin.core.errors import Unavailable

KIND, NAME = "oidc", "company"
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
PUBLIC = ("RSA", "EC", "OKP")
LEEWAY_S, OLDEST_S = 60, 600
"""So far two clocks may differ, and so old the provider's word may be."""
OURS = ("invalid_client", "unauthorized_client", "unsupported_grant_type")
"""What a provider says of us; its other words, and those it has for a code, are about what a browser brought."""
UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, JoseError)


class NotVouched(Unavailable):
    """The provider said nothing that can be believed; `why` is for whoever set it up."""

    code = "providers.not_vouched"


class ProviderFails(NotVouched):
    """The provider was asked and failed, by its doors, its keys, its word or our secret: nobody brings that about."""

    code = "providers.company_fails"


@dataclass(frozen=True, kw_only=True)
class OidcEndpoints:
    """Where a provider is asked what, as it says itself."""

    authorise: str
    token: str
    keys: str
    end: str
    posts_secret: bool


@dataclass(frozen=True, kw_only=True)
class Vouched:
    """Whom a provider vouches for: its subject, a mail address it verified, and whether two factors were used."""

    subject: str
    mail: str
    strong: bool


def discover(values: Mapping[str, str]) -> OidcEndpoints:
    """Ask a provider where it is asked what; raises `NotVouched`."""
    told = _asked(values, "GET", f"{values['issuer'].rstrip('/')}/.well-known/openid-configuration")
    if told.get("issuer") != values["issuer"]:
        raise ProviderFails({"why": "issuer"})
    doors = {name: str(told.get(name, "")) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
    if not all(requests.is_address(one) for one in doors.values()):
        raise ProviderFails({"why": "address"})
    end, ways = str(told.get("end_session_endpoint", "")), told.get("token_endpoint_auth_methods_supported")
    return OidcEndpoints(
        authorise=doors["authorization_endpoint"],
        token=doors["token_endpoint"],
        keys=doors["jwks_uri"],
        end=end if requests.is_address(end) else "",
        posts_secret=isinstance(ways, list) and "client_secret_basic" not in ways,
    )


def authorise_url(
    doors: OidcEndpoints, values: Mapping[str, str], *, back: str, state: str, nonce: str, verifier: str
) -> str:
    """Return where a browser is led to, so that the answer belongs to it alone."""
    asked = {
        "response_type": "code",
        "client_id": values["client_id"],
        "redirect_uri": back,
        "scope": "openid email",
        "state": state,
        "nonce": nonce,
        "code_challenge": _plain(hashlib.sha256(verifier.encode()).digest()),
        "code_challenge_method": "S256",
    }
    if values.get("acr"):
        asked["acr_values"] = values["acr"]
    return f"{doors.authorise}{'&' if '?' in doors.authorise else '?'}{urlencode(asked)}"


def vouched(
    values: Mapping[str, str], *, code: str, back: str, nonce: str, verifier: str, now: datetime
) -> tuple[Vouched, OidcEndpoints]:
    """Change a code for the provider's word and hold it against its keys; raises `NotVouched`."""
    doors = discover(values)
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    if doors.posts_secret:
        form |= {"client_id": values["client_id"], "client_secret": values["client_secret"]}
    else:
        both = f"{quote(values['client_id'], safe='')}:{quote(values['client_secret'], safe='')}"
        headers["Authorization"] = f"Basic {base64.b64encode(both.encode()).decode()}"
    told = _asked(values, "POST", doors.token, headers=headers, content=urlencode(form).encode(), brought=True)
    keys = _asked(values, "GET", doors.keys)
    return read(str(told.get("id_token", "")), keys, values, nonce=nonce, now=now), doors


def read(token: str, keys: Mapping[str, Any], values: Mapping[str, str], *, nonce: str, now: datetime) -> Vouched:
    """Return the claims of an id token once signature, issuer, audience, times and nonce hold; raise `NotVouched`."""
    try:
        kept = [
            one for one in keys["keys"] if one.get("kty") in ("RSA", "EC", "OKP") and one.get("use", "sig") == "sig"
        ]
        known = KeySet.import_key_set({"keys": kept})
        named = jws.extract_compact(token.encode()).headers().get("kid")
        if named is None and len(kept) != 1:
            raise ProviderFails({"why": "kid"})
        claims = jwt.decode(token, known, algorithms=list(ALGORITHMS)).claims
    except UNREADABLE as error:
        raise ProviderFails({"why": "signature"}) from error
    why = _why_not(claims, values, nonce, int(now.timestamp()))
    if why:
        raise NotVouched({"why": why}) if why == "nonce" else ProviderFails({"why": why})
    ways, level = claims.get("amr"), str(claims.get("acr", ""))
    strong = (isinstance(ways, list) and "mfa" in ways) or bool(values.get("acr") and level == values["acr"])
    mail = str(claims.get("email", "")) if claims.get("email_verified") is True else ""
    return Vouched(subject=str(claims["sub"]), mail=mail[:200], strong=strong)


def _why_not(claims: Mapping[str, Any], values: Mapping[str, str], nonce: str, now_s: int) -> str:
    """Return which part of a word doesn't hold; empty where all do."""
    audience, subject = claims.get("aud"), claims.get("sub")
    audiences = audience if isinstance(audience, list) else [audience]
    ends, given = claims.get("exp"), claims.get("iat")
    if claims.get("iss") != values["issuer"]:
        return "iss"
    if values["client_id"] not in audiences or (len(audiences) > 1 and claims.get("azp") != values["client_id"]):
        return "aud"
    if claims.get("azp") not in (None, values["client_id"]):
        return "azp"
    if not isinstance(ends, int | float) or ends + LEEWAY_S <= now_s:
        return "exp"
    if not isinstance(given, int | float) or not now_s - OLDEST_S <= given <= now_s + LEEWAY_S:
        return "iat"
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        return "sub"
    return "" if hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()) else "nonce"


def trial(values: Mapping[str, str]) -> str:
    """Ask a provider where its doors are and for its keys; return the fault in one word, empty where all is well."""
    try:
        doors = discover(values)
        KeySet.import_key_set({"keys": list(_asked(values, "GET", doors.keys)["keys"])})
    except NotVouched as error:
        return str(error.facts["why"])
    except (NotReached, NoAnswer) as error:
        return str(error.facts.get("why", error.code))
    except UNREADABLE:
        return "keys"
    return ""


def _asked(
    values: Mapping[str, str],
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    content: bytes = b"",
    brought: bool = False,
) -> dict[str, Any]:
    """Ask a provider; one that a house named itself is asked outside of our own network only.

    `brought`: with what a browser brought, so that a refusal says nothing about how the provider goes.
    """
    outside = bool(values.get("way"))
    return _json(requests.ask(method, url, headers=headers, content=content, outside=outside), brought=brought)


def _json(reply: requests.Reply, *, brought: bool) -> dict[str, Any]:
    try:
        told = json_texts.read(reply.body)
    except ValueError:
        told = None
    if reply.status != 200 or not isinstance(told, dict):
        said = str(told.get("error", "")) if isinstance(told, dict) else ""
        theirs = brought and 400 <= reply.status < 500 and reply.status != 429 and said not in OURS
        raise (NotVouched if theirs else ProviderFails)({"why": (said or f"HTTP {reply.status}")[:60]})
    return told


def _plain(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
