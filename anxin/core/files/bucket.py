"""A store that speaks S3: nothing is believed of it that was not read back; what it answers late is asked again.

What goes there is sealed already. A draft is put under a name that must be free (`If-None-Match: *`); a large one by
parts, which go on where an earlier try broke off. Then all of it is read back and its hash compared: some stores take a
wrong checksum without a word. A put whose answer was lost finds its own bytes there and is done.
"""

import base64
import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from botocore.exceptions import BotoCoreError

from anxin.core.errors import Unavailable
from anxin.core.files import calls, store
from anxin.core.files.calls import Away, Calls, StoreRefused
from anxin.core.ids import uuid7

PART = 8 << 20
"""A draft up to this size goes in one piece, a larger one in parts of it."""
STALE = timedelta(days=2)
"""Parts nobody completed for so long are taken away."""
OPTIONS = ("region", "style", "ca")
EMPTY: Mapping[str, Any] = {}


class NotKept(Unavailable):
    """The store gave back other bytes than it was given."""

    code = "files.not_kept"


@lru_cache(maxsize=4)
def at(address: str) -> "Bucket":
    """Return the store of an address: https://KEY:SECRET@host/bucket/prefix?region=…&style=path|virtual&ca=FILE."""
    parts = urlsplit(address)
    name, _, prefix = parts.path.strip("/").partition("/")
    told = dict(parse_qsl(parts.query))
    wrong = sorted(set(told) - set(OPTIONS))
    if parts.scheme not in ("https", "http") or not (parts.hostname and name and parts.username and parts.password):
        raise ValueError("expected https://KEY:SECRET@host/bucket, got another shape")
    if wrong or told.get("style", "path") not in ("path", "virtual"):
        raise ValueError(f"expected region, style (path or virtual) and ca, got {', '.join(wrong) or told['style']}")
    host = parts.hostname if parts.port is None else f"{parts.hostname}:{parts.port}"
    return Bucket(
        endpoint=f"{parts.scheme}://{host}",
        name=name,
        prefix=f"{prefix}/" if prefix else "",
        key=unquote(parts.username),
        secret=unquote(parts.password),
        region=told.get("region", "us-east-1"),
        style=told.get("style", "path"),
        ca=told.get("ca", ""),
    )


@dataclass(frozen=True, kw_only=True)
class _Draft:
    path: Path
    size: int
    sha256: str


