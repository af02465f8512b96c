"""The cast: invented brands, reserved numbers, and the people of every test, screenshot and page of the docs.

Phones come from ranges nobody is given (138 0000 00xx, landlines 0xx-0000xxxx, hotlines 400-000-xxxx).
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """An organisation of the cast."""

    kind: str
    slug: str
    name: str
    licence: str = ""
    site: str = ""


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody who signs in: staff, or a technician with a number and a point on the map."""

    username: str
    name: str
    phone: str
    called: str
    organisation: str
    roles: tuple[str, ...]
    number: str = ""
    lng: float = 0.0
    lat: float = 0.0
    skills: tuple[tuple[str, int], ...] = ()
    portrait: str = ""
    """Which picture of the album shows him."""

    @property
    def technician(self) -> bool:
        """Return whether this member goes to customers."""
        return bool(self.number)


@dataclass(frozen=True, kw_only=True)
class Customer:
    """Somebody who needs help."""

    name: str
    phone: str
    address: str


OPERATOR = Organisation(kind="operator", slug="anxin", name="安心服务（示例）有限公司", licence="示例 0000")
HEYAN = Organisation(kind="brand", slug="heyan", name="禾砚", licence="示例 0001", site="https://heyan.example")
QINGFENG = Organisation(
    kind="brand", slug="qingfeng", name="青枫", licence="示例 0002", site="https://qingfeng.example"
)
OUTLET_WUHOU = Organisation(kind="outlet", slug="wuhou", name="武侯安心维修点（示例）")
OUTLET_TANGXIA = Organisation(kind="outlet", slug="tangxia", name="塘厦安心维修点（示例）")
MERCHANT = Organisation(kind="merchant", slug="xiangyuan", name="湘源杂货铺（示例）")
AUTHORITY = Organisation(kind="authority", slug="authority", name="市场监督管理所（示例）")
ORGANISATIONS = (OPERATOR, HEYAN, QINGFENG, OUTLET_WUHOU, OUTLET_TANGXIA, MERCHANT, AUTHORITY)

MS_ZHANG = Customer(name="张晓梅", phone="13800000001", address="四川省成都市武侯区桂溪街道银杏里小区3栋1单元1704")
GRANDMA_LI = Customer(name="李秀兰", phone="0769-00000002", address="广东省东莞市塘厦镇环市东路12号")
BUYER = Customer(name="吴大鹏", phone="13800000003", address="湖南省长沙市岳麓区望城坡街道麓谷路8号")
STRANGER = Customer(name="钱有德", phone="13800000004", address="浙江省杭州市西湖区翠苑街道文一路1号")
MAIMAITI = Customer(
    name="买买提·吐尔逊", phone="13800000005", address="新疆维吾尔自治区乌鲁木齐市天山区解放北路街道1号"
)
BUYER_HERE = Customer(name=BUYER.name, phone=BUYER.phone, address="四川省成都市青羊区草堂街道浣花北路2号5栋302")
MAIMAITI_HERE = Customer(name=MAIMAITI.name, phone=MAIMAITI.phone, address="四川省成都市锦江区春熙路街道红星路1号")
NEIGHBOUR = Customer(name="周桂芬", phone="13800000006", address="四川省成都市武侯区浆洗街街道洗面桥街9号")
CUSTOMERS = (MS_ZHANG, GRANDMA_LI, BUYER, STRANGER, MAIMAITI, NEIGHBOUR)

