from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.core import vault
from anxin.core.ids import uuid7
from anxin.core.keys.models import VaultKey

pytestmark = pytest.mark.django_db
ROW = UUID("01990000-0000-7000-8000-000000000001")


class TestSeal:
    @given(text=st.text(max_size=300))
    def test_opens_to_what_it_was(self, text: str) -> None:
        assert vault.open_("person.name", ROW, vault.seal("person.name", ROW, text)) == text

    def test_reads_version_key_nonce_ciphertext(self) -> None:
        version, key, nonce, ciphertext = vault.seal("person.name", ROW, "买买提·吐尔逊").split("|")
        assert (version, len(nonce)) == ("v1", 16)
        assert VaultKey.objects.get(id=key).purpose == "data"
        assert "买买提" not in ciphertext

    def test_never_reads_the_same_twice(self) -> None:
        assert vault.seal("person.name", ROW, "张伟") != vault.seal("person.name", ROW, "张伟")


class TestOpen:
    def test_names_the_row_of_a_changed_text(self) -> None:
        sealed = vault.seal("person.name", ROW, "张伟")
        for at in range(len(sealed)):
            changed = sealed[:at] + ("A" if sealed[at] != "A" else "B") + sealed[at + 1 :]
            if at == len(sealed) - 1 or 3 <= at < 11:
                continue
            with pytest.raises(vault.Tampered) as refused:
                vault.open_("person.name", ROW, changed)
            assert refused.value.facts == {"name": "person.name", "row": str(ROW)}

    @pytest.mark.parametrize(("name", "row"), [("person.phone", ROW), ("person.name", uuid7())])
    def test_refuses_a_text_moved_from_another_column_or_row(self, name: str, row: UUID) -> None:
        with pytest.raises(vault.Tampered):
            vault.open_(name, row, vault.seal("person.name", ROW, "张伟"))

    @pytest.mark.parametrize("sealed", ["", "张伟", "v1|a|b", "v2|a|b|c", "|||", "v1||||"])
    def test_refuses_what_is_not_sealed(self, sealed: str) -> None:
        with pytest.raises((vault.Tampered, vault.UnknownKey)):
            vault.open_("person.name", ROW, sealed)

    def test_names_the_row_whose_key_is_unknown(self) -> None:
        with pytest.raises(vault.UnknownKey, match=str(ROW)):
            vault.open_("person.name", ROW, "v1|00000000|AAAAAAAAAAAAAAAA|AAAA")