class Bucket:
    """One bucket, or what lies in it under a prefix."""

    def __init__(
        self, *, endpoint: str, name: str, prefix: str, key: str, secret: str, region: str, style: str, ca: str
    ) -> None:
        self._prefix = prefix
        self._calls = Calls(bucket=name, endpoint=endpoint, key=key, secret=secret, region=region, style=style, ca=ca)

    def put(self, draft: Path, name: str) -> None:
        """Keep a draft under a name that is free, and read it back; the draft is gone then, whatever happens."""
        try:
            with draft.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            one = _Draft(path=draft, size=draft.stat().st_size, sha256=digest)
            before = (self._put_whole if one.size <= PART else self._put_parts)(one, name)
            if self._digest(name) != one.sha256:
                if not before:
                    self.delete(name)  # nobody knows of it yet
                raise NotKept({"file": name})
        except OSError as error:
            raise store.refused(error) from error
        finally:
            store.discard(draft)

    def read(self, name: str, *, start: int = 0) -> Iterator[bytes]:
        """Yield the blocks under a name, from a byte on; where the line breaks, go on behind what came."""
        came, tag, fails = start, "", 0
        while True:
            asked: dict[str, Any] = {"Range": f"bytes={came}-"} if came else {}
            answer = self._ask("get_object", name, {**asked, **({"IfMatch": tag} if tag else {})})
            if answer is None:
                raise NotKept({"file": name})  # it is another than the one whose beginning was read
            tag = answer["ETag"]
            try:
                for block in answer["Body"].iter_chunks(store.BLOCK):
                    came += len(block)
                    yield block
                return
            except BotoCoreError as error:
                fails += 1
                if fails == calls.TRIES:
                    raise Away({"why": type(error).__name__}) from error
                calls.pause(fails)
            finally:
                answer["Body"].close()

    def delete(self, name: str) -> None:
        """Take away what lies under a name, if anything does."""
        self._ask("delete_object", name)

    def each(self, under: str = "") -> Iterator[tuple[str, datetime]]:
        """Yield the name of all that lies there, or `under` one of its folders, and since when."""
        for page in self._calls.pages("list_objects_v2", {"Prefix": f"{self._prefix}{under and f'{under}/'}"}):
            for one in page.get("Contents", ()):
                yield one["Key"].removeprefix(self._prefix), one["LastModified"]

    @contextmanager
    def at_hand(self, name: str) -> Iterator[Path]:
        """Fetch what lies under a name into a draft."""
        path = store.draft(self.read(name))
        try:
            yield path
        finally:
            store.discard(path)

    def trial(self) -> None:
        """Put something, find the name taken, read it and delete it; raise what a file would meet."""
        name, content = f"trials/{uuid7()}", os.urandom(1000)
        try:
            self.put(store.draft([content]), name)
            if self._ask("put_object", name, {"Body": b"another", "IfNoneMatch": "*"}) is not None:
                raise StoreRefused({"why": "a name that is taken can be given again: If-None-Match is ignored"})
            if b"".join(self.read(name, start=100)) != content[100:]:
                raise StoreRefused({"why": "a part of a file can't be read: Range is ignored"})
        finally:
            self.delete(name)

    def sweep(self, *, before: datetime) -> int:
        """Take away parts that nobody completed; give of how many files."""
        stale = [one for one in self._under_way("") if one["Initiated"] < min(before, datetime.now(UTC) - STALE)]
        for one in stale:
            self._ask("abort_multipart_upload", one["Key"].removeprefix(self._prefix), {"UploadId": one["UploadId"]})
        return len(stale)

    def _put_whole(self, one: _Draft, name: str) -> bool:
        """Put a draft in one piece; tell whether something lay there before."""
        sums = {"ChecksumSHA256": base64.b64encode(bytes.fromhex(one.sha256)).decode()}
        return self._ask("put_object", name, {"Body": one.path.read_bytes(), "IfNoneMatch": "*", **sums}) is None

    def _put_parts(self, one: _Draft, name: str) -> bool:
        """Put a draft by parts; tell whether something lay there before. What an earlier try left is gone on with."""
        known = next((upload["UploadId"] for upload in self._under_way(name)), "")
        upload = known or self._ask("create_multipart_upload", name)["UploadId"]
        there = self._parts(name, upload) if known else {}
        parts = []
        with one.path.open("rb") as file:
            for number, _at in enumerate(range(0, one.size, PART), start=1):
                body = file.read(PART)
                tag = there.get((number, len(body), hashlib.md5(body, usedforsecurity=False).hexdigest()))
                if tag is None:
                    asked = {"UploadId": upload, "PartNumber": number, "Body": body}
                    tag = self._ask("upload_part", name, asked)["ETag"]
                parts.append({"PartNumber": number, "ETag": tag})
        asked = {"UploadId": upload, "MultipartUpload": {"Parts": parts}, "IfNoneMatch": "*"}
        before = self._ask("complete_multipart_upload", name, asked) is None
        if before:
            self._ask("abort_multipart_upload", name, {"UploadId": upload})
        return before

    def _parts(self, name: str, upload: str) -> dict[tuple[int, int, str], str]:
        """Return the tags of parts that came, by number, size and the hash most stores name them by."""
        answers = self._calls.pages("list_parts", {"Key": self._prefix + name, "UploadId": upload})
        return {
            (part["PartNumber"], part["Size"], part["ETag"].strip('"')): part["ETag"]
            for answer in answers
            for part in answer.get("Parts", ())
        }

    def _under_way(self, name: str) -> list[dict[str, Any]]:
        prefix = self._prefix + name
        answers = self._calls.pages("list_multipart_uploads", {"Prefix": prefix})
        found = [one for answer in answers for one in answer.get("Uploads", ())]
        return [one for one in found if not name or one["Key"] == prefix]

    def _ask(self, verb: str, name: str, asked: Mapping[str, Any] = EMPTY) -> Any:
        return self._calls.ask(verb, {"Key": self._prefix + name, **asked})

    def _digest(self, name: str) -> str:
        digest = hashlib.sha256()
        for block in self.read(name):
            digest.update(block)
        return digest.hexdigest()
