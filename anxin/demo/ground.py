"""The ground the story stands on: organisations, accounts, network, products, prices and promises of the cast."""

from dataclasses import asdict
from datetime import date, datetime, timedelta

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.demo import album, cast, goods, guides
from anxin.domain.network import actions as network
from anxin.domain.network import queries as network_queries
from anxin.domain.network.models import Authorisation, Outlet
from anxin.domain.network.rules.working_hours import Week
from anxin.domain.notices import actions as notices
from anxin.domain.opening import actions as opening
from anxin.domain.people import actions as people
from anxin.domain.people import queries
from anxin.domain.people.models import Account, Organisation
from anxin.domain.people.queries import actors

OUTLETS = (
    (cast.OUTLET_WUHOU, "AX-CD-01", "510107", "028-00000101", 104.05, 30.64, ("5101",)),
    (cast.OUTLET_TANGXIA, "AX-DG-01", "441900", "0769-00000102", 114.07, 22.81, ("441900",)),
)
SKILLED = ("智能锁、家电、燃气具维修", "smart locks, home and gas appliances")
"""What technicians are vouched for, and the same in English."""
GOODS = "electric gas lock"
BY_MAIL = (cast.OUTLET_WUHOU.slug,)
ALWAYS = Week.every(dict.fromkeys(range(7), ((0, 24 * 60),)))


def lay(*, now: datetime) -> None:
    """Lay the ground once; a second time changes nothing."""
    if not Organisation.objects.filter(slug=cast.OPERATOR.slug).exists():
        acting(lambda: _lay(now))


def _lay(now: datetime) -> None:
    since = now - timedelta(days=200)
    houses = {one.slug: people.found_organisation(**asdict(one), now=since) for one in cast.ORGANISATIONS}
    accounts = {member: _open(member, houses[member.organisation], since) for member in cast.EVERYBODY}
    brands = [houses[cast.HEYAN.slug], houses[cast.QINGFENG.slug]]
    outlets = {one[0].slug: _outlet(one, houses, brands, since) for one in OUTLETS}
    for member in cast.TECHNICIANS:
        _technician(member, outlets[member.organisation], brands, since)
    for brand in brands:
        goods.stock(brand, now=since)
        _vouch(brand, outlets, now)
        opening.open_brand(brand=brand, by=SYSTEM, now=since)
    goods.symptoms()
    guides.publish(now=since)
    _imprint([actors.actor_of_account(accounts[one], now=since) for one in (cast.ADMIN, cast.QIAN)], since)
    network.promise(name="白天", now=since)
    network.promise(name="有人被困", urgent=True, assign_min=10, call_min=10, now=since)
    notices.forget(now=now + timedelta(days=1))  # nobody's first day begins with what was told half a year ago


def portraits(*, now: datetime) -> None:
    """Hang up what the technicians of the cast look like."""

    def hang() -> None:
        for member in cast.TECHNICIANS:
            technician = network_queries.technician_by_number(member.number)
            network.portray(technician=technician, file=album.seal(member.portrait, now=now), by=SYSTEM, now=now)

    acting(hang)


def _imprint(two: list[Actor], now: datetime) -> None:
    """Say who runs the demo, as the law asks of every public page; two people, as it is set up."""
    value = {
        "name": "禾砚服务",
        "operator": cast.OPERATOR.name,
        "licence": cast.OPERATOR.licence,
        "filing": "备案号（示例）",
        "hotline": cast.HOTLINE,
        "published": "2026-11-24",
    }
    row = settings.propose(name="site.imprint", value=value, valid_from=now, by=two[0], now=now)
    settings.confirm(row, by=two[1], now=now)


def _open(member: cast.Member, house: Organisation, now: datetime) -> Account:
    account = people.open_account(
        username=member.username,
        password="",
        called=member.called,
        kind="technician" if member.technician else "staff",
        person=people.enrolled_anew(name=member.name, phone=member.phone, now=now),
        now=now,
    )
    for role in member.roles:
        people.grant(account=account, organisation=house, role=role, now=now)
    return account


def _outlet(
    row: tuple[cast.Organisation, str, str, str, float, float, tuple[str, ...]],
    houses: dict[str, Organisation],
    brands: list[Organisation],
    now: datetime,
) -> Outlet:
    organisation, code, division, phone, lng, lat, territories = row
    outlet = network.open_outlet(
        organisation=houses[organisation.slug], code=code, division=division, phone=phone, lng=lng, lat=lat
    )
    for brand in brands:
        for territory in territories:
            network.widen(outlet=outlet, brand=brand, division=territory, now=now)
    if organisation.slug in BY_MAIL:
        network.keep_outlet(
            outlet=outlet,
            phone=phone,
            place=network.OutletPlace(division=division, street="示例路 1 号", lng=lng, lat=lat),
            opens=outlet.opens,
            capacity=None,
            counter=True,
            by_mail=True,
            by=SYSTEM,
            now=now,
        )
    return outlet


def _technician(member: cast.Member, outlet: Outlet, brands: list[Organisation], now: datetime) -> None:
    account = queries.account(member.username)
    if account is None or account.person is None:
        raise RuntimeError(f"the cast's {member.username} has no account")
    technician = network.register_technician(
        person=account.person,
        account=account,
        number=member.number,
        called=member.called,
        lng=member.lng,
        lat=member.lat,
        since_date=date(2022, 5, 1),
    )
    for code, level in member.skills:
        network.teach(technician=technician, code=code, level=level, certificate=f"示例-{member.number}-{code}")
    network.set_week(technician=technician, week=ALWAYS)
    for brand in brands:
        network.engage(technician=technician, outlet=outlet, brand=brand, by=SYSTEM, now=now)


def _vouch(brand: Organisation, outlets: dict[str, Outlet], now: datetime) -> None:
    owner = owner_of(brand)
    network.make_key(brand=brand, by=owner, now=now - timedelta(days=190))
    given = [("outlet", one.code, "报修、安装、保养", "repair, installation, upkeep") for one in outlets.values()]
    given += [("technician", one.number, *SKILLED) for one in cast.TECHNICIANS]
    if brand.slug == cast.HEYAN.slug:
        english = "smart locks: repairs, questions, complaints; people answer day and night"
        given.append(("hotline", cast.HOTLINE, "智能锁报修、咨询、投诉，24 小时人工", english))
    for kind, code, scope, english in given:
        authorise(brand, kind, code, scope, english, now=now)
    if brand.slug == cast.HEYAN.slug:
        retired = authorise(brand, "hotline", cast.RETIRED_HOTLINE, "旧热线", "the old hotline", now=now)
        network.revoke(authorisation=retired, why="热线换号", by=owner, now=now)


def owner_of(brand: Organisation) -> Actor:
    """Make the actor of a brand's owner."""
    return Actor(kind="staff", id="", organisation=str(brand.id), roles=frozenset({"merchant_owner"}), via="demo")


def authorise(
    brand: Organisation, kind: str, code: str, scope: str, scope_en: str = "", *, now: datetime
) -> Authorisation:
    """Authorise an outlet, a technician or a hotline for a brand: since half a year, for half a year."""
    owner, since = owner_of(brand), now - timedelta(days=180)
    row = network.apply(
        brand=brand,
        kind=kind,
        code=code,
        scope=scope,
        scope_en=scope_en,
        goods=GOODS if scope == SKILLED[0] else "",
        from_date=since.date(),
        to_date=(now + timedelta(days=180)).date(),
        by=owner,
        now=since,
    )
    network.approve(authorisation=row, by=owner, now=since)
    network.authorise(authorisation=row, by=owner, now=since)
    return row
