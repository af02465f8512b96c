"""What a row of law says of its numbers, in both languages."""

import pytest
from django.utils import translation

from anxin.domain.claims.rules.law import Amount
from anxin.faces.ground.law_rows import amount_in_words


class TestAmount:
    @pytest.mark.parametrize(
        ("most", "unit", "english", "chinese"),
        [
            (1, "year", "From the act: at most 1 year", "自行为之日起：1 年以内"),
            (5, "year", "From the act: at most 5 years", "自行为之日起：5 年以内"),
            (1, "working_day", "From the act: at most 1 working day", "自行为之日起：1 个工作日以内"),
            (50000, "fen", "From the act: at most ¥500.00", "自行为之日起：¥500.00以内"),
        ],
    )
    def test_is_counted_in_the_readers_words(self, most: int, unit: str, english: str, chinese: str) -> None:
        one = Amount(what="自行为之日起", what_en="From the act", unit=unit, most=most)
        for language, said in (("en", english), ("zh-hans", chinese)):
            with translation.override(language):
                assert amount_in_words(one).replace("\u202f", " ").replace("\u2009", " ") == said
