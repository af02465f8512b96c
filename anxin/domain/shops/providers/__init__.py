"""The platforms a shop may be on: opened with what was kept of it, asked outside of every transaction."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from anxin.domain.shops.providers.client import Client, documented
from anxin.domain.shops.providers.douyin import Douyin
from anxin.domain.shops.providers.jd import JD
from anxin.domain.shops.providers.pinduoduo import Pinduoduo
from anxin.domain.shops.providers.port import ENDED, ClaimTold, OrderTold, Remember, ShopFault, Unread
from anxin.domain.shops.providers.taobao import Taobao
from anxin.domain.shops.providers.wechat import WeChatShop

KIND = "shop"
REAL: dict[str, type[Client]] = {
    "taobao": Taobao,
    "douyin": Douyin,
    "jd": JD,
    "pinduoduo": Pinduoduo,
    "wechat": WeChatShop,
}
SECRETS: dict[str, tuple[str, ...]] = dict.fromkeys(("taobao", "jd", "pinduoduo"), ("secret", "session"))
SECRETS |= {"douyin": ("secret",), "wechat": ("secret",)}


def opened(platform: str, values: Mapping[str, str], remember: Remember) -> Client:
    """Open a shop with what was kept of it."""
    return REAL[platform](values, remember)


def trial(platform: str, values: Mapping[str, str], remember: Remember, *, now: datetime) -> str:
    """Ask for the orders and claims of some minutes, which changes nothing; return what is wrong, or ""."""
    shop, end = opened(platform, values, remember), now - timedelta(minutes=3)
    try:
        documented(shop.orders, end - timedelta(minutes=5), end, now=now)
        documented(shop.claims, end - timedelta(minutes=5), end, now=now)
    except ShopFault as error:
        return str(error)
    return ""
