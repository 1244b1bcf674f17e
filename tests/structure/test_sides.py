"""Tables that say each label twice, once for each party, where the heads of the two halves are lost."""

from __future__ import annotations

import pytest

from tests.helpers import labels_of, record_of

HEAD = "采购合同\n甲方（采购人）：云岭市人民医院\n乙方（供应商）：临江医疗器械有限公司\n\n签署页\n甲方\n(采购人）\t乙方(供应商)\t\t\n"
NAMED = "称（盖章)\t云岭市人民医院\t称(盖章)\t临江医疗器械有限公司\n"
ROWS = "法定代表人\t段怀瑾\t法定代表人\t蒲文铮\n开户银行\t农业银行云岭支行\t开户银行\t临江农商银行\n银行账号\t24118601040006352\t银行账号\t5301022099134570012\n"


def test_the_row_that_names_both_parties_tells_whose_the_halves_are() -> None:
    parties = {party.role: party for party in record_of(HEAD + NAMED + ROWS).parties}
    assert [account.number.value for account in parties["buyer"].accounts if account.number] == ["24118601040006352"]
    assert [account.number.value for account in parties["supplier"].accounts if account.number] == [
        "5301022099134570012"
    ]
    assert parties["supplier"].legal_representative is not None
    assert parties["supplier"].legal_representative.value == "蒲文铮"


def test_where_nothing_tells_nobody_has_the_values() -> None:
    record = record_of(HEAD + ROWS)
    assert all(not party.accounts and party.legal_representative is None for party in record.parties)


def test_two_contacts_of_one_party_stay_its_own() -> None:
    _, labels = labels_of("采购合同\n乙方：临江医疗器械有限公司\n联系人\t段怀瑾\t联系人\t蒲文铮\n")
    assert [value.owner.group for value in labels.values if value.key == "contact" and value.owner] == ["second"] * 2


OPENING = "采购合同\n甲方（采购人）：云岭市人民医院\n乙方（供应商）：临江医疗器械有限公司\n一、乙方向甲方供应病床。\n二、本合同一式两份。\n"
STACK = "地址：云岭市学府路1号\n地址：临江市江滨路9号\n电话：0756-3320011\n电话：0731-88110022\n开户银行：工商银行云岭支行\n开户银行：建设银行临江支行\n账号：24118601040006352\n账号：5301022099134570012\n"


@pytest.mark.parametrize(
    "heads",
    [
        "甲方（盖章）：云岭市人民医院\n乙方（盖章）：临江医疗器械有限公司\n",
        "单位名称：云岭市人民医院\n单位名称：临江医疗器械有限公司\n",
        "公司名称：云岭市人医院\n公司名称：临江医疗器有限公司\n",
    ],
)
def test_labels_that_follow_themselves_are_one_for_each_party(heads: str) -> None:
    parties = {party.role: party for party in record_of(OPENING + heads + STACK).parties}
    accounts = {role: [a.number.value for a in party.accounts if a.number] for role, party in parties.items()}
    assert accounts == {"buyer": ["24118601040006352"], "supplier": ["5301022099134570012"]}
    assert parties["buyer"].address is not None
    assert parties["buyer"].address.value == "云岭市学府路1号"


def test_where_no_name_tells_nobody_has_labels_that_follow_themselves() -> None:
    _, labels = labels_of(OPENING + "单位名称：某甲公司\n单位名称：某乙公司\n" + STACK)
    assert all(value.owner is None for value in labels.values if value.key != "party")


def test_two_accounts_of_one_party_stay_its_own() -> None:
    rows = (
        "开户银行：工商银行临江支行\n账号：24118601040006352\n开户银行：建设银行临江支行\n账号：5301022099134570012\n"
    )
    parties = {
        p.role: p for p in record_of(OPENING + "三、乙方账户如下：\n户名：临江医疗器械有限公司\n" + rows).parties
    }
    assert len(parties["supplier"].accounts) == 2
