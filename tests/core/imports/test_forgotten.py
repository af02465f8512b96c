"""What the rows of a file said goes with its term; the file is taken back until then, and no more after it."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from anxin.core import imports
from anxin.core.acting import acting
from anxin.core.imports.models import ImportBatch, ImportLine
from anxin.core.imports.takebacks import ForgottenRows
from tests.domain.goods.test_devices import CHEN, DEVICES, brought, undone

pytestmark = pytest.mark.django_db


def test_what_rows_said_goes_with_its_term_and_the_file_stays(now: datetime, tmp_path: Path) -> None:
    report = brought("devices", tmp_path, DEVICES, f"S3,HY3-0001,2025-03-01,{CHEN}", "S3,HY3-0002,,,", now=now)
    assert acting(lambda: imports.forget_old(now=now + timedelta(days=90))) == 0
    late = now + timedelta(days=90, minutes=1)
    assert acting(lambda: imports.forget_old(now=late)) == 2
    assert acting(lambda: imports.forget_old(now=late)) == 0
    assert not ImportLine.objects.exclude(content="", phone_index="", before_index="").exists()
    assert ImportBatch.objects.get().new == 2
    report.batch.refresh_from_db()
    with pytest.raises(ForgottenRows):
        undone(report, late)
