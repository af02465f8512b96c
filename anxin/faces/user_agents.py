"""Name browser and system of what a browser says of itself."""

BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("HuaweiBrowser", "Huawei"),
    ("MiuiBrowser", "Xiaomi"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)

SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def device_of(told: str) -> str:
    """Name browser and system of what a browser says of itself; others are named by their first word."""
    found = [next((name for sign, name in signs if sign in told), "") for signs in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, found)) or told.split("/")[0].split(" ")[0][:40]
