"""What the counties of the demo are filled from: their cities, names, faults, how far each case came, ratings."""

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
