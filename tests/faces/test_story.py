"""One repair over all faces, by pages alone and through the real doors; nothing of the cast lies open afterwards."""

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pyotp
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from PIL import Image

from anxin.core import carriers, later, vault
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.carriers.webhooks import Webhook
from anxin.core.outbox import Message
from anxin.demo import accounts, cast
from anxin.demo.loaded_demo import Login
from anxin.domain.people import queries as people
from anxin.domain.people.actions import programs
from anxin.domain.repairs.models import Repair
from anxin.faces.customer import windows
from tests.domain.rows import every_row
from tests.faces.technician.phones import windows_now
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
FORM = "/report/heyan/S3/"
HOOK = "https://shop.example/hook"
DOORS = ("1单元1704", "3栋1单元", "银杏里")


def a_shot(colour: str) -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(file, "JPEG")
    file.name = "shot.jpg"
    file.seek(0)
    return file


def page(client: Client, address: str) -> str:
    response = client.get(address, follow=True)
    assert response.status_code == 200, (address, response.status_code)
    text: str = flat(response)
    return text


def said(text: str) -> list[str]:
    """Pick the refusals out of a page."""
    return re.findall(r'role="alert"[^>]*>(.*?)</', text, re.DOTALL)


def posts(client: Client, to: str, **given: Any) -> str:
    """Send a form; it must be taken, and lead on."""
    response = client.post(to, given)
    assert response.status_code == 302, (to, response.status_code, said(flat(response)))
    return str(response["Location"])


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match is not None, pattern
    return match[1]


def staff(login: Login) -> Client:
    """Go through both doors."""
    client = Client()
    posts(client, "/sign-in/", username=login.user, password=login.password)
    posts(client, "/sign-in/code/", code=pyotp.TOTP(login.totp_secret).now())
    return client


def customer() -> Client:
    """Ask for a code by phone and read it where the carrier would."""
    client = Client()
    posts(client, "/customer/sign-in/", phone=cast.MS_ZHANG.phone)
    message = Message.objects.filter(carrier="sms").latest("created_at")
    posts(client, "/customer/sign-in/code/", code=vault.open_("core.outbox.secret", message.key, message.secret))
    return client


@dataclass
class Story:
    """The faces of one repair."""

    logins: dict[str, Login]
    now: datetime
    number: str = ""
    link: str = ""
    visit: str = ""
    zhang: Client = field(default_factory=Client)

    def tell(self) -> None:
        """Tell it from the report to the end."""
        self.is_reported()
        self.is_sent_to_an_outlet()
        luo = staff(self.logins["technician"])
        self.is_booked(luo)
        self.is_repaired(luo)
        self.is_paid()

    @property
    def case(self) -> str:
        return f"/customer/repairs/{self.number}/"

    def is_reported(self) -> None:
        """Ms Zhang reports with a picture."""
        who = cast.MS_ZHANG
        given = {"symptoms": ["no_fingerprint"], "told": "早上还好好的", "name": who.name, "phone": who.phone}
        given |= {"address": who.address, "window": list(windows.windows(now=self.now))[-1].key}
        checked = flat(self.zhang.post(FORM, given | {"photo_files": a_shot("grey")}))
        photo = found(r'name="photo" value="([^"]+)"', checked)
        self.link = posts(self.zhang, f"{FORM}submission/", **given, photo=photo, consent="on", once="k-1")
        self.number = found(r"(R-[0-9-]+)", page(self.zhang, self.link))
        assert "1704" not in page(self.zhang, self.case)

    def is_sent_to_an_outlet(self) -> None:
        """Xiao Chen accepts, Xiao Deng asks the outlet, Boss He accepts and names Master Luo."""
        chen, deng, he = (staff(self.logins[one]) for one in ("agent", "dispatcher", "outlet_manager"))
        desk = f"/desk/repairs/{self.number}/"
        assert self.number in page(chen, "/desk/repairs/")
        posts(chen, f"{desk}acceptance/")
        shown = chen.post(f"{desk}reveals/", {"field": "customer.contact", "reason": "agree_time"})
        assert cast.MS_ZHANG.phone in flat(shown)
        posts(chen, f"{desk}choice/")
        posts(deng, f"{desk}order/", outlet="AX-CD-01")
        job = found(r'"(/outlet/jobs/[0-9a-f-]{36}/)', page(he, "/outlet/jobs/"))
        posts(he, f"{job}acceptance/")
        assert "罗师傅" in page(he, job)
        posts(he, f"{job}technician/", technician=cast.MASTER_LUO.number)

    def is_booked(self, luo: Client) -> None:
        """Master Luo takes the job, calls, books and goes there."""
        offers = page(luo, "/technician/offers/")
        assert cast.MS_ZHANG.phone not in offers
        self.visit = posts(luo, found(r'"(/technician/offers/[0-9a-f-]{36}/acceptance/)', offers))
        revealed = flat(luo.post(f"{self.visit}reveal/", {"field": "phone"}))
        assert cast.MS_ZHANG.phone in revealed
        posts(luo, f"{self.visit}call/", purpose="appointment", answered="yes", minutes="2")
        posts(luo, f"{self.visit}window/", window=Repair.objects.get().wanted_from_at.isoformat())
        windows_now()
        posts(luo, f"{self.visit}departure/")
        assert "罗师傅" in page(self.zhang, self.case)
        posts(luo, f"{self.visit}arrival/", lng="104.0437", lat="30.642")

    def is_repaired(self, luo: Client) -> None:
        """He takes pictures and quotes; she agrees; the parts go in and the code ends the visit."""
        for slot, colour in (("before", "red"), ("plate", "blue"), ("work", "green")):
            posts(luo, f"{self.visit}photos/", slot=slot, photo_files=a_shot(colour))
        lines = {"line": ["HY3-PCB-02"], "quantity-HY3-PCB-02": "1", "send": "1"}
        posts(luo, f"{self.visit}quote/", **lines)
        self.zhang = customer()
        assert "quotes/1/agreement/" in page(self.zhang, self.case)
        posts(self.zhang, f"{self.case}quotes/1/agreement/")
        posts(luo, f"{self.visit}photos/", slot="after", photo_files=a_shot("white"))
        parts = {"part": ["HY3-PCB-02"], "quantity-HY3-PCB-02": "1", "serial-HY3-PCB-02": "PCB1"}
        posts(luo, f"{self.visit}parts/", **parts)
        code = found(r"id=\"code\".*?>(\d{6})<", page(self.zhang, self.case))
        posts(luo, f"{self.visit}completion/", code=code)

    def is_paid(self) -> None:
        """She pays, and the case closes."""
        posts(self.zhang, f"{self.case}payment/")
        later.run_due(timezone.now())
        assert Repair.objects.get().state == "closed"
        assert self.number in page(self.zhang, self.case)


@contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    """Keep what any logger says, as loud as it can be made."""
    kept = io.StringIO()
    handler, root = logging.StreamHandler(kept), logging.getLogger()
    handler.setFormatter(root.handlers[0].formatter if root.handlers else None)
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield kept
    finally:
        root.setLevel(before)
        root.removeHandler(handler)


@pytest.fixture
def told() -> Iterator[list[bytes]]:
    """Stand where the brand's webhook is told, and keep what arrives."""
    bodies: list[bytes] = []

    def hear(request: httpx.Request) -> httpx.Response:
        bodies.append(request.content)
        return httpx.Response(204)

    carriers.register("webhook", Webhook(httpx.MockTransport(hear), lambda _host, _port: ["8.8.8.8"]))
    yield bodies
    carriers.register("webhook", Webhook())


@pytest.fixture
def story() -> Story:
    """Lay the ground with sign-ins, and a webhook of the brand."""
    now = timezone.now()
    logins = accounts.open_all(now=now)
    brand = people.organisation(cast.HEYAN.slug)
    acting(lambda: programs.add_webhook(organisation=brand, url=HOOK, by=SYSTEM, now=now))
    return Story(logins, now)


class TestStory:
    def test_of_one_repair_goes_over_all_faces_and_leaves_nothing_of_the_cast_open(
        self, story: Story, told: list[bytes]
    ) -> None:
        secrets = {text for one in (*cast.EVERYBODY, *cast.CUSTOMERS) for text in (one.name, one.phone)}
        secrets |= set(DOORS)
        with everything_logged() as log:
            story.tell()

        leaks = {(table, secret) for table, row in every_row() for secret in secrets if secret in row}
        assert leaks == set()
        assert told
        assert [secret for secret in secrets if any(secret.encode() in body for body in told)] == []
        assert '"route"' in log.getvalue()
        assert [secret for secret in secrets if secret in log.getvalue()] == []
        assert story.link.strip("/").rpartition("/")[2] not in log.getvalue()
        kept = [path.read_bytes() for path in Path(settings.FILES).rglob("*") if path.is_file()]
        assert kept
        assert [secret for secret in secrets if any(secret.encode() in content for content in kept)] == []
