"""Everybody else: a few repairs in each of more than sixty counties, with outlets and technicians there."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast, ground, streets, walk
from anxin.demo.county_tables import (
    BOOKED,
    CITIES,
    COUNTIES_EACH,
    FAULTS,
    LABOUR,
    NAMES,
    PAST,
    RATINGS,
    REACH_M,
    UNDER_WAY,
)
from anxin.domain.network import actions as network
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.people import actions as people
from anxin.domain.people import queries
from anxin.domain.people.models import Organisation
from anxin.domain.places import gateway as places
from anxin.domain.places.gateway import Division
from anxin.domain.quality import actions as quality
from anxin.domain.quality.actions import ReviewGiven
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.actions import PartGiven, QuoteLineGiven


def lay(*, now: datetime) -> None:
    """Open an outlet with two technicians in every city of the table, once."""
    if not Organisation.objects.filter(slug=_slug(CITIES[0])).exists():
        acting(lambda: _open_all(now))


def _open_all(now: datetime) -> None:
    for index, city in enumerate(CITIES):
        _open(index, city, now)


type City = tuple[str, str, float, float, tuple[str, str]]


def _slug(city: City) -> str:
    return f"city-{city[0]}"


def _open(index: int, city: City, today: datetime) -> None:
    now = today - timedelta(days=150)
    code, name, lng, lat, technicians = city
    organisation = people.found_organisation(kind="outlet", slug=_slug(city), name=f"{name}安心维修点（示例）", now=now)
    phone = f"0{index + 10:02d}-0000{index:04d}"
    outlet = network.open_outlet(
        organisation=organisation, code=f"AX-{code}", division=code, phone=phone, lng=lng, lat=lat
    )
    brands = [queries.organisation(cast.HEYAN.slug), queries.organisation(cast.QINGFENG.slug)]
    for brand in brands:
        network.widen(outlet=outlet, brand=brand, division=code, now=now)
        ground.authorise(brand, "outlet", outlet.code, "报修、安装、保养", "repair, installation, upkeep", now=today)
    for place, who in enumerate(technicians):
        _technician(outlet, brands, f"{code}-{place + 1}", who, f"1380000{index:02d}{place + 71}", now)
        for brand in brands:
            ground.authorise(brand, "technician", f"AX-{code}-{place + 1}", *ground.SKILLED, now=today)


def _technician(outlet: Outlet, brands: list[Organisation], number: str, name: str, phone: str, now: datetime) -> None:
    person = people.enrolled_anew(name=name, phone=phone, now=now)
    called = f"{name[0]}师傅"
    account = people.open_account(
        username=f"t-{number}", password="", called=called, kind="technician", person=person, now=now
    )
    people.grant(account=account, organisation=outlet.organisation, role="technician", now=now)
    technician = network.register_technician(
        person=person,
        account=account,
        number=f"AX-{number}",
        called=called,
        lng=outlet.lng,
        lat=outlet.lat,
        since_date=now.date(),
    )
    for skill in ("lock", "electric", "gas"):
        network.teach(technician=technician, code=skill, level=2, certificate=f"示例-{number}-{skill}")
    network.set_week(technician=technician, week=ground.ALWAYS)
    for brand in brands:
        network.engage(technician=technician, outlet=outlet, brand=brand, by=SYSTEM, now=now)


def fill(index: int, *, now: datetime) -> None:
    """Tell what is over in the counties of one city, oldest first."""
    told = [
        (days, state, county.full_name, position * 3 + turn)
        for position, county in enumerate(reached(index))
        for turn, (days, state) in enumerate(PAST[position])
    ]
    for days, state, county, place in sorted(told, reverse=True):
        at = now - timedelta(days=days, hours=0.3 * index)
        acting(partial(_tell, index, place, county, state, at))


def begin(index: int, *, now: datetime) -> None:
    """Tell what is under way in one city: at night nobody is on site, he is booked for the morning."""
    hours, state = UNDER_WAY[index % len(UNDER_WAY)]
    if state in ("on_site", "coded") and walk.daytime(now) != now:
        hours, state = BOOKED
    county = reached(index)[0].full_name
    acting(lambda: _tell(index, 9, county, state, now - timedelta(hours=hours)))


def reached(index: int) -> list[Division]:
    """Return the counties of one city that its outlet reaches, the first few."""
    city = CITIES[index]
    return [one for one in places.children(city[0]) if len(one.code) == 6 and _near(one, city)][:COUNTIES_EACH]


def _near(county: Division, city: City) -> bool:
    """Return whether the outlet's technicians reach a county."""
    read = places.read(county.full_name)
    if read.lng is None or read.lat is None:
        return False
    return places.distance_m((read.lng, read.lat), (city[2], city[3])) < REACH_M


def _tell(index: int, place: int, county: str, state: str, at: datetime) -> None:
    serial = index * 10 + place
    brand, code, symptoms, words, lines = FAULTS[serial % len(FAULTS)]
    customer = cast.Customer(
        name=NAMES[serial % len(NAMES)], phone=f"1380001{serial:04d}", address=f"{county}和平路{serial + 1}号"
    )
    report = walk.a_report(
        now=at,
        customer=customer,
        brand=brand,
        code=code,
        symptoms=symptoms,
        told=words,
        by_day=state not in ("on_site", "coded"),
    )
    one = walk.begin(report, now=at)
    streets.find_street(one, serial, now=at)
    one.technician = _member(f"{CITIES[index][0]}-{serial % 2 + 1}")
    one.manager = cast.Member(
        username="", name="", phone="", called="", organisation=_slug(CITIES[index]), roles=("outlet_manager",)
    )
    one.lines = tuple(QuoteLineGiven(code=line) for line in lines)
    one.parts = tuple(PartGiven(code=line) for line in lines if line not in LABOUR)
    one.direct = True
    if state in ENDS:
        ENDS[state](one)
    else:
        one.until(state)


def _closed(one: walk.Walked) -> None:
    """Repaired and paid; most customers say how it was."""
    one.until("closed")
    stars, tags, words = RATINGS[int(one.repair.number[-3]) % len(RATINGS)]
    if stars:
        given = ReviewGiven(overall=stars, tags=tags, words=words)
        one.do(lambda: quality.review(repair=one.repair, given=given, by=one.customer, now=one.now), minutes=200)


def _solved(one: walk.Walked) -> None:
    """Solved on the phone."""
    one.until("accepted")
    chen = one.by(cast.XIAO_CHEN)
    one.do(
        lambda: repairs.solve_remotely(repair=one.repair, how="按提示断电重启后正常", by=chen, now=one.now), minutes=9
    )


def _cancelled(one: walk.Walked) -> None:
    """The customer found it was the plug."""
    one.until("accepted")
    one.do(
        lambda: repairs.cancel(repair=one.repair, why="插座没电，不用来了", by=one.customer, now=one.now), minutes=30
    )


def _waiting_part(one: walk.Walked) -> None:
    """The part isn't there: the visit comes again."""
    one.until("on_site")
    who = one.by(one.technician)
    one.do(lambda: repairs.wait(repair=one.repair, on="part", why="配件在途", by=who, now=one.now), minutes=40)


ENDS: dict[str, Callable[[walk.Walked], object]] = {
    "closed": _closed,
    "solved": _solved,
    "cancelled": _cancelled,
    "waiting_part": _waiting_part,
}


def _member(number: str) -> cast.Member:
    row = Technician.objects.select_related("account").get(number=f"AX-{number}")
    return cast.Member(
        username=row.account.username if row.account else "",
        name="",
        phone="",
        called=row.called,
        organisation="",
        roles=("technician",),
        number=row.number,
    )
