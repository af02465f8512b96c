"""The public address looked at from outside: over TLS or not, until when, and does this very house answer there."""

import contextlib
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.apps import apps
from django.db import connection

from anxin.config import environment
from anxin.core import hosts, later, row_seals
from anxin.core import providers as kept
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast, ground
from anxin.domain.opening import actions as opening
from anxin.domain.opening import providers, queries
from anxin.domain.opening.providers import PATH
from anxin.domain.opening.rules import tls_lacks
from anxin.domain.people.actions.imports import AddressTaken, HouseAddress, import_organisation
from anxin.domain.people.models import Organisation

type Serves = Callable[..., str]
LIVE = datetime.now(UTC)


def certificate(folder: Path, *, days: int, host: str = "localhost") -> Path:
    """Write a certificate that trusts itself, and its key, into one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(LIVE - timedelta(days=400))
    made = made.not_valid_after(LIVE + timedelta(days=days))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    path = folder / f"{uuid4()}.pem"
    plain = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    signed = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    path.write_bytes(signed + plain)
    return path


class House(BaseHTTPRequestHandler):
    """Answers with the mark of this installation."""

    def do_GET(self) -> None:
        told = queries.house_mark(self.path.removeprefix(PATH)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, format: str, *args: object) -> None:
        pass


class Another(House):
    """Answers as any site does."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"hello")


