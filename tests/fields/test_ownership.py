"""Values whose party the layout alone does not tell: blocks under a name, sentences that name a party."""

from __future__ import annotations

from extract.fields.parties.read import read_parties
from extract.model import Party
from tests.helpers import context_of

HEAD = "云岭市信息化服务合同\n甲方：云岭市博物馆\n乙方：云岭启明咨询有限公司\n一、服务内容\n乙方提供网站维护服务。\n"


def parties_of(text: str) -> dict[str, Party]:
    return {party.role: party for party in read_parties(context_of(HEAD + text))}


def test_a_block_under_a_name_is_that_names_whoever_the_sentence_above_spoke_of() -> None:
    parties = parties_of(
        "二、付款\n乙方收到款项前向甲方开具发票，开票信息如下：\n单位名称：云岭市博物馆\n纳税人识别号：12370900H617302845\n"
        "地址：云岭市文博路22号\n"
    )
    assert parties["buyer"].tax_id is not None and parties["buyer"].tax_id.value == "12370900H617302845"
    assert parties["buyer"].address is not None and parties["buyer"].address.value == "云岭市文博路22号"
    assert (parties["supplier"].tax_id, parties["supplier"].address) == (None, None)


def test_an_address_that_a_sentence_gives_to_each_party() -> None:
    parties = parties_of("二、送达\n双方往来文件使用下列邮箱：甲方 office@museum.example；乙方 ops@qiming.example。\n")
    assert parties["buyer"].email is not None and parties["buyer"].email.value == "office@museum.example"
    assert parties["supplier"].email is not None and parties["supplier"].email.value == "ops@qiming.example"


def test_a_sentence_about_work_announces_nobodys_values() -> None:
    parties = parties_of(
        "二、人员\n1、驻场：乙方派驻壹名工程师在甲方信息中心工作，按甲方的作息时间考勤。\n项目经理：温见山，联系电话：15900007724\n"
    )
    assert [c.name.value for c in parties["supplier"].contacts if c.name] == ["温见山"]
    assert parties["buyer"].contacts == ()
