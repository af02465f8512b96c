"""Read a county with one wrong character, directly behind its prefecture: a slip of the hand or of a scanner."""

from functools import lru_cache

from anxin.engines.address.resolution import Alternative, Resolution
from anxin.engines.address.table import CITY, COUNTY, PROVINCE, Table

NEARLY = 0.8
SHORTEST = 3
SKIP = frozenset(" ,，、-/|\u3000")
# What stands behind a prefecture's name without being a county's: 唐山市开发区 is not 开平区.
GENERIC = frozenset(
    {"发区", "新区", "开区", "业区", "税区", "范区", "景区", "小区", "社区", "园区", "市区", "城区", "郊区", "校区"}
    | {"厂区", "库区", "港区", "矿区", "林区", "作区", "流区", "务区", "技区", "化区", "学区", "军区", "地区", "山区"}
    | {"超市", "城市", "门市", "夜市", "集市", "书市", "股市", "本市", "全市", "上市", "都市"}
)


class Nearly:
    """Counties by their prefecture, compared where nothing better was read."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def read(self, found: Resolution) -> Resolution:
        """Go down to the one county of which the text behind the answer differs in one character, if there is one.

        A shorter name than three characters, a generic word (开发区), or two counties that are equally near leave the
        answer as it is; the two are then its alternatives.
        """
        if found.node < 0 or found.alternatives or not found.marks or not self._has_counties(found.node):
            return found
        at = found.marks[-1]
        while found.text[at : at + 1] in SKIP and at < len(found.text):
            at += 1
        near = [county for county in self._counties(found.node) if self._differs_in_one(found.text, at, county)]
        if len(near) == 1:
            name = self._table.names[near[0]]
            marks = (*found.marks, COUNTY, at, at + len(name))
            notes = (*found.notes, f"nearly: read as {name}")
            return Resolution(self._table, found.text, near[0], marks, NEARLY, (), notes)
        if near:
            others = tuple(Alternative(self._table.codes[one], self._table.full_name(one), 0.3) for one in near[:5])
            return Resolution(self._table, found.text, found.node, found.marks, found.confidence, others, found.notes)
        return found

    def _has_counties(self, node: int) -> bool:
        level, kind = self._table.levels[node], self._table.kinds[node]
        return (level == CITY and kind != "undivided_city") or (level == PROVINCE and kind == "municipality")

    @lru_cache(maxsize=512)  # noqa: B019 - one object for the life of the process
    def _counties(self, node: int) -> tuple[int, ...]:
        """Return the counties below a prefecture or municipality whose names are long enough to miss a character."""
        table = self._table
        below = [child for child in table.children[node] if table.levels[child] == COUNTY]
        below += [far for child in table.children[node] if table.levels[child] == CITY for far in table.children[child]]
        return tuple(one for one in below if table.levels[one] == COUNTY and len(table.names[one]) >= SHORTEST)

    def _differs_in_one(self, text: str, at: int, county: int) -> bool:
        name = self._table.names[county]
        written = text[at : at + len(name)]
        if len(written) < len(name) or written[-1] != name[-1] or written[-2:] in GENERIC:
            return False
        return sum(a != b for a, b in zip(written, name, strict=True)) == 1
