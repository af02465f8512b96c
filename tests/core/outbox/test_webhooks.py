import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from anxin.core.carriers import NotSent, Parcel, Unclear, is_genuine, sign
from anxin.core.carriers.webhooks import KEY, SIGNATURE, TIMESTAMP, Webhook

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
SECRET = "whsec-of-the-test"


def parcel(**changes):
    told = {"key": "k1", "template": "repair.accepted", "ids": {"repair": "R-1"}, "text": "", "now": NOW}
    return Parcel(**told | {"to": "https://shop.example/hook", "secret": SECRET} | changes)


def hook(answer):
    requests = []

    def handle(request):
        requests.append(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return Webhook(httpx.MockTransport(handle)), requests


class TestWebhook:
    def test_signs_time_stamp_and_body_so_that_the_receiver_can_check(self):
        webhook, requests = hook(httpx.Response(204))
        assert webhook.send(parcel()) == "http-204"
        [request] = requests
        stamp, signature = int(request.headers[TIMESTAMP]), request.headers[SIGNATURE]
        assert is_genuine(SECRET, stamp, request.content, signature, now=NOW)
        assert not is_genuine("other", stamp, request.content, signature, now=NOW)
        assert not is_genuine(SECRET, stamp, request.content + b" ", signature, now=NOW)
        assert not is_genuine(SECRET, stamp + 1, request.content, signature, now=NOW)
        assert not is_genuine(SECRET, stamp, request.content, signature, now=NOW + timedelta(minutes=6))
        assert request.headers[KEY] == "k1"
        assert json.loads(request.content) == {"id": "k1", "type": "repair.accepted", "data": {"repair": "R-1"}}

    def test_signature_is_the_documented_one(self):
        """Computed apart: `printf '1700000000.{}' | openssl dgst -sha256 -hmac key`."""
        assert sign("key", 1700000000, b"{}") == ("v1=9d713ed406bb7076d4123f0dc2c39d2df5c654ed4b0cd56b52c8b4c940bd63ae")

    @pytest.mark.parametrize("status", [301, 307, 400, 404, 410, 429, 500, 503])
    def test_counts_every_other_answer_as_not_sent_and_follows_nothing(self, status):
        webhook, requests = hook(httpx.Response(status, headers={"location": "http://inside.example/"}))
        with pytest.raises(NotSent):
            webhook.send(parcel())
        assert len(requests) == 1

    @pytest.mark.parametrize(
        ("failure", "raised"),
        [
            (httpx.ConnectError("x"), NotSent),
            (httpx.ConnectTimeout("x"), NotSent),
            (httpx.ReadTimeout("x"), Unclear),
            (httpx.RemoteProtocolError("x"), Unclear),
        ],
    )
    def test_tells_not_sent_from_unclear(self, failure, raised):
        webhook, _requests = hook(failure)
        with pytest.raises(raised):
            webhook.send(parcel())

    @pytest.mark.parametrize("changes", [{"to": ""}, {"to": "file:///etc/passwd"}, {"to": "ftp://x"}, {"secret": ""}])
    def test_goes_nowhere_without_address_and_secret(self, changes):
        webhook, requests = hook(httpx.Response(200))
        with pytest.raises(NotSent):
            webhook.send(parcel(**changes))
        assert requests == []
