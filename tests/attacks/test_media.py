"""Whoever may not see a page sees none of what lies below it: no picture, video, heat map, dossier, pack or table."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.template.base import Template
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

import anxin.faces
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.rate_limits import Allowance
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.actions import PictureGiven
from anxin.domain.evidence import gateway
from anxin.domain.evidence.models import Link
from anxin.domain.network import actions as network
from anxin.domain.network.models import Authorisation, Scan
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.repairs import actions as repairs
from tests import builders, claim_builders
from tests.claim_builders import drawn, jpeg, sealed

# by role and state, whatever the database: it is asked on one of them
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
# Who sees most in a face.
FACES = {
    "customer": ("buyer", "customer"),
    "claim": ("buyer",),
    "desk": ("anxin:reviewer", "anxin:agent", "anxin:operator"),
    "merchant": ("xiangyuan:merchant_owner", "heyan:merchant_owner"),
    "outlet": ("wuhou:outlet_manager",),
    "technician": ("wuhou:technician",),
    "auditor": ("authority:auditor",),
}
# Every address below which bytes lie, by the page they belong to; who can't open the page opens none of them.
PAGES = {
    "auditor/cases/<number>/": ("pictures/<label>/", "heats/<label>/", "originals/<label>/", "dossier/"),
    "customer/claims/<number>/": ("evidence/<link>/",),
    "customer/repairs/<number>/": ("pictures/<sha256>/", "customer/visits/<number>/portrait/"),
    "desk/authorisations/<number>/": ("portrait.jpg", "scans/<key>/"),
    "desk/authorisations/files/<name>/": ("template.xlsx",),
    "desk/claims/": ("table.<kind>",),
    "desk/claims/<number>/": ("pictures/<label>/", "heats/<label>/", "originals/<label>/", "dossier/"),
    "desk/imports/<table>/": ("template.xlsx",),
    "desk/insight/": ("tables/<key>.csv",),
    "desk/network/stock/": ("desk/network/stock.<kind>",),
    "desk/network/technicians/": ("desk/network/technicians.<kind>",),
    "desk/repairs/<number>/": ("pictures/<sha256>/", "dossier/"),
    "desk/texts/holds/": ("as/<kind>/",),
    "merchant/authorisations/<number>/": ("portrait.jpg", "scans/<key>/"),
    "merchant/authorisations/files/<name>/": ("template.xlsx",),
    "merchant/claims/": ("table.<kind>",),
    "merchant/claims/<number>/": ("pictures/<label>/", "originals/<label>/", "pack/"),
    "merchant/packing/<key>/": (
        "merchant/purchases/<key>/pictures/<link>/",
        "merchant/purchases/<key>/originals/<link>/",
    ),
    "merchant/purchases/goods/": ("table.<kind>",),
    "merchant/stock/": ("merchant/stock.<kind>",),
    "merchant/packing/returns/<number>/": ("pictures/<label>/",),
    "outlet/people/": ("<number>/portrait/",),
    "outlet/stock/": ("outlet/stock.<kind>",),
    "outlet/jobs/": ("outlet/repairs/<number>/pictures/<sha256>/",),
    "technician/jobs/<number>/": ("technician/repairs/<number>/pictures/<sha256>/",),
}
MEDIA = {
    (below if below.partition("/")[0] in FACES else page + below): page
    for page, several in PAGES.items()
    for below in several
}
# films, goods, brands' numbers and invoices, carriers' claims, contests, links, gaps, papers, money, staff, copies
CALLERS = 51
"""So many places in the faces send bytes: who adds one adds its address above; what a command answers with is for who
may give it (test_every_command); published help is everybody's."""


