"""What moves money or is a ruling has no one-letter key and is asked once more, on every desk."""

import importlib

import pytest

DESKS = ("anxin.faces.merchant.verbs", "anxin.faces.desk.claims.verbs")


class TestVerb:
    @pytest.mark.parametrize("module", DESKS)
    def test_refuses_a_key_or_a_single_press_where_it_weighs(self, module: str) -> None:
        verbs, forms = (importlib.import_module(f"{module.removesuffix('.verbs')}.{one}") for one in ("verbs", "forms"))
        about = {"name": "x", "title": "X", "shown": bool, "work": print, "weighs": True}
        for wrong in ({"form": forms.Sure, "key": "p"}, {}):
            with pytest.raises(ValueError, match="second look"):
                verbs.Verb(**about, **wrong)
        assert verbs.Verb(**about, form=forms.Sure).asks

    def test_is_so_of_every_deed_that_pays_or_rules(self) -> None:
        weighs = {
            (module, verb.name) for module in DESKS for verb in importlib.import_module(module).TABLE if verb.weighs
        }
        named = {DESKS[0]: ("agreement", "inspection", "acceptance"), DESKS[1]: ("confirmation", "payment")}
        assert weighs == {(module, name) for module, names in named.items() for name in names}
