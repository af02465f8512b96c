"""Text messages: by the providers that were set up, one after the other; play keeps them in a folder.

Who follows the service account has it in WeChat instead, where a template is granted; the text message comes after it.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from anxin.core import providers
from anxin.core.carriers.carriers import CarrierRefused, FakeSms, NotSent, Parcel, Unclear, register
from anxin.core.carriers.requests import NOT_REACHED, NoAnswer, NotReached
from anxin.core.carriers.sms import aliyun, tencent
from anxin.core.carriers.sms.port import SmsProvider, SmsReceipt, parts_of
from anxin.core.carriers.wechat import NAME, Messenger

KIND = "sms"
PROVIDERS: dict[str, Callable[[Mapping[str, str]], SmsProvider]] = {"aliyun": aliyun.Aliyun, "tencent": tencent.Tencent}
PROVIDERS |= {NAME: Messenger}
RECEIPTS: dict[str, Callable[[Any], list[SmsReceipt]]] = {"aliyun": aliyun.receipts, "tencent": tencent.receipts}
PRICE_MILL = 45


def is_there() -> bool:
    """Return whether anybody takes text messages (one query): where nobody does, no page says that one comes."""
    return bool(settings.PLAY or providers.names_of(KIND))


class Sms:
    """Asks the first provider; the second only where the first surely took nothing, and not because of the person."""

    queue = "outside"

    @property
    def accepts_key(self) -> bool:
        """Return whether the same key twice is carried once: only in play."""
        return bool(settings.PLAY)

    def send(self, parcel: Parcel) -> str:
        """Send one message; gives provider and number."""
        accounts: list[dict[str, str]] = json.loads(parcel.secret) if parcel.secret else []
        if not accounts:
            if settings.PLAY:
                return FakeSms().send(parcel)
            raise NotSent({"carrier": "sms", "why": "not set up"})
        last = NotSent({"carrier": "sms", "why": "no template"})
        for values in accounts:
            name, template = values["name"], templates_of(values).get(parcel.template, "")
            if not template:
                continue
            try:
                number = PROVIDERS[name](values).send(parcel, template)
            except Unclear as error:
                parcel.notes.append((name, str(error.facts["why"]), 0))
                raise
            except NotSent as error:
                last = error
                parcel.notes.append((name, "" if _is_person(error) else str(error.facts["why"]), 0))
                if _ends(error):
                    raise
                continue
            price = int(values.get("price_mill") or PRICE_MILL)
            parcel.notes.append((name, "", price * parts_of(parcel.signed)))
            return f"{name}:{number}"
        raise last


def _is_person(error: NotSent) -> bool:
    return isinstance(error, CarrierRefused) and error.person


def _ends(error: NotSent) -> bool:
    return isinstance(error, CarrierRefused) and error.person and not error.others


def templates_of(values: Mapping[str, str]) -> dict[str, str]:
    """Return the provider's number of each of our messages, as they were written down: one a line, `ours = theirs`."""
    pairs = (line.partition("=") for line in values.get("templates", "").splitlines())
    return {ours.strip(): theirs.strip() for ours, _is, theirs in pairs if ours.strip() and theirs.strip()}


def trial(values: Mapping[str, str], name: str, *, now: datetime) -> str:
    """Look whether a provider grants signature and templates; return what is wrong, or ""."""
    try:
        return lacking(values, name, now=now)
    except (NotReached, NoAnswer) as error:
        return f"{NOT_REACHED}: {error.facts.get('why', '')}"


def lacking(values: Mapping[str, str], name: str, *, now: datetime) -> str:
    """Return what a provider doesn't grant of signature and templates, or ""; raise `NotReached` or `NoAnswer`."""
    told = templates_of(values)
    return PROVIDERS[name](values).lacking(told, now=now) if told or name == NAME else "no template"


register("sms", Sms())
