"""What moves money or is a ruling has no one-letter key and is asked once more, on every desk."""

import pytest

from anxin.core.commands import tables
from anxin.faces.ground.commands import Place, Runner


class TestWeighing:
    def test_takes_no_key_and_no_single_press(self) -> None:
        table = tables()["claim"]
        for one in table:
            if one.weighs:
                assert one.opens
                with pytest.raises(ValueError, match="weighs, expected no key"):
                    Runner(table, (Place(name=one.name, key="p"),), find=print, page=print)  # type: ignore[arg-type]

    def test_is_so_of_every_command_that_pays_or_rules(self) -> None:
        weighs = {(about, one.name) for about, table in tables().items() for one in table if one.weighs}
        claims = ("agreement", "inspection", "acceptance", "confirmation", "payment")
        assert weighs >= {("repair", "waiver"), *(("claim", name) for name in claims)}
