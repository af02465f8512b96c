"""Calls of a store that speaks S3, each asked again where no answer came, and refused in the house's own words."""

import random
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import boto3
from botocore.client import Config
from botocore.exceptions import BotoCoreError, ClientError

from anxin.core.errors import Unavailable
from anxin.core.files import store

TRIES, PAUSE_S, CONNECT_S, READ_S = 6, 0.2, 5.0, 20.0
"""So often a call is tried, after pauses that double; so long an answer is waited for."""
MARKERS = {
    "list_objects_v2": {"ContinuationToken": "NextContinuationToken"},
    "list_parts": {"PartNumberMarker": "NextPartNumberMarker"},
    "list_multipart_uploads": {"KeyMarker": "NextKeyMarker", "UploadIdMarker": "NextUploadIdMarker"},
}
"""Where the next page of a list begins, by what the page before says."""


class Away(Unavailable):
    """The store did not answer, again and again."""

    code = "files.store_away"


class StoreRefused(Unavailable):
    """The store answers, and refuses: its address, the key or its rights are wrong."""

    code = "files.store_refused"


class Calls:
    """Calls about one bucket."""

    def __init__(self, *, bucket: str, endpoint: str, key: str, secret: str, region: str, style: str, ca: str) -> None:
        self._bucket = bucket
        once: dict[str, Any] = {"total_max_attempts": 1}  # who asks again knows what may be there already
        self._client: Any = boto3.session.Session().client(
            "s3",
            endpoint_url=endpoint,
            region_name=region,
            aws_access_key_id=key,
            aws_secret_access_key=secret,
            verify=ca or None,
            config=Config(
                s3={"addressing_style": style},
                retries=once,
                connect_timeout=CONNECT_S,
                read_timeout=READ_S,
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def pages(self, verb: str, asked: Mapping[str, Any]) -> Iterator[Any]:
        """Ask for every page of a list."""
        markers: dict[str, Any] = {}
        while True:
            answer = self.ask(verb, {**asked, **markers})
            yield answer
            if not answer.get("IsTruncated"):
                return
            markers = {name: answer[behind] for name, behind in MARKERS[verb].items()}

    def ask(self, verb: str, asked: Mapping[str, Any]) -> Any:
        """Ask, and ask again where no answer came or the store is busy; None where a condition does not hold."""
        call: Callable[..., Any] = getattr(self._client, verb)
        for turn in range(1, TRIES + 1):
            try:
                return call(Bucket=self._bucket, **asked)
            except ClientError as error:
                status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
                code = str(error.response.get("Error", {}).get("Code", ""))
                if status == 412 or code == "PreconditionFailed":
                    return None
                if verb == "complete_multipart_upload" and code == "NoSuchUpload" and turn > 1:
                    return None  # the answer to an earlier try was lost: it is complete
                if verb in ("delete_object", "abort_multipart_upload") and status == 404 and code != "NoSuchBucket":
                    return {}
                if code == "NoSuchKey":
                    raise store.Lost({"file": str(asked["Key"]).rpartition("/")[2]}) from error
                if code in ("QuotaExceeded", "XMinioStorageFull", "InsufficientStorage") or status == 507:
                    raise store.NoSpace({"folder": self._bucket}) from error
                if status < 500 and status != 429 and code not in ("SlowDown", "RequestTimeout", "OperationAborted"):
                    raise StoreRefused({"why": f"{status} {code}".strip()}) from error
                fault: Exception = error
                why = f"{status} {code}".strip()
            except BotoCoreError as error:
                fault, why = error, type(error).__name__
            if turn < TRIES:
                pause(turn)
        raise Away({"why": why}) from fault


def pause(turn: int) -> None:
    """Wait before the next try: longer each time, and not all at the same moment."""
    time.sleep(PAUSE_S * 2 ** (turn - 1) * random.uniform(0.5, 1))
