"""Brought or sent in: the whole way, who has the thing at any moment, and what happens when it goes wrong."""

from datetime import datetime, timedelta

import pytest

from anxin.core import clocks, timeline
from anxin.core.acting import acting
from anxin.core.errors import AnxinError, Forbidden, Invalid, WrongState
from anxin.core.files import SealedFile
from anxin.demo import bench, cast, ground
from anxin.demo.bench import give, kept
from anxin.demo.walk import Walked
from anxin.domain.custody import actions as custody
from anxin.domain.custody import queries as keeping
from anxin.domain.custody.actions import moves
from anxin.domain.ledger import queries as ledger
from anxin.domain.network import actions as network
from anxin.domain.network.models import Authorisation
from anxin.domain.notices.models import Notice
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries
from anxin.domain.repairs.commands import TABLE
from anxin.domain.repairs.commands.bench_fields import NOBODY
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as visits_queries
from anxin.faces.ground import repair_parts
from tests import builders
from tests.core.test_drawings import SIGNED

pytestmark = pytest.mark.django_db


def begun(now: datetime, mode: str = "drop_off", turn: str = "") -> Walked:
    return builders.at_a_bench(now=now, mode=mode, at=turn)


def holders(one: Walked) -> list[str]:
    """Return who had the thing, in order, as the record says."""
    entries = timeline.read(one.repair.stream())
    several = [str(entry.facts["holder"]) for entry in entries if "holder" in entry.facts]
    return [who for n, who in enumerate(several) if not n or several[n - 1] != who]


def pressed(one: Walked, name: str, **fields: object) -> None:
    give(one, name, one.by(cast.BOSS_HE), **fields)


def verified(one: Walked) -> None:
    acting(lambda: timeline.checkpoint(one.now))
    assert timeline.verify() == []


def slip_counts(one: Walked) -> bool:
    seen = queries.view(one.repair, actor=one.customer, now=one.now).custody
    return seen is not None and seen.has_receipt


