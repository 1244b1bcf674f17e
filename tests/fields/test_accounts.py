"""Bank accounts: holder, bank and number from neighbouring labels, and whose they are."""

from __future__ import annotations

import pytest

from extract.fields.parties.read import read_parties
from extract.model import Account
from tests.helpers import context_of, record_of

HEAD = "甲方：岚川市水务局\n乙方：云岭启明咨询有限公司\n"
Row = tuple[str | None, str | None, str | None]


def accounts_of(text: str) -> dict[str, tuple[Account, ...]]:
    return {party.role: party.accounts for party in read_parties(context_of(text))}


def rows(accounts: tuple[Account, ...]) -> list[Row]:
    return [
        (a.holder and a.holder.value, a.bank and a.bank.value, a.number and a.number.value) for a in accounts
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("乙方指定的收款账户为：\n户名：云岭启明咨询有限公司\n开户行：云岭银行高新支行\n账号：6228450012300875\n",
         ("云岭启明咨询有限公司", "云岭银行高新支行", "6228450012300875")),
        ("乙方收款信息：云岭启明咨询有限公司，云岭银行高新支行，6228450012300875。\n",
         ("云岭启明咨询有限公司", "云岭银行高新支行", "6228450012300875")),
        ("甲方通过国库集中支付转账至：云岭启明咨询有限公司，云岭银行高新支行，6228 4500 1230 0875。\n",
         ("云岭启明咨询有限公司", "云岭银行高新支行", "6228450012300875")),
        ("款项汇入乙方在云岭银行高新支行开立的账户，户名云岭启明咨询有限公司，账号6228450012300875。\n",
         ("云岭启明咨询有限公司", "云岭银行高新支行", "6228450012300875")),
        ("收款单位：云岭启明咨询有限公司，云岭银行高新支行，6228 4500 1230 0875。\n",
         ("云岭启明咨询有限公司", "云岭银行高新支行", "6228450012300875")),
        ("甲方将款转入乙方账户（云岭启明咨询有限公司，云岭银行高新支行，6228 4500 1230 0875）。\n",
         ("云岭启明咨询有限公司", "云岭银行高新支行", "6228450012300875")),
        ("收款单位：云岭启明咨询有限公司\n开户银行：云岭银行高新支行\n银行账号：6228 4500 1230 0875\n",
         ("云岭启明咨询有限公司", "云岭银行高新支行", "6228450012300875")),
        ("甲方以转账方式支付至乙方账户（开户行：云岭银行高新支行，账号：6228450012300875，户名：云岭启明咨询有限公司）。\n",
         ("云岭启明咨询有限公司", "云岭银行高新支行", "6228450012300875")),
        ("乙方收款账户名称为云岭启明咨询有限公司，开户银行为云岭银行高新支行，账号为6228450012300875。\n",
         ("云岭启明咨询有限公司", "云岭银行高新支行", "6228450012300875")),
        ("乙方开户银行及账号：云岭银行高新支行 6228450012300875\n", (None, "云岭银行高新支行", "6228450012300875")),
        ("乙方开户行：云岭银行高新支行  账号 6228450012300875\n", (None, "云岭银行高新支行", "6228450012300875")),
        ("账户：云岭银行高新支行（6228450012300875）\n", (None, "云岭银行高新支行", "6228450012300875")),
        ("乙方开户银行：云岭银行高新支行\n乙方帐号：6228-4500-1230-0875\n", (None, "云岭银行高新支行", "6228450012300875")),
        ("乙方账户：户名 云岭启明咨询有限公司；开户行 云岭银行高新支行；账号 6228 4500 1230 0875。\n",
         ("云岭启明咨询有限公司", "云岭银行高新支行", "6228450012300875")),
        ("乙方收款账户：户名，云岭启明咨询有限公司；开户行，云岭银行高新支行；账号，6228450012300875。\n",
         ("云岭启明咨询有限公司", "云岭银行高新支行", "6228450012300875")),
        ("乙方开户银行云岭银行高新支行，账号6228450012300875。\n", (None, "云岭银行高新支行", "6228450012300875")),
        ("付款至乙方账号6228450012300875（开户行：云岭银行高新支行）。\n", (None, "云岭银行高新支行", "6228450012300875")),
        ("乙方账户名：云岭启明咨询有限公司/开户行：云岭银行高新支行/账号：6228450012300875\n",
         ("云岭启明咨询有限公司", "云岭银行高新支行", "6228450012300875")),
        ("乙方账户：云岭启明咨询有限公司，开户行：云岭银行高新支行，账号：6228450012300875。\n",
         ("云岭启明咨询有限公司", "云岭银行高新支行", "6228450012300875")),
        ("乙方账户：云岭启明咨询有限公司／云岭银行高新支行／6228 4500 1230 0875\n",
         ("云岭启明咨询有限公司", "云岭银行高新支行", "6228450012300875")),
        ("收款账户：云岭启明咨询有限公司，云岭银行高新支行，账号 6228450012300875。\n",
         ("云岭启明咨询有限公司", "云岭银行高新支行", "6228450012300875")),
        ("乙方收款账户：户名白露；账号6228 4500 1230 0875；开户行云岭银行高新支行。\n",
         ("白露", "云岭银行高新支行", "6228450012300875")),
        ("收款账户：云岭银行高新支行（云岭启明（集团）会计师事务所（特殊普通合伙）云岭分所：6228450012300875）\n",
         ("云岭启明(集团)会计师事务所(特殊普通合伙)云岭分所", "云岭银行高新支行", "6228450012300875")),
        ("乙方账号：6228450012300875（云岭银行高新支行）\n", (None, "云岭银行高新支行", "6228450012300875")),
        ("乙方账户 户名 云岭启明咨询有限公司 开户行 云岭银行高新支行 账号 6228450012300875\n",
         ("云岭启明咨询有限公司", "云岭银行高新支行", "6228450012300875")),
        ("乙方账号：6228450012300875\n", (None, None, "6228450012300875")),
        ("乙方开户银行：云岭银行高新支行\n乙方账号：________\n", (None, "云岭银行高新支行", None)),
    ],
)  # fmt: skip
def test_the_supplier_s_account_as_drafters_write_it(clause: str, expected: Row) -> None:
    accounts = accounts_of(HEAD + clause)
    assert rows(accounts["supplier"]) == [expected]
    assert accounts["buyer"] == ()


