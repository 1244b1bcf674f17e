"""Tables that say each label twice, once for each party, where the heads of the two halves are lost."""

from __future__ import annotations

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
