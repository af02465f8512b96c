"""The map of hexagons."""

import math

from anxin.faces.ground.hexes import NEAR, REACH, Dot, around, wide_of


class TestAround:
    def test_draws_distances_to_scale(self) -> None:
        near, far = Dot(name="a", east_km=2, north_km=0, pick=True), Dot(name="b", east_km=0, north_km=4)
        drawn = around(place="here", dots=[near, far], said="")
        middle = (drawn.width / 2, drawn.height / 2)
        lengths = [math.dist((spot.x, spot.y), middle) for spot in drawn.techs]
        assert [round(length * 5 / REACH, 2) for length in lengths] == [4, 2]
        assert [ring.name for ring in drawn.rings] == ["2.5 公里", "5 公里"]

    def test_darkens_where_the_work_is(self) -> None:
        drawn = around(place="here", dots=[Dot(name="a", east_km=5, north_km=0)], load=[(0, 0)] * 7, said="")
        assert sorted(cell.n for cell in drawn.cells)[-2:] == [0, 3]

    def test_marks_the_chosen_and_leaves_out_who_is_off(self) -> None:
        dots = [Dot(name="a", east_km=1, north_km=1, pick=True), Dot(name="b", east_km=2, north_km=1, off=True)]
        drawn = around(place="here", dots=dots, said="")
        assert [leg.old for leg in drawn.legs] == [False]

    def test_shows_the_chosen_on_top_where_two_begin_at_one_place(self) -> None:
        dots = [Dot(name="a", east_km=1, north_km=2), Dot(name="b", east_km=1, north_km=2, pick=True)]
        other, chosen = around(place="here", dots=dots, said="").techs
        assert (other.pick, chosen.pick) == (False, True)
        assert math.dist((other.x, other.y), (chosen.x, chosen.y)) >= NEAR

    def test_draws_a_place_known_to_a_city_only_as_an_area_to_which_no_way_leads(self) -> None:
        dots = [Dot(name="a", east_km=5, north_km=0, pick=True), Dot(name="b", east_km=0, north_km=9)]
        drawn = around(place="known only to Chengdu", dots=dots, said="", wide_km=80)
        assert drawn.soft is not None
        assert drawn.soft.name == "known only to Chengdu"
        assert math.isclose(drawn.soft.r, 80 * REACH / 100)
        assert (drawn.jobs, drawn.legs) == ((), ())

    def test_stands_alone_without_anybody(self) -> None:
        assert around(place="here", dots=[], said="").techs == ()

    def test_writes_no_name_over_another_or_over_a_point(self) -> None:
        """Somebody stands at the place itself, another right of him: the place's name goes elsewhere"""
        dots = [
            Dot(name="罗师傅 23′", east_km=0.2, north_km=-0.1, pick=True),
            Dot(name="卢师傅 15′", east_km=2.4, north_km=0.4),
            Dot(name="郭师傅 22′", east_km=-0.5, north_km=-5),
        ]
        drawn = around(place="报修地点", dots=dots, said="")
        spots = [*drawn.techs, *drawn.jobs]
        boxes = [(one.lx, one.ly - 10, one.lx + wide_of(one.name), one.ly + 3) for one in spots]
        for n, (left, top, right, foot) in enumerate(boxes):
            for other in boxes[n + 1 :]:
                assert right <= other[0] or other[2] <= left or foot <= other[1] or other[3] <= top
            assert not any(left < one.x < right and top < one.y < foot for one in drawn.techs)

    def test_keeps_names_on_the_sheet(self) -> None:
        drawn = around(place="here", dots=[Dot(name="一个很长很长的名字", east_km=9.9, north_km=0)], said="")
        assert drawn.techs[0].lx < drawn.techs[0].x
