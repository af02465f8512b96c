"""A row of a file that names no line finds the line it is, or none."""

from anxin.domain.goods.rules.lines import Sold, numbered

CUP, DISH, POT = Sold("CUP-R", "杯"), Sold("", "碟"), Sold("POT", "壶")


class TestRows:
    def test_of_a_new_order_are_counted(self) -> None:
        assert numbered([CUP, DISH, CUP], []) == [1, 2, 3]

    def test_find_their_lines_by_sku_else_by_title_in_any_order(self) -> None:
        known = [(1, CUP), (2, DISH), (5, POT)]
        assert numbered([POT, Sold("CUP-R", "赭红杯"), Sold("D-1", "碟")], known) == [5, 1, 2]

    def test_are_told_apart_by_sku_where_titles_are_alike(self) -> None:
        red, blue = Sold("R", "杯"), Sold("B", "杯")
        assert numbered([blue], [(1, red), (2, blue)]) == [2]
        assert numbered([blue], [(1, red)]) == [None]

    def test_come_after_all_lines_only_where_none_of_those_lacks(self) -> None:
        assert numbered([POT, CUP], [(1, CUP)]) == [2, 1]
        assert numbered([POT], [(1, CUP)]) == [None]
        assert numbered([DISH, POT], [(1, DISH), (2, CUP)]) == [1, None]

    def test_alike_are_one_line_each(self) -> None:
        assert numbered([CUP, CUP], [(1, CUP)]) == [1, 2]

    def test_called_alike_with_another_sum_and_no_sku_may_be_two_and_are_refused(self) -> None:
        cheap, dear = Sold("", "杯", 1, 1000), Sold("", "杯", 1, 1200)
        assert numbered([dear], [(1, cheap)]) == [None]
        assert numbered([Sold("R", "杯", 2, 1000)], [(1, cheap)]) == [None]
        assert numbered([cheap], [(1, cheap)]) == [1]
        assert numbered([cheap, dear], [(1, cheap)]) == [1, 2]
        assert numbered([dear, cheap], [(1, cheap), (2, dear)]) == [2, 1]
        assert numbered([Sold("R", "杯", 1, 1200)], [(1, Sold("R", "杯", 1, 1000))]) == [1]
