"""AMT: amounts of money."""

from __future__ import annotations

from collections.abc import Iterator

from extract.checks.registry import NotApplicableError, Problem, UnverifiableError, check
from extract.model import Record
from extract.rulepack import RulePack


@check("AMT001")
def uppercase_and_digits(record: Record, pack: RulePack) -> Iterator[Problem]:
    """大写金额与数字金额不一致。

    检查：比较并列书写的大写与数字。
    意义：金额两种写法不同，付款和结算没有确定的数额。
    不符合：￥1,803,000.00（壹佰捌拾万叁佰元整）。
    符合：￥1,803,000.00（壹佰捌拾万零叁仟元整）。
    依据：票据法第八条、财政部令第87号第五十九条，均为参照。
    """
    both = [money for money in record.amounts if money.digits and money.uppercase]
    if not both:
        raise NotApplicableError("没有大小写并列的金额")
    for money in both:
        if money.agree is False:
            yield Problem(
                f"大写「{_text(money.uppercase)}」为 {money.uppercase_value} 元，"
                f"数字「{_text(money.digits)}」为 {money.digits_value} 元，两者不一致",
                (money,),
                expected=str(money.uppercase_value),
                actual=str(money.digits_value),
                suggestion="核对原件与中标（成交）通知书中的金额",
            )
    unreadable = [money for money in both if money.agree is None]
    if unreadable:
        raise UnverifiableError(f"大写金额无法辨认：{'、'.join(_text(m.uppercase) for m in unreadable)}")


@check("AMT004")
def one_total(record: Record, pack: RulePack) -> Iterator[Problem]:
    """合同总价前后不一致。

    检查：比较封面、正文、价格表、附件各处所写的合同总价。
    意义：总价有两个，付款和结算没有确定的数额。
    不符合：封面「合同金额：1,803,000元」，正文「合同总价1,830,000元」。
    符合：两处均为 1,803,000.00 元。
    依据：合同文本前后应当一致，无专门条文。
    """
    if record.total is None:
        raise NotApplicableError("没有读到合同总价")
    if not record.total.others:
        raise NotApplicableError("合同总价只写了一处")
    for other in record.total.others:
        if other.currency == record.total.currency and other.value != record.total.value:
            yield Problem(
                f"合同总价一处为 {record.total.value} 元，另一处「{other.text}」为 {other.value} 元",
                (record.total, other),
                expected=str(record.total.value),
                actual=str(other.value),
                suggestion="核对各处总价，确认以哪一处为准",
            )


def _text(field: object) -> str:
    return str(getattr(field, "value", ""))
