"""AMT008 and AMT009: net price, tax and tax rate."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extract.checks.faults import faults_of
from extract.checks.registry import NotApplicableError, Problem, UnverifiableError, check
from extract.checks.wording import grouped, join, plain, yuan
from extract.model import Record, is_before
from extract.rulepack import RulePack
from extract.wording import percent


@check("AMT008")
def net_and_tax(record: Record, pack: RulePack) -> Iterator[Problem]:
    """不含税金额、税额与含税价不符。

    检查：不含税金额加税额是否等于含税总价，税率乘以不含税金额是否等于税额。一份合同适用多个税率的，只核对合计。
    意义：价税不符，开票金额与付款金额就对不上。
    不符合：含税 106,000 元，不含税 100,000 元，税额 6,600 元。
    符合：含税 106,000 元，不含税 100,000 元，税额 6,000 元，税率 6%。
    依据：增值税法第七条：增值税为价外税，税额应当单独列明。
    """
    total = record.total
    if total is None:
        raise UnverifiableError("没有读到合同总价")
    if total.net is None and total.tax_amount is None:
        raise NotApplicableError("没有写明不含税金额或者税额")
    if total.tax is not None and total.tax.value == "excluded":
        raise UnverifiableError("合同总价不含税，没有读到含税价")
    for found in faults_of("AMT008", record, pack):
        wrong = found.fault.entry
        right = plain(found.fault.right.quantize(wrong.value)) if found.fault.right is not None else None
        parts = {"net": "不含税金额", "tax": "税额", "total": "含税总价"}
        stated = [(words, found.value(name)) for name, words in parts.items()]
        rate = f"税率 {percent(total.tax_rate.value)}，" if total.tax_rate is not None else ""
        numbers = "，".join(f"{words} {grouped(value)} 元" for words, value in stated if value is not None)
        yield Problem(
            f"{rate}{numbers}，三者不符",
            found.places,
            expected=right,
            actual=yuan(wrong.value),
            suggestion=join(found.cause, "按「不含税金额 × 税率 = 税额，二者之和为含税价」核对"),
        )
    if total.tax_rate is None and (total.net is None or total.tax_amount is None):
        raise UnverifiableError("不含税金额、税额、税率只写明一项，无从比较")


@check("AMT009")
def lawful_tax_rate(record: Record, pack: RulePack) -> Iterator[Problem]:
    """增值税税率不在签订时的法定税率之列。

    检查：合同所写增值税税率或者征收率，是否为签订之日可能适用的一个。应适用哪一档取决于交易种类，不在此判断。
    意义：按已取消的税率计价、开票，供应商无法照合同开具发票，价款会有差额。
    不符合：2025年签订的合同写「含 17% 增值税」。
    符合：2025年签订的合同写「含 13% 增值税」。
    依据：增值税法第十条、第十一条（2026年起）；此前为增值税暂行条例（税率沿革待核）。
    """
    if record.total is None:
        raise UnverifiableError("没有读到合同总价")
    rate = record.total.tax_rate
    if rate is None:
        raise NotApplicableError("没有写明税率")
    if record.signed_on is None:
        raise UnverifiableError("没有签订日期，不知应适用哪时的税率")
    signed = record.signed_on.value
    versions = [row for row in pack.rows("tax_rates") if not is_before(signed, row["from"])]
    if not versions:
        raise UnverifiableError("签订日期早于已收录的税率")
    version = max(versions, key=lambda row: str(row["from"]))
    lawful = [percent(Decimal(each)) for each in version["rates"]]
    if percent(rate.value) not in lawful:
        yield Problem(
            f"税率「{rate.text}」不是 {signed} 签订时的法定税率（{'、'.join(lawful)}）",
            (rate,),
            expected="、".join(lawful),
            actual=percent(rate.value),
            suggestion="核对税率；税率变动的，写明不含税价不变、税额据实调整",
            basis=tuple(version["basis"]),
        )
