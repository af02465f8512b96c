"""The titles a customer keeps for his next invoice: sealed, ten at most, gone with him."""

import json
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from anxin.core import vault
from anxin.core.actors import Actor
from anxin.core.ids import uuid7
from anxin.domain.invoices import queries, rules
from anxin.domain.invoices.models import Title
from anxin.domain.invoices.queries import Buyer


def keep_title(*, buyer: Buyer, by: Actor, now: datetime) -> None:
    """Keep a title for the next invoice; one of the same tax number and name is written anew, the oldest make room."""
    there = list(queries.own_titles(by))
    again = (one for one in there if _names(queries.title_of(one)) == _names(buyer))
    row = next(again, None) or Title(id=uuid7(), person_id=by.id)
    row.buyer_sealed = vault.seal(queries.TITLE, row.id, json.dumps(asdict(buyer), ensure_ascii=False))
    row.used_at = now
    row.save()
    over = [one.pk for one in there if one.pk != row.pk][rules.TITLES - 1 :]
    Title.objects.filter(pk__in=over).delete()


def remove_title(*, key: UUID, by: Actor) -> None:
    """Forget a title; nobody removes another's."""
    queries.own_titles(by).filter(pk=key).delete()


def erase_all(*, person: str) -> None:
    """Forget the titles of somebody who is erased."""
    Title.objects.filter(person_id=person).delete()


def _names(buyer: Buyer) -> tuple[str, str]:
    return buyer.tax_number, buyer.title
