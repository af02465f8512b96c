import json
from datetime import UTC, datetime

import httpx
import pytest

from anxin.core.carriers import NotSent, Parcel, Unclear, routes, sign
from anxin.core.carriers.webhooks import KEY, SIGNATURE, TIMESTAMP, Webhook

pytestmark = pytest.mark.django_db
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

    return Webhook(httpx.MockTransport(handle), lambda _host, _port: ["8.8.8.8"]), requests


class TestWebhook:
    def test_signs_time_stamp_and_body_so_that_the_receiver_can_check(self):
        webhook, requests = hook(httpx.Response(204))
        assert webhook.send(parcel()) == "http-204"
        [request] = requests
        stamp, signature = int(request.headers[TIMESTAMP]), request.headers[SIGNATURE]
        assert signature == sign(SECRET, stamp, request.content)
        body = request.content
        for other in (("other", stamp, body), (SECRET, stamp, body + b" "), (SECRET, stamp + 1, body)):
            assert signature != sign(*other)
        assert stamp == NOW.timestamp()
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

    def test_calls_the_number_it_looked_up_under_the_name_it_was_given(self):
        webhook, requests = hook(httpx.Response(200))
        webhook.send(parcel())
        [request] = requests
        assert (str(request.url), request.headers["host"]) == ("https://8.8.8.8/hook", "shop.example")
        assert request.extensions["sni_hostname"] == "shop.example"

    @pytest.mark.parametrize(
        "number",
        [
            *("127.0.0.1", "10.0.0.8", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
            *("224.0.0.1", "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1"),
            *("ff02::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1", "2001:0:a00:1::1"),
        ],
    )
    def test_never_goes_back_inside(self, number):
        sent = []
        webhook = Webhook(httpx.MockTransport(sent.append), lambda _host, _port: ["8.8.8.8", number])
        with pytest.raises(NotSent, match="private address"):
            webhook.send(parcel())
        assert sent == []

    @pytest.mark.parametrize("number", ["8.8.8.8", "2606:4700::1111"])
    def test_goes_outside(self, number):
        assert routes.is_outside(number)

    def test_says_that_a_name_is_unknown(self):
        def nowhere(_host, _port):
            raise OSError("no such host")

        with pytest.raises(NotSent, match="unknown name"):
            Webhook(httpx.MockTransport(None), nowhere).send(parcel())