def test_the_holder_decides_whose_an_account_is() -> None:
    accounts = accounts_of(
        HEAD
        + "户名：岚川市水务局\n开户行：岚川农商行\n账号：943006010003874126\n户名：云岭启明咨询有限公司\n开户行：云岭银行\n账号：6228450012300875\n"
    )
    assert rows(accounts["buyer"]) == [("岚川市水务局", "岚川农商行", "943006010003874126")]
    assert rows(accounts["supplier"]) == [("云岭启明咨询有限公司", "云岭银行", "6228450012300875")]


@pytest.mark.parametrize("holder", ["云岭启明咨洵有限公司", "云岭启明咨询有限公司高新分公司", "云岭启明咨询"])
def test_a_holder_that_resembles_the_supplier_is_the_supplier(holder: str) -> None:
    accounts = accounts_of(HEAD + f"户名：{holder}\n账号：6228450012300875\n")
    assert rows(accounts["supplier"]) == [(holder, None, "6228450012300875")]


def test_a_holder_other_than_the_name_before_begins_the_next_account() -> None:
    accounts = accounts_of(
        "采购合同\n" + HEAD + "一、合同金额：128000元。\n二、工期：20个日历日。\n"
        "三、开票信息：单位名称：岚川市水务局；税号：12350200426600329U；开户行及账号：岚川农商行 943006010003874126\n"
        "四、收款信息：账户名：云岭启明咨询有限公司；开户行：云岭银行；账号：6228450012300875\n"
        "五、付款方式：货到验收合格后一次性付清。\n甲方（盖章）：        乙方（盖章）：\n日期：2025年5月18日\n"
    )
    assert rows(accounts["buyer"]) == [("岚川市水务局", "岚川农商行", "943006010003874126")]
    assert rows(accounts["supplier"]) == [("云岭启明咨询有限公司", "云岭银行", "6228450012300875")]


def test_spaces_alone_part_the_labels_of_accounts() -> None:
    accounts = accounts_of(
        HEAD
        + "甲方账户：\n户名 岚川市水务局  开户行 岚川农商行  账号 943006010003874126\n"
        + "乙方账户：\n户名 云岭启明咨询有限公司  开户行 云岭银行  账号 6228450012300875\n"
    )
    assert rows(accounts["buyer"]) == [("岚川市水务局", "岚川农商行", "943006010003874126")]
    assert rows(accounts["supplier"]) == [("云岭启明咨询有限公司", "云岭银行", "6228450012300875")]


