"""Who works in the field on a day: nobody's gap is overlooked, whatever the codes look like."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.domain.network.queries import Field, Hand
from anxin.domain.places.rules import covers

BRAND, OTHER, OUTLET = UUID(int=1), UUID(int=2), UUID(int=3)
CODES = st.sampled_from(["51", "5101", "510107", "510107001", "510000", "510100", "4419", "441900", "441900103"])


def a_hand(
    *, works: bool = True, vouched: bool = True, skills: tuple[str, ...] = ("lock",), brand: UUID = BRAND
) -> Hand:
    return Hand(
        id=uuid4(),
        number="HY-1",
        called="罗师傅",
        grade=4,
        paused=not works,
        lng=104.0,
        lat=30.6,
        hours=((0, 1440),),
        spans=((0, 1440),),
        skills=frozenset(skills),
        homes=frozenset({(OUTLET, brand)}),
        brands=frozenset({brand} if vouched else ()),
        vouched=frozenset((brand, one) for one in skills if vouched),
    )


class TestGap:
    @pytest.mark.parametrize(
        ("hands", "brand", "code", "expected"),
        [
            ((a_hand(),), BRAND, "510107001", ""),
            ((a_hand(),), BRAND, "441900", "no_outlet"),
            ((a_hand(),), OTHER, "510107", "no_outlet"),
            ((a_hand(skills=("gas",)),), BRAND, "510107", "nobody_able"),
            ((a_hand(works=False),), BRAND, "510107", "nobody_works"),
            ((a_hand(vouched=False),), BRAND, "510107", "nobody_vouched"),
            ((a_hand(works=False), a_hand()), BRAND, "510107", ""),
            ((a_hand(brand=OTHER),), BRAND, "510107", "nobody_able"),
            ((), BRAND, "510107", "nobody_able"),
        ],
    )
    def test_names_the_first_reason(self, hands: tuple[Hand, ...], brand: UUID, code: str, expected: str) -> None:
        field = Field(hands=hands, territories=((OUTLET, BRAND, "510100"),))
        assert field.gap(brand=brand, code=code, skill="lock") == expected


class TestOutlets:
    @given(st.lists(CODES, max_size=6), CODES)
    def test_are_those_whose_territory_serves(self, divisions: list[str], code: str) -> None:
        territories = tuple((UUID(int=n), BRAND, division) for n, division in enumerate(divisions))
        field = Field(hands=(), territories=territories)
        expected = {outlet for outlet, _brand, division in territories if covers(division, code)}
        assert field.outlets_for(brand=BRAND, code=code) == expected

    def test_reach_counties_by_wider_territories(self) -> None:
        field = Field(hands=(a_hand(),), territories=((OUTLET, BRAND, "5101"), (UUID(int=9), BRAND, "4419")))
        assert field.reached(["510107", "510104", "441900", "110101"]) == ["510107", "510104"]

    def test_reach_no_county_that_is_left_out_or_another_s_alone(self) -> None:
        kinds = {(OUTLET, BRAND, "510107"): "apart", (UUID(int=9), BRAND, "510104"): "exclusive"}
        served = ((OUTLET, BRAND, "5101"), (UUID(int=9), BRAND, "510104"))
        field = Field(hands=(a_hand(),), territories=served, kinds=kinds)
        assert field.reached(["510105", "510107", "510104"]) == ["510105"]

    def test_that_are_not_vouched_for_are_why_nobody_goes(self) -> None:
        field = Field(hands=(a_hand(),), territories=(), unvouched=(("AX-1", BRAND, "5101", "shared"),))
        assert field.gap(brand=BRAND, code="510107", skill="lock") == "outlet_not_vouched"
        assert field.gap(brand=OTHER, code="510107", skill="lock") == "no_outlet"
        assert field.unvouched_for(brand=BRAND, code="510107") == {"AX-1"}
