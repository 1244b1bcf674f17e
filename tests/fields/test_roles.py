"""Who is meant by 甲方, 任何一方, 我公司 and the like."""

from __future__ import annotations

import pytest

from extract.fields.roles import other_side, read_roles
from extract.model import Party, Role, TextField
from extract.rulepack import load_rules

PACK = load_rules()


def party(role: Role, *labels: str, name: str | None = None) -> Party:
    fields = tuple(TextField(value=label, text=label, spans=()) for label in labels)
    return Party(role=role, labels=fields, name=TextField(value=name, text=name, spans=()) if name else None)


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("甲方", "buyer"),
        ("乙方", "supplier"),
        ("采购人", "buyer"),
        ("卖方", "supplier"),
        ("承租方", "buyer"),
        ("出租方", "supplier"),
        ("采购代理机构", "agent"),
        ("鉴证方", "witness"),
        ("我公司", "supplier"),
        ("业主", None),
        ("丙方", None),
    ],
)
def test_labels_without_parties(word: str, role: str | None) -> None:
    assert read_roles((), PACK).of(word) == role


def test_labels_as_the_contract_gives_them() -> None:
    parties = (party("supplier", "甲方(出租方)"), party("other", "丙方"))
    assert read_roles(parties, PACK).of("甲方") == "supplier"
    assert read_roles(parties, PACK).of("出租方") == "supplier"
    assert read_roles(parties, PACK).of("丙方") == "other"
    assert read_roles(parties, PACK).of("乙方") == "buyer", "the other of two parties"


def test_a_label_that_also_names_outsiders_counts_where_a_party_bears_it() -> None:
    assert read_roles((party("buyer", "业主"),), PACK).of("业主") == "buyer"


def test_labels_and_names_outside_the_lexicon() -> None:
    parties = (party("supplier", "测绘方"), party("buyer", "甲方", name="云岭市教育局"))
    assert read_roles(parties, PACK).of("测绘方") == "supplier"
    assert read_roles(parties, PACK).of("云岭市教育局") == "buyer"


def test_other_side() -> None:
    assert (other_side("buyer"), other_side("supplier"), other_side("agent")) == ("supplier", "buyer", None)


def test_a_paper_labels_a_party_by_a_word_for_either() -> None:
    parties = [party("buyer", "甲方", name="云岭市水务局"), party("supplier", "乙方", name="临江科技有限公司")]
    sentence = "接受方违反本协议的,向披露方支付违约金"
    told = "披露方:云岭市水务局\n接受方:临江科技有限公司\n" + sentence
    for text, who in ((told, ["supplier", "buyer"]), (sentence, ["either", "counterpart"])):
        roles = read_roles(parties, PACK, text=text)
        assert [subject.who for subject in roles.subjects(sentence, 0, len(sentence))] == who


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("甲方应向乙方支付违约金", ["buyer", "supplier"]),
        ("任何一方违反约定的,应向守约方赔偿", ["either", "counterpart"]),
        ("一方违约的", ["either"]),
        ("乙方未按双方约定的时间交货", ["supplier"]),
        ("不得向任何第三方披露", []),
        ("另一方面", []),
        ("我方自愿向贵单位赔偿", ["supplier", "buyer"]),
    ],
)
def test_subjects_of_a_sentence(sentence: str, who: list[str]) -> None:
    assert [subject.who for subject in read_roles((), PACK).subjects(sentence, 0, len(sentence))] == who
