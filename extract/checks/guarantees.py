"""GUA: bonds and deposits."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extract.checks.absent import need_filled
from extract.checks.faults import settled_total
from extract.checks.registry import NotApplicableError, Problem, UnverifiableError, check
from extract.checks.wording import grouped
from extract.model import Guarantee, Record
from extract.rulepack import RulePack
from extract.width import close_up
from extract.wording import percent

_KEPT_WHEN = "不予退还的情形"
"""财库〔2019〕38号 asks for it, and drafters seldom write it."""


@check("GUA001")
def performance_bond(record: Record, pack: RulePack) -> Iterator[Problem]:
    """履约保证金超过合同金额的 10%，或者只收现金。

    检查：履约保证金的比例，或者金额与合同总价之比；收取形式是否只限现金、不接受保函。
    意义：保证金过高、只收现金，加重供应商负担，为法规所禁止。
    不符合：「履约保证金为合同总价的15%」；「履约保证金只接受现金」。
    符合：「履约保证金为合同总价的5%，可以采用银行保函、支票、汇票等非现金形式」。
    依据：政府采购法实施条例第四十八条：以非现金形式提交，数额不得超过政府采购合同金额的10%；
      保障中小企业款项支付条例第十三条：不得将保证金限定为现金。
    """
    bonds = [g for g in record.guarantees if g.kind == "performance_bond"]
    if not bonds:
        raise NotApplicableError("没有约定履约保证金")
    for bond in bonds:
        yield from _over("bond_limit", bond, record, pack, "降低履约保证金，或者核对比例、金额与总价")
        if pack.pattern("checks.cash_only").search(close_up(bond.text)) or _is_cash(bond):
            yield Problem(
                "履约保证金只收现金，不符合应当以非现金形式提交的规定",
                (bond, *((bond.form,) if bond.form else ())),
                expected="支票、汇票、本票、保函等非现金形式",
                actual=bond.form.value if bond.form is not None else "现金",
                suggestion="允许以保函等非现金形式提交",
            )
    if any(bond.rate is None and bond.amount is None for bond in bonds):
        raise UnverifiableError("没有读到履约保证金的比例和金额")
    if any(_share(bond, record, pack) is None for bond in bonds):
        raise UnverifiableError("没有合同总价，或者总价有误，无法计算履约保证金的比例")


def _is_cash(bond: Guarantee) -> bool:
    return bond.form is not None and bond.form.value == "现金"


def _over(
    limit: str, guarantee: Guarantee, record: Record, pack: RulePack, advice: str, consequence: str = ""
) -> Iterator[Problem]:
    """Yield a problem for a guarantee that is more of the contract price than the threshold `limit`."""
    most, share = pack.threshold(f"checks.{limit}"), _share(guarantee, record, pack)
    if share is not None and share > most:
        name, sums = pack.table("checks.guarantee_names")[guarantee.kind][0], _sums(guarantee, record, pack)
        shown, allowed = percent(share.quantize(Decimal("0.0001"))), percent(most)
        yield Problem(
            f"{name}{sums}为合同总价的 {shown}，超过规定的上限 {allowed}{consequence}",
            (guarantee,) if guarantee.amount is None else (guarantee, guarantee.amount),
            expected=f"不超过 {allowed}",
            actual=shown,
            suggestion=advice,
        )


def _share(guarantee: Guarantee, record: Record, pack: RulePack) -> Decimal | None:
    """Return what a guarantee is of the contract price: as its rate says, or by its amount; PAY003 compares the two."""
    if guarantee.rate is not None:
        return guarantee.rate
    price = settled_total(record, pack)
    return guarantee.amount.value / price if guarantee.amount is not None and price else None


def _sums(guarantee: Guarantee, record: Record, pack: RulePack) -> str:
    """Return the amount of a guarantee, with the price that it is measured by where no rate says its share."""
    if guarantee.amount is None:
        return ""
    price = settled_total(record, pack) if guarantee.rate is None else None
    of_price = f"，总价 {grouped(price)} 元" if price is not None else ""
    return f"（{grouped(guarantee.amount.value)} 元{of_price}）"


@check("GUA002")
def earnest_money(record: Record, pack: RulePack) -> Iterator[Problem]:
    """定金超过合同标的额的 20%。

    检查：明确称为「定金」的比例，或者金额与合同总价之比。押金、订金、保证金没有约定定金性质的，不适用。
    意义：超过部分不产生定金的效力，不能双倍返还。
    不符合：「乙方应支付定金，为合同总价的30%」。
    符合：「定金为合同总价的20%」。
    依据：民法典第五百八十六条：定金不得超过主合同标的额的百分之二十，超过部分不产生定金的效力。
    """
    deposits = [g for g in record.guarantees if g.kind == "deposit" and "定金" in close_up(g.text)]
    if not deposits:
        raise NotApplicableError("没有约定定金")
    for deposit in deposits:
        advice = "降低定金，或者把超过部分改为预付款"
        yield from _over("earnest_limit", deposit, record, pack, advice, "，超过部分不产生定金的效力")
    if any(_share(deposit, record, pack) is None for deposit in deposits):
        raise UnverifiableError("没有合同总价，或者总价有误，无法计算定金的比例")


@check("GUA003")
def return_of_the_bond(record: Record, pack: RulePack) -> Iterator[Problem]:
    """收取履约保证金而没有写全退还的约定。

    检查：收取履约保证金的，是否写明退还的方式、时间、条件，不予退还的情形，以及逾期退还的责任。
      保函到期失效或者退还原件的，视为写明了方式；只缺不予退还的情形的，作提示。
    意义：没有约定退还，供应商难以收回保证金，采购人也可能被认定违规占用。
    不符合：「乙方缴纳履约保证金20,000元，期满后退还」，没有时间、方式、不予退还情形和逾期责任。
    符合：「验收合格后5个工作日内原路无息退还；乙方无正当理由解除合同的不予退还；逾期退还的按LPR计付利息」。
    依据：财库〔2019〕38号：约定履约保证金退还的方式、时间、条件和不予退还的情形，明确逾期退还的违约责任。
    """
    bonds = [g for g in record.guarantees if g.kind == "performance_bond"]
    if not bonds:
        raise NotApplicableError("没有约定履约保证金")
    need_filled(record)
    for bond in bonds:
        missing = list(_missing_terms(bond, pack))
        if missing:
            yield Problem(
                f"履约保证金没有写明{'、'.join(missing)}",
                tuple(each for each in (bond, bond.return_terms, bond.forfeiture) if each is not None),
                expected="退还的方式、时间、条件，不予退还的情形，逾期退还的责任",
                actual="、".join(missing),
                suggestion="补充履约保证金退还的约定",
                severity="info" if missing == [_KEPT_WHEN] else None,
            )


def _missing_terms(bond: Guarantee, pack: RulePack) -> Iterator[str]:
    text = close_up(bond.return_terms.value) if bond.return_terms is not None else ""
    handed_in = [match.end() for match in pack.pattern("checks.handing_in").finditer(text)]
    text = text[max(handed_in, default=0) :]
    form = bond.form.text if bond.form is not None else ""
    if "保函" not in form + text and not pack.pattern("checks.return_method").search(text):
        yield "退还的方式"
    if not pack.pattern("checks.return_time").search(text):
        yield "退还的时间"
    if not pack.pattern("checks.return_condition").search(text):
        yield "退还的条件"
    if bond.forfeiture is None:
        yield _KEPT_WHEN
    if bond.late_return is None:
        yield "逾期退还的责任"
