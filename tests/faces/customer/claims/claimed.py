"""Claims of the buyer at the moment a page is opened: walked by the cast, minutes ago."""

import io
import re
from datetime import datetime, timedelta

from django.test import Client
from django.utils import timezone
from PIL import Image

from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.actions import Ruling
from anxin.domain.evidence.models import Challenge
from anxin.domain.goods import queries as goods
from anxin.domain.goods.actions import Bought
from anxin.faces import shared
from tests import builders, laid
from tests.claim_builders import Walked, a_claim, a_purchase, as_it_lies, drawn, jpeg, pack, refund, refuse

STATES = (
    *("merchant_answer", "agreed", "offer_made", "review", "paper", "link", "silent", "decided", "refused", "accepted"),
    *("appealed", "waiting_return", "sent_back", "inspecting", "executing", "closed", "withdrawn", "platform"),
)


def entered(one: Walked) -> Client:
    """Open the case by its link, as on the buyer's phone."""
    client = Client()
    assert client.get(f"/c/{one.token}/").status_code == 302
    return client


def by_phone(one: Walked) -> Client:
    """Sign in by phone, as after the code."""
    client = Client()
    session = client.session
    session.update(shared.proof_of(str(one.claim.buyer_id)))
    session.save()
    return client


def address(one: Walked, rest: str = "") -> str:
    """Give the address of the case, or of a page below it."""
    return f"/customer/claims/{one.claim.number}/{rest}"


def an_hour_ago() -> datetime:
    """Give the moment at which things here mostly began."""
    return timezone.now() - timedelta(minutes=30)


def a_picture(colour: str = "grey") -> io.BytesIO:
    """Bring a picture as a form without script does."""
    file = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(file, "JPEG")
    file.name = "cup.jpg"
    file.seek(0)
    return file


def page(client: Client, one: Walked, rest: str = "") -> str:
    """Open a page of the case."""
    response = client.get(address(one, rest))
    assert response.status_code == 200
    text: str = response.content.decode()
    return text


def slip(response: object) -> str:
    """Give the last refusal that stands on a page."""
    found = re.findall(r'role="alert".*?</div>', response.content.decode(), re.DOTALL)  # type: ignore[attr-defined]
    return found[-1] if found else ""


def a_case(at: str = "merchant_answer", *, minutes_ago: int = 90, seen: bool = False) -> Walked:
    """Walk the cracked cup to where the buyer opens it; with `seen`, pictures of both sides have been examined."""
    days = {"closed": 8, "silent": 4}.get(at, 0)
    now = timezone.now() - timedelta(days=days, minutes=minutes_ago)
    if at == "platform":
        return a_claim(now=now, platform_ref="PT-2026-1")
    if seen or at == "agreed":  # what was seen of a picture lies in no table
        return _walked(at, now, seen=seen)
    return laid.walking_once(("case", at, minutes_ago), now, lambda: _walked(at, now), as_it_lies)


def _walked(at: str, now: datetime, *, seen: bool = False) -> Walked:
    returned = ("waiting_return", "sent_back", "inspecting")
    kind = {"type": "return", "reason": "wrong"} if at in returned else {}
    purchase = a_purchase(now=now)
    if seen:
        pack(purchase, jpeg(drawn(7)), now=now - timedelta(days=4))
    pictures = (jpeg(drawn(21)),) if seen or at == "agreed" else ()
    one = a_claim(now=now, purchase=purchase, pictures=pictures, **kind)  # type: ignore[arg-type]
    if seen:
        one.run()
    WALKS[at](one)
    return one


def ask(one: Walked, kind: str) -> Challenge:
    """A reviewer asks for one more picture."""
    one.answer()
    lin = one.by(cast.LIN)
    return one.do(
        lambda: claims.ask_evidence(claim=one.claim, kind=kind, text="请从杯口正上方再拍一张", by=lin, now=one.now)
    )


def _offer(one: Walked) -> None:
    owner = one.by(cast.MERCHANT_OWNER)
    given = {"remedy": "refund_part", "amount_fen": 12000, "reason": "裂得不深，退一部分，您留着用"}
    one.do(lambda: claims.offer(claim=one.claim, **given, by=owner, now=one.now))  # type: ignore[arg-type]


def _decide(one: Walked, ruling: Ruling | None = None) -> None:
    one.answer()
    one.propose(ruling or refund(26800))


def _accept(one: Walked) -> None:
    _decide(one)
    one.do(lambda: claims.accept(claim=one.claim, by=one.buyer, now=one.now))


def _appeal(one: Walked) -> None:
    _decide(one, refuse())
    one.do(lambda: claims.appeal(claim=one.claim, why="就是裂的，我还有另一张", by=one.buyer, now=one.now))


def _both(one: Walked, ruling: Ruling) -> None:
    _decide(one, ruling)
    one.do(lambda: claims.accept(claim=one.claim, by=one.buyer, now=one.now))
    one.do(lambda: claims.accept(claim=one.claim, by=one.by(cast.MERCHANT_OWNER), now=one.now))


def _return(one: Walked) -> None:
    one.agree()


def _sent(one: Walked) -> None:
    one.agree()
    one.do(lambda: claims.ship_back(claim=one.claim, waybill="YD0000007788", by=one.buyer, now=one.now))


def _inspect(one: Walked) -> None:
    _sent(one)
    one.do(lambda: claims.receive_back(claim=one.claim, by=one.by(cast.XIAO_WU), now=one.now))


def _close(one: Walked) -> None:
    _decide(one)
    one.wait(days=7, minutes=1)
    one.run()


def _silent(one: Walked) -> None:
    ask(one, "link")
    one.wait(hours=72, minutes=1)


def _withdraw(one: Walked) -> None:
    one.do(lambda: claims.withdraw(claim=one.claim, why="找到了", by=one.buyer, now=one.now))


WALKS = {
    "merchant_answer": lambda one: None,
    "agreed": lambda one: one.agree(),
    "offer_made": _offer,
    "review": lambda one: one.answer(),
    "paper": lambda one: ask(one, "paper"),
    "link": lambda one: ask(one, "link"),
    "silent": _silent,
    "decided": _decide,
    "refused": lambda one: _decide(one, refuse()),
    "accepted": _accept,
    "appealed": _appeal,
    "waiting_return": _return,
    "sent_back": _sent,
    "inspecting": _inspect,
    "executing": lambda one: _both(one, refund(26800)),
    "closed": _close,
    "withdrawn": _withdraw,
}


def a_lock_case(*, type: str = "repair", reason: str = "broken", minutes_ago: int = 90) -> Walked:
    """Claim about a smart lock that a technician knows, under review."""
    now = timezone.now() - timedelta(minutes=minutes_ago)
    builders.ground.lay(now=now)
    lock = Bought(title="禾砚 S3 智能锁", amount_fen=99900, product=goods.product(brand="heyan", code="S3"))
    purchase = a_purchase(now=now, order="LOCK-1", lines=(lock,))
    return a_claim(now=now, at="review", type=type, reason=reason, purchase=purchase)
