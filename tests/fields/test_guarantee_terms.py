"""What becomes of a guarantee, in the clause that sets it."""

from __future__ import annotations

import pytest

from extract.model import Guarantee
from tests.helpers import record_of

BOND = "第五条 履约保证金\n1．乙方在合同签订后5日内，以转账方式缴纳合同总价5%的履约保证金。\n"


def bond_of(text: str) -> Guarantee:
    return next(g for g in record_of(BOND + text).guarantees if g.kind == "performance_bond")


@pytest.mark.parametrize(
    "text",
    [
        "2．验收合格后10日内无息退还。",
        "2．服务期满且无质量问题的，甲方在7个工作日内原路返还。",
        "2．期满无违约的，甲方在30日内原额退还，不计息。",
        "2．合同履行完毕的，由甲方财务科等额退回，不计利息。",
    ],
)
def test_return_in_a_paragraph_of_its_own(text: str) -> None:
    assert bond_of(text).return_terms is not None


@pytest.mark.parametrize(
    "text",
    [
        "2．乙方中途退场的，履约保证金不予退还。",
        "2．乙方违约的，甲方有权从履约保证金中扣除违约金。",
        "2．乙方拒不履行的，保证金予以没收。",
        "2．乙方不履行合同的，甲方可按保函约定索赔。",
    ],
)
def test_when_it_is_kept(text: str) -> None:
    assert bond_of(text).forfeiture is not None


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("第5.2款\t履约保证金不予退还的情形\t乙方无正当理由拒绝交货", "乙方无正当理由拒绝交货"),
        ("第5.2款\t拒绝交货的，履约保证金不予退还\t无", "拒绝交货的,履约保证金不予退还"),
    ],
)
def test_when_it_is_kept_is_told_in_the_cell_behind_its_label(row: str, told: str) -> None:
    forfeiture = bond_of(row).forfeiture
    assert forfeiture is not None and forfeiture.value == told


@pytest.mark.parametrize(
    "text",
    [
        "2．乙方违约的，甲方不予退还，归甲方所有。",
        "2．甲方违约的，应双倍返还，并承担利息。",
        "2．其余情形按约定时间无息退还，逾期退还的承担违约责任。",
    ],
)
def test_what_is_kept_or_paid_twice_over_is_no_return(text: str) -> None:
    assert bond_of(text).return_terms is None


@pytest.mark.parametrize(
    "text",
    [
        "2．甲方逾期退还的，按LPR支付利息。",
        "2．未按期返还的，每日按万分之二支付违约金。",
        "2．甲方无故不退回保函的，承担由此产生的续保费用。",
    ],
)
def test_what_late_return_costs(text: str) -> None:
    bond = bond_of(text)
    assert bond.late_return is not None
    assert (bond.return_terms, bond.forfeiture) == (None, None)


def test_the_next_clause_says_nothing_of_it() -> None:
    bond = bond_of("第六条 质量\n不合格的货物不予退还，逾期退还图纸的，赔偿损失。")
    assert (bond.return_terms, bond.forfeiture, bond.late_return) == (None, None, None)


def test_payment_of_the_rest_gives_no_deposit_back() -> None:
    told = "第五条 费用\n甲方预付定金30000元给乙方。成片交付时，甲方将剩余款项一次性支付给乙方。\n"
    (deposit,) = record_of(told).guarantees
    assert (deposit.kind, deposit.return_terms) == ("deposit", None)


def test_a_retention_comes_back_as_the_rest_of_the_price() -> None:
    told = "第五条 质保金\n合同总价的5%作为质保金，质保期满后一次性付清。\n"
    (retention,) = record_of(told).guarantees
    assert retention.return_terms is not None


def test_cash_among_other_forms_is_not_cash_only() -> None:
    told = "第五条 履约保证金\n乙方应缴纳五万元之履约保证金（现金、定期存款或银行开立之支票）。\n"
    (bond,) = record_of(told).guarantees
    assert bond.form is not None
    assert bond.form.value == "现金、定期存款或银行开立之支票"


