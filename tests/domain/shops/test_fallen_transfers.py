"""A transfer of ours that fell away, as its shop gave the refund or a second person refused it, and that did go."""

from datetime import datetime

import pytest

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.errors import WrongState
from anxin.core.imports import TABLES
from anxin.core.tables import Values
from anxin.demo import cast
from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger.actions.corrections import SecondPerson
from anxin.domain.ledger.actions.remittances import Received, pay_out
from anxin.domain.ledger.commands import PAYMENTS
from anxin.domain.ledger.commands.remittances import REMITTANCES
from anxin.domain.ledger.models import Payment, Remittance
from anxin.domain.ledger.queries import bank_lines, sent_transfers
from anxin.domain.ledger.queries.remittance_situations import remittance_situation
from tests.claim_builders import Walked
from tests.domain.shops.test_one_book import bill
from tests.domain.shops.test_shop_pays_its_debt import lists, owed

pytestmark = pytest.mark.django_db
DEBT, SLIP = 6000, "CMB-1"


def sends(one: Walked, reference: str = SLIP) -> Remittance:
    """Have finance say by which transfer it sent what is owed; a second person has not looked at it yet."""
    back = Payment.objects.select_related("bill").get(direction="back", state="unclear")
    told = Received(way="bank", amount_fen=back.amount_fen, moved_date=one.now.date(), reference=reference)
    return acting(lambda: pay_out(payment=back, told=told, by=one.by(cast.QIAN), now=one.now))


def gives(one: Walked, name: str, row: Remittance, who: cast.Member = cast.QIAN, **fields: str) -> None:
    fresh = Remittance.objects.select_related("bill", "payment", "beside", "repeats__payment").get(pk=row.pk)
    one.do(lambda: REMITTANCES.give(name, row=fresh, by=one.by(who), now=one.now, fields=fields))
    one.run()
    one.read()
    row.refresh_from_db()


def offered(one: Walked, row: Remittance) -> set[str]:
    fresh = Remittance.objects.select_related("bill", "payment", "beside", "repeats__payment").get(pk=row.pk)
    case = remittance_situation(fresh, by=one.by(cast.QIAN), now=one.now)
    return {each.name for each in REMITTANCES.commands.values() if not each.refused(case, one.by(cast.QIAN))}


def line(one: Walked, fen: int = DEBT, reference: str = SLIP) -> Values:
    number = Payment.objects.filter(direction="back").first().bill.number  # type: ignore[union-attr]
    told = {"remark": f"退款 {number}", "amount": None, "side": None}
    return {"reference": reference, "date": one.now.date().isoformat(), "out": fen, **told}


def reads(one: Walked, values: Values) -> list[str]:
    """Read a line as a statement is read, and return what is said of it before."""
    table = TABLES["bank_statement"]
    assert not table.check(values)
    said = bank_lines.what_went([values], one.now)
    if not table.passes(values):
        acting(lambda: table.apply(values=table.complete(values), by=one.by(cast.QIAN), now=one.now))
    return said


def held() -> tuple[int, int]:
    return ledger.balance("house:bank"), ledger.balance("house:paid_twice")


@pytest.fixture
def one(now: datetime) -> Walked:
    walked = owed(now, DEBT)
    walked.wait(days=10)
    return walked


def test_that_the_bank_s_statement_shows_went_twice_and_is_booked_so_by_two(one: Walked) -> None:
    row = sends(one)
    lists(one, DEBT)
    row.refresh_from_db()
    assert (row.state, one.claim.state, held()) == ("aside", "closed", (0, 0))
    said = reads(one, line(one))
    assert any("退了两次" in each for each in said[:-1]), said
    row.refresh_from_db()
    assert (row.state, row.seen_date, row.payment) == ("noted", one.now.date(), None)
    assert "twice" in offered(one, row)
    gives(one, "twice", row)
    with pytest.raises(SecondPerson):
        gives(one, "agreement", row)
    gives(one, "agreement", row, cast.ADMIN)
    assert (row.state, held(), list(sent_transfers.owed_back())) == ("booked", (-DEBT, DEBT), [row])
    assert (bill(one), one.claim.state, timeline.verify()) == (DEBT, "closed", [])
    assert reads(one, line(one))[:-1] == [], "read again it is known"


def test_that_finance_says_was_sent_is_booked_as_gone_twice_and_can_come_back(one: Walked) -> None:
    row = sends(one)
    lists(one, DEBT)
    gives(one, "sent", row)
    gives(one, "twice", row)
    gives(one, "agreement", row, cast.ADMIN)
    assert held() == (-DEBT, DEBT)
    told = {"moved_date": one.now.date().isoformat(), "reference": "CMB-9"}
    gives(one, "return", row, **told)
    gives(one, "agreement", Remittance.objects.get(direction="in"), cast.ADMIN)
    row.refresh_from_db()
    assert (row.state, held(), one.claim.state, timeline.verify()) == ("came_back", (0, 0), "closed", [])


