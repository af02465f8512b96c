"""Words of a person to a follower who wrote within two days (customer-service messages)."""

import json

from anxin.core.carriers.carriers import NotSent, Parcel, Unclear, register
from anxin.core.carriers.requests import NoAnswer, NotReached
from anxin.core.carriers.wechat.account import NAME, ServiceAccount, WechatRefusal


class Talk:
    """Sends a text as it is; WeChat takes no key for it, so a lost answer is left to a person."""

    accepts_key = False
    queue = "outside"

    def send(self, parcel: Parcel) -> str:
        """Send one text."""
        if not parcel.secret:
            raise NotSent({"carrier": "wechat", "why": "not set up"})
        told = {"touser": parcel.to, "msgtype": "text", "text": {"content": parcel.text}}
        fault = ""
        try:
            ServiceAccount(json.loads(parcel.secret)).ask("/cgi-bin/message/custom/send", told)
        except WechatRefusal as error:
            fault = str(error)
            raise NotSent({"carrier": "wechat", "why": fault}) from error
        except NotReached as error:
            fault = str(error.facts.get("why", ""))
            raise NotSent({"carrier": "wechat", "why": fault}) from error
        except NoAnswer as error:
            fault = str(error.facts.get("why", ""))
            raise Unclear({"carrier": "wechat", "why": fault}) from error
        finally:
            parcel.notes.append((NAME, fault, 0))
        return "said"


register("wechat", Talk())
