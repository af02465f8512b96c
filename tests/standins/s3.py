"""A store that speaks S3, as far as files need it; it checks each signature by code of its own (Signature Version 4).

Moods beside those of every stand-in: slow (503 SlowDown, nothing is done) · wrong (other bytes are kept, and 200 is
said, whatever checksum came along) · cut (the answer breaks off in its middle) · full (507).
"""

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.sax.saxutils import escape

from tests.standins.server import Call, Reply, Standin

KEY, SECRET, REGION, BUCKET = "AK/1", "s+e/cret", "cn-test-1", "sealed"
_AUTHORITY = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/]+/1)/(\d{8})/([^/]+)/s3/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)"
)


@dataclass
class Multipart:
    """A file that comes by parts."""

    key: str
    begun: str
    parts: dict[int, bytes] = field(default_factory=dict)


class S3(Standin):
    """One bucket."""

    def __init__(self, *, ignores_conditions: bool = False, page: int = 1000) -> None:
        super().__init__()
        self.kept: dict[str, bytes] = {}
        self.uploads: dict[str, Multipart] = {}
        self.ignores_conditions, self.page = ignores_conditions, page

    @property
    def address(self) -> str:
        """Give the address an operator would write."""
        host = self.url.removeprefix("http://")
        return f"http://{quote(KEY, safe='')}:{quote(SECRET, safe='')}@{host}/{BUCKET}/anxin?region={REGION}"

    def handle(self, call: Call, mood: str) -> Reply:
        """Answer a call that is signed."""
        if mood == "slow":
            return refusal(503, "SlowDown")
        if mood == "full":
            return refusal(507, "InsufficientStorage")
        if why := unsigned(call):
            return refusal(403, why)
        if not call.path.startswith(f"/{BUCKET}"):
            return refusal(404, "NoSuchBucket")
        asked = dict(parse_qsl(urlsplit(call.target).query, keep_blank_values=True))
        key = unquote(call.path.removeprefix(f"/{BUCKET}").removeprefix("/"))
        reply = self._multipart(call, key, asked, mood)
        if reply is None:
            reply = getattr(self, f"_{call.method.lower()}")(call, key, asked, mood)
        if mood == "cut":
            half = reply.body[: len(reply.body) // 2]
            return Reply(
                status=reply.status, headers={**reply.headers, "Content-Length": str(len(reply.body))}, body=half
            )
        return reply

    def _taken(self, call: Call, key: str) -> bool:
        return key in self.kept and call.headers.get("If-None-Match") == "*" and not self.ignores_conditions

    def _put(self, call: Call, key: str, _asked: dict[str, str], mood: str) -> Reply:
        if self._taken(call, key):
            return refusal(412, "PreconditionFailed")
        self.kept[key] = call.body[::-1] if mood == "wrong" else call.body
        return Reply(headers={"ETag": tag(self.kept[key])})

    def _get(self, call: Call, key: str, asked: dict[str, str], _mood: str) -> Reply:
        if not key:
            return self._list(asked)
        if key not in self.kept:
            return refusal(404, "NoSuchKey")
        content = self.kept[key]
        if call.headers.get("If-Match", tag(content)) != tag(content):
            return refusal(412, "PreconditionFailed")
        ranged = re.fullmatch(r"bytes=(\d+)-", call.headers.get("Range", ""))
        part = content[int(ranged[1]) :] if ranged else content
        return Reply(status=206 if ranged else 200, headers={"ETag": tag(content)}, body=part)

    def _delete(self, _call: Call, key: str, _asked: dict[str, str], _mood: str) -> Reply:
        self.kept.pop(key, None)
        return Reply(status=204)

    def _list(self, asked: dict[str, str]) -> Reply:
        keys = sorted(one for one in self.kept if one.startswith(asked["prefix"]))
        keys = [one for one in keys if one > asked.get("continuation-token", "")]
        some = keys[: self.page]
        told = [f"<Contents><Key>{escape(one)}</Key><LastModified>{moment()}</LastModified></Contents>" for one in some]
        if len(keys) > len(some):
            told += ["<IsTruncated>true</IsTruncated>", f"<NextContinuationToken>{some[-1]}</NextContinuationToken>"]
        return xml("ListBucketResult", *told)

    def _multipart(self, call: Call, key: str, asked: dict[str, str], mood: str) -> Reply | None:
        if "uploads" in asked and call.method == "GET":
            told = [
                f"<Upload><Key>{one.key}</Key><UploadId>{name}</UploadId><Initiated>{one.begun}</Initiated></Upload>"
                for name, one in self.uploads.items()
                if one.key.startswith(asked["prefix"])
            ]
            return xml("ListMultipartUploadsResult", *told)
        if "uploads" in asked:
            name = f"upload-{len(self.calls)}"
            self.uploads[name] = Multipart(key, moment())
            return xml("InitiateMultipartUploadResult", f"<UploadId>{name}</UploadId>")
        if "uploadId" not in asked:
            return None
        upload = self.uploads.get(asked["uploadId"])
        if upload is None:
            return refusal(404, "NoSuchUpload")
        if call.method == "PUT":
            upload.parts[int(asked["partNumber"])] = call.body[::-1] if mood == "wrong" else call.body
            return Reply(headers={"ETag": tag(call.body)})
        if call.method == "GET":
            told = [
                f"<Part><PartNumber>{number}</PartNumber><ETag>{escape(tag(body))}</ETag><Size>{len(body)}</Size></Part>"
                for number, body in sorted(upload.parts.items())
            ]
            return xml("ListPartsResult", *told)
        if call.method == "POST":
            if self._taken(call, key):
                return refusal(412, "PreconditionFailed")
            named = map(int, re.findall(rb"<PartNumber>(\d+)</PartNumber>", call.body))
            self.kept[key] = b"".join(upload.parts[one] for one in named)
        del self.uploads[asked["uploadId"]]
        return Reply(status=204) if call.method == "DELETE" else xml("CompleteMultipartUploadResult")


def tag(content: bytes) -> str:
    return f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'


def moment() -> str:
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S.000Z}"