def test_a_third_party_s_account_is_nobody_s() -> None:
    accounts = accounts_of(
        HEAD
        + "三、履约保证金\n保证金汇入：\n户名：岚川市公共资源交易中心\n开户行：岚川农商行\n账号：943006010003874126\n"
    )
    assert accounts == {"buyer": (), "supplier": ()}


@pytest.mark.parametrize(
    ("lead", "signature", "holders"),
    [
        ("五、付款\n验收合格后10日内一次性付清。\n", "", ["临江商贸有限公司"]),
        ("五、收款\n", "乙方账号：6228450012300875\n", ["临江商贸有限公司"]),
        ("五、其他\n", "乙方账号：6228450012300875\n", ["临江商贸有限公司"]),
        ("五、其他\n", "", []),
        ("五、付款\n验收合格后一次性付清。\n履约保证金汇入：\n", "", []),
        (
            "五、付款\n",
            "乙方户名：云岭启明咨询有限公司\n乙方账号：6228450012300875\n",
            ["临江商贸有限公司", "云岭启明咨询有限公司"],
        ),
    ],
)
def test_a_stranger_s_account_is_the_supplier_s_where_the_price_is_paid(
    lead: str, signature: str, holders: list[str]
) -> None:
    account = "户名：临江商贸有限公司\n开户行：云岭银行高新支行\n账号：6228450012300875\n"
    accounts = accounts_of(HEAD + lead + account + "六、其他\n双方另行协商。\n" + signature)
    assert [a.holder.value for a in accounts["supplier"] if a.holder] == holders


def test_columns_say_whose_an_account_is() -> None:
    accounts = accounts_of(
        "甲方（盖章）：岚川市水务局        乙方（盖章）：云岭启明咨询有限公司\n开户银行：岚川农商行              开户银行：云岭银行\n"
        "账号：943006010003874126          账号：6228450012300875\n日期：2025年3月1日                日期：2025年3月1日\n"
    )
    assert rows(accounts["buyer"]) == [(None, "岚川农商行", "943006010003874126")]
    assert rows(accounts["supplier"]) == [(None, "云岭银行", "6228450012300875")]


def test_one_number_in_two_places_is_one_account_that_gathers_its_parts() -> None:
    accounts = accounts_of(
        HEAD
        + "乙方账号：6228 4500 1230 0875\n六、其他\n乙方户名：云岭启明咨询有限公司\n乙方账号：6228450012300875\n乙方行号：313731000018\n"
    )
    assert rows(accounts["supplier"]) == [("云岭启明咨询有限公司", None, "6228450012300875")]


@pytest.mark.parametrize(
    ("bank", "count"),
    [
        ("中国工商银行港口支行", 2),
        ("中国农业银行港湾支行", 2),
        ("工行港湾支行", 1),
        ("中国工商银行港湾支行营业部", 1),
        ("中国工商银行股份有限公司港湾支行", 1),
    ],
)
def test_one_number_at_two_banks_is_two_accounts(bank: str, count: int) -> None:
    told = "乙方开户行：{}\n乙方账号：6228450012300875\n"
    text = HEAD + told.format("中国工商银行港湾支行") + "第一条 服务内容\n" + told.format(bank)
    assert len(accounts_of(text)["supplier"]) == count


def test_two_numbers_are_two_accounts() -> None:
    accounts = accounts_of(HEAD + "乙方账号：6228450012300875\n六、其他\n乙方账号：62284500123010875\n")
    assert [row[2] for row in rows(accounts["supplier"])] == ["6228450012300875", "62284500123010875"]


def test_the_bank_s_code_is_no_account() -> None:
    (account,) = accounts_of(HEAD + "乙方开户行：云岭银行\n乙方行号：313731000018\n乙方账号：6228450012300875\n")[
        "supplier"
    ]
    assert account.bank_code is not None and account.bank_code.value == "313731000018"
    assert account.number is not None and account.number.value == "6228450012300875"


def test_the_digits_are_the_value_and_the_text_is_as_written() -> None:
    text = HEAD + "乙方账号：6228 4500 1230 0875\n"
    (account,) = accounts_of(text)["supplier"]
    assert account.complete
    assert account.number is not None
    span = account.number.spans[0]
    assert account.number.text == text[span.start : span.end] == "6228 4500 1230 0875"


