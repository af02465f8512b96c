"""Every notice opens a page that each of its readers may read."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

import pytest
from django.test import Client

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.timeline import StreamKey
from anxin.demo import cast, ground
from anxin.demo.walk import actor
from anxin.domain.claims import actions as claims
from anxin.domain.claims.models import Claim
from anxin.domain.contacts import actions as contacts
from anxin.domain.contacts.actions import WrittenMessage
from anxin.domain.goods.models import Purchase
from anxin.domain.ledger.actions import provider_statements
from anxin.domain.ledger.models import Difference
from anxin.domain.ledger.rules.reconciliation import FoundDifference
from anxin.domain.network import actions as network
from anxin.domain.notices import queries, rules
from anxin.domain.notices.models import Notice
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.models import Account
from anxin.domain.people.rules import ROLES
from tests import builders, claim_builders
from tests.domain.people.asked import Desk

pytestmark = pytest.mark.django_db
STRANGER = Actor(kind="stranger", id="")
# On which case a fact lies, by the first word of it where all of its facts lie on one kind.
KINDS = {
    **dict.fromkeys(("claim", "claims", "decision", "threads"), "claim"),
    **dict.fromkeys(("contact", "contacts"), "contact"),
    **dict.fromkeys(("reported_number",), "reported_number"),
    **dict.fromkeys(("network.brand_concerned", "network.brand_stated", "network.number_claimed"), "reported_number"),
    **dict.fromkeys(("takedown",), "takedown"),
    **dict.fromkeys(("leave", "swap"), "technician"),
    **dict.fromkeys(
        ("data_request", "people.data_request", "people.request_late", "people.request_freed"), "data_request"
    ),
    **dict.fromkeys(("network", "provider_change", "opening", "role_change", "departure"), "organisation"),
    **dict.fromkeys(("staff",), "account"),
    **dict.fromkeys(("network.own_papers_ending", "network.absent", "network.absence_ended"), "technician"),
    "quality": "technician",
    "notices": "organisation",
    "ledger.difference_found": "difference",
    **dict.fromkeys(("shops.not_shipped", "goods.link_own", "goods.link_often"), "purchase"),
    "shops.failing": "organisation",
    "shops": "claim",
}
HOUSES = {
    cast.HEYAN.slug: ROLES["brand"],
    cast.OUTLET_WUHOU.slug: ROLES["outlet"],
    cast.OPERATOR.slug: ROLES["operator"],
}
"""In whose houses readers of a house's or an account's notices are looked for."""
OF_CLAIMS = frozenset({"reviewer", "finance", "quality", "merchant_owner", "merchant_agent"})
"""Who asks a colleague about claims: they have no page of a repair."""


def kind_of(line: rules.Notice) -> str:
    """Return on which kind of case a line speaks."""
    fact = line.on.partition("/")[0]
    return line.kind or KINDS.get(fact) or KINDS.get(fact.partition(".")[0], "repair")


def everybody(now: datetime) -> None:
    """Give every house an account for each of its roles, with that role alone."""
    for house in (people_queries.organisation(one.slug) for one in cast.ORGANISATIONS):
        for role in ROLES[house.kind]:
            if role != "technician":
                name = f"{house.slug}-{role}"
                made = people.open_account(username=name, password="", called=name, kind="staff", person=None, now=now)
                people.grant(account=made, organisation=house, role=role, now=now)


def cases(now: datetime) -> dict[str, StreamKey]:
    """Have one case of every kind."""
    chen = actor(cast.XIAO_CHEN, now=now)
    told = network.NumberReport(kind="hotline", code=cast.LOOK_ALIKE, note="先付 200", phone="")
    number = acting(lambda: network.report(told=told, by=STRANGER, now=now))
    acting(lambda: network.confirm(number=number, why="回拨过", by=chen, now=now))
    asked = network.TakedownAsked(recipient="search", addressee="百度", place="第二页")
    takedown = acting(lambda: network.ask_takedown(number=number, asked=asked, by=chen, now=now))
    written = WrittenMessage(text="看不懂", topic="price", name=cast.STRANGER.name, phone=cast.STRANGER.phone)
    contact = acting(lambda: contacts.receive(message=written, by=STRANGER, now=now))
    off = FoundDifference(
        kind="missing_here", direction="in", number="a", key="", reference="", ours_fen=None, theirs_fen=9
    )
    acting(lambda: provider_statements.note(provider="wechat", found=[off], at=now, now=now))
    claim = _coming_back(now)
    keys = {
        "repair": builders.a_repair(now=now, at="booked").repair.stream(),
        "claim": claim.stream(),
        "contact": contact.stream(),
        "reported_number": number.stream(),
        "takedown": takedown.stream(),
        "data_request": Desk(now).ask("erase").stream(),
        "technician": StreamKey("technician", str(builders.technician().pk)),
        "organisation": StreamKey("organisation", str(people_queries.organisation(cast.HEYAN.slug).pk)),
        "account": StreamKey("account", str(builders.account(cast.XIAO_CHEN).pk)),
        "purchase": StreamKey("purchase", str(Purchase.objects.get(pk=claim.purchase_id).pk)),
        "difference": StreamKey("difference", str(Difference.objects.get().pk)),
    }
    assert {kind_of(line) for line in rules.TABLE} <= {*keys, "waiting"}
    return keys


def _coming_back(now: datetime) -> Claim:
    """Have a claim whose goods are on their way back."""
    one = claim_builders.a_claim(now=now, at="review", reason="wrong", type="return")
    one.agree()
    one.do(lambda: claims.ship_back(claim=one.claim, waybill="YD1", by=one.buyer, now=one.now))
    return one.claim


def readers(line: rules.Notice, role: str, stream: StreamKey, now: datetime) -> list[Account]:
    """Return who reads a line in a role; of a technician's own, Master Luo."""
    if role == "technician":
        return [builders.account(cast.MASTER_LUO)]
    if stream.kind in ("organisation", "account"):
        slug = next(slug for slug, roles in HOUSES.items() if role in roles)
        return queries.staff_of(stream, [role], now=now, house=str(people_queries.organisation(slug).pk))
    if line.narrow == "outlet":
        return queries.outlet_staff("AX-CD-01", [role], now=now)
    return queries.staff_of(stream, [role], now=now)


