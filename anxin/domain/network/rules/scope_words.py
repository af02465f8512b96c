"""What goods are called in brands' words besides what customers call them, and what makes a sentence doubtful."""

from collections.abc import Mapping

# which goods are among those that a wider name says
WIDER: Mapping[str, tuple[str, ...]] = {
    "electric": ("air_conditioner", "water_heater", "washer", "fridge", "hood", "purifier"),
    "gas": ("water_heater", "stove"),
}
# what a brand calls goods besides what customers do
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
# goods that nobody is sent for by a skill
OTHER_GOODS = """
电视 洗碗机 集成灶 微波炉 烤箱 蒸箱 消毒柜 电磁炉 电饭煲 豆浆机 破壁机 榨汁机 咖啡机 垃圾处理器 小家电
摄像头 监控 门铃 手机 平板 电脑 打印机 投影仪 音响 路由器 扫地机 吸尘器 除湿机 加湿器 空气净化器 新风
取暖器 地暖 浴霸 风扇 吹风机 晾衣机 按摩椅 马桶 卫浴 花洒 水龙头 水电 水管 管道 灯具 照明 门窗 窗帘
家具 地板 沙发 床垫 保险柜 保险箱 电梯 汽车 电动车 充电桩 光伏 太阳能
tv television dishwasher microwave oven camera smartphone computer laptop printer projector vacuum router
humidifier dehumidifier heater fan toilet plumbing plumber basin lamp lighting curtain furniture elevator
car bicycle air-purifier mobile-phone robot-vacuum small-appliance
"""
# what may leave something out: a sentence with it is for nobody until its word is signed with goods
EXCLUDES = (
    "[不非除无没未勿禁拒]|(?<![a-z])(?:except|exclu|exempt|other than|apart from|aside from|no(?![a-z])|not(?![a-z])"
    "|without|w/o|non|never|cannot|nor(?![a-z])|neither|but(?![a-z])|minus|unless)|n't"
)