class TestBroughtIn:
    def test_goes_from_the_counter_to_the_bench_and_back_against_a_code(self, now: datetime) -> None:
        one = begun(now)
        assert (one.repair.state, kept(one).state) == ("submitted", "expected")
        bench.until(one, "mended")
        assert (one.repair.state, kept(one).state, kept(one).mended) == ("done", "ready", True)
        bill = ledger.latest(one.repair.stream())
        assert bill is not None
        # No visit fee: nobody came. Board 260 and contacts 38 yuan.
        assert (bill.state, bill.total_fen) == ("agreed", 29800)
        with pytest.raises(AnxinError) as unpaid:
            pressed(one, "handing-back", code=bench.code(one))
        assert unpaid.value.code == "custody.unpaid"
        bench.paid(one)
        bench.back(one)
        assert (one.repair.state, kept(one).state) == ("closed", "returned")
        assert holders(one) == ["customer", "outlet", "technician", "outlet", "customer"]
        assert one.repair.guarantee.days == 180
        assert not clocks.open_clocks(one.repair.stream()).exists()
        verified(one)

    def test_is_not_begun_where_the_brand_vouches_for_the_outlet_no_more(self, now: datetime) -> None:
        one = bench.until(begun(now), "held")
        word = Authorisation.objects.get(kind="outlet", code=kept(one).outlet.code, brand=one.repair.brand)
        acting(lambda: network.suspend(authorisation=word, why="整改", by=ground.owner_of(word.brand), now=one.now))
        with pytest.raises(AnxinError) as refused:
            bench.at_bench(one)
        assert refused.value.code == "custody.not_vouched"
        assert kept(one).state == "held"

    def test_is_signed_by_the_customer_himself_or_by_digits_and_not_by_guessing(self, now: datetime) -> None:
        one = begun(now, turn="here")
        digits = bench.code(one)
        assert [keeping.code_for_customer(kept(one), actor=one.by(who)) for who in (cast.BOSS_HE, cast.XIAO_CHEN)] == [
            "",
            "",
        ]
        wrong = f"{(int(digits) + 1) % 1_000_000:06d}"
        for error in (
            custody.WrongHandoverCode,
            custody.WrongHandoverCode,
            custody.HandoverCodeLocked,
            custody.HandoverCodeLocked,
        ):
            with pytest.raises(error):
                pressed(one, "signing", code=wrong)
        give(one, "new-code", one.by(cast.XIAO_CHEN), recording="rec-0001")
        assert bench.code(one) != ""
        give(one, "receipt-signed", one.customer)
        assert (kept(one).state, kept(one).signed_how, one.repair.state) == ("held", "page", "triaged")
        notes = {step.name: step.note for step in queries.view(one.repair, actor=one.customer, now=one.now).stepper}
        row = queries.queue(one.by(cast.XIAO_CHEN), now=one.now).rows[0]
        assert (notes["mending"], repair_parts.listed(row)) == ("on_the_shelf", "在架上")

    def test_says_in_the_record_how_its_receipt_was_signed(self, now: datetime) -> None:
        by_digits, by_page, by_hand = (begun(now, turn="here") for _n in range(3))
        bench.held(by_digits)
        give(by_page, "receipt-signed", by_page.customer)
        pressed(by_hand, "signature", files=(bench.picture(by_hand, "", 9),))
        for one, says in (
            (by_digits, "收件单已凭客户报的数字签收，机器由网点保管"),
            (by_page, "收件单已签，机器由网点保管"),
            (by_hand, "收件单已手写签字，机器由网点保管"),
        ):
            view = queries.view(one.repair, actor=one.customer, now=one.now)
            assert says in [entry.sentence for entry in view.timeline]

    def test_comes_over_the_counter_and_in_no_parcel(self, now: datetime) -> None:
        one, sent = begun(now, turn="accepted"), begun(now, mode="mail_in", turn="accepted")
        for case, offered in ((one, {"taking-in"}), (sent, {"taking-in", "sending-in", "parcel"})):
            he = case.by(cast.BOSS_HE)
            row = queries.repair(case.repair.number, actor=he, now=case.now)
            names = TABLE.allowed(queries.situation(row, by=he, now=case.now), he).names
            assert {"taking-in", "sending-in", "parcel"} & set(names) == offered
        for name, fields in (
            ("parcel", {"shelf": "B-07"}),
            ("sending-in", {"carrier": "sf", "waybill": "SF140000000"}),
        ):
            with pytest.raises(WrongState):
                pressed(one, name, **fields)

    def test_needs_a_receipt_in_words_and_a_picture_and_may_be_written_anew(self, now: datetime) -> None:
        one = begun(now, turn="accepted")
        with pytest.raises(AnxinError):
            pressed(one, "taking-in", condition=("fine",), files=())
        with pytest.raises(moves.Contradicts):
            moves.write_receipt(kept(one), ("fine", "scratched"), (), "", "", "", moment="taking_in")
        bench.here(one)
        assert slip_counts(one)
        pressed(one, "straight-back", why="顾客说划痕写错了位置")
        assert (kept(one).state, bench.code(one)) == ("expected", "")
        assert not slip_counts(one)
        bench.here(one)
        bench.held(one)
        assert kept(one).state == "held"

    def test_that_the_customer_does_not_want_mended_goes_back_as_it_is_and_costs_nothing(self, now: datetime) -> None:
        one = begun(now, turn="at_bench")
        bench.walk.quoted(one)
        quote = queries.quote(one.repair.number, version=1, actor=one.customer, now=one.now)
        one.do(lambda: repairs.refuse_quote(quote=quote, why="太贵了", by=one.customer, now=one.now))
        bench.works(one, "ending", why="quote_refused", note="")
        assert (one.repair.state, kept(one).state) == ("waiting_customer", "held")
        give(one, "as-it-is", one.customer, why="不修了，拿回去")
        pressed(one, "handing-back", code=bench.code(one))
        assert (one.repair.state, one.repair.outcome, kept(one).state) == ("cancelled", "not_mended", "returned")
        assert ledger.latest(one.repair.stream()) is None
        verified(one)

    def test_waits_on_the_shelf_for_a_part_and_goes_to_the_bench_again(self, now: datetime) -> None:
        one = begun(now, turn="at_bench")
        bench.works(one, "ending", why="part_missing", note="缺主板")
        assert (one.repair.state, kept(one).state) == ("waiting_part", "held")
        bench.at_bench(one)
        assert (one.repair.state, one.visit.state, kept(one).state) == ("in_service", "on_site", "at_bench")

    def test_that_is_not_right_at_the_counter_is_redone_free_of_charge(self, now: datetime) -> None:
        one = begun(now, turn="paid")
        pressed(one, "going-on", why="取件时试了，还是打不开")
        assert (one.repair.state, one.repair.warranty_why, kept(one).state) == ("triaged", "guarantee", "held")
        bench.at_bench(one)
        bench.agreed(one)
        bench.mended(one)
        bill = ledger.latest(one.repair.stream())
        assert bill is not None
        assert bill.total_fen == 3800  # the battery is excluded from any cover
        bench.paid(one)
        bench.back(one)
        assert one.repair.state == "closed"

    def test_comes_again_under_the_guarantee_to_where_it_was(self, now: datetime) -> None:
        one = begun(now, turn="back")
        one.do(lambda: repairs.rework(repair=one.repair, why="又打不开了", by=one.customer, now=one.now))
        assert (one.repair.state, kept(one).state, kept(one).outlet.code) == ("rework", "expected", "AX-CD-01")
        for turn in ("here", "held", "at_bench"):
            bench.STEPS[turn](one)
        assert one.repair.state == "in_service"

    def test_can_not_be_called_off_while_we_have_it_but_before(self, now: datetime) -> None:
        one = begun(now, turn="held")
        with pytest.raises(WrongState):
            give(one, "cancellation", one.customer, why="不修了")
        with pytest.raises(repairs.HereStill):
            one.do(lambda: repairs.cancel(repair=one.repair, why="不修了", by=one.customer, now=one.now))
        other = bench.report(now=now, mode="drop_off", customer=cast.NEIGHBOUR)
        bench.accepted(other)
        give(other, "cancellation", other.customer, why="不修了")
        assert (other.repair.state, kept(other).state) == ("cancelled", "called_off")

    def test_may_become_a_visit_before_it_is_brought(self, now: datetime) -> None:
        one = begun(now, turn="accepted")
        from_at, to_at = visits_queries.windows_asked(now=one.now)[-1]
        give(one, "window", one.customer, from_at=from_at, to_at=to_at)
        assert (one.repair.state, one.repair.mode, kept(one).state) == ("triaged", "visit", "called_off")

    def test_reminds_who_does_not_bring_it_and_who_does_not_collect_it(self, now: datetime) -> None:
        one = begun(now, turn="accepted")
        one.now += timedelta(days=8)
        one.run()
        for turn in ("here", "held", "at_bench", "agreed", "mended", "paid"):
            bench.STEPS[turn](one)
        for _week in range(4):
            one.now += timedelta(days=7, minutes=1)
            one.run()
        told = [entry for entry in timeline.read(one.repair.stream()) if entry.code.startswith("custody.")]
        reminded = [entry.facts for entry in told if entry.code == "custody.reminded"]
        assert [bool(facts.get("too_long")) for facts in reminded] == [False, False, False, True]
        assert sum(entry.code == "custody.not_brought" for entry in told) == 1
        bench.back(one)
        assert one.repair.state == "closed"

    def test_is_handed_out_against_receipt_and_signature_to_who_has_no_page(self, now: datetime) -> None:
        one, signed = builders.without_a_mobile(begun(now, turn="mended")), {"drawn": SIGNED, "shown": True}
        with pytest.raises(AnxinError) as unpaid:
            pressed(one, "handing-back-signed", **signed)
        assert unpaid.value.code == "custody.not_signed_for"
        bench.paid(one)
        for lacking in ({"drawn": SIGNED}, {"shown": True}):
            with pytest.raises(Invalid):
                pressed(one, "handing-back-signed", **lacking)
        with pytest.raises(Forbidden):
            give(one, "handing-back-signed", one.by(cast.MASTER_LUO), **signed)
        pressed(one, "handing-back-signed", **signed)
        assert (one.repair.state, kept(one).state, one.repair.guarantee.days) == ("closed", "returned", 180)
        assert [shot.moment for shot in kept(one).photos.all()].count("collected") == 1
        assert (kept(one).codes.filter(used_at=None).count(), bench.code(one)) == (0, "")
        facts = [entry.facts for entry in timeline.read(one.repair.stream()) if entry.code == "custody.hand_back"]
        assert [fact["how"] for fact in facts] == ["drawn"]
        verified(one)

    def test_is_handed_out_by_signature_to_nobody_who_has_a_page(self, now: datetime) -> None:
        one = begun(now, turn="paid")
        with pytest.raises(AnxinError) as refused:
            pressed(one, "handing-back-signed", drawn=SIGNED, shown=True)
        assert (refused.value.code, kept(one).state) == ("custody.not_signed_for", "ready")
        pressed(one, "handing-back", code=bench.code(one))
        assert kept(one).state == "returned"

    def test_is_handed_out_by_no_signature_after_three_wrong_codes_until_the_desk_called(self, now: datetime) -> None:
        one, signed = builders.without_a_mobile(begun(now, turn="paid")), {"drawn": SIGNED, "shown": True}
        wrong = f"{(int(bench.code(one)) + 1) % 1_000_000:06d}"
        for error in (custody.WrongHandoverCode, custody.WrongHandoverCode, custody.HandoverCodeLocked):
            with pytest.raises(error):
                pressed(one, "handing-back", code=wrong)
        with pytest.raises(AnxinError) as refused:
            pressed(one, "handing-back-signed", **signed)
        assert refused.value.code == "custody.not_signed_for"
        drawn = bench.picture(one, "signature", 9)
        with pytest.raises(custody.HandoverCodeLocked):
            one.do(lambda: custody.hand_back(row=kept(one), drawn=drawn, by=one.by(cast.BOSS_HE), now=one.now))
        left = [fact.facts["left"] for fact in timeline.read(one.repair.stream()) if fact.code == "custody.code_wrong"]
        assert (left, kept(one).state) == ([2, 1, 0], "ready")
        give(one, "new-code", one.by(cast.XIAO_CHEN), recording="rec-0002")
        pressed(one, "handing-back-signed", **signed)
        assert kept(one).state == "returned"

    def test_is_handed_out_by_its_own_outlet_only(self, now: datetime) -> None:
        one = begun(now, turn="paid")
        for member in (cast.MASTER_LUO, cast.XIAO_CHEN):
            with pytest.raises(Forbidden):
                give(one, "handing-back", one.by(member), code=bench.code(one))
        assert not keeping.at_counter(one.by(cast.BOSS_TANG)).exists()