class Dripping(House):
    """Answers a byte at a time, each well within the client's own patience."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "64")
        self.end_headers()
        with contextlib.suppress(OSError):
            for _ in range(64):
                self.wfile.write(b"a")
                self.wfile.flush()
                time.sleep(0.2)


@pytest.fixture
def serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Serves]:
    """Serve on this machine; gives the address."""
    running: list[ThreadingHTTPServer] = []

    def serve(handler: type[House] = House, *, days: int = 90, trusted: bool = True, host: str = "localhost") -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        running.append(server)
        path = certificate(tmp_path, days=days, host=host)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        if trusted:
            monkeypatch.setenv("SSL_CERT_FILE", str(path))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"https://localhost:{server.server_port}"

    yield serve
    for one in running:
        one.shutdown()
        one.server_close()


def looked(address: str) -> providers.AddressProbe:
    return providers.probe(address, nonce="ab12", mark=queries.house_mark("ab12"))


class TestALook:
    def test_finds_the_house_and_the_end_of_its_certificate(self, serves: Serves) -> None:
        found = looked(serves(days=90))
        assert found.fault == ""
        assert found.ends is not None
        assert abs(found.ends - LIVE - timedelta(days=90)) < timedelta(minutes=1)

    def test_says_what_stands_in_the_way(self, serves: Serves) -> None:
        assert looked(serves(Another)).fault == "elsewhere"
        assert looked(serves(trusted=False)).fault == "certificate"
        assert looked(serves(days=-1)).fault == "certificate"
        assert looked(serves(host="other.example")).fault == "certificate"
        assert looked("http://127.0.0.1:9").fault == "refused"
        assert looked("https://nobody.invalid").fault == "name"

    @pytest.mark.parametrize("name", ["a..b", "a" * 70 + ".cn", "xn--a.cn"])
    def test_says_it_of_a_name_that_no_register_can_hold(self, name: str) -> None:
        assert looked(f"https://{name}").fault == "name"

    def test_ends_at_its_deadline_whatever_drips(self, serves: Serves, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(providers, "TIMEOUT_S", 1.0)
        assert looked(serves(Dripping)).fault == "slow"


class TestWhatLacks:
    @pytest.mark.parametrize(
        ("address", "told", "lacks"),
        [
            ("", {}, "none"),
            ("http://10.0.0.5:8000", {}, ""),
            ("http://service.example.com", {}, "open"),
            ("https://service.example.com", {}, "unseen"),
            ("https://service.example.com", {"behind": True}, ""),
            ("https://service.example.com", {"seen": True}, "overruled"),
            ("https://service.example.com", {"seen": True, "behind": True}, ""),
            ("https://service.example.com", {"seen": True, "behind": True, "fault": "refused"}, "refused"),
            ("https://service.example.com", {"seen": True, "behind": True, "ends": LIVE + timedelta(days=13)}, "ends"),
            ("https://service.example.com", {"seen": True, "behind": True, "ends": LIVE + timedelta(days=15)}, ""),
        ],
    )
    def test_is_said_of_a_line(self, address: str, told: dict[str, object], lacks: str) -> None:
        known = {"behind": False, "seen": False, "fault": "", "ends": None, **told}
        assert tls_lacks(address, now=LIVE, **known) == lacks  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
class TestTheHouse:
    @pytest.fixture
    def data(self, settings, tmp_path: Path) -> Path:  # type: ignore[no-untyped-def]
        settings.DATA, settings.BEHIND_TLS = tmp_path, hosts.HostLine(tmp_path)
        return tmp_path

    def keeps(self, address: str) -> None:
        acting(lambda: opening.keep_address(address=address, by=SYSTEM, now=LIVE))

    def lacks(self) -> str:
        return str(next(one.says for one in queries.house_checks(now=LIVE) if one.code == "tls"))

    def test_keeps_what_its_address_came_to_and_counts_on_it_at_once(self, data: Path, serves: Serves) -> None:
        ground.lay(now=LIVE)
        self.keeps(serves(days=90))
        assert self.lacks() == "unseen"
        assert not environment.read({"ANXIN_DATA": str(data)}).started_behind_tls

        assert [one.fault for one in opening.probe_addresses(by=SYSTEM, now=LIVE)] == [""]

        assert self.lacks() == ""
        assert environment.read({"ANXIN_DATA": str(data)}).started_behind_tls
        assert not environment.read({"ANXIN_DATA": str(data), "ANXIN_TLS": "0"}).started_behind_tls

    def test_looks_by_itself_at_an_address_that_was_just_named(self, data: Path, serves: Serves) -> None:
        ground.lay(now=LIVE)
        self.keeps(serves(days=90))
        later.run_due(LIVE)
        assert self.lacks() == ""
        assert hosts.is_secure(data)

    def test_keeps_it_whatever_the_site_of_a_brand_is(self, data: Path, serves: Serves) -> None:
        ground.lay(now=LIVE)
        Organisation.objects.filter(slug=cast.HEYAN.slug).update(pages_at="https://xn--a.cn")
        self.keeps(serves(days=90))
        assert [one.fault for one in opening.probe_addresses(by=SYSTEM, now=LIVE)] == ["", "name"]
        assert self.lacks() == ""

    def test_answers_to_no_whole_domain_that_a_file_brought(self, data: Path) -> None:
        ground.lay(now=LIVE)
        Organisation.objects.update(pages_at="https://.cn")
        self.keeps("https://service.example")
        assert list(hosts.Hosts([], data)) == ["service.example"]

    def test_says_when_nobody_answers_any_more_and_goes_on_counting_on_it(self, data: Path, serves: Serves) -> None:
        ground.lay(now=LIVE)
        self.keeps("https://localhost:9")
        hosts.keep_secure(data, secure=True)
        opening.probe_addresses(by=SYSTEM, now=LIVE)
        assert self.lacks() == "refused"
        assert hosts.is_secure(data)

    def test_that_gets_another_address_looks_anew(self, data: Path) -> None:
        ground.lay(now=LIVE)
        self.keeps("https://service.example")
        hosts.keep_secure(data, secure=True)
        self.keeps("https://service.example")
        assert hosts.is_secure(data)
        acting(lambda: opening.keep_address(address="https://o.example", by=SYSTEM, now=LIVE + timedelta(minutes=1)))
        assert not hosts.is_secure(data)

    def test_answers_to_the_public_address_and_to_those_of_brands(self, data: Path) -> None:
        ground.lay(now=LIVE)
        Organisation.objects.filter(slug=cast.HEYAN.slug).update(pages_at="https://fix.heyan.example")
        known = hosts.Hosts(["localhost"], data)
        assert list(known) == ["localhost"]
        self.keeps("https://service.example")
        assert set(known) == {"localhost", "service.example", "fix.heyan.example"}
        Organisation.objects.filter(slug=cast.HEYAN.slug).update(pages_at="https://fixit.example/")
        opening.keep_hosts(now=LIVE)
        assert "fixit.example" in list(known)
        assert "fix.heyan.example" not in list(known)


@pytest.mark.django_db
def test_a_brand_is_made_with_its_own_address_or_told_what_is_wrong_with_it(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.DATA = tmp_path
    ground.lay(now=LIVE)
    told = {"name": "青禾", "slug": "qinghe", "mark": "", "accent": "", "hotline": "", "by": SYSTEM, "now": LIVE}
    with pytest.raises(opening.BadAddress) as refused:
        acting(lambda: opening.add_brand(**told, pages_at="qinghe"))  # type: ignore[arg-type]
    assert refused.value.field == "pages_at"
    acting(lambda: opening.add_brand(**told, pages_at="https://Fix.Qinghe.example/"))  # type: ignore[arg-type]
    assert Organisation.objects.get(slug="qinghe").pages_at == "https://fix.qinghe.example"
    assert "fix.qinghe.example" in list(hosts.Hosts([], tmp_path))
    other = {**told, "slug": "other", "pages_at": "https://fix.qinghe.example:8443"}
    with pytest.raises(AddressTaken) as taken:
        acting(lambda: opening.add_brand(**other))  # type: ignore[arg-type]
    assert taken.value.field == "pages_at"


@pytest.mark.django_db
def test_a_brand_takes_no_name_under_which_the_whole_house_is_reached(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.DATA = tmp_path
    ground.lay(now=LIVE)
    acting(lambda: opening.keep_address(address="https://service.example", by=SYSTEM, now=LIVE))
    told = {"name": "青禾", "slug": "qinghe", "mark": "", "accent": "", "hotline": "", "by": SYSTEM, "now": LIVE}
    with pytest.raises(HouseAddress) as refused:
        acting(lambda: opening.add_brand(**told, pages_at="https://Service.example:8443"))  # type: ignore[arg-type]
    assert refused.value.field == "pages_at"
    row = {"slug": "qinghe", "kind": "brand", "name": "青禾", "pages_at": "https://service.example"}
    with pytest.raises(HouseAddress):
        acting(lambda: import_organisation(values={**row, "licence": "", "site": ""}, by=SYSTEM, now=LIVE))


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["https://fix.heyan.example", "http://Fix.Heyan.example:8080/"])
def test_the_house_takes_no_name_under_which_a_brand_is_served(settings, tmp_path: Path, address: str) -> None:  # type: ignore[no-untyped-def]
    settings.DATA = tmp_path
    ground.lay(now=LIVE)
    Organisation.objects.filter(slug=cast.HEYAN.slug).update(pages_at="https://fix.heyan.example")
    with pytest.raises(AddressTaken) as refused:
        acting(lambda: opening.keep_address(address=address, by=SYSTEM, now=LIVE))
    assert (refused.value.code, refused.value.field) == ("people.address_taken", "address")
    acting(lambda: opening.keep_address(address="https://service.example", by=SYSTEM, now=LIVE))
    acting(lambda: opening.keep_address(address="https://service.example:8443", by=SYSTEM, now=LIVE))
    row = {"slug": "qinghe", "kind": "brand", "name": "青禾", "pages_at": "http://fix.heyan.example:81"}
    with pytest.raises(AddressTaken):
        acting(lambda: import_organisation(values={**row, "licence": "", "site": ""}, by=SYSTEM, now=LIVE))


@pytest.mark.django_db
def test_a_brand_whose_website_was_answered_to_keeps_that_and_its_seal(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.DATA = tmp_path
    ground.lay(now=LIVE)
    Organisation.objects.filter(slug=cast.QINGFENG.slug).update(site="qingfeng.example")
    opening.keep_hosts(now=LIVE)
    assert not list(hosts.Hosts([], tmp_path))  # a website elsewhere is no name of this house
    migration = import_module("anxin.domain.people.migrations.0014_pages_at")
    migration.keep_what_was_answered_to(apps, SimpleNamespace(connection=connection))
    brands = Organisation.objects.filter(kind="brand").order_by("slug")
    assert [(one.slug, one.pages_at) for one in brands] == [("heyan", "https://heyan.example"), ("qingfeng", "")]
    assert all(row_seals.verifies(one) for one in brands)

    def test_keeps_what_the_address_of_each_brand_came_to(self, data: Path, serves: Serves) -> None:
        ground.lay(now=LIVE)
        self.keeps(serves(days=90))
        own = "https://localhost:9"
        Organisation.objects.filter(slug=cast.HEYAN.slug).update(pages_at=own)
        opening.probe_addresses(by=SYSTEM, now=LIVE)
        said = {one.brand: one.says for one in queries.checks(now=LIVE) if one.code == "tls"}
        assert said == {"": "", cast.HEYAN.slug: "refused"}

        Organisation.objects.filter(slug=cast.HEYAN.slug).update(pages_at="")
        opening.probe_addresses(by=SYSTEM, now=LIVE)
        assert [one.values["address"] for one in kept.health().values() if one.kind == "address"] != [own]
