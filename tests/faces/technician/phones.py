"""Technicians' phones, and repairs walked so that their now is about now."""

from dataclasses import replace
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from anxin.demo import cast
from anxin.demo.walk import HAPPY, STEPS, Walked, a_report, begin
from anxin.domain.people import queries as people
from anxin.domain.people.models import Account
from anxin.domain.repairs.models import Repair
from anxin.domain.visits.models import Appointment, Visit


def account_of(member: cast.Member) -> Account:
    """Find the account a member of the cast signs in with."""
    account = people.account(member.username)
    assert account is not None
    return account


def phone_of(member: cast.Member) -> Client:
    """Give a signed-in phone without script."""
    client = Client()
    client.force_login(account_of(member))
    return client


def walk(at: str, *, customer: cast.Customer = cast.MS_ZHANG, covered: bool = False, later_h: int = 0) -> Walked:
    """Walk a repair to a state so that its last step lies a moment ago."""
    before = HAPPY.index(at) < HAPPY.index("on_the_way")
    start = timezone.now() - (timedelta(minutes=7 if at == "named" else 10) if before else timedelta(hours=6))
    report = a_report(now=start, customer=customer)
    shift = timedelta(hours=later_h)
    report = replace(report, wanted_from_at=report.wanted_from_at + shift, wanted_to_at=report.wanted_to_at + shift)
    if covered:
        report = replace(report, bought_date=(start - timedelta(days=100)).date(), serial="HY3-2026-4471", proved=True)
    one = begin(report, now=start)
    for name in HAPPY[1 : HAPPY.index(at) + 1]:
        STEPS[name](one)
    return one


def windows_now() -> None:
    """Have every agreed window begin by now, so that whoever goes there may set out."""
    start = timezone.now() - timedelta(minutes=20)
    Appointment.objects.filter(state="confirmed").update(from_at=start, to_at=start + timedelta(hours=2))
    Visit.objects.filter(state="booked").update(wanted_from_at=start, wanted_to_at=start + timedelta(hours=2))


def for_now(*every: Walked) -> None:
    """Have booked visits wanted now, whatever the hour: late in the evening a report is wanted tomorrow."""
    start = timezone.now() - timedelta(minutes=20)
    for one in every:
        wanted = {"wanted_from_at": start, "wanted_to_at": start + timedelta(hours=2)}
        Visit.objects.filter(pk=one.visit.pk).update(**wanted)
        Repair.objects.filter(pk=one.repair.pk).update(**wanted)
        Appointment.objects.filter(visit=one.visit).update(from_at=start, to_at=wanted["wanted_to_at"])
        one.repair.refresh_from_db()
