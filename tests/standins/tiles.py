"""A stand-in for who gives out tiles of streets, by a key that browsers show."""

from base64 import b64decode
from urllib.parse import parse_qs, urlsplit

from tests.standins.server import Call, Reply, Standin

KEY = "ofTheTestOnly"
PICTURE = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


class Tiles(Standin):
    """A mood of its own: page (an answer in HTML, as where a host is parked)."""

    @property
    def layer(self) -> str:
        return f"{self.url}/{{z}}/{{x}}/{{y}}.png?tk={KEY}"

    def handle(self, call: Call, mood: str) -> Reply:
        if mood == "page":
            return Reply(body=b"<html>welcome</html>")
        if parse_qs(urlsplit(call.target).query).get("tk") != [KEY]:
            return Reply(status=403, body='{"msg":"非法Key"}'.encode())
        return Reply(body=PICTURE)