def test_that_was_refused_as_its_page_advises_and_did_go_is_told_by_the_statement(one: Walked) -> None:
    row = sends(one)
    gives(one, "refusal", row, cast.ADMIN, why="店铺说退过了")
    back = Payment.objects.get(direction="back", state="unclear")
    one.do(
        lambda: PAYMENTS.give("shop-refund", row=back, by=one.by(cast.QIAN), now=one.now, fields={"reference": "TK-8"})
    )
    one.run()
    reads(one, line(one))
    row.refresh_from_db()
    assert (row.state, row.beside) == ("noted", Payment.objects.get(direction="back"))
    assert "twice" in offered(one, row)


@pytest.mark.parametrize("by", ["statement", "finance"])
def test_whose_refund_waits_still_pays_it_once_a_second_person_agrees(one: Walked, by: str) -> None:
    row = sends(one)
    gives(one, "refusal", row, cast.ADMIN, why="账上没看到")
    if by == "statement":
        reads(one, line(one))
    else:
        gives(one, "sent", row)
    row.refresh_from_db()
    assert (row.state, row.payment) == ("proposed", Payment.objects.get(direction="back"))
    gives(one, "agreement", row, cast.ADMIN)
    assert (row.state, held(), bill(one), one.claim.state) == ("booked", (-DEBT, 0), DEBT, "closed")
    assert timeline.verify() == []


def test_of_which_the_shop_gave_a_part_keeps_its_sum_and_what_is_beyond_the_rest_has_gone_twice(one: Walked) -> None:
    row = sends(one)
    lists(one, 2000)
    row.refresh_from_db()
    rest = Payment.objects.get(direction="back", state="unclear")
    assert (row.state, row.amount_fen, row.payment, rest.amount_fen) == ("proposed", DEBT, rest, 4000)
    with pytest.raises(WrongState):
        sends(one, "CMB-2")
    gives(one, "agreement", row, cast.ADMIN)
    assert (row.state, bill(one), one.claim.state, held()) == ("booked", DEBT, "closed", (-4000, 0))
    more = Remittance.objects.get(repeats=row)
    assert (more.state, more.amount_fen, more.reference, "same" in offered(one, more)) == ("noted", 2000, SLIP, False)
    gives(one, "twice", more)
    gives(one, "agreement", more, cast.ADMIN)
    assert (held(), list(sent_transfers.owed_back())) == ((-DEBT, 2000), [more])
    reads(one, line(one))
    row.refresh_from_db()
    assert (row.seen_date, timeline.verify()) == (one.now.date(), [])
    assert sent_transfers.sent_for(SLIP, fen=2000) == more
    told = {"moved_date": one.now.date().isoformat(), "reference": "CMB-9"}
    gives(one, "return", row, **told)
    gives(one, "agreement", Remittance.objects.get(direction="in"), cast.ADMIN)
    assert (held(), bill(one), one.claim.state) == ((0, 0), 2000, "executing"), "its bank sent all of it back"
    assert timeline.verify() == []


def test_the_slip_of_which_entered_anew_for_the_rest_is_of_the_sum_that_went_by_it(one: Walked) -> None:
    gives(one, "refusal", sends(one), cast.ADMIN, why="账上没看到")
    lists(one, 2000)
    row = sends(one, "cmb 1")
    assert (row.amount_fen, row.payment and row.payment.amount_fen) == (DEBT, 4000)
    assert bank_lines.line_faults(line(one)) == {}


@pytest.mark.parametrize("part", [DEBT, 2000])
def test_of_which_the_list_tells_all_in_two_parts_falls_away_whole(one: Walked, part: int) -> None:
    row = sends(one)
    lists(one, part)
    if part < DEBT:
        lists(one, DEBT - part, "TK-9")
    row.refresh_from_db()
    assert (row.state, row.amount_fen, bill(one)) == ("aside", DEBT, DEBT)


def test_that_never_went_stays_aside_in_peace(one: Walked) -> None:
    row = sends(one)
    lists(one, DEBT)
    said = reads(one, line(one, fen=5000, reference="CMB-7"))
    assert len(said) == 1
    assert bank_lines.passes(line(one, fen=5000)), "another sum by its number is none of it"
    row.refresh_from_db()
    assert (row.state, held(), list(sent_transfers.owed_back())) == ("aside", (0, 0), [])
    assert offered(one, row) & {"sent", "twice", "again", "agreement"} == {"sent"}


def test_that_was_seen_and_put_aside_by_a_person_is_not_brought_again(one: Walked) -> None:
    row = sends(one)
    lists(one, DEBT)
    reads(one, line(one))
    gives(one, "apart", row, why="对账单是别的公司的")
    reads(one, line(one))
    row.refresh_from_db()
    assert (row.state, offered(one, row) & {"sent", "again"}) == ("aside", {"sent"})
