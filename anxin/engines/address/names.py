"""Derive the shorter forms under which people write a division's name."""

import re

PEOPLES = (
    "蒙古族|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族|哈萨克|傣族|黎族|傈僳族|"
    "佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|"
    "锡伯族|锡伯|阿昌族|普米族|塔吉克族|塔吉克|怒族|俄罗斯族|鄂温克族|德昂族|保安族|裕固族|独龙族|鄂伦春族|赫哲族|门巴族|"
    "珞巴族|基诺族|蒙古|各族|乌孜别克|塔塔尔|维吾尔族|乌孜别克族|塔塔尔族"
)
_PEOPLES_TAIL = re.compile(f"(?:{PEOPLES})+$")

TOWN_SUFFIXES = (
    "街道办事处", "街道办", "地区办事处", "街办", "街道", "民族乡", "苏木乡", "苏木", "区公所", "镇", "乡",
)  # fmt: skip
_TAILS = {"镇": ("镇",), "道": ("街道",), "乡": ("民族乡", "乡"), "木": ("苏木",), "所": ("区公所",)}


def strip_peoples(stem: str) -> str:
    """Cut the names of peoples from the end of a stem, keeping at least two characters.

    Parameters
    ----------
    stem : str
        A name without its last word, such as ``"长阳土家族"``.

    Returns
    -------
    str
        ``"长阳"``; a stem that is nothing but a people's name keeps it without 族 (``"东乡族"`` → ``"东乡"``).
    """
    cut = _PEOPLES_TAIL.sub("", stem)
    if len(cut) >= 2:
        return cut
    return stem.removesuffix("族")


def short_name(name: str) -> str:
    """Cut a province's, prefecture's or county's name to the part people say.

    Returns
    -------
    str
        The stem, or the name itself where nothing shorter has two characters (``"横县"``).
    """
    for tail in ("特别行政区", "自治区", "自治州", "自治县", "自治旗", "行政委员会"):
        if name.endswith(tail):
            return strip_peoples(name.removesuffix(tail))
    for tail in ("新区", "林区", "特区", "矿区", "地区"):
        if name.endswith(tail) and len(name) >= 4 and name != "万柏林区":
            return name.removesuffix(tail)
    if name[-1] in "省市区县盟旗" and len(name) >= 3:
        return name[:-1]
    return name


def forms(name: str) -> list[tuple[str, bool]]:
    """List the written forms of a division above town level.

    Returns
    -------
    list of (str, bool)
        Form and whether it carries a word of kind (市, 县, 州, …); the full name comes first.
    """
    found = {name: True}
    short = short_name(name)
    if name.endswith(("自治州", "自治县", "自治旗", "自治区")):
        found.setdefault(short + name[-3:], True)
        if name[-1] != "区":
            found.setdefault(short + name[-1], True)
    if name.endswith(("新区", "特区", "林区", "矿区")) and len(short) >= 2 and not name.endswith(("新区",)):
        found.setdefault(short + "区", True)
    if short != name and len(short) >= 2:
        found.setdefault(short, False)
    return list(found.items())


def town_body(name: str) -> str:
    """Cut only the word of kind from a town's name (``"幸福满族乡"`` → ``"幸福满族"``)."""
    for tail in _TAILS.get(name[-1], ()):
        if name.endswith(tail):
            return name[: -len(tail)] or name
    return name


def town_stem(name: str) -> str:
    """Cut a town's name to its stem (``"幸福满族乡"`` → ``"幸福"``), keeping at least one character."""
    body = town_body(name)
    return strip_peoples(body) if name[-1] == "乡" and body != name else body
