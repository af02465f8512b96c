"""Who ends an employment reads where the technician sets out from then on; taking it back brings the start back."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from anxin.core import imports, tables
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.imports import Summary, takeback_rows
from anxin.core.imports.models import ImportBatch
from anxin.core.tables import Values
from anxin.demo import cast, ground
from anxin.domain.network import actions as network
from anxin.domain.network.commands import TECHNICIANS
from anxin.domain.network.models import Authorisation, Engagement, Outlet, Technician
from anxin.domain.people import queries as people
from anxin.domain.visits.queries import freed
from tests import builders

pytestmark = pytest.mark.django_db
KEEPER = Actor(kind="staff", id="0199", roles=frozenset({"operator"}), via="page")
HOME, FAR = "AX-CD-01", "AX-DG-01"


def luo() -> Technician:
    return Technician.objects.get(number=cast.MASTER_LUO.number)


def at(row: Technician | Outlet) -> tuple[float, float]:
    return row.lng, row.lat


def works_far_too(now: datetime) -> None:
    brand, far = people.organisation(cast.HEYAN.slug), Outlet.objects.get(code=FAR)
    acting(lambda: network.employ(technician=luo(), outlet=far, brand=brand, by=SYSTEM, now=now))


def sheet_of_ends(folder: Path) -> tables.Sheet:
    """Return a file that ends all of Luo's work at home."""
    known, path = imports.table("employment_ends"), folder / "ends.csv"
    brands = Engagement.objects.filter(technician=luo(), outlet__code=HOME).values_list("brand__slug", flat=True)
    path.write_text("\n".join(("number,outlet,brand", *(f"{luo().number},{HOME},{one}" for one in brands))))
    return tables.read(known.columns, path)


def seen(sheet: tables.Sheet, now: datetime) -> Summary:
    known = imports.table("employment_ends")
    return imports.summary(known, sheet, imports.dry_run(known, sheet), now=now)


def ended(sheet: tables.Sheet, now: datetime) -> ImportBatch:
    known = imports.table("employment_ends")
    acting(lambda: imports.apply(known, sheet, by=KEEPER, now=now))
    return ImportBatch.objects.latest("applied_at")


def test_a_file_says_from_where_to_where_and_its_undo_brings_it_back(tmp_path: Path, now: datetime) -> None:
    ground.lay(now=now)
    works_far_too(now)
    home, sheet = at(luo()), sheet_of_ends(tmp_path)
    told = seen(sheet, now)
    (change,) = told.changes
    (cell,) = [one for one in change.cells if one.column == "start"]
    assert (told.starts, told.first_starts, change.moves) == (1, (luo().number,), True)
    assert (FAR in cell.after, cell.before != cell.after) == (True, True)
    batch = ended(sheet, now)
    assert at(luo()) == at(Outlet.objects.get(code=FAR)) != home
    back = takeback_rows.foretold(batch, now=now)
    (change,) = back.changes
    assert (back.starts, [(one.before, one.after) for one in change.cells if one.column == "start"]) == (
        1,
        [(cell.after, cell.before)],
    )
    acting(lambda: imports.undo(batch, by=KEEPER, now=now + timedelta(hours=1)))
    assert at(luo()) == home


def test_a_start_that_was_set_meanwhile_stays_where_it_was_set(tmp_path: Path, now: datetime) -> None:
    ground.lay(now=now)
    works_far_too(now)
    batch = ended(sheet_of_ends(tmp_path), now)
    point, later = (114.10, 22.80), now + timedelta(hours=1)
    acting(lambda: network.set_start(technician=luo(), point=point, by=KEEPER, now=later))
    assert takeback_rows.foretold(batch, now=later).starts == 0
    acting(lambda: imports.undo(batch, by=KEEPER, now=later))
    assert at(luo()) == point


def test_who_keeps_work_near_his_start_moves_nowhere(tmp_path: Path, now: datetime) -> None:
    ground.lay(now=now)
    home = at(luo())
    told = seen(sheet_of_ends(tmp_path), now)
    assert (told.starts, told.changes) == (0, ())
    ended(sheet_of_ends(tmp_path), now)
    assert at(luo()) == home


def test_the_command_names_where_he_sets_out_then(now: datetime) -> None:
    ground.lay(now=now)
    works_far_too(now)
    rows = list(Engagement.objects.filter(technician=luo(), to_at=None, outlet__code=HOME))
    for one in rows[1:]:
        acting(lambda one=one: network.dismiss(engagement=one, by=SYSTEM, now=now))
    offer = TECHNICIANS.commands["employment-end"].options["employment"]
    said = dict(offer(luo(), None, now, KEEPER))
    assert f"之后从网点 {FAR} 出发" in str(said[str(rows[0].pk)])
    assert all("出发" not in str(text) for key, text in said.items() if key != str(rows[0].pk))


@pytest.mark.parametrize("name", ["vouched_technicians", "vouched_outlets"])
def test_a_word_taken_back_to_an_earlier_last_day_counts_the_windows_after_it(name: str, now: datetime) -> None:
    walked = builders.a_repair(now=now, at="booked")
    known, visit = imports.table(name), walked.visit
    assert visit.technician is not None
    assert visit.outlet is not None
    code: Values = {"number": visit.technician.number} if name == "vouched_technicians" else {"code": visit.outlet.code}
    stands = known.find({"brand": visit.brand.slug, **code})
    assert stands is not None
    count = freed.windows_freed if name == "vouched_technicians" else freed.freed_by_word
    day = visit.wanted_from_at.date()
    before = {**stands, "to": (day + timedelta(days=30)).isoformat()}
    sooner = {**stands, "to": (day - timedelta(days=1)).isoformat()}
    same_day = {**stands, "to": day.isoformat()}
    assert [count(before, after, now=walked.now) for after in (sooner, same_day)] == [1, 0]
    assert count(sooner, before, now=walked.now) == 0


@pytest.mark.parametrize("name", ["vouched_technicians", "vouched_outlets"])
def test_a_row_counts_the_windows_after_it_though_a_shorter_word_waits_for_a_signature(
    name: str, now: datetime
) -> None:
    walked = builders.a_repair(now=now, at="booked")
    visit, day = walked.visit, walked.visit.wanted_from_at.date()
    assert visit.technician is not None
    assert visit.outlet is not None
    technicians = name == "vouched_technicians"
    code: Values = {"number": visit.technician.number} if technicians else {"code": visit.outlet.code}
    kind, whose = ("technician", visit.technician.number) if technicians else ("outlet", visit.outlet.code)
    held = Authorisation.objects.filter(kind=kind, code=whose, state="authorised").latest("to_date")
    waits = {"scope": held.scope, "from_date": held.from_date, "to_date": day - timedelta(days=3)}
    told = {"kind": kind, "code": whose, "subject_key": held.subject_key, "by": KEEPER, "now": walked.now}
    acting(lambda: network.apply(brand=visit.brand, **waits, **told))
    stands = imports.table(name).find({"brand": visit.brand.slug, **code})
    assert stands is not None
    assert stands["to"] == (day - timedelta(days=3)).isoformat()
    longer = {**stands, "to": (day - timedelta(days=1)).isoformat()}
    count = freed.windows_freed if technicians else freed.freed_by_word
    assert count(stands, longer, now=walked.now) == 1
