"""Kill parts of a served house at random moments while customers report faults with pictures, then count.

What a client read an answer for must be there, byte for byte; what it did not may be there once or not at all.
"""

import hashlib
import http.client
import io
import json
import os
import random
import re
import signal
import socket
import threading
import time
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from PIL import Image

from tests.patience import PATIENCE_S
from tests.running.house import QUICKLY_S, House, alive

PRODUCT = re.compile(r"/report/[a-z-]+/[^/\"]+/")
LAY = """
    from django.utils import timezone
    from anxin.demo import ground
    ground.lay(now=timezone.now())
"""
COUNT = """
    import hashlib, json
    from django.apps import apps
    from anxin.core import clocks, files, outbox, timeline
    from anxin.core.timeline import StreamKey
    from anxin.domain.people.queries.actors import hash_of
    Link, Repair = apps.get_model("people.CaseLink"), apps.get_model("repairs.Repair")
    Sealed, Picture = apps.get_model("core.SealedFile"), apps.get_model("repairs.Picture")

    def bytes_of(sha256):
        return [hashlib.sha256(b"".join(files.open_(one))).hexdigest() for one in Sealed.objects.filter(sha256=sha256)]

    with open({path!r}) as file:
        told = json.load(file)
    faults = []
    for token, sha256 in told.items():
        link = Link.objects.filter(token_hash=hash_of(token)).first()
        if link is None:
            faults.append(f"acknowledged, but not there: {{sha256[:12]}}")
            continue
        stream = StreamKey(link.stream_kind, str(link.stream_key))
        kept = list(Picture.objects.filter(repair=link.stream_key).values_list("file", flat=True))
        if kept != [sha256] or set(bytes_of(sha256)) != {{sha256}}:
            faults.append(f"{{link.stream_key}}: pictures {{kept}} instead of {{sha256}}")
        if not clocks.open_clocks(stream):
            faults.append(f"{{link.stream_key}}: no clock stands")
    faults += [str(one) for one in timeline.verify()]
    print(json.dumps({{"repairs": Repair.objects.count(), "faults": faults}}))
"""


@dataclass
class Customer:
    """Somebody who fills the public form, without script, and does not give up while the house is down."""

    house: House
    number: int
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """Give the mark of this browser's forms; behind TLS its cookie is bound to the host by its name."""
        return self.cookies.get("__Host-csrftoken", "")

    def report(self, product: str, picture: bytes, *, until_s: float) -> str:
        """Report one fault and give the token of the case once an answer was read; empty if time ran out."""
        once = str(uuid.uuid4())
        end = time.monotonic() + until_s
        while time.monotonic() < end:
            try:
                return self._try(product, picture, once)
            except (OSError, http.client.HTTPException, Refused):
                time.sleep(0.1)
        return ""

    def _try(self, product: str, picture: bytes, once: str) -> str:
        status, _, token = self.sends(product, picture, once)
        if not token:
            raise Refused(status)
        return token

    def sends(self, product: str, picture: bytes, once: str) -> tuple[int, str, str]:
        """Fill the form and press; give the last status, the page it came with, and the token of the case."""
        page = self._ask("GET", product)[2]
        fields = {
            "symptoms": _value(page, "symptoms"),
            "window": _value(page, "window"),
            "urgent": "on",  # asked for no window of its own: 200 customers would take more than there are
            "name": "张晓梅",
            "phone": f"1380000{self.number % 100:04d}",
            "address": "四川省成都市武侯区桂溪街道银杏里小区3栋1单元1704",
        }
        status, checked = self._form(product, fields, picture)
        if status != 200:
            return status, checked, ""
        kept = {**fields, "photo": _value(checked, "photo"), "once": once, "consent": "on"}
        status, headers, said = self._ask("POST", f"{product}submission/", body=self._encoded(kept))
        return status, said, _token(headers["location"]) if status == 302 else ""

    def _form(self, path: str, fields: dict[str, str], picture: bytes) -> tuple[int, str]:
        edge = uuid.uuid4().hex
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in {**fields, "csrfmiddlewaretoken": self.mark}.items()
        ]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="photo_files"; filename="a.png"\r\n'
        parts += [f"{head}Content-Type: image/png\r\n\r\n".encode(), picture, f"\r\n--{edge}--\r\n".encode()]
        kind = {"Content-Type": f"multipart/form-data; boundary={edge}"}
        status, _, content = self._ask("POST", path, body=b"".join(parts), more=kind)
        return status, content

    def _encoded(self, fields: dict[str, str]) -> bytes:
        return urlencode({**fields, "csrfmiddlewaretoken": self.mark}).encode()

    def _ask(
        self, method: str, path: str, *, body: bytes | None = None, more: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], str]:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-Forwarded-For": f"203.0.113.{self.number % 250}",
            "Content-Type": "application/x-www-form-urlencoded",
            **(more or {}),
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=PATIENCE_S)
        try:
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            content = answer.read().decode()
            for line in answer.headers.get_all("Set-Cookie") or []:
                name, _, rest = line.partition("=")
                self.cookies[name] = rest.partition(";")[0]
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content
        finally:
            connection.close()


