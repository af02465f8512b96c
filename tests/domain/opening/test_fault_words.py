"""What a map, a payment provider or an invoice service answers is said in words, its own code small beside."""

import pytest
from django.utils.translation import override

from anxin.domain.invoices import wording as invoices
from anxin.domain.ledger import wording as ledger
from anxin.domain.opening.wording import faults

MAPS = ("quota", "refused", "empty", "broken", "timeout", "unreachable", "no picture: <html>", "403 forbidden", "429")
PAYMENT = ("SIGN_ERROR", "APPID_MCHID_NOT_MATCH", "NO_AUTH", "isv.invalid-signature", "ACQ.SELLER_BALANCE_NOT_ENOUGH")
INVOICES = ("070302 token失效", "E9106 订单号不能重复", "E9613 调用过于频繁", "070305")


def is_chinese(text: str) -> bool:
    return any("一" <= one <= "鿿" for one in text)


@pytest.mark.parametrize("fault", [*MAPS[:-1], *PAYMENT, *INVOICES])
def test_says_on_the_providers_page_what_a_fault_means(fault: str) -> None:
    with override("zh-hans"):
        assert is_chinese(faults.means(fault))
        assert fault in faults.said(fault)
    with override("en"):
        assert not is_chinese(faults.means(fault))


@pytest.mark.parametrize("fault", PAYMENT)
def test_says_what_became_of_a_payment_and_keeps_the_code_beside(fault: str) -> None:
    with override("zh-hans"):
        for told in (fault, f"by hand: {fault}"):
            assert fault not in ledger.fault_called(told)
            assert ledger.code_of(told) == fault


@pytest.mark.parametrize("fault", INVOICES)
def test_says_what_became_of_an_invoice_and_keeps_the_code_beside(fault: str) -> None:
    with override("zh-hans"):
        assert fault.partition(" ")[0] not in invoices.fault_called(fault)
    assert invoices.code_of(fault) == fault.partition(" ")[0]


def test_leaves_a_sentence_of_the_tax_office_as_it_is() -> None:
    assert invoices.fault_called("购方税号与名称不符") == "购方税号与名称不符"
    assert invoices.fault_called("E9999 购方税号与名称不符") == "购方税号与名称不符"
    assert (invoices.code_of("too slow"), ledger.code_of("too slow"), ledger.code_of("by hand")) == ("", "", "")