def addresses(patterns: list[URLPattern | URLResolver] | None = None, before: str = "") -> Iterator[str]:
    """Walk the URL table; every address of a face, plainly written."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, route)
        elif route.partition("/")[0] in FACES:
            yield re.sub(r"<\w+:(\w+)>", r"<\1>", route)


@dataclass
class Case:
    """A claim, a parcel on its way back and a repair, each with what can be shown of it."""

    claim: claim_builders.Walked
    back: claim_builders.Walked
    repair: builders.Walked
    packed: Link
    sent: Link
    scan: Scan

    def key(self, route: str) -> str:
        """Tell which one of several an address means."""
        if "/scans/" in route:
            return str(self.scan.id)
        return str(self.claim.claim.purchase_id) if route.startswith("merchant/") else "promises"

    def path(self, route: str) -> str:
        """Fill an address with what is there."""
        number = self.claim.claim.number
        if "returns/" in route:
            number = self.back.claim.number
        elif "people/" in route:
            number = cast.MASTER_LUO.number
        elif "authorisations/" in route:
            heyan = Authorisation.objects.filter(brand__slug=cast.HEYAN.slug)
            number = heyan.get(code=cast.MASTER_LUO.number).number
        elif "repairs/" in route or "visits/" in route or route.startswith("technician/"):
            of_a_visit = "jobs/" in route or "visits/" in route
            number = self.repair.visit.number if of_a_visit else self.repair.repair.number
        values = {
            "number": number,
            "label": "S1" if "returns/" in route or route.startswith("merchant/claims") else "B1",
            "sha256": self.repair.repair.pictures.get().file,
            "kind": "csv",
            "name": "hotlines",
            "table": "outlets",
            "key": self.key(route),
            "link": str((self.sent if route.startswith("customer/") else self.packed).id),
        }
        return "/" + re.sub(r"<(\w+)>", lambda found: values.get(found[1], "x"), route)


@pytest.fixture
def case(live_now: datetime, db: None) -> Case:
    """Lay all of it."""
    start = live_now - timedelta(hours=30)
    order = claim_builders.a_purchase(now=start)
    claim_builders.pack(order, jpeg(drawn(2)), now=start - timedelta(days=5))
    report = json.dumps({"heat_sha256": sealed(jpeg(drawn(9)), now=start).sha256})
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            gateway, "examine", lambda _row, *, now: gateway.ExaminationOutcome(engine="none", report=report)
        )
        one = claim_builders.a_claim(now=start, at="review", purchase=order, pictures=(jpeg(drawn(3)),))
    back = claim_builders.a_claim(now=start, type="return", reason="changed_mind", order="YT-BACK")
    wu = back.by(cast.XIAO_WU)
    back.do(lambda: claims.ship_back(claim=back.claim, waybill="YD1", by=back.buyer, now=back.now))
    picture = PictureGiven(file=sealed(jpeg(drawn(4)), now=start), role="returned")
    back.do(lambda: claims.hand_in(claim=back.claim, picture=picture, by=wu, now=back.now))
    builders.ground.portraits(now=start)
    walk = builders.a_repair(now=live_now - timedelta(minutes=40), at="quoted")
    shot = sealed(jpeg(drawn(5)), now=live_now)
    walk.do(lambda: repairs.add_picture(repair=walk.repair, file=shot, by=walk.customer, now=walk.now))
    authority = people_queries.organisation(cast.AUTHORITY.slug)
    people.join(stream=one.claim.stream(), role="auditor", organisation=authority, now=live_now)
    packed = Link.objects.get(stream_kind="purchase", stream_key=order.id)
    sent = Link.objects.get(stream_kind="claim", label="B1", stream_key=one.claim.id)
    return Case(one, back, walk, packed, sent, scanned(live_now))


def scanned(now: datetime) -> Scan:
    """Keep a scan of the technician's papers, as his brand does."""
    brand = people_queries.organisation(cast.HEYAN.slug)
    by = Actor(kind="staff", id="0199", organisation=str(brand.id), roles=frozenset({"merchant_owner"}))
    luo = Authorisation.objects.get(brand=brand, code=cast.MASTER_LUO.number)
    given = {"paper": "identity", "files": [sealed(jpeg(drawn(6)), now=now)]}
    return acting(lambda: network.hand_in(authorisation=luo, **given, by=by, now=now))[0]  # type: ignore[arg-type]