class TestSentIn:
    def test_is_looked_on_by_others_than_who_unpacks_and_nobody_is_chosen_beforehand(self, now: datetime) -> None:
        one = begun(now, "mail_in", "here")
        he, command = one.by(one.manager), TABLE.commands["unpacking"]
        case = TABLE.situation(one.repair, by=he, now=one.now)
        offered = [name for name, _words in command.options["witness"](one.repair, case, one.now, he) or ()]
        assert cast.XIAO_FANG.username in offered
        assert cast.BOSS_HE.username not in offered
        shots = (bench.picture(one, "", 9),)
        with pytest.raises(Invalid) as lacking:
            pressed(one, "unpacking", condition=("fine",), files=shots)
        assert lacking.value.field == "witness"

    def test_is_unpacked_before_a_second_pair_of_eyes_and_comes_back_with_a_waybill(self, now: datetime) -> None:
        one = begun(now, "mail_in", "here")
        shots = (bench.picture(one, "", 9),)
        told = {"condition": ("fine",), "files": shots}
        for nobody in (NOBODY, cast.BOSS_HE.username, cast.BOSS_TANG.username):
            with pytest.raises(custody.NoWitness):
                pressed(one, "unpacking", witness=nobody, **told)
        bench.held(one)
        for turn in bench.TURNS[bench.TURNS.index("at_bench") :]:
            bench.STEPS[turn](one)
        assert (one.repair.state, kept(one).waybill_back) == ("closed", "SF1400000000029")
        assert holders(one) == ["customer", "carrier", "outlet", "technician", "outlet", "carrier", "customer"]
        verified(one)

    def test_may_be_unpacked_on_video_instead(self, now: datetime) -> None:
        one = begun(now, "mail_in", "here")
        video = SealedFile(sha256="c" * 64, kind="video/mp4", size=9)
        told = {"condition": ("wet",), "files": (bench.picture(one, "", 9), video), "witness": NOBODY}
        pressed(one, "unpacking", **told, damaged=True)
        assert (kept(one).state, kept(one).signed_how, kept(one).claims.get().what) == ("held", "video", "damaged")

    def test_counts_as_come_when_nobody_says_otherwise_and_says_so(self, now: datetime) -> None:
        one = begun(now, "mail_in", "paid")
        pressed(one, "sending-back", carrier="sf", waybill="SF1400000000029")
        for _week in range(2):
            one.now += timedelta(days=7, minutes=1)
            one.run()
        assert one.repair.state == "closed"
        told = {entry.code: entry.facts for entry in timeline.read(one.repair.stream())}
        assert told["custody.receive"]["how"] == "silence"

    @pytest.mark.parametrize("turn", ["sent", "paid"])
    def test_that_is_lost_opens_a_claim_and_ends_where_nothing_comes(self, turn: str, now: datetime) -> None:
        one = begun(now, "mail_in", turn)
        if turn == "paid":
            pressed(one, "sending-back", carrier="sf", waybill="SF1400000000029")
        chen = one.by(cast.XIAO_CHEN)
        give(one, "missing", one.customer, why="查不到物流")
        give(one, "claim-filed", chen, reference="SF-C-1", claimed_fen=100_000)
        give(one, "claim-refused", chen, why="说已签收")
        give(one, "writing-off", chen, why="找了七天没有")
        assert (one.repair.state, one.repair.outcome) == ("cancelled", "lost")
        give(one, "claim-settled", chen, amount_fen=129900, why="按购买价赔付")
        claim = kept(one).claims.get()
        assert (claim.state, claim.what, claim.amount_fen) == ("settled", "lost", 129900)
        verified(one)

    def test_that_comes_late_after_all_drops_its_claim(self, now: datetime) -> None:
        one = begun(now, "mail_in", "sent")
        give(one, "missing", one.by(cast.XIAO_CHEN), why="三天没有动静")
        bench.here(one)
        assert (kept(one).state, kept(one).claims.get().state) == ("arrived", "dropped")

    def test_that_came_damaged_is_shown_claimed_for_and_told_in_one_message(self, now: datetime) -> None:
        one = begun(now, "mail_in", "sent")
        with pytest.raises(custody.NoPicture):
            pressed(one, "parcel", damaged=True)
        shot = bench.picture(one, "", 9)
        pressed(one, "parcel", damaged=True, files=(shot,))
        assert kept(one).claims.get().what == "damaged"
        view = queries.view(one.repair, actor=one.customer, now=one.now).custody
        assert view is not None
        assert [(one.moment, one.file) for one in view.pictures] == [("parcel", shot.sha256)]
        told = Notice.objects.filter(stream_key=one.repair.pk, code__startswith="goods_")
        assert set(told.values_list("code", flat=True)) == {"goods_to_send", "goods_damaged", "goods_damaged_here"}
        verified(one)

    def test_charges_the_way_by_a_rule_that_is_data(self, now: datetime) -> None:
        one = begun(now, "mail_in")
        assert (kept(one).pays_in, kept(one).pays_back) == ("customer", "house")


