"""The record as the customer reads it."""

from uuid import uuid4

import pytest
from django.utils import timezone, translation

from anxin.core import wording
from anxin.domain.repairs.queries.history import EntryLine
from anxin.faces.customer import summary


class TestTrail:
    @pytest.mark.parametrize(
        ("kind", "code", "said"),
        [("stranger", "repair.submitted", "登记了报修"), ("customer_link", "visits.arrival_denied", "表示师傅还没到")],
    )
    def test_signs_what_the_customer_did_himself_as_his(self, kind: str, code: str, said: str) -> None:
        with translation.override("zh-hans"):
            entry = EntryLine(
                id=uuid4(),
                at=timezone.now(),
                done_at=None,
                late=False,
                code=code,
                sentence=wording.sentence(code, {}),
                by="",
                by_kind=kind,
                text="",
                erased_at=None,
                public=True,
            )
            (part,) = summary.trail([entry])
        assert part["who"] == "您"
        assert str(part["what"]).startswith(said)
