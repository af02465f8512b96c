"""A table of granted templates, as it is copied, says which of our texts have which number, and what is in doubt."""

from anxin.domain.opening.rules import template_tables
from anxin.domain.opening.rules.template_tables import TemplateTable

TEXTS = {
    "notices.repair_accepted": "{number} 已受理。接下来怎么安排、什么时候：{link}",
    "notices.repair_done": "{number} 已完成。账单、质保与评价：{link}",
    "notices.account_a": "{number}：财务登记了您的退款收款账户，请核对：{link}",
    "notices.account_b": "{number}：财务登记了您的退款收款账户，请核对：{link}",
    "people.code": "您的验证码 {code}，{minutes} 分钟内有效。",
}


def read(pasted: str, provider: str = "aliyun") -> TemplateTable:
    return template_tables.read(template_tables.rows_of(pasted), TEXTS, provider=provider)


class TestATable:
    def test_of_our_names_is_read_whatever_stands_between_and_in_whatever_order(self) -> None:
        pasted = (
            "模板名称\t模板CODE\nnotices.repair_accepted\tSMS_100001\nSMS_100002, repair_done\npeople_code  SMS_100003"
        )
        assert read(pasted).numbers == {
            "notices.repair_accepted": "SMS_100001",
            "notices.repair_done": "SMS_100002",
            "people.code": "SMS_100003",
        }

    def test_of_a_console_is_read_by_the_texts_with_the_provider_s_own_marks(self) -> None:
        ali = "SMS_100002\t【青禾】${number} 已完成。账单、质保与评价：${link}\t通知\t审核通过\t2026-11-20"
        qq = "1234567\t验证\t您的验证码 {1}，{2} 分钟内有效。\t普通短信\t已通过"
        assert read(ali).numbers == {"notices.repair_done": "SMS_100002"}
        assert read(qq, "tencent").numbers == {"people.code": "1234567"}

    def test_pasted_without_tabs_is_read_by_the_longest_text_in_a_row(self) -> None:
        found = read("SMS_100002 通知 ${number} 已完成。账单、质保与评价：${link} 审核通过")
        assert found.numbers == {"notices.repair_done": "SMS_100002"}

    def test_takes_one_number_for_texts_that_read_alike_and_shares_two_out(self) -> None:
        text = TEXTS["notices.account_a"].replace("{", "${")
        assert read(f"SMS_100001\t{text}").numbers == {
            "notices.account_a": "SMS_100001",
            "notices.account_b": "SMS_100001",
        }
        assert read(f"SMS_100001\t{text}\nSMS_100002\t{text}").numbers == {
            "notices.account_a": "SMS_100001",
            "notices.account_b": "SMS_100002",
        }

    def test_names_what_is_in_doubt_and_takes_none_of_it(self) -> None:
        pasted = "\n".join(
            (
                "notices.repair_done\tSMS_100001\t审核未通过",
                "SMS_100002\t您的验证码是 ${code}，${minutes} 分钟内有效。",
                "notices.repair_accepted\tSMS_100003",
                "notices.repair_accepted\tSMS_100004",
                "notices.account_a\tSMS_100005 SMS_100006",
            )
        )
        found = read(pasted)
        assert found.numbers == {}
        assert [one.why for one in found.doubtful] == ["ungranted", "alike", "twice", "twice", "numbers"]
        assert found.doubtful[1].ours == ("people.code",)

    def test_names_what_is_none_of_ours_and_passes_over_rows_that_wait_for_a_number(self) -> None:
        found = read("我方名称\t编号\n双十一大促\tSMS_100009\nnotices.repair_done\t\n什么都没有")
        assert [(one.why, one.line) for one in found.unknown] == [("unknown", 2), ("unnumbered", 4)]
        assert not found.understood
        assert not found.doubtful