def xml(name: str, *inside: str) -> Reply:
    body = f'<?xml version="1.0" encoding="UTF-8"?><{name}>{"".join(inside)}</{name}>'
    return Reply(headers={"Content-Type": "application/xml"}, body=body.encode())


def refusal(status: int, code: str) -> Reply:
    body = f"<Error><Code>{code}</Code></Error>".encode()
    return Reply(status=status, headers={"Content-Type": "application/xml"}, body=body)


def unsigned(call: Call) -> str:
    """Say what is wrong with a call's signature, worked out anew from the call as it came; empty where nothing is."""
    found = _AUTHORITY.fullmatch(call.headers.get("Authorization", ""))
    if found is None:
        return "AccessDenied"
    key, day, region, names, signature = found.groups()
    if (key, region) != (KEY, REGION):
        return "InvalidAccessKeyId"
    heads = {name.lower(): value for name, value in call.headers.items()}
    if not {"host", "x-amz-date", "x-amz-content-sha256"} <= set(names.split(";")):
        return "AccessDenied"
    if heads["x-amz-content-sha256"] != hashlib.sha256(call.body).hexdigest():
        return "XAmzContentSHA256Mismatch"
    parts = urlsplit(call.target)
    query = sorted((quote(a, safe="-_.~"), quote(b, safe="-_.~")) for a, b in parse_qsl(parts.query, True))
    canonical = "\n".join(
        (
            call.method,
            quote(unquote(parts.path), safe="/-_.~"),
            "&".join(f"{a}={b}" for a, b in query),
            *(f"{name}:{' '.join(heads[name].split())}" for name in names.split(";")),
            "",
            names,
            heads["x-amz-content-sha256"],
        )
    )
    scope = f"{day}/{region}/s3/aws4_request"
    told = f"AWS4-HMAC-SHA256\n{heads['x-amz-date']}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    made = f"AWS4{SECRET}".encode()
    for word in (day, region, "s3", "aws4_request", told):
        made = hmac.digest(made, word.encode(), "sha256")
    return "" if hmac.compare_digest(made.hex(), signature) else "SignatureDoesNotMatch"