def test_a_deposit_paid_to_who_lodged_it_is_given_back() -> None:
    told = "第五条 押金\n乙方应缴纳押金20000元。期满费用结清后，甲方将押金支付给乙方。\n"
    (deposit,) = record_of(told).guarantees
    assert deposit.return_terms is not None


def test_a_general_term_that_leaves_it_to_the_special_ones_says_nothing() -> None:
    general = "2．甲方在验收后按照专用条款规定的时间内将履约保证金退还乙方。\n"
    special = "第六条 专用条款\n履约保证金：验收合格后5个工作日内，甲方将履约保证金按原提交方式无息退还。\n"
    assert bond_of(general).return_terms is None
    terms = bond_of(general + special).return_terms
    assert terms is not None and "5个工作日内" in terms.value


@pytest.mark.parametrize(
    ("told", "returned"),
    [
        (
            "五、履约担保：乙方提交履约保函，金额为合同价的5%（1,290元），合同期满的，15日内退还保函。",
            "合同期满的,15日内退还保函",
        ),
        ("五、乙方交履约保证金1,290元（可交保函，不限银行），验收后5日内退还。", "验收后5日内退还"),
        (
            "五、验收合格后5日内，甲方将履约保证金1,290元，无息退还。",
            "验收合格后5日内,甲方将履约保证金1,290元,无息退还",
        ),
    ],
)
def test_what_is_said_of_the_return_leaves_out_how_much_is_given(told: str, returned: str) -> None:
    (bond,) = record_of(f"绿化合同\n甲方：云岭市园林局\n乙方：临江绿化有限公司\n{told}\n").guarantees
    assert bond.return_terms is not None and bond.return_terms.value == returned


def test_a_deposit_that_comes_back_in_full_is_told_where_it_is_lodged() -> None:
    told = (
        "第五条 押金\n乙方交付租赁押金30000元。租期届满，乙方腾退房屋后7日内，甲方如数退还，不计利息。\n"
        "第六条 违约\n甲方提供的权属证明虚假的，乙方有权解除合同，甲方应退还剩余租金及押金。\n"
    )
    (deposit,) = record_of("租赁合同\n" + told).guarantees
    assert deposit.return_terms is not None
    assert deposit.return_terms.value.startswith("租期届满")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2．乙方拒不履行的，甲方可就保函主张权利。", True),
        ("2．乙方中途退场的，甲方有权要求担保机构赔付。", True),
        ("2．乙方向银行申请开立保函，费用由乙方承担。", False),
    ],
)
def test_the_bank_pays_where_it_is_kept(text: str, kept: bool) -> None:
    assert (bond_of(text).forfeiture is not None) is kept


def test_the_return_in_a_bracket_behind_the_amount() -> None:
    clause = "第五条 履约保证金\n乙方缴纳履约保证金3万元（期满后8个工作日内无息退还）和首年折旧费。\n"
    bond = next(g for g in record_of(clause).guarantees if g.kind == "performance_bond")
    assert bond.return_terms is not None and bond.return_terms.value == "期满后8个工作日内无息退还"


def test_a_heading_on_the_return_says_nothing_of_it() -> None:
    lease = "第五条 押金\n乙方应支付押金人民币20000元。\n第六条 押金退还\n"
    told = record_of(lease + "租赁期满后，甲方扣除水电费后将剩余押金无息退还乙方。\n").guarantees
    assert [g.return_terms and g.return_terms.value[-8:] for g in told] == ["押金无息退还乙方"]
    assert [g.return_terms for g in record_of(lease + "按附件办理。\n").guarantees] == [None]


def test_what_is_said_of_one_guarantee_is_not_said_of_another() -> None:
    text = (
        "第四条 付款\n验收合格后付95%；余5%作为质量保证金，使用一年后付清。\n"
        "第五条 履约担保\n乙方提交合同金额5%的履约保证金，验收合格后5个工作日内退还。\n"
    )
    told = {g.kind: g.return_terms.value if g.return_terms else None for g in record_of(text).guarantees}
    assert told == {"quality_retention": "使用一年后付清", "performance_bond": "验收合格后5个工作日内退还"}