ADMIN = Member(
    username="admin", name="安管理", phone="13800000016", called="管理员", organisation="anxin", roles=("operator",)
)
XIAO_CHEN = Member(
    username="chen", name="陈小满", phone="13800000011", called="小陈", organisation="anxin", roles=("agent",)
)
XIAO_DENG = Member(
    username="deng", name="邓一帆", phone="13800000012", called="小邓", organisation="anxin", roles=("dispatcher",)
)
LIN = Member(
    username="lin", name="林知秋", phone="13800000013", called="林审核", organisation="anxin", roles=("reviewer",)
)
QIAO = Member(
    username="qiao", name="乔安宁", phone="13800000014", called="乔审核", organisation="anxin", roles=("reviewer",)
)
CHENG = Member(
    username="cheng", name="程望舒", phone="13800000018", called="程审核", organisation="anxin", roles=("reviewer",)
)
YAN = Member(
    username="yan", name="颜知白", phone="13800000019", called="颜审核", organisation="anxin", roles=("reviewer",)
)
SUN = Member(
    username="sun", name="孙若华", phone="13800000017", called="孙质检", organisation="anxin", roles=("quality",)
)
QIAN = Member(
    username="qian", name="钱明远", phone="13800000015", called="钱会计", organisation="anxin", roles=("finance",)
)
BOSS_HE = Member(
    username="he", name="何立本", phone="13800000021", called="何老板", organisation="wuhou", roles=("outlet_manager",)
)
XIAO_FANG = Member(
    username="fang",
    name="方小舟",
    phone="13800000023",
    called="小方",
    organisation="wuhou",
    roles=("outlet_dispatcher",),
)
XIAO_KONG = Member(
    username="kong", name="孔令文", phone="13800000024", called="小孔", organisation="wuhou", roles=("parts_clerk",)
)
BOSS_TANG = Member(
    username="tang",
    name="唐守田",
    phone="13800000022",
    called="唐老板",
    organisation="tangxia",
    roles=("outlet_manager", "outlet_dispatcher"),
)
HEYAN_OWNER = Member(
    username="an", name="安砚清", phone="13800000031", called="安掌柜", organisation="heyan", roles=("merchant_owner",)
)
XIAO_MEI = Member(
    username="mei", name="梅小雨", phone="13800000035", called="小梅", organisation="heyan", roles=("merchant_agent",)
)
QINGFENG_OWNER = Member(
    username="qingfeng",
    name="秦枫林",
    phone="13800000032",
    called="秦掌柜",
    organisation="qingfeng",
    roles=("merchant_owner",),
)
MERCHANT_OWNER = Member(
    username="xiang",
    name="向远山",
    phone="13800000033",
    called="向店主",
    organisation="xiangyuan",
    roles=("merchant_owner",),
)
XIAO_WU = Member(
    username="wu", name="武小勤", phone="13800000034", called="小武", organisation="xiangyuan", roles=("packer",)
)
ZHOU = Member(
    username="zhou", name="周正言", phone="13800000041", called="周科长", organisation="authority", roles=("auditor",)
)
MASTER_LUO = Member(
    username="luo",
    name="罗建国",
    phone="13800000051",
    called="罗师傅",
    organisation="wuhou",
    roles=("technician",),
    number="HY-CD-0318",
    portrait="portrait-luo",
    lng=104.043,
    lat=30.642,
    skills=(("lock", 2), ("electric", 1)),
)
MASTER_LU = Member(
    username="lu",
    name="卢志平",
    phone="13800000052",
    called="卢师傅",
    organisation="wuhou",
    roles=("technician",),
    number="HY-CD-0322",
    portrait="portrait-lu",
    lng=104.10,
    lat=30.66,
    skills=(("lock", 1), ("electric", 2)),
)
MASTER_GUO = Member(
    username="guo",
    name="郭长青",
    phone="13800000053",
    called="郭师傅",
    organisation="wuhou",
    roles=("technician",),
    number="HY-CD-0331",
    portrait="portrait-guo",
    lng=104.02,
    lat=30.60,
    skills=(("lock", 1), ("gas", 2)),
)
MASTER_TIAN = Member(
    username="tian",
    name="田大力",
    phone="13800000054",
    called="田师傅",
    organisation="tangxia",
    roles=("technician",),
    number="HY-DG-0107",
    portrait="portrait-tian",
    lng=114.07,
    lat=22.81,
    skills=(("lock", 1), ("electric", 2), ("gas", 1)),
)
STAFF = (
    *(ADMIN, XIAO_CHEN, XIAO_DENG, LIN, QIAO, CHENG, YAN, SUN, QIAN),
    *(BOSS_HE, XIAO_FANG, XIAO_KONG, BOSS_TANG),
    *(HEYAN_OWNER, XIAO_MEI, QINGFENG_OWNER, MERCHANT_OWNER, XIAO_WU, ZHOU),
)
TECHNICIANS = (MASTER_LUO, MASTER_LU, MASTER_GUO, MASTER_TIAN)
EVERYBODY = (*STAFF, *TECHNICIANS)

HOTLINE = "400-000-0000"
RETIRED_HOTLINE = "400-000-0009"
LOOK_ALIKE = "400-000-0001"
SERIAL = "HY3S25054471"
