"""Providers of privacy numbers: opened with what was kept of them, asked outside of every transaction."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from anxin.core import providers
from anxin.domain.privacy_numbers.providers.aliyun import WAYS, Aliyun, calls
from anxin.domain.privacy_numbers.providers.port import (
    CallTold,
    NumberAnswer,
    NumberBinding,
    NumberProvider,
    NumberWork,
)

KIND = "privacy_numbers"
REAL: dict[str, Callable[[Mapping[str, str]], NumberProvider]] = {"aliyun_numbers": Aliyun}
HEARD: dict[str, Callable[[Any], list[CallTold]]] = {"aliyun_numbers": calls}


def chosen() -> str:
    """Return the provider that is asked: set up, and tried well; empty where there is none."""
    ready = (one for one in providers.health().values() if one.kind == KIND and one.tried_at and not one.trial_fault)
    return next((one.name for one in ready if one.name in REAL), "")


def opened(name: str) -> NumberProvider | None:
    """Return a provider with what was kept of it; None where nothing is."""
    kept = providers.account(name)
    return REAL[name](kept.values) if kept is not None and name in REAL else None


def trial(values: Mapping[str, str], name: str, *, now: datetime) -> str:
    """Look whether a provider knows us and our numbers; return what is wrong, or ""."""
    return REAL[name](values).trial(now=now)


def ask(work: NumberWork, *, now: datetime) -> NumberAnswer:
    """Ask a provider to bind, prolong or unbind; one whose keys are gone answers nothing."""
    provider = opened(work.provider)
    if provider is None:
        return NumberAnswer(outcome="unknown", fault="not set up")
    if work.binding is None:
        customer, technician = work.phones
        return provider.bind(customer=customer, technician=technician, until=work.until, ours=work.ours, now=now)
    do = provider.unbind if work.what == "unbind" else provider.prolong
    return do(work.binding, until=work.until, now=now)
