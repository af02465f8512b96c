"""What is asked for of a provider of privacy numbers."""

from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from anxin.core.commands import Ask, Fields
from anxin.domain.opening.commands.provider_fields import Gateway, KeyId, SecretKey

POOL = _("empty where you have none of these")
IN_POOL = _("any one that lies in it; a trial looks it up")


class AliyunNumbers(Fields):
    """What this installation has at Aliyun's privacy numbers (号码隐私保护): a pool of either kind, or one of each."""

    key_id: KeyId
    secret_key: SecretKey = ""
    axb_pool: Annotated[
        str,
        Field(pattern=r"^[A-Za-z0-9]{0,64}$"),
        Ask(label=_("Key of the pool for AXB (a number for two)"), hint=POOL),
    ] = ""
    axb_number: Annotated[
        str, Field(pattern=r"^[0-9]{0,16}$"), Ask(label=_("A number of the AXB pool"), hint=IN_POOL)
    ] = ""
    extension_pool: Annotated[
        str,
        Field(pattern=r"^[A-Za-z0-9]{0,64}$"),
        Ask(label=_("Key of the pool for AXN with extensions"), hint=_("asked where the first has no number free")),
    ] = ""
    extension_number: Annotated[
        str, Field(pattern=r"^[0-9]{0,16}$"), Ask(label=_("A number of the extension pool"), hint=IN_POOL)
    ] = ""
    price_mill: Annotated[
        str,
        Field(pattern=r"^[0-9]{0,6}$", max_length=6),
        Ask(label=_("Price of a minute in 厘 (a thousandth of a yuan)"), hint=_("digits; empty where it is free")),
    ] = ""
    gateway: Gateway = ""
