"""Tell a person's name from a piece of an address."""

import re

LONGEST = 64
COMPOUND = (
    "欧阳|上官|司马|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|司徒|司空|端木|东方|南宫|独孤|西门|百里|呼延|轩辕|东郭|申屠|"
    "太史|闻人|淳于|单于|万俟|澹台|赫连|濮阳|公冶|宗政|钟离|鲜于|闾丘|仲孙|拓跋|完颜|纳兰|爱新觉罗|叶赫那拉"
)
SINGLE = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊"
    "纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁"
    "单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇"
    "栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍"
    "璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越"
    "夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仉督岳帅缑亢况郈有琴归海晋楚闫法汝鄢涂"
    "钦商牟佘佴伯赏墨哈谯笪年爱阳佟言福肖付覃兰冼代仝植揭占阿买努古艾热"
)
TITLES = "先生|女士|小姐|师傅|老师|太太|经理|老板|阿姨|叔叔|大爷|奶奶|同学|医生|大哥|大姐|主任|总|哥|姐"
SHOPS = "淘宝|天猫|京东|拼多多|抖音|快手|唯品会|苏宁|闲鱼|小红书|微信|有赞|微店|当当|1688|阿里巴巴|得物|网易严选"
TIBETAN = (  # two syllables each; a name is one or two of them
    "扎西|次仁|才仁|泽仁|尼玛|尼麻|卓玛|卓么|卓嘎|央金|央宗|平措|彭措|格桑|多吉|旦增|丹增|洛桑|罗桑|巴桑|达瓦|达娃|米玛|拉巴|边巴|普布|"
    "白玛|索朗|顿珠|顿珍|加措|嘉措|江措|罗布|德吉|曲珍|曲吉|曲扎|仁增|益西|强巴|土登|土旦|贡布|贡嘎|旺堆|旺姆|旺久|旺扎|桑杰|桑珠|欧珠|"
    "次旦|次央|次旺|次珍|次吉|次成|拉姆|拉毛|拉珍|群培|晋美|吉美|才让|才旦|才吉|仓决|玉珍|坚赞|坚参|班觉|云丹|阿旺|昂旺|赤列|朗杰|朗加|"
    "泽旺|降央|降初|巴登|仁青|仁钦|斯郎|四郎|向巴|南加|南杰|久美|久米|尕藏|扎巴|公保|更登|华旦|项欠|三智|完么|当周|加羊|周毛|洛珠|伦珠|"
    "伦布|确吉|确珠|旺杰|旺青|巴珠|热旦|西绕|喜饶|华青|索南|切吉|桑吉|桑姆|措姆|措吉|白姆|德庆|德珍|吉宗|普尺|普赤|仓木|曲宗|曲培|曲桑|"
    "色珍|其美|嘎玛|噶玛|洛追|俄色|俄日|翁姆|志玛|志美|青措|娜姆|拥忠|拥措|雍措"
)
_CHINESE = r"[\u3400-\u9fff\U00020000-\U0003ffff〇]"
_TITLED = re.compile(rf"^(?:{COMPOUND}|[{SINGLE}])(?:{_CHINESE}{{0,2}})(?:{TITLES})$")
_PLAIN = re.compile(
    rf"^(?:(?:{COMPOUND}){_CHINESE}{{1,2}}|[{SINGLE}]{_CHINESE}{{1,2}}|[{SINGLE}][{SINGLE}]{_CHINESE}{{2}})$"
)
_TIBETAN = re.compile(rf"^(?:{TIBETAN}){{1,2}}$")
_RARE = re.compile(rf"^{_CHINESE}{{0,3}}[\U00020000-\U0003ffff]{_CHINESE}{{0,3}}$")
_DOTTED = re.compile(rf"^{_CHINESE}{{1,20}}(?:[·•・‧.．]{_CHINESE}{{1,20}})+$")
_LATIN = re.compile(r"^[A-Z][A-Za-z'\-]{1,20}$")
_PLACE_SIGN = re.compile(
    "[省市区县镇乡村路街道巷弄号室楼栋幢座层单元苑园厦店厂院校组队旗盟]|小区|公司|广场|花园|中心|大学|酒店"
)
_NO_NAME = re.compile(r"[\d()（）【】\[\]{}<>@]")
_TAIL_MARK = re.compile("号楼|号院|号|室|楼|户|栋|单元|层|幢|座|铺|门市|门|房|[0-9０-９A-Za-z]")
_WEAK_MARK = re.compile("小区|花园|大厦|广场|公寓|宿舍|家园|苑|村|组|队|店|厂|院|园|城|府|区")
_END = re.compile(r"^[\s(（\[【]+|[\s)）\]】]+$|[(（\[【]?(?:收|亲启|启)[)）\]】]?$")


def trimmed(name: str) -> str:
    """Cut brackets, blanks and 收 from a name."""
    before = None
    while before != name:
        before, name = name, _END.sub("", name)
    return name


def possible(value: str) -> bool:
    """Return whether what follows a label like 收件人 can be a name at all."""
    name = trimmed(value)
    return 2 <= len(name) <= LONGEST and not _NO_NAME.search(name) and (len(name) <= 4 or not _PLACE_SIGN.search(name))


def likely(piece: str, glued: bool = False) -> bool:
    """Return whether a piece of text is a person's name.

    Parameters
    ----------
    piece : str
        2 to 64 characters.
    glued : bool
        The piece was cut out of running text, so only clear shapes count.
    """
    name = trimmed(piece)
    if not 2 <= len(name) <= LONGEST:
        return False
    if _DOTTED.match(name):
        return not name.endswith(("附近", "店", "路", "园", "号"))
    if _TITLED.match(name) or (_TIBETAN.match(name) and (len(name) > 2 or not glued)):
        return True
    if _PLACE_SIGN.search(name):
        return bool(_PLAIN.match(name)) and len(name) <= 3 and not _PLACE_SIGN.search(name[-1]) and not glued
    if _PLAIN.match(name) or _RARE.match(name):
        return True
    return bool(_LATIN.match(name)) and not glued


def tail(piece: str) -> int:
    """Count the characters of a name glued to the end of an address, 0 if there is none."""
    marks = list(_TAIL_MARK.finditer(piece))
    for found, longest in ((marks, 4), (list(_WEAK_MARK.finditer(piece)), 3)):
        if found:
            rest = piece[found[-1].end() :]
            name = trimmed(rest)
            if len(name) >= 2 and likely(name, glued=True) and (len(name) <= longest or not _PLAIN.match(name)):
                return len(rest)
    return 0