class TestCustody:
    def test_offers_a_bench_only_where_somebody_able_works(self, now: datetime) -> None:
        ground.lay(now=now)
        product = bench.walk.a_report(now=now).product
        said = {"product": product, "at": None, "now": now}
        assert [one.code for one in keeping.places(mode="drop_off", province="51", **said)] == ["AX-CD-01"]
        assert keeping.places(mode="drop_off", province="65", **said) == []
        assert [one.code for one in keeping.places(mode="mail_in", province="65", **said)] == ["AX-CD-01"]

    def test_moves_on_from_anywhere_a_case_can_stand(self, now: datetime) -> None:
        """Whatever was walked, somebody can press something: the customer, the counter, the technician or the desk."""
        for mode in ("drop_off", "mail_in"):
            one = begun(now, mode)
            for turn in bench.TURNS:
                bench.STEPS[turn](one)
                if one.repair.state == "closed":
                    break
                offered = {
                    name
                    for actor in (one.customer, one.by(cast.BOSS_HE), one.by(cast.XIAO_CHEN))
                    for name in TABLE.allowed(queries.situation(one.repair, by=actor, now=one.now), actor).names
                }
                assert offered - {"note", "call", "urge"}, (mode, turn)


def test_a_bench_keeps_no_window_of_its_technician(now: datetime) -> None:
    one = begun(now, turn="at_bench")
    with pytest.raises(WrongState):
        one.do(lambda: visits.finish(visit=one.visit, code="000000", by=one.by(cast.MASTER_LUO), now=one.now))
