"""Carriers: who takes a message out of the house."""

from anxin.core.carriers.carriers import NotSent, Parcel, Unclear, register
from anxin.core.carriers.mail import Mail
from anxin.core.carriers.sms import Sms
from anxin.core.carriers.webhooks import sign
from anxin.core.carriers.wechat.talk import Talk
