"""Spell out the hand-kept list of development zones."""

from tools.address.sources import Row, listed

HIGH_TECH = (
    "高新区", "高新技术产业开发区", "高新技术开发区", "高新技术产业园区", "高新技术区", "高新开发区",
    "高技术产业开发区", "高新技术产业区", "国家高新技术产业开发区", "国家高新区",
    "高新科技开发区", "高新科技产业开发区", "高新科技园区", "高新产业开发区",
)  # fmt: skip
ECONOMIC = (
    "经开区", "经济技术开发区", "经济开发区", "开发区", "技术开发区", "经济技术开发新区", "经济区",
    "国家级经济技术开发区", "国家经济技术开发区",
)  # fmt: skip


def zones(rows: list[Row]) -> list[tuple[str, str, tuple[str, ...]]]:
    """List (prefecture code, name, host county codes), one row a spelling, sorted.

    Raises
    ------
    ValueError
        If the list names a prefecture or county that the table does not have.
    """
    prefectures = {row.name: row.code for row in rows if row.level in {1, 2}}
    counties = {(row.parent, row.name): row.code for row in rows if row.level == 3}
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for prefecture, names, hosts in listed("zones.tsv"):
        code = prefectures.get(prefecture, "")
        codes = tuple(counties.get((code, host), "") for host in hosts.split(","))
        if not code or "" in codes:
            raise ValueError(f"zones.tsv: expected a prefecture and its counties, got {prefecture}: {hosts}")
        for name in names.split(","):
            for spelling in {"高新": HIGH_TECH, "经开": ECONOMIC}.get(name, (name,)):
                found.setdefault((code, spelling), codes)
    return sorted((code, name, codes) for (code, name), codes in found.items())