@pytest.mark.parametrize("value", ["________", "【  】", "另行通知", "详见附件"])
def test_a_blank_account_is_absent(value: str) -> None:
    assert accounts_of(HEAD + f"乙方开户行：\n乙方账号：{value}\n")["supplier"] == ()


def test_an_account_set_aside_for_wages_says_so() -> None:
    text = (
        HEAD + "第二条 付款\n乙方账户：开户行：云岭银行高新支行；账号：6228450012300875。\n"
        "农民工工资专用账户：户名：云岭启明咨询有限公司；开户行：云岭银行东江支行；账号：44050169874500000321。\n"
    )
    paid, wages = accounts_of(text)["supplier"]
    assert paid.purpose is None
    assert wages.purpose is not None
    assert wages.purpose.value == "农民工工资专用账户"
    assert "PTY002" not in {finding.code for finding in record_of(text).findings}


_WAGE_BANK = "开户行：云岭银行城北支行\n账号：62001122003344556677\n"


@pytest.mark.parametrize(
    "lead",
    [
        "甲方将不低于20%的人工费直接拨付至下列农民工工资专用账户：\n户名：云岭启明咨询有限公司（农民工工资专用账户）\n",
        "甲方将人工费拨付至农民工工资专户：\n",
        "甲方将人工费足额拨付至以下账户。\n单位名称：云岭启明咨询有限公司（岚川河道项目农民工工资专户）\n",
    ],
)
def test_the_wage_account_is_the_supplier_s_though_the_buyer_pays_into_it(lead: str) -> None:
    own = "其余款项拨付至乙方基本账户：\n户名：云岭启明咨询有限公司\n开户行：云岭银行高新支行\n账号：6228450012300875\n"
    accounts = accounts_of(HEAD + "1.付款\n" + lead + _WAGE_BANK + own)
    assert accounts["buyer"] == ()
    wages, basic = accounts["supplier"]
    assert wages.number is not None and wages.number.value == "62001122003344556677"
    assert wages.purpose is not None and "工资专" in wages.purpose.value
    assert basic.purpose is None


def test_a_bond_account_of_the_buyer_stays_its_own() -> None:
    text = "甲方履约保证金专用账户：\n户名：岚川市水务局（履约保证金账户）\n" + _WAGE_BANK
    accounts = accounts_of(HEAD + text)
    assert accounts["supplier"] == ()
    assert [account.number and account.number.value for account in accounts["buyer"]] == ["62001122003344556677"]


def test_a_row_of_account_labels_belongs_to_the_party_of_its_first() -> None:
    clause = "乙方开户行：岭北农商银行营业部\t户名：云岭启明咨询有限公司\t账号：6210 9933 0001 2457 66\n"
    assert rows(accounts_of(HEAD + clause)["supplier"]) == [
        ("云岭启明咨询有限公司", "岭北农商银行营业部", "621099330001245766")
    ]


def test_what_masks_a_number_stays_in_it():
    parties = accounts_of(
        HEAD + "乙方收款账户：\n户名：云岭启明咨询有限公司\n开户行：云岭银行高新支行\n账号：6222****1234\n"
    )
    numbers = [account.number for account in parties["supplier"] if account.number is not None]
    assert [(number.value, number.confidence < 1) for number in numbers] == [("6222****1234", True)]


@pytest.mark.parametrize(
    "text",
    [
        "乙方收款账户：云岭启明咨询有限公司 云岭银行高新支行 6228450012300875\n",
        "乙方收款账户信息如下：\n云岭启明咨询有限公司\n云岭银行高新支行\n6228 4500 1230 0875\n",
        "款项汇入乙方以下账户：\n云岭启明咨询有限公司\n云岭银行高新支行\n6228450012300875\n",
        "乙方（盖章）：云岭启明咨询有限公司，云岭银行高新支行，6228450012300875\n",
        "乙方（盖章）：云岭启明咨询有限公司 云岭银行高新支行 6228450012300875\n",
    ],
)
def test_an_account_without_labels(text: str) -> None:
    accounts = accounts_of(HEAD + "第三条 付款\n" + text)
    assert rows(accounts["supplier"]) == [("云岭启明咨询有限公司", "云岭银行高新支行", "6228450012300875")]
    assert not accounts["buyer"]