def free_port() -> int:
    """Give a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Refused(Exception):
    """The house answered, but not with a yes."""


def _token(location: str) -> str:
    return urlsplit(location).path.strip("/").rpartition("/")[2]


def _value(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    if found is None:
        raise Refused(name)
    return found[1]


def a_picture(number: int) -> tuple[bytes, str]:
    """Draw a picture like no other, and give its hash."""
    content = io.BytesIO()
    Image.frombytes("RGB", (48, 48), random.Random(number).randbytes(48 * 48 * 3)).save(content, "PNG")
    return content.getvalue(), hashlib.sha256(content.getvalue()).hexdigest()


@dataclass
class Story:
    """What happened: what was acknowledged, what was killed."""

    told: dict[str, str] = field(default_factory=dict)
    killed: list[str] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)


def play(house: House, *, reports: int, kills: int, seed: int, victims: tuple[str, ...]) -> Story:
    """Report and kill side by side until both are done; give what was acknowledged."""
    story, chance = Story(), random.Random(seed)
    product = PRODUCT.search(house.get("/report/")[2].decode())
    assert product is not None, "no product to report"
    numbers = iter(range(reports))

    def customers() -> None:
        while True:
            with story.lock:
                number = next(numbers, None)
            if number is None:
                return
            picture, sha256 = a_picture(seed * 10_000 + number)
            token = Customer(house, number).report(product[0], picture, until_s=600)
            with story.lock:
                story.told[token or f"none-{number}"] = sha256

    threads = [threading.Thread(target=customers) for _one in range(3)]
    for thread in threads:
        thread.start()
    for _kill in range(kills):
        time.sleep(chance.uniform(0.05, 1.2))
        kill(house, chance.choice(victims), story)
    for thread in threads:
        thread.join()
    return story


def kill(house: House, victim: str, story: Story) -> None:
    """Kill one part; where it was the supervisor, start the house again as an operator would."""
    below = house.processes()
    story.killed.append(victim)
    if victim == "supervisor":
        house.kill()
        story.gone |= set(below)
        assert not _linger(set(below)), "children outlived the supervisor"
        house.open(*house.options)
        return
    names = {"web": ("anxin web", "anxin pages", "anxin live"), "live": ("anxin live",)}
    among = names.get(victim, ("anxin worker-clocks-notices-prompt",))
    pids = [pid for pid, command in below.items() if command in among]
    if pids:
        pid = random.Random(len(story.killed)).choice(pids)
        story.gone.add(pid)
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return


def _linger(pids: set[int]) -> set[int]:
    end = time.monotonic() + QUICKLY_S
    while time.monotonic() < end and alive(pids):
        time.sleep(0.02)
    return alive(pids)


def count(house: House, story: Story) -> dict[str, object]:
    """Look into the house: is everything there that was acknowledged, and nothing twice."""
    path = house.folder / "told.json"
    path.write_text(json.dumps({token: sha for token, sha in story.told.items() if not token.startswith("none-")}))
    found: dict[str, object] = json.loads(house.python(COUNT.format(path=str(path))).splitlines()[-1])
    return found
