"""The short names that a contract defines for its parties: which count, where they stand, what they become."""

from __future__ import annotations

import pytest

from extract.structure.short_names import short_names
from extract.width import fold_width
from tests.helpers import PACK, flow_of, record_of

OPENING = "校服采购合同\n采购学校：云岭市第二中学（以下称“学校”）\n供货企业：临江服饰有限公司（以下简称“校服企业”）\n"
CLAUSES = """一、价款
合同总价为人民币600,000.00元。
二、付款
验收合格后15日内，学校支付合同总价的60%；余下的40%满6个月后付清。校服企业的账户：户名临江服饰有限公司。
三、违约责任
1.校服企业逾期交货的，每逾期一日，按合同总价的千分之一向学校支付违约金。
2.学校逾期付款的，每逾期一日，按应付金额的万分之五支付违约金。
四、争议
协商不成的，向学校所在地人民法院起诉。
五、联系
学校这边由总务处白立诚负责联系，手机13800000001；校服企业由业务员李大伟负责联系，手机13900000002。
"""


@pytest.mark.parametrize(
    ("opening", "names"),
    [
        (OPENING, {"学校": "甲方", "校服企业": "供货企业"}),
        ("供方：临江家具有限公司（下称“临江公司”）\n", {"临江公司": "供方"}),
        (
            "协议\n(1)云岭市贸易促进局(以下简称“客户”);(2)临江翻译有限公司(以下简称“译者”)\n",
            {"客户": "甲方", "译者": "乙方"},
        ),
        ("协议\n云岭市数据中心（以下简称“数据中心”）由乙方建设。\n", {}),
        ("甲方：云岭市教育局（以下简称“甲方”）\n", {}),
        (
            "协议\n云岭市师范学院（下称“学院”或甲方）与云岭物业有限公司（下称“公司”或乙方）约定：\n",
            {"学院": "甲方", "公司": "乙方"},
        ),
        ("甲方：云岭市教育局（本合同内简称“甲方”）\n", {}),
        ("委托方（以下称“局方”或甲方）：云岭市教育局\n", {"局方": "委托方"}),
        ("采购人（以下简称“本局”或“甲方”）：云岭市教育局\n", {}),
        ("服务方案（以下简称“方案”）：详见附件一。\n", {}),
        ("依据《云岭市服务合同》（以下简称“原合同”），甲乙双方约定如下：\n", {}),
        ("甲方拟建设云岭市智慧平台项目（以下简称“本项目”）\n", {}),
    ],
)
def test_which_names_count(opening: str, names: dict[str, str]) -> None:
    assert short_names(fold_width(opening), PACK) == names


def test_a_name_becomes_its_label_and_leads_back() -> None:
    text = OPENING + CLAUSES
    flow = flow_of(text)
    start = flow.text.index("供货企业逾期交货")
    assert text[slice(*flow.document_span(start, start + 4))] == "校服企业"
    assert flow.words(start, start + 8) == "校服企业逾期交货"


def test_a_common_noun_inside_other_words_stays() -> None:
    text = OPENING + "一、范围\n全县学校食堂和大中学校体育馆不在其内，由学校通知。\n"
    flow = flow_of(text).text
    assert "全县学校食堂和大中学校体育馆" in flow
    assert "由甲方通知" in flow


def test_the_contract_is_read() -> None:
    record = record_of(OPENING + CLAUSES)
    buyer, supplier = (next(p for p in record.parties if p.role == role) for role in ("buyer", "supplier"))
    assert buyer.name is not None and buyer.name.value == "云岭市第二中学"
    assert [contact.name.value for contact in buyer.contacts if contact.name] == ["白立诚"]
    assert [phone.value for phone in supplier.phones] == ["13900000002"]
    assert [(penalty.liable, penalty.breach) for penalty in record.penalties] == [
        ("supplier", "late_performance"),
        ("buyer", "late_payment"),
    ]
    assert record.dispute.venue == "buyer"
    assert "学校" in {label.value for label in buyer.labels}
