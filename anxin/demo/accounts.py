"""The accounts of the demo: one for every role, each with a password and an authenticator that is known."""

from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp

from anxin.core.acting import acting
from anxin.demo.loaded import Login
from anxin.domain.people import actions as people
from anxin.domain.people import queries
from anxin.domain.people.actions import signing

# slug, kind, name: invented.
HOUSES = (
    ("anxin", "operator", "安心售后演示中心"),
    ("he-outlet", "outlet", "何记家电服务部"),
    ("anju", "brand", "安居智能"),
    ("market-office", "authority", "某区市场监督管理所"),
)
# role, sign-in name, called, house
STAFF = (
    ("operator", "admin", "管理员", "anxin"),
    ("agent", "chen", "小陈", "anxin"),
    ("dispatcher", "deng", "小邓", "anxin"),
    ("reviewer", "lin", "林审核", "anxin"),
    ("second_reviewer", "qiao", "乔审核", "anxin"),
    ("quality", "sun", "孙质检", "anxin"),
    ("finance", "qian", "钱会计", "anxin"),
    ("outlet_manager", "he", "何老板", "he-outlet"),
    ("outlet_dispatcher", "fang", "小方", "he-outlet"),
    ("parts_clerk", "kong", "小孔", "he-outlet"),
    ("technician", "luo", "罗师傅", "he-outlet"),
    ("merchant_owner", "an", "安掌柜", "anju"),
    ("merchant_agent", "mei", "小梅", "anju"),
    ("packer", "wu", "小吴", "anju"),
    ("auditor", "zhou", "周科长", "market-office"),
)
SECOND = {"second_reviewer": "reviewer"}


def open_all(*, now: datetime) -> dict[str, Login]:
    """Open every account of the table; houses that stand already are used."""
    houses = {slug: _house(slug, kind, name, now=now) for slug, kind, name in HOUSES}
    logins = {}
    for role, username, called, slug in STAFF:
        account = people.open_account(
            username=username,
            password=password_of(username),
            called=called,
            kind="technician" if role == "technician" else "staff",
            now=now,
        )
        people.grant(account=account, organisation=houses[slug], role=SECOND.get(role, role), now=now)
        secret = enrol_authenticator(account=account.id, now=now)
        logins[role] = Login(user=username, password=password_of(username), totp_secret=secret)
    return logins


def password_of(username: str) -> str:
    """Give the demo's password for a name: known to everybody, for the demo only."""
    return f"anxin-demo-{username}"


def enrol_authenticator(*, account: object, now: datetime) -> str:
    """Set up an authenticator as its owner would, and give its key."""
    address = acting(lambda: signing.begin_second_factor(account=account, now=now))
    secret = parse_qs(urlsplit(address).query)["secret"][0]
    before = now - timedelta(minutes=2)
    acting(lambda: signing.confirm_second_factor(account=account, code=pyotp.TOTP(secret).at(before), now=before))
    return secret


def _house(slug: str, kind: str, name: str, *, now: datetime) -> object:
    try:
        return queries.organisation(slug)
    except queries.UnknownOrganisation:
        return people.found(kind=kind, slug=slug, name=name, now=now)
