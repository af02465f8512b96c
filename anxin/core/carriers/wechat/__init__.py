"""WeChat's service account: what it is asked, and what it rings with."""

from anxin.core.carriers.wechat.account import KIND, NAME, OURS, Messenger, ServiceAccount, WechatRefusal, trial
from anxin.core.carriers.wechat.envelope import BadEnvelope, Envelope
