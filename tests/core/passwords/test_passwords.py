import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from anxin.core import passwords


class TestBreached:
    @pytest.mark.parametrize(
        "password",
        [
            "basketball",
            "Basketball2026",
            "woaini1314520",
            "!!Liverpool#1",
            "p@ssw0rd!2026",
            "ｄｒａｇｏｎ12345",
            "dragondragon",
            "1q2w3e4r5t",
            "1234567890",
            "anxin@2026!",
            "Shouhou-888888",
        ],
    )
    def test_is_refused_as_it_is_dressed_up_in_full_width_or_repeated(self, password: str) -> None:
        assert passwords.is_breached(password)
        with pytest.raises(ValidationError):
            validate_password(password)

    @pytest.mark.parametrize(
        "password", ["quite a long sentence", "一句够长的话 2026", "vK7-pine-ladle-62", "dragon ladle pine"]
    )
    def test_others_pass(self, password: str) -> None:
        validate_password(password)

    def test_lists_hold_more_than_forty_thousand(self) -> None:
        assert len(passwords.common_passwords()) > 40_000