def test_opens_a_page_for_each_of_its_readers(sits: Callable[..., Client], live_now: datetime) -> None:
    ground.lay(now=live_now)
    acting(lambda: everybody(live_now))
    keys, found, unread, clients = cases(live_now), {}, [], {}
    for line in (one for one in rules.TABLE if one.to != rules.CUSTOMER):
        for role in line.to.split():
            stream = keys[kind_of(line) if not line.on.startswith("reveal") or role not in OF_CLAIMS else "claim"]
            alone = readers(line, role, stream, live_now)
            if not alone:
                unread.append((line.code, role))
            for account in alone:
                client = clients.setdefault(account.username, Client())
                if "sessionid" not in client.cookies:
                    client.force_login(account)
                lies = {"stream_kind": stream.kind, "stream_key": stream.key, "number": queries.number_of(stream)}
                row = Notice.objects.create(
                    **lies, code=line.code, account=account, key=str(uuid4()), facts={}, at=live_now, goes_at=live_now
                )
                there = client.post(f"/notices/{row.pk}/opening/")["Location"]
                if (there, account.username) not in found:
                    found[there, account.username] = (line.code, client.get(there, follow=True).status_code)
    refused = {(*at, *got) for at, got in found.items() if got[1] != 200}
    assert refused == set()
    assert unread == []
    ill = {there for (there, _name), (code, _status) in found.items() if code.startswith("member_")}
    assert ill <= {"/outlet/jobs/", "/desk/repairs/"}, "the list of jobs, not his page"
    assert ("/desk/claims/", cast.LIN.username) in found  # what was handed over to a reviewer
    number = queries.number_of(keys["claim"])
    packer = clients[cast.XIAO_WU.username].get(f"/merchant/packing/?q={number}")
    assert packer["Location"] == f"/merchant/packing/returns/{number}/"
