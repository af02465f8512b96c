"""Collect the toneless readings of every character and the characters that fold to simplified ones."""

import json
import unicodedata

from tools.address.sources import located

# Readings that place names take and dictionaries put second; names listed whole override character by character.
PLACE_READINGS = {
    "六安": "lu an", "六合": "lu he", "蚌埠": "beng bu", "番禺": "pan yu", "丽水": "li shui", "东阿": "dong e",
    "台州": "tai zhou", "天台": "tian tai", "枞阳": "zong yang", "歙县": "she xian", "黟县": "yi xian",
    "砀山": "dang shan", "莘县": "shen xian", "莘庄": "xin zhuang", "乐亭": "lao ting", "乐清": "yue qing",
    "蔚县": "yu xian", "洪洞": "hong tong", "繁峙": "fan shi", "长子": "zhang zi", "厦门": "xia men",
    "大埔": "da bu", "燕山": "yan shan", "铅山": "yan shan", "浚县": "xun xian", "尉氏": "wei shi",
    "尉犁": "yu li", "监利": "jian li", "郧西": "yun xi", "犍为": "qian wei", "筠连": "jun lian",
    "荥阳": "xing yang", "荥经": "ying jing", "重庆": "chong qing", "柏乡": "bai xiang", "单县": "shan xian",
    "解州": "hai zhou", "牟平": "mu ping", "中牟": "zhong mu", "宕昌": "tan chang", "泷水": "shuang shui",
    "儋州": "dan zhou", "澄江": "cheng jiang", "沌口": "zhuan kou", "鄱阳": "po yang", "济南": "ji nan",
}  # fmt: skip
PLAIN = str.maketrans("", "", "\u0300\u0301\u0304\u030c\u0302")


def toneless(reading: str) -> str:
    """Strip tone marks; ü is written v."""
    plain = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return "".join(sign for sign in plain if sign.isascii() and sign.isalpha())


def readings() -> dict[str, list[str]]:
    """Map each character of the basic block, extension A and plane 2 to its toneless readings, usual one first."""
    with located("pypinyin", "pypinyin/pinyin_dict.json").open(encoding="utf-8") as file:
        raw = json.load(file)
    found = {}
    for code, spelled in raw.items():
        sounds = list(dict.fromkeys(toneless(one) for one in spelled.split(",")))
        if int(code) >= 0x3400 and [one for one in sounds if one]:
            found[chr(int(code))] = [one for one in sounds if one]
    return found


def simplified(kept: set[str]) -> dict[str, str]:
    """Map traditional characters to simplified ones, leaving alone those that today's names are written with."""
    pairs = {}
    with located("opencc-python-reimplemented", "dictionary/TSCharacters.txt").open(encoding="utf-8") as file:
        for line in file:
            traditional, _, choices = line.rstrip("\n").partition("\t")
            if traditional not in kept and choices:
                pairs[traditional] = choices.split(" ")[0]
    return pairs
