"""What the sentence of a brand's word is read by: names of goods, of goods that are none of ours, and exclusions."""

from collections.abc import Mapping

WIDER: Mapping[str, tuple[str, ...]] = {
    "electric": ("air_conditioner", "water_heater", "washer", "fridge", "hood", "purifier"),
    "gas": ("water_heater", "stove"),
}
"""Which goods are among those that a wider name says."""
ALSO_CALLED: Mapping[str, tuple[str, ...]] = {
    "electric": ("electrical appliance", "home appliance", "household appliance", "appliance", "家用电器", "厨电"),
    "gas": ("gas appliance", "gas", "天然气", "液化气", "燃具", "燃气器具"),
    "lock": ("智能锁", "锁具", "锁芯", "lock", "door lock", "unlocking", "locksmith"),
    "air_conditioner": ("ac", "hvac", "air conditioning"),
    "water_heater": ("gas water heater", "gas boiler", "燃气壁挂炉"),
    "stove": ("gas cooker", "gas hob", "cooker", "hob"),
    "hood": ("hood", "cooker hood"),
    "fridge": ("freezer",),
}
"""What a brand calls goods besides what customers do."""
OTHER_GOODS = """
电视 洗碗机 集成灶 微波炉 烤箱 蒸箱 消毒柜 电磁炉 电饭煲 豆浆机 破壁机 榨汁机 咖啡机 垃圾处理器 小家电
摄像头 监控 门铃 手机 平板 电脑 打印机 投影仪 音响 路由器 扫地机 吸尘器 除湿机 加湿器 空气净化器 新风
取暖器 地暖 浴霸 风扇 吹风机 晾衣机 按摩椅 马桶 卫浴 花洒 水龙头 水电 水管 管道 灯具 照明 门窗 窗帘
家具 地板 沙发 床垫 保险柜 保险箱 电梯 汽车 电动车 充电桩 光伏 太阳能
tv television dishwasher microwave oven camera smartphone computer laptop printer projector vacuum router
humidifier dehumidifier heater fan toilet plumbing plumber basin lamp lighting curtain furniture elevator
car bicycle
air-purifier mobile-phone robot-vacuum small-appliance
"""
OTHERS = frozenset(one.replace("-", " ") for one in OTHER_GOODS.split())
"""Goods that nobody is sent for by a skill: a word that names only such is for none."""
LEAVES_OUT = (
    "不含有?|不包括|不包含|不涵盖|(?<![拆清消解删排])除(?![外湿霜尘垢锈味])[了去开]?"
    r"|(?<![a-z])(?:except(?:ing|ion)?(?: for)?|exclud(?:ing|es)|other than|apart from|aside from)(?![a-z])"
)
"""After these stands what is left out."""
DENIES = (
    "不(?!限|锈|断|间断|同|分|论)(?:允许|承接|负责|提供|适用于?|用于|准|许|[得可能做会修管装接]{0,2}以?)"
    "|非(?!常|洲)|没有|无(?!论|锡|线|霜|忧|极|为|棣|限)|未(?!来|央)|勿|禁止?|拒绝?"
    r"|排除(?!故障)|(?<![a-z])(?:no(?![.\s]*\d)|not|without|w/o|non|never|cannot|nor|neither|but|minus|unless)(?![a-z])"
    "|n't"
)
"""After these, too; without a word of work before them they say nothing of what is left."""
LEFT_OUT = r"除外|之外|以外|(?<![a-z])(?:excluded|exempt(?:ed)?)(?![a-z])"
"""Before these stands what is left out."""
WORK = (
    "维修|修理|安装|清洗|保养|检测|拆装|移机|服务|售后|"
    r"(?<![a-z])(?:repair|install|service|maint)[a-z]*(?![a-z])"
)
"""What is done to any goods."""
FILLS = (
    "业务|产品|设备|项目|相关|全部|所有|任何|一切|各类|各种|上门|类|等|的|"
    r"(?<![a-z])(?:any|all|the|of|for|our|type|products?)(?![a-z])|[\s\-\"'“”]"
)
"""What may stand beside the name of goods that are left out."""
