"""Files an operator brings along: of every table the rows that go in, and rows that are refused with their column."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from anxin.core import imports, tables
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.domain.people import actions as people

FILES = {
    "organisations": (
        "slug,kind,name,licence,site",
        ("shiyu,brand,拾雨,9100,https://shiyu.invalid", "dian,商家,小店,,"),
        {"Shi Yu,brand,拾雨,,": "slug", "zhan,outlet,网点,,": "kind", "operator2,brand,,,": "name"},
    ),
    "outlets": (
        "code,name,division,street,phone,serves,capacity,opens,送修,可寄修",
        ("SY-CD-01,拾雨成都店,成都市武侯区,长路 1 号,028-00000111,拾雨:5101、拾雨:510107,40,,,是",),
        {
            "SY-CD-02,店,没有这个地方,,028-00000101,拾雨:5101,,,,": "division",
            "SY-CD-02,店,510107,,028-00000101,无名:5101,,,,": "serves",
            "SY-CD-02,店,510107,,028-00000101,5101,,,,": "serves",
            "SY-CD-02,店,510107,,028-00000101,拾雨:5101,-1,,,": "capacity",
            "SY-CD-02,店,510107,,028-00000101,拾雨:5101,,,,也许": "by_mail",
        },
    ),
    "products": (
        "brand,code,name,category,skill,minutes",
        ("拾雨,L1,拾雨 L1 智能锁,智能门锁,智能锁,", "shiyu,L2,拾雨 L2 智能锁,lock,lock,45"),
        {"无名,L3,锁,lock,lock,": "brand", "拾雨,L3,锁,lock,会修锁,": "skill", "拾雨,L3,锁,lock,lock,很久": "minutes"},
    ),
    "symptoms": (
        "category,code,name,position,urgent,advice",
        ("lock,locked_in,人被锁在屋里,1,是,别慌",),
        {"lock,x,,,,": "name", "lock,x,坏了,,也许,": "urgent"},
    ),
    "prices": (
        "brand,edition,from,code,name,kind,category,amount,guarantee",
        ("拾雨,2026-11,2026-11-24,VISIT,上门费,fee,,30.00,", "拾雨,2026-11,2026-11-24,PCB,主板,配件,lock,260,180"),
        {
            "拾雨,2026-11,2026-11-24,X,件,part,lock,免费,": "amount",
            "拾雨,2026-11,2026-11-24,X,件,part,lock,-1,": "amount",
            "拾雨,2026-11,2026-11-24,X,件,礼物,lock,1,": "kind",
        },
    ),
    "warranty_terms": (
        "brand,category,from,months,title,clause,excludes,source,checked,title_en,clause_en,excludes_en",
        (
            "拾雨,lock,2026-01-01,24,整机保修,第三条,人为损坏,说明书,2026-11-01,Whole-unit warranty,clause 3,misuse",
            "拾雨,lock,2026-02-01,24,整机保修,第三条,人为损坏,说明书,2026-11-01,,,",
        ),
        {
            "拾雨,lock,2026-02-30,24,保修,一,,书,2026-11-01,,,": "from",
            "拾雨,lock,2026-03-01,0,保修,一,,书,2026-11-01,,,": "months",
            f"拾雨,lock,2026-03-01,9,保修,一,,书,2026-11-01,{'long ' * 20},,": "title_en",
        },
    ),
    "days_off": (
        "from,to,what,文号",
        ("2027-02-05,2027-02-11,放假,国办 7 号", "2027-02-14,,上班,国办 7 号"),
        {
            "2027-02-05,2027-02-01,放假,7": "to",
            "2027-02-05,2027-04-01,放假,7": "to",
            "2027-02-05,,也许,7": "what",
            "2027-02-05,,放假,": "source",
        },
    ),
    "technicians": (
        "number,name,phone,called,username,works,skills,hours,since",
        (
            "T-901,欧阳修远,138-0000-0901,,ouyang,SY-CD-01:拾雨,门锁:2:锁证-1:2027-06-30；燃气,"
            "周一至周五 8:00-18:00、6 9-12,2024-03-01",
            "T-902,赵一,13800000902,老赵,,SY-CD-01:拾雨,,,2024-03-01",
        ),
        {
            "T-903,钱二,123456789012345678,,,SY-CD-01:拾雨,,,2024-03-01": "phone",
            "T-903,钱二,13800000903,,,NO-1:拾雨,,,2024-03-01": "works",
            "T-903,钱二,13800000903,,,SY-CD-01:拾雨,lock:2、门锁:3,,2024-03-01": "skills",
            "T-904,钱二,13800000903,,,SY-CD-01:拾雨,修锁:2,,2024-03-01": "skills",
            "T-905,钱二,13800000903,,,SY-CD-01:拾雨,lock:很好,,2024-03-01": "skills",
            "T-903,钱二,13800000903,,,SY-CD-01:拾雨,,1-5 8-18、周五 9-12,2024-03-01": "hours",
        },
    ),
    "parts": (
        "brand,number,name,category,models,unit,name_en",
        ("拾雨,PCB,主板,门锁,L1、L2,块,board", "shiyu,BAT,电池仓,lock,,,"),
        {"无名,X,件,lock,,,": "brand", "拾雨,X,件,lock,L9,,": "models", "拾雨,X,件,,,,": "category"},
    ),
    "stock": (
        "place,brand,number,name,quantity,min,max",
        ("SY-CD-01,拾雨,PCB,主板,5,2,9", "随车:T-901,shiyu,BAT,,1,,", "仓库:拾雨,拾雨,BAT,电池仓,40,,"),
        {
            "SY-CD-09,拾雨,PCB,,5,,": "place",
            "SY-CD-01,拾雨,NO,,5,,": "number",
            "SY-CD-01,拾雨,BAT,主板,5,,": "name",
            "SY-CD-01,拾雨,BAT,,5,9,2": "min",
        },
    ),
    "accounts": (
        "username,called,roles,name,phone",
        ("sy-owner,雨总,拾雨:店主,孙三,13800000911", "sy-front,小周,sy-cd-01:outlet_dispatcher、sy-cd-01:网点经理,,"),
        {
            "sy-x,某,拾雨:reviewer,,": "roles",
            "sy-x,某,小小店:店主,,": "roles",
            "ouyang,某,拾雨:店主,,": "username",
            "sy-x,某,拾雨:店主,,13800000912": "name",
        },
    ),
    "listings": (
        "seller,code,title,model",
        ("小店,DOOR-1,门锁,拾雨:L1", "dian,手机壳,,-"),
        {"无名,DOOR-2,,L1": "seller", "小店,,门锁,L1": "code", "小店,DOOR-2,,没有": "model", "小店,DOOR-2,,": "model"},
    ),
    "purchases": (
        "seller,order,line,title,quantity,amount,freight,payment,name,phone,bought,delivered",
        (
            "小店,D-1,1,杯,1,68.00,0,4200002345202611181234567890,李四,13800000921,2026-11-18,2026-11-20",
            "dian,D-1,2,碟,2,20,0,'4200002345202611181234567890,李四,13800000921,2026-11-18,2026-11-20",
        ),
        {
            "无名,D-2,1,杯,1,68.00,0,,,,2026-11-18,": "seller",
            "小店,D-2,1,杯,0,68.00,0,,,,2026-11-18,": "quantity",
            "小店,D-2,1,杯,1,68.00,0,4.20000234520261E+27,,,2026-11-18,": "payment",
            "小店,D-2,1,杯,1,68.00,0,,,,2026-11-18,2026-11-17": "delivered",
        },
    ),
}
type Read = Callable[..., tables.Sheet]


def reader(tmp_path: Path, *, now: datetime) -> Read:
    """Write a file of these rows and read it for a table; the operator is there."""
    people.found_organisation(kind="operator", slug="operator", name="安心", now=now)

    def written(name: str, *rows: str) -> tables.Sheet:
        path = tmp_path / f"{name}.csv"
        path.write_text("\n".join((FILES[name][0], *rows)), encoding="utf-8")
        return tables.read(imports.table(name).columns, path)

    return written


def bring(read: Read, name: str, *rows: str, now: datetime) -> imports.ImportReport:
    return acting(lambda: imports.apply(imports.table(name), read(name, *rows), by=SYSTEM, now=now))


def bring_all_before(read: Read, name: str, now: datetime) -> None:
    for one in FILES:
        if one == name:
            return
        bring(read, one, *FILES[one][1], now=now)