def test_a_name_ends_before_the_account_behind_it() -> None:
    text = "甲方：岚川市水务局，云岭银行岚川支行，2502010309024567\n乙方：云岭启明咨询有限公司 云岭银行高新支行 6228450012300875\n"
    names = {party.role: party.name and party.name.value for party in read_parties(context_of(text))}
    assert names == {"buyer": "岚川市水务局", "supplier": "云岭启明咨询有限公司"}


def test_a_bare_number_below_its_bank() -> None:
    accounts = accounts_of(
        "甲方：岚川市水务局\n开户行：云岭银行岚川支行\n2502010309024567\n乙方：云岭启明咨询有限公司\n"
    )
    assert rows(accounts["buyer"]) == [(None, "云岭银行岚川支行", "2502010309024567")]
    assert not accounts["supplier"]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("6228450012300875（附页帐号6228450012300876）", ["6228450012300875", "6228450012300876"]),
        ("6228450012300875（附页帐号6228450012300875）", ["6228450012300875"]),
        ("6228450012300875（见附页）", ["6228450012300875"]),
    ],
)
def test_a_second_number_in_brackets(number: str, expected: list[str]) -> None:
    accounts = accounts_of(HEAD + f"第三条 付款\n开户行：云岭银行高新支行\n账号：{number}\n")["supplier"]
    assert [account.number.value for account in accounts if account.number] == expected


def test_a_bracket_closed_in_the_line_below_cuts_no_number() -> None:
    clause = "第一条 服务内容\n乙方提供咨询服务。\n第二条 付款\n"
    text = f"{HEAD}{clause}开户行：云岭银行高新支行\n账号：6228450012300875（附页\n帐号：6228450012300875）\n"
    assert [account.complete for account in accounts_of(text)["supplier"]] == [True]


@pytest.mark.parametrize(
    ("lead", "role"),
    [
        ("乙方应按以下信息开具发票：", "buyer"),
        ("乙方开具发票时，发票抬头及信息如下：", "buyer"),
        ("乙方须按照下列开票资料开具增值税普通发票：", "buyer"),
        ("乙方开票信息：", "supplier"),
        ("乙方收款信息如下：", "supplier"),
    ],
)
def test_on_whom_an_invoice_is_made_out(lead: str, role: str) -> None:
    text = HEAD + f"第三条 发票\n{lead}\n开户行：云岭银行高新支行\n账号：6228450012300875\n"
    assert {key: len(found) for key, found in accounts_of(text).items() if found} == {role: 1}


@pytest.mark.parametrize(
    ("bank", "told"), [("同一开户行", None), ("同上", None), ("云岭银行同心支行", "云岭银行同心支行")]
)
def test_the_bank_named_before_is_no_bank_of_another_name(bank: str, told: str | None) -> None:
    text = (
        HEAD + "乙方收款账户：\n户名：云岭启明咨询有限公司\n开户行：云岭银行高新支行\n账号：6228450012300875\n"
        f"工资专用账户：6228450012300998（{bank}）\n"
    )
    assert [row[1:] for row in rows(accounts_of(text)["supplier"])] == [
        ("云岭银行高新支行", "6228450012300875"),
        (told, "6228450012300998"),
    ]


def test_particulars_of_an_invoice_are_the_payers() -> None:
    accounts = accounts_of(
        HEAD
        + "第二条 发票抬头：岚川市水务局，开户行及账号：岚川银行城中支行 42001865108050002345。\n"
        + "第三条 收款单位：云岭启明咨询有限公司，云岭银行高新支行，6228450012300875。\n"
    )
    assert rows(accounts["buyer"]) == [("岚川市水务局", "岚川银行城中支行", "42001865108050002345")]
    assert rows(accounts["supplier"]) == [("云岭启明咨询有限公司", "云岭银行高新支行", "6228450012300875")]


@pytest.mark.parametrize(
    ("value", "numbers"),
    [
        ("6222001100223344、1702020109024512345", ["6222001100223344", "1702020109024512345"]),
        ("6222001100223344，0551-65550101", ["6222001100223344"]),
        ("6222001100223344、备用", ["6222001100223344"]),
    ],
)
def test_two_numbers_in_one_value(value: str, numbers: list[str]) -> None:
    accounts = accounts_of(HEAD + f"乙方账号：{value}\n")["supplier"]
    assert [account.number and account.number.value for account in accounts] == numbers
