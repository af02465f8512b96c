"""Files that a provider wants at a site's root before it believes whose the site is: their names and what is in them.

WeChat and WeCom ask for one; DingTalk, Feishu, the map services, the payment services and the shops ask for none.
"""

NAME = r"(?:MP|WW)_verify_[A-Za-z0-9]{8,32}\.txt"
LINE = rf"{NAME}[ \t]+[A-Za-z0-9_-]{{8,64}}"
FIELD = "check_file"
"""Under which name a provider's account keeps it."""


def content(line: str, name: str) -> str | None:
    """Return what stands in a file of that name by the line that was kept of one; None where it is another's.

    >>> content("MP_verify_a1b2c3d4.txt a1b2c3d4", "MP_verify_a1b2c3d4.txt"), content("", "MP_verify_a1b2c3d4.txt")
    ('a1b2c3d4', None)
    """
    named, text = (*line.split(), "", "")[:2]
    return text if named == name and text else None
