"""Everybody else: a few repairs in each of more than sixty counties, with outlets and technicians there."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.demo import cast, ground, streets, walk
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

# prefecture, name of its outlet, longitude, latitude, two technicians there
CITIES = (
    ("11", "海淀", 116.31, 39.96, ("潘海洋", "蒋立春")),
    ("1301", "石门", 114.51, 38.04, ("杜长河", "卞学文")),
    ("1401", "并州", 112.55, 37.87, ("卫东升", "阎守信")),
    ("2101", "沈河", 123.43, 41.80, ("佟有才", "关振山")),
    ("2201", "春城", 125.32, 43.82, ("尹松林", "朴正浩")),
    ("2301", "松花", 126.53, 45.80, ("于广林", "荆大江")),
    ("31", "浦江", 121.47, 31.23, ("顾梅生", "陆根宝")),
    ("3201", "秦淮", 118.80, 32.06, ("金陵生", "茅以平")),
    ("3301", "钱江", 120.16, 30.28, ("沈阿毛", "俞国强")),
    ("3401", "庐阳", 117.23, 31.82, ("包清和", "方得水")),
    ("3501", "榕城", 119.30, 26.08, ("林依弟", "陈可夫")),
    ("3601", "洪都", 115.86, 28.68, ("涂有根", "熊炳文")),
    ("3701", "泉城", 117.12, 36.65, ("孔祥顺", "鲁明义")),
    ("4101", "商都", 113.63, 34.75, ("郑得胜", "许中原")),
    ("4201", "江城", 114.31, 30.59, ("汪汉生", "夏江流")),
    ("4301", "星城", 112.94, 28.23, ("彭湘潮", "易岳山")),
    ("4401", "羊城", 113.26, 23.13, ("何广东", "冼日升")),
    ("4501", "邕江", 108.37, 22.82, ("覃天保", "韦山歌")),
    ("50", "山城", 106.55, 29.56, ("冉渝生", "向坡上")),
    ("5201", "筑城", 106.63, 26.65, ("龙贵阳", "石头保")),
    ("5301", "滇池", 102.83, 24.88, ("段苍洱", "普云岭")),
    ("6101", "长安", 108.94, 34.34, ("秦关中", "党渭水")),
)
COUNTIES_EACH = 3
REACH_M = 40_000
NAMES = (
    *("赵敏", "钱丽", "孙浩", "李娜", "周涛", "吴静", "郑凯", "王芳", "冯磊", "陈洁", "褚伟"),
    *("卫星", "蒋琳", "沈波", "韩梅", "杨光", "朱玉", "秦岭", "许诺", "何欢", "吕品", "施展"),
)
# brand, code, symptoms, words, lines, parts
FAULTS = (
    ("heyan", "S3", ("no_fingerprint",), "指纹按了没反应", ("HY3-PCB-02",)),
    ("qingfeng", "KF-35", ("not_cold",), "空调不制冷", ("AC-CAP", "AC-GAS")),
    ("qingfeng", "XY-10", ("leaks",), "洗衣机漏水", ("WM-PUMP", "WM-FIT")),
    ("qingfeng", "BX-50", ("never_stops",), "冰箱一直不停机", ("FR-THERM", "FR-FIT")),
    ("heyan", "S5", ("alarm",), "门锁一直报警", ("HY3-FIT",)),
    ("qingfeng", "RS-16", ("no_fire",), "热水器打不着火", ("WH-IGN", "WH-FIT")),
    ("qingfeng", "YJ-20", ("weak",), "油烟机没吸力", ("HD-FIT",)),
)
LABOUR = ("AC-GAS", "WM-FIT", "FR-FIT", "HY3-FIT", "WH-FIT", "HD-FIT")
# What is over or rests, two or three in each county: days ago and how it went.
PAST = (
    ((3.2, "closed"), (9.1, "solved"), (6.3, "cancelled")),
    ((2.2, "closed"), (14.4, "solved"), (1.6, "waiting_part")),
    ((4.2, "closed"), (1.2, "solved")),
)
# What is under way, one in a city: hours ago and how far it came.
BOOKED = (2.6, "booked")
UNDER_WAY = (
    (0.05, "submitted"),
    (4.4, "on_site"),
    (0.4, "accepted"),
    BOOKED,
    (5.4, "coded"),
    (0.7, "triaged"),
)


# What customers said of it: stars, tags, words; no stars: nothing was said.
RATINGS: tuple[tuple[int, tuple[str, ...], str], ...] = (
    (5, ("explained", "quick"), "讲得明白，修得也快"),
    (5, (), ""),
    (4, ("careful",), "鞋套手套都戴了"),
    (0, (), ""),
    (5, ("careful", "explained"), "换下的旧件给我看了"),
    (3, ("came_late",), "晚到了半小时，提前打了电话"),
    (5, ("quick",), ""),
    (2, ("not_fixed",), "第二天又响了一次"),
    (4, (), ""),
    (5, (), "价格和网上写的一样"),
)


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
        ground.authorise(brand, "outlet", outlet.code, "报修、安装、保养", now=today)
    for place, who in enumerate(technicians):
        _technician(outlet, brands, f"{code}-{place + 1}", who, f"1380000{index:02d}{place + 71}", now)
        for brand in brands:
            ground.authorise(brand, "technician", f"AX-{code}-{place + 1}", "智能锁、家电维修", now=today)


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
