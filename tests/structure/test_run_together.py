"""Whole contracts without line breaks, as three drafters' texts come out of OCR and web pages."""

from __future__ import annotations

from tests.helpers import record_of

FILLER = "乙方应当按照采购文件的要求提供服务，甲方应当提供必要的工作条件，双方应当诚信履约。" * 22


def test_spaces_stand_where_lines_ended() -> None:
    record = record_of(
        "校园绿化养护服务合同 甲方：云岭市第四中学 乙方：临江园艺有限公司 根据《中华人民共和国民法典》，双方订立本合同。"
        f"第一条 服务内容 {FILLER}第二条 服务期限 自2025年3月1日起至2026年2月28日止。"
        "第三条 合同价款 合同总价为人民币120000.00元（大写：壹拾贰万元整）。第四条 付款方式 合同签订后10个工作日内"
        "支付合同总价的40%，验收合格后10个工作日内支付合同总价的60%。第五条 争议解决 向甲方所在地人民法院起诉。 "
        "甲方（盖章）：云岭市第四中学 乙方（盖章）：临江园艺有限公司 地址：云岭市学府路3号 地址：临江市花园路9号 "
        "电话：0871-6512345 电话：0872-5512345 2025年2月20日 2025年2月20日"
    )
    assert record.title is not None
    assert record.title.value == "校园绿化养护服务合同"
    assert record.signed_on is not None
    assert record.signed_on.value == "2025-02-20"
    assert [(party.name and party.name.value, party.address and party.address.value) for party in record.parties] == [
        ("云岭市第四中学", "云岭市学府路3号"),
        ("临江园艺有限公司", "临江市花园路9号"),
    ]
    assert len(record.payments) == 2
    assert record.dispute.venue == "buyer"


def test_labels_stand_without_colons() -> None:
    record = record_of(
        "采购编号 YL-2025-07 合同编号 YLHT-2025-07 项目名称 办公楼空调维保项目 甲方 名称 云岭市审计局 "
        "住所 云岭市人民路8号 邮政编码 650000 电话 0871-6511111 乙方 名称 临江机电工程有限公司 "
        "住所 临江市工业路2号 邮政编码 651000 电话 0872-5522222 开户银行 云岭农商行高新支行 账号 53001234567890123 "
        f"第一条　维保范围　{FILLER}第二条　维保期限　自2025年5月1日起至2026年4月30日止。第三条　份数　本合同一式肆份。"
    )
    buyer, supplier = record.parties[:2]
    assert (buyer.address and buyer.address.value) == "云岭市人民路8号"
    assert (supplier.address and supplier.address.value) == "临江市工业路2号"
    assert [account.bank and account.bank.value for account in supplier.accounts] == ["云岭农商行高新支行"]
    assert not buyer.accounts
    assert record.copies is not None


def test_nothing_stands_where_lines_and_pages_ended() -> None:
    title = "云岭市图书馆图书采购合同"
    record = record_of(
        f"{title}甲方：云岭市图书馆乙方：临江书业有限公司第1页 共3页{title}一、合同价款合同总价为人民币10000.00元"
        f"（大写：壹万元整）。{FILLER}第2页 共3页{title}二、交货期合同签订后30日内交货。三、付款方式甲方在验收合格后"
        "10个工作日内一次性支付合同价款。四、争议解决双方协商不成的，向甲方所在地人民法院起诉。"
        "开户名称：临江书业有限公司开户银行：云岭农商行城东支行账号：53009876543210987甲方（盖章）：云岭市图书馆"
        f"日期：2025年6月1日乙方（盖章）：临江书业有限公司日期：2025年6月1日第3页 共3页{title}"
    )
    assert record.title is not None
    assert record.title.value == title
    assert [party.name and party.name.value for party in record.parties] == ["云岭市图书馆", "临江书业有限公司"]
    assert [account.number and account.number.value for account in record.parties[1].accounts] == ["53009876543210987"]
    assert not {"PTY001", "PTY002", "CLS002", "PAY001"} & {finding.code for finding in record.findings}


def test_markdown_in_one_line() -> None:
    record = record_of(
        "**云岭市政务大厅窗口服务外包合同** 合同编号：YL-2025-31 甲方：云岭市政务服务中心 乙方：临江人力资源有限公司 "
        "甲方的“2025年窗口人员服务外包采购”（项目编号：YLZC-2025-31）经公开招标，双方订立本合同。 "
        f"**1、服务内容** 1.1 {FILLER} **2、结算** 2.1 合同总价为人民币10000.00元。 2.2 乙方收款账户： "
        "户名：临江人力资源有限公司 开户行：云岭农商行高新支行 账号：530123400567 **3、争议** "
        "3.1 向甲方所在地人民法院起诉。 | 甲方 | 乙方 | |---|---| | 单位：云岭市政务服务中心 | 单位：临江人力资源有限公司 | "
        "| 法定代表人：安立 | 法定代表人：项梅 | | 电话：0871-3120448 | 电话：0872-8206617 | | | 日期：2025年6月1日 |"
    )
    buyer, supplier = record.parties[:2]
    assert [phone.value for phone in buyer.phones] == ["0871-3120448"]
    assert [phone.value for phone in supplier.phones] == ["0872-8206617"]
    assert (buyer.legal_representative and buyer.legal_representative.value) == "安立"
    assert (supplier.legal_representative and supplier.legal_representative.value) == "项梅"
    assert [(a.number and a.number.value, a.complete) for a in supplier.accounts] == [("530123400567", True)]
    assert (record.project_name and record.project_name.value) == "2025年窗口人员服务外包采购"


def test_a_short_contract_is_one_line_as_well() -> None:
    record = record_of(
        "办公设备采购合同甲方：云岭市水务局乙方：临江科技有限公司签约时间：2025年3月1日一、甲方向乙方采购电脑10台，"
        "总价50000元。二、验收合格后7日内付款。三、争议由甲方所在地法院管辖。本合同一式两份，双方各执一份，"
        "自签字之日起生效，未尽事宜由双方另行协商。"
    )
    assert [party.name and party.name.value for party in record.parties] == ["云岭市水务局", "临江科技有限公司"]
    assert record.signed_on is not None
    assert record.signed_on.value == "2025-03-01"


def test_a_page_number_ends_a_name() -> None:
    record = record_of(
        "办公设备采购合同 甲方：云岭市水务局 乙方：临江科技有限公司 第1页共3页 一、甲方向乙方采购电脑10台，总价50000元。"
        f"二、验收合格后7日内付款。三、{FILLER[:120]}"
    )
    assert [party.name and party.name.value for party in record.parties] == ["云岭市水务局", "临江科技有限公司"]