@pytest.fixture
def everybody(case: Case, sits: Callable[[cast.Member], Client]) -> dict[str, Client]:
    """Seat one of each role of each house, two with a case link, and a stranger."""
    houses = {one.slug for one in (cast.OPERATOR, cast.OUTLET_WUHOU, cast.MERCHANT, cast.HEYAN, cast.AUTHORITY)}
    several = [one for one in reversed(cast.EVERYBODY) if one.organisation in houses]
    found = {f"{one.organisation}:{'+'.join(one.roles)}": one for one in several}
    seated = {name: sits(one) for name, one in found.items()}
    for name, token in (("buyer", case.claim.token), ("customer", case.repair.token)):
        seated[name] = Client()
        seated[name].get(f"/c/{token}/")
    return {**seated, "stranger": Client()}


def asked(client: Client, path: str) -> Any:
    """Ask for something, or post for it where it is only given that way; whatever that did is undone."""
    Allowance.objects.all().delete()
    mark = transaction.savepoint_create()
    answer = client.get(path)
    if answer.status_code == 405:
        answer = client.post(path)
    if answer.streaming:
        answer.got = b"".join(answer.streaming_content)
    transaction.savepoint_rollback(mark)
    return answer


def is_media(answer: Any) -> bool:
    """Tell whether the answer is bytes of a case rather than a page."""
    kind = answer.get("Content-Type", "")
    return answer.status_code == 200 and not kind.startswith(("text/html", "application/json"))


class TestMedia:
    @pytest.fixture(autouse=True)
    def _draws_no_page(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Ask who is let in and whether bytes come; what would stand on a page is no question here."""
        monkeypatch.setattr(Template, "render", lambda *_: "")

    def test_every_address_that_sends_bytes_is_known_here(self, case: Case, everybody: dict[str, Client]) -> None:
        found = set()
        for route in (one for one in addresses() if "<" in one):
            answers = (asked(everybody[name], case.path(route)) for name in FACES[route.partition("/")[0]])
            first = next((answer for answer in answers if answer.status_code == 200), None)  # who sees it decides
            if first is not None and is_media(first):
                found.add(route)
        assert found == set(MEDIA)

    def test_bytes_are_sent_from_one_place(self) -> None:
        faces = Path(anxin.faces.__file__).parent
        texts = {one: one.read_text(encoding="utf-8") for one in faces.rglob("*.py")}
        streams = {
            one.name for one, text in texts.items() if re.search(r"StreamingHttpResponse\(|FileResponse\(", text)
        }
        assert streams == {"downloads.py", "retrieval.py"}
        sends = re.compile(r"\b(?:downloads\.(?:file|film|original|pack)|sheets\.answer|dossiers\.taken)\(")
        calls = sum(len(sends.findall(text)) for text in texts.values())
        assert calls == CALLERS

    def test_are_for_who_sees_the_page_they_belong_to(self, case: Case, everybody: dict[str, Client]) -> None:
        faults, opened = [], set()
        for name, client in everybody.items():
            mine = {route for route in MEDIA if is_media(asked(client, case.path(route)))}
            shut = {page for page in {MEDIA[route] for route in mine} if client.get(case.path(page)).status_code != 200}
            faults += [f"{name} {route}" for route in mine if MEDIA[route] in shut]
            opened |= mine
        assert faults == []
        assert opened == set(MEDIA)

    def test_a_packer_and_a_dispatcher_see_nothing_of_a_claim(self, case: Case, everybody: dict[str, Client]) -> None:
        for name in ("xiangyuan:packer", "anxin:dispatcher", "wuhou:outlet_manager", "wuhou:technician"):
            for face in ("desk", "merchant"):
                for label in ("B1", "S1"):
                    for kind in ("pictures", "heats", "originals"):
                        path = f"/{face}/claims/{case.claim.claim.number}/{kind}/{label}/"
                        assert asked(everybody[name], path).status_code in (403, 404), (name, path)
