"""Title, numbers, project, signing and award."""

from __future__ import annotations

import pytest

from extract.fields.identity import Identity, read_identity
from extract.pipeline import read_contract
from extract.readers import document_from_text
from tests.helpers import PACK, context_of

BODY = """
根据《中华人民共和国民法典》的规定，经双方协商一致，签订本合同，共同遵守各项约定。
第一条 服务内容
乙方按照招标文件的要求向甲方提供服务，保证服务质量符合国家标准。
第二条 付款
甲方在收到发票后10个工作日内向乙方支付合同价款。
"""
PARTIES = "甲方：云岭市教育局\n乙方：临江科技有限公司\n"


def identity_of(head: str, tail: str = "") -> Identity:
    return read_identity(context_of(head + "\n" + PARTIES + BODY + tail))


def value(field: object) -> object:
    return getattr(field, "value", None)


@pytest.mark.parametrize("number", ["YLGZ(租)字〔2025〕第14号", "YL(服)2025-014", "云岭采字[2025]第(14)号"])
def test_brackets_in_the_number_of_a_contract(number: str) -> None:
    assert value(identity_of(f"采购合同\n合同编号：{number}").contract_number) == number


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("（云租字2024第21号）", "云租字2024第21号"),
        ("云租字〔2024〕第21号", "云租字〔2024〕第21号"),
        ("（云政办函〔2024〕21号）", None),
        ("（试行）", None),
    ],
)
def test_a_number_without_a_label_below_the_title(line: str, number: str | None) -> None:
    assert value(identity_of(f"房屋租赁合同\n{line}").contract_number) == number


@pytest.mark.parametrize(
    ("tail", "day"),
    [
        ("甲方（盖章） 2025年3月1日\n乙方（盖章） 2025年3月2日\n", "2025-03-02"),
        ("甲方代表：何平  2025/3/3\n乙方代表：王军  2025/3/3\n", "2025-03-03"),
        ("甲方：云岭市教育局（公章）\n乙方：临江科技有限公司（公章）\n经办：李某\n2025年3月1日\n", "2025-03-01"),
        (
            "甲方：云岭市教育局（公章）\n乙方：临江科技有限公司（公章）\n账号：中国银行 2345 6789 0123\n2025年3月1日\n",
            "2025-03-01",
        ),
        ("八、本合同一式四份，双方各执两份，2025年8月20日签订。\n", "2025-08-20"),
        ("八、货物交付\n乙方代表应在\n2025年3月1日\n前到场。\n", None),
        ("八、乙方应完成交货，时间为 2025年3月1日\n", None),
    ],
)
def test_the_day_beside_a_signer_or_in_the_last_line(tail: str, day: str | None) -> None:
    assert value(identity_of("采购合同", tail).signed_on) == day


@pytest.mark.parametrize("gap", ["\t", "  ", " "])
def test_a_title_with_the_number_on_its_line(gap: str) -> None:
    identity = identity_of(f"煤炭购销合同{gap}合同编号：YL-CG-067")
    assert (value(identity.title), value(identity.contract_number)) == ("煤炭购销合同", "YL-CG-067")


def test_a_line_of_labels_is_no_title() -> None:
    assert value(identity_of("云岭市水务局\t合同编号：YL-CG-067\n水泵采购合同").title) == "水泵采购合同"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("附件四  合同格式（服务类）\n\n（本格式供参考使用，签订时可以调整）\n政府采购服务合同", "政府采购服务合同"),
        ("附件2：合同范本\n物业服务合同", "物业服务合同"),
        ("附件3\n\n云岭省省级单位政府采购服务合同（参考文本）", "云岭省省级单位政府采购服务合同(参考文本)"),
        ("附录A\n物业服务合同", "物业服务合同"),
        ("云岭市保洁项目合同公告\n一、合同编号：YL-1\n九、其他补充事宜：合同全文如下\n物业服务合同", "物业服务合同"),
    ],
)
def test_the_annex_of_a_tender_that_holds_the_form(head: str, title: str) -> None:
    assert value(identity_of(head, BODY).title) == title


def test_a_project_whose_supplier_one_became() -> None:
    told = "2025年8月1日发出成交通知书，乙方成为云岭市第二中学食材配送采购项目的成交供应商。"
    assert value(identity_of(f"采购合同\n{told}").project_name) == "云岭市第二中学食材配送采购项目"


def test_a_project_that_begins_with_a_name_in_quotes() -> None:
    told = "甲乙双方就“百年云岭”主题展厅布展制作项目的有关事宜，经协商一致，签订本合同。"
    assert value(identity_of(f"采购合同\n{told}").project_name) == "“百年云岭”主题展厅布展制作项目"


@pytest.mark.parametrize(
    "dates",
    [
        "日 期：2025 年 6 月 5 日      日 期：2025 年 6 月 5 日",
        "2025年6月5日 2025年6月5日",
        "2025年6月5日          2025年6月5日",
        "二〇二五年六月五日        二〇二五年六月五日",
        "签名日期：2025年6月5日      签名日期：2025年6月5日",
    ],
)
def test_the_days_of_two_parties_beside_each_other(dates: str) -> None:
    parties = "甲方：云岭市教育局          乙方：临江科技有限公司\n授权代表：王建国            授权代表：李海涛\n"
    assert value(identity_of("采购合同", f"（以下无正文）\n{parties}{dates}\n").signed_on) == "2025-06-05"


@pytest.mark.parametrize("day", ["2025-06-05　　　　2025-06-05", "2025年6月5日　　　　2025年6月5日"])
def test_days_without_a_label_below_the_names_of_the_parties(day: str) -> None:
    parties = "甲方（盖章/签字）：云岭市教育局　　　　乙方（盖章/签字）：临江科技有限公司\n"
    assert value(identity_of("采购合同", f"{parties}{day}\n").signed_on) == "2025-06-05"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("云岭市教育局\n\n智慧校园采购合同", "云岭市教育局智慧校园采购合同"),
        ("政 府 采 购 合 同 书\n（货物类）", "政府采购合同书"),
        ("合同编号：YL-1\n\n云岭市智慧校园平台升级改造工程项目\n合 同", "云岭市智慧校园平台升级改造工程项目"),
        ("云岭市智慧校园平台\n技术开发（委托）合同", "云岭市智慧校园平台技术开发(委托)合同"),
        ("GF—2017—0201（节选使用）\n\n建设工程施工合同", "建设工程施工合同"),
        ("# 合 同 书", "合同书"),
        (
            "云岭省政府采购电子交易系统\n\n定点服务成交合同（服务类）\n\n订单信息\n\n订单号  YL-1",
            "定点服务成交合同(服务类)",
        ),
        ("云岭市政府采购电子卖场\n直购合同\n合同基本信息\n采购方式  直购", "直购合同"),
        ("政采云平台\n网上超市采购合同\n订单信息", "网上超市采购合同"),
        ("云岭省政府采购\n\n合  同  书", "云岭省政府采购合同书"),
        (
            "云岭市疾控中心2025年试剂采购项目\n\n（第2包：免疫类）\n\n购 销 合 同",
            "云岭市疾控中心2025年试剂采购项目购销合同",
        ),
        ("云岭市疾控中心2025年试剂采购项目\n\n（第2包：免疫类）\n\n试剂目录", "云岭市疾控中心2025年试剂采购项目"),
        ("云岭市疾控中心2025年试剂采购项目（第2包：免疫类）", "云岭市疾控中心2025年试剂采购项目(第2包:免疫类)"),
        ("试剂采购：免疫类（第2包）", None),
        ("试剂购销合同\n（第2包：免疫类）\n廉洁协议", "试剂购销合同"),
        ("YL—CG—2024 示范文本\n\n试剂采购\n技 术 服 务 合 同", "试剂采购技术服务合同"),
        ("YL-300监护仪采购合同", "YL-300监护仪采购合同"),
        ("云岭市政府采购电子交易平台运维项目\n采购合同", "云岭市政府采购电子交易平台运维项目采购合同"),
        ("临江恒达科技有限公司\n合同书\n合同号：HD-1", "合同书"),
        ("临江恒达科技有限公司\nLinjiang Hengda Co., Ltd.\n设备销售合同", "设备销售合同"),
        ("加工合同\n\n云岭市南湖表面处理厂\nNanhu Surface Works Co.,Ltd.", "加工合同"),
        ("让采购更简单\n采 购 协 议", "采购协议"),
        ("诚信为本 质量第一\n产品购销合同", "产品购销合同"),
        ("云岭建设有限公司与临江物业有限公司\n物业服务合同", "云岭建设有限公司与临江物业有限公司物业服务合同"),
        ("云岭市自来水厂\n净水剂采购合同", "云岭市自来水厂净水剂采购合同"),
        ("政府采购货物类合同" + "\n第九条 其他\n双方均认可本合同的约定。" * 6, "政府采购货物类合同"),
        ("公告正文\n服务类采购合同" + "\n第九条 其他\n双方均认可本合同的约定。" * 6, "服务类采购合同"),
    ],
)
def test_title(head: str, title: str | None) -> None:
    assert value(identity_of(head).title) == title


@pytest.mark.parametrize(
    ("top", "title", "number"),
    [
        ("（GF—2017—0201）建设工程施工合同 发包人：云岭市水务局", "建设工程施工合同", None),
        ("设备采购合同（试行） 项目名称：云岭市实训设备采购 合同编号：YL-HW-014", "设备采购合同", "YL-HW-014"),
        ("业务约定书 云会约字（2025）第086号 委托方：云岭市水务局", "业务约定书", "云会约字(2025)第086号"),
        ("汽 车 采 购 合 同 合同编号 YL(2024)CG-162 需方：云岭市水务局", "汽车采购合同", "YL(2024)CG-162"),
        ("工程编号：YL-XS-19 云岭县老街道路 施 工 合 同 发包人：云岭市水务局", "云岭县老街道路施工合同", None),
        (
            "合同 编号 ： YL-XF-02 消防 设施 维保 服务合同 项目 名称 ： 云岭市消防维保 甲 方 ： 云岭市水务局",
            "消防设施维保服务合同",
            "YL-XF-02",
        ),
        ("体检服务合同甲方云岭市教育局乙方临江体检有限公司合同编号YL-2026-003项目编号YL-C01", "体检服务合同", None),
    ],
)
def test_the_top_of_a_text_that_lost_its_line_breaks(top: str, title: str, number: str | None) -> None:
    found = identity_of(f"{top} 乙方：临江科技有限公司 {'双方经友好协商订立本合同，共同遵守。' * 60}")
    assert (value(found.title), value(found.contract_number)) == (title, number)


def test_a_number_with_nothing_between_it_and_its_label() -> None:
    found = identity_of("汽车采购合同\n合同编号YL(2024)CG-162\n")
    assert (value(found.title), value(found.contract_number)) == ("汽车采购合同", "YL(2024)CG-162")


def test_numbers_are_read_and_blanks_are_not() -> None:
    found = identity_of("采购合同\n合同编号：云采〔2025〕第12号\n项目编号：YLZC2025-011")
    assert (value(found.contract_number), value(found.project_number)) == ("云采〔2025〕第12号", "YLZC2025-011")
    assert identity_of("采购合同\n合同编号：\n项目编号：______").contract_number is None


@pytest.mark.parametrize(
    ("head", "project"),
    [
        ("采购合同\n项目名称：云岭市智慧校园设备采购", "云岭市智慧校园设备采购"),
        ("云岭市智慧校园服务项目", "云岭市智慧校园服务项目"),
        ("云岭市智慧校园服务项目政府采购合同", "云岭市智慧校园服务项目"),
        ("云岭市图书馆安防运维服务\n政府采购合同", "云岭市图书馆安防运维服务"),
        ("云岭市图书馆\n安防运维服务\n政府采购服务合同（服务类）", "云岭市图书馆安防运维服务"),
        ("云岭市图书馆安防运维服务政府采购合同", None),
        ("云岭市图书馆安防运维\n服务合同", None),
        ("云岭市图书馆\n政府采购合同", None),
        (
            "云岭市图书馆安防运维服务\n政府采购合同\n就云岭市图书馆安防运维服务项目（项目编号：YL-019）的招标结果，双方订立本合同。",
            "云岭市图书馆安防运维服务项目",
        ),
        ("框架协议\n甲方：云岭市教育局\n乙方：临江科技有限公司\n根据《民法典》《框架协议采购管理暂行办法》以及云岭市智慧校园服务定点采购项目（项目编号：YL-2025）征集文件和响应文件，订立本协议。", "云岭市智慧校园服务定点采购项目"),
        ("云岭市抗旱物资采购项目\n供 货 合 同（三方）", "云岭市抗旱物资采购项目"),
        ("云岭市食材配送项目购销合同", "云岭市食材配送项目"),
        ("采购合同\n依据《中华人民共和国民法典》及云岭市2025年行道树补植项目招标文件、投标文件，双方签订本合同。", "云岭市2025年行道树补植项目"),
        ("采购合同\n依据《中华人民共和国民法典》以及本次采购项目招标文件、投标文件，双方签订本合同。", None),
        ("租赁合同\n根据“云岭县档案馆2026年度公务用车租赁服务”（采购项目编号：YL-2025-31）比选结果，双方订立本合同。", "云岭县档案馆2026年度公务用车租赁服务"),
        ("云岭县档案馆保安服务合同\n就云岭县档案馆2026年度保安服务（项目编号：YL-2025-31），双方经协商一致订立本合同。", "云岭县档案馆2026年度保安服务"),
        ("采购合同\n依据有关法律，以及云岭市婚姻登记档案数字化服务的《招标文件》，双方签订本合同。", "云岭市婚姻登记档案数字化服务"),
        ("采购合同\n依据有关法律，以及本次档案服务的《招标文件》，双方签订本合同。", None),
        ("保安合同\n根据《民法典》等规定，以及云岭市第三医院安保服务项目（采购编号：YL-2025-12）的招标结果，双方签订本合同。", "云岭市第三医院安保服务项目"),
        ("采购合同\n依照《民法典》和云岭县2026年苗木采购项目成交通知书，双方签订本合同。", "云岭县2026年苗木采购项目"),
        ("采购合同\n依据政府采购法律法规和采购项目招标结果，双方签订本合同。", None),
        ("采购合同\n根据有关规定及财政部门批准的政府采购项目中标通知书，双方签订本合同。", None),
        (
            "集成合同\n根据云岭区基层治理“一网统管”平台（一期）建设项目（采购项目编号：YL-12）的公开招标结果，订立本合同。",
            "云岭区基层治理“一网统管”平台(一期)建设项目",
        ),
        ("集成合同\n就云岭市“雪亮工程”前端运维采购（项目编号：YL-2025-12），双方订立本合同。", "云岭市“雪亮工程”前端运维采购"),
        ("租赁合同\n双方本着“平等自愿、诚实信用”的原则，就车辆租赁服务订立本合同。", None),
        ("采购合同\n按照2025年5月6日签发的《云岭市智慧校园服务项目中标通知书》签订本合同，共同遵守下列约定。", "云岭市智慧校园服务项目"),
        ("医疗设备合同\n受甲方委托，临江咨询有限公司以公开招标方式组织了“监护类医疗设备采购项目”（招标编号：YL-2025-046）的采购活动。", "监护类医疗设备采购项目"),
        ("保洁合同\n云岭市图书馆阅览楼保洁服务项目（采购编号YLZC2025-C-0012）经竞争性磋商确定乙方为成交供应商。", "云岭市图书馆阅览楼保洁服务项目"),
        ("采购合同\n甲方组织了“公平、公正、诚信”主题的活动，双方订立本合同。", None),
        ("采购合同\n云岭市教育局2025年度校服采购项目（以下简称“本项目”）经云岭正衡招标有限公司公开招标，乙方中标。", "云岭市教育局2025年度校服采购项目"),
        ("采购合同\n云岭县公务用车采购项目（采购编号：YL-2024-031）于2024.9.4以询价方式确定乙方为成交供应商。", "云岭县公务用车采购项目"),
        ("采购合同\n甲方2025年秋季教材采购项目于2025年6月5日发出中标通知书，确定乙方为中标人。", "2025年秋季教材采购项目"),
        ("配送合同\n经公开招标，乙方为云岭县第一小学2024—2025学年食材配送项目中标人，双方签订本合同。", "云岭县第一小学2024—2025学年食材配送项目"),
        ("配送合同\n乙方作为云岭县第一小学食材配送服务的成交供应商，承诺按约供货。", "云岭县第一小学食材配送服务"),
        ("配送合同\n乙方于2025年3月1日中标云岭县2025—2026学年“营养餐”食材配送项目，双方签订本合同。", "云岭县2025—2026学年“营养餐”食材配送项目"),
        ("采购合同\n乙方在甲方组织的“云岭县2025年校服采购项目”公开招标中中标，双方签订本合同。", "云岭县2025年校服采购项目"),
        ("保安合同\n鉴于甲方拟采购2025年度校园保安服务（以下简称“本项目”），经竞争性谈判，乙方成交。", "2025年度校园保安服务"),
        ("配送合同\n乙方为本次采购项目的中标人，双方签订本合同。", None),
        ("养护合同\n甲方就云岭区道路绿地养护项目（B 标段）委托代理机构公开招标，乙方中标。", "云岭区道路绿地养护项目(B标段)"),
        ("养护合同\n云岭区园林所就“云岭区公园绿地养护（2026年度）”（项目编号YL-2025-12）委托代理机构进行公开招标，乙方中标。", "云岭区公园绿地养护(2026年度)"),
        ("外送检验协议\n甲方将其检验科、病理科暂不能开展的检验项目委托乙方检测，双方约定如下。", None),
        ("养护合同\n甲方就云岭区道路绿地养护项目（以下称本项目）委托代理机构公开招标，乙方中标。", "云岭区道路绿地养护项目"),
    ],
)  # fmt: skip
def test_project_name(head: str, project: str | None) -> None:
    assert value(identity_of(head).project_name) == project


def test_the_project_in_quotes_for_which_a_tender_was_held() -> None:
    told = "采购人对“云岭市滨江路绿化管护服务（二标段）”（招标编号：YLZB-12）组织了公开招标，双方约定如下。"
    assert value(identity_of(f"服务合同\n{told}").project_name) == "云岭市滨江路绿化管护服务(二标段)"
    told = "甲方对“重点区域服务”进行检查，双方约定如下。"
    assert identity_of(f"服务合同\n{told}").project_name is None


def test_the_project_in_quotes_that_was_put_to_tender() -> None:
    told = "买方的“妇幼能力提升医疗设备采购项目”（采购编号：YLCG-2025-041）经云岭正衡招标有限公司公开招标，卖方中标。"
    assert value(identity_of(f"医疗设备合同\n买方：云岭县医院\n卖方：临江科技有限公司\n{told}").project_name) == (
        "妇幼能力提升医疗设备采购项目"
    )


def test_the_number_of_a_plan_is_the_projects_only_where_it_has_no_other() -> None:
    plan = "采购计划编号：云财采计[2025]0438号\n"
    assert value(identity_of("采购合同\n" + plan + "采购项目编号：YLCG-2025-072").project_number) == "YLCG-2025-072"
    assert value(identity_of("采购合同\n" + plan).project_number) == "云财采计[2025]0438号"


def test_a_number_above_the_title_in_quotes_ends_before_it() -> None:
    told = identity_of("合同编号：YL-2025-0453\n《云岭省政府采购合同》(试行)文本")
    assert value(told.contract_number) == "YL-2025-0453"


def test_the_heads_of_a_price_table_name_no_project() -> None:
    heads = "标的名称 牌号商标 规格型号 计量单位 数量 单价 金额"
    assert identity_of(f"工业品买卖合同\n{heads}").project_name is None
    assert value(identity_of("买卖合同\n标的名称：云岭市消防头盔").project_name) == "云岭市消防头盔"


@pytest.mark.parametrize(("label", "days"), [("发布时间", 1), ("", 2)])
def test_the_day_of_publication_is_no_day_of_signing(label: str, days: int) -> None:
    told = identity_of(f"{label}\n2025/07/08\n采购合同".strip(), "签订日期：2025年7月5日\n")
    assert len(told.signing_dates) == days


def test_name_and_number_of_the_project_in_one_phrase() -> None:
    both = identity_of("采购合同\n项目名称和编号：学生宿舍床架采购（YLTY2025-J1-00045）")
    assert (value(both.project_name), value(both.project_number)) == ("学生宿舍床架采购", "YLTY2025-J1-00045")
    told = identity_of(
        "采购合同\n根据招标编号为[350999]QH[GK]2025003的智慧教室设备采购项目的招标结果，双方签订本合同。"
    )
    assert (value(told.project_name), value(told.project_number)) == ("智慧教室设备采购项目", "[350999]QH[GK]2025003")


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        ("订单编号：YL-PO-2026-019", "YL-PO-2026-019"),
        ("采购订单号：YL-PO-2026-019\n合同编号：YL-2026-7", "YL-2026-7"),
        ("订单编号：", None),
    ],
)
def test_the_number_of_an_order_is_that_of_a_contract_without_one(lines: str, number: str | None) -> None:
    assert value(identity_of(f"委托服务合同（采购订单）\n{lines}").contract_number) == number


def test_contract_numbers_without_a_label_and_in_boxes() -> None:
    below = identity_of("常年法律顾问合同\n（2025）云衡顾字第0216号")
    assert (value(below.title), value(below.contract_number)) == ("常年法律顾问合同", "(2025)云衡顾字第0216号")
    boxed = identity_of("合同登记编号：\n" + "\t".join("云水信-2025-017号") + "\n技术服务合同")
    assert value(boxed.contract_number) == "云水信-2025-017号"


def test_labels_in_brackets() -> None:
    head = "宣传片制作服务合同\n【合同编号】 YLWL-2025-031\n【项目名称】 云岭县宣传片拍摄制作项目\n【签订地点】 云岭县"
    found = identity_of(head)
    assert (value(found.title), value(found.contract_number)) == ("宣传片制作服务合同", "YLWL-2025-031")
    assert (value(found.project_name), value(found.signed_at)) == ("云岭县宣传片拍摄制作项目", "云岭县")


def test_a_bare_number_behind_a_tender_is_not_the_contracts() -> None:
    found = read_identity(
        context_of(
            "收运服务合同\n" + PARTIES + "为做好收运工作，经公开招标（编号：YLZB-2024-088），双方签订本合同。" + BODY
        )
    )
    assert (value(found.contract_number), value(found.project_number)) == (None, "YLZB-2024-088")


@pytest.mark.parametrize(
    "told",
    [
        "框架协议编号:YLKJ-2025-001",
        "原合同编号:YLKJ-2025-001",
        "鉴于甲方与乙方于2024年3月5日签署了合同编号为YLKJ-2025-001的《销售合同》，现补充如下：",
        "甲乙双方于2024年3月5日签订了《物业合同》（合同编号：YLKJ-2025-001，以下简称“原合同”），现补充如下：",
    ],
)
def test_the_number_and_day_of_another_contract(told: str) -> None:
    other = identity_of("采购合同", told)
    assert (other.contract_number, other.signed_on) == (None, None)
    found = identity_of("采购合同\n合同编号:YLHT-2025-383", told)
    assert value(found.contract_number) == "YLHT-2025-383"


def test_a_framework_contracts_own_number() -> None:
    framework = "框架协议编号:YLKJ-2025-001"
    assert value(identity_of("定点服务框架协议", framework).contract_number) == "YLKJ-2025-001"
    under = identity_of("框架协议采购合同", framework + "\n合同编号:YLHT-2025-383")
    assert value(under.contract_number) == "YLHT-2025-383"


def test_the_number_of_a_tender_in_prose() -> None:
    lead = "云岭市公共资源交易中心YLGC2024-FW-0096号采购项目已完成，"
    found = read_identity(context_of("监理服务合同\n" + PARTIES + lead + BODY.strip()))
    assert value(found.project_number) == "YLGC2024-FW-0096"


@pytest.mark.parametrize(
    ("lead", "number"),
    [
        ("甲方委托代理机构通过公开招标（编号YL2025-G-0157）确定乙方，", "YL2025-G-0157"),
        ("经竞争性磋商（磋商编号为YLCS-2025-08，二次）选定乙方，", "YLCS-2025-08"),
        ("工程经询价采购（询价文件编号YLXJ-2025-0092，成交通知书2025年6月18日签发）确定由乙方承包，", "YLXJ-2025-0092"),
        ("经比选（比选公告编号YLBX2025-031）确定乙方，", "YLBX2025-031"),
        ("甲方委托代理机构公开招标，招标编号 YLQ2024-G3-0086，乙方为中标单位，", "YLQ2024-G3-0086"),
        ("甲方与某公司签订的服务合同（编号YL2025-G-0157）到期，", None),
    ],
)
def test_the_number_behind_the_way_of_tendering(lead: str, number: str | None) -> None:
    found = read_identity(context_of("监理服务合同\n" + PARTIES + lead + BODY.strip()))
    assert value(found.project_number) == number


def test_the_day_of_another_contract_is_no_signing_date() -> None:
    told = "工程价款按照发包人与总包人于2004年6月26日签订的施工补充合同计算。"
    assert identity_of("施工合同", told).signed_on is None


@pytest.mark.parametrize(
    ("line", "day"), [("签于二〇二五年六月三日", "2025-06-03"), ("原合同签于二〇二四年六月三日", None)]
)
def test_the_day_told_below_the_signatures(line: str, day: str | None) -> None:
    tail = f"甲方：云岭市教育局（公章）\n负责人：李大伟\n乙方：临江科技有限公司（公章）\n负责人：王小明\n{line}\n"
    assert value(identity_of("采购合同", tail).signed_on) == day


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (
            "云岭市图书馆保洁服务项目合同公告\n发布日期：2026-02-06\n云岭市图书馆保洁服务项目采购合同",
            "云岭市图书馆保洁服务项目采购合同",
        ),
        ("政府采购合同公告\n一、合同名称：云岭市图书馆保洁服务合同", "云岭市图书馆保洁服务合同"),
        ("合同公告\n合同编号：YL-1\n地点 云岭市人民路1号", None),
        ("2025—2026学年度保安服务采购合同\n合同编号：YL-1", "2025—2026学年度保安服务采购合同"),
        (
            "云岭市河岸维护项目(三标段:红桥至马桥)采购合同(服务类) 合同编号: YL-1 采购方式: 公开招标",
            "云岭市河岸维护项目(三标段:红桥至马桥)采购合同",
        ),
        ("云岭市河岸维护采购合同(合同编号：YL-1)", "云岭市河岸维护采购合同"),
        ("第一部分 合同协议书", "合同协议书"),
        (
            "临江省房屋租赁合同示范文本\n（非住宅用途）\n说　明\n1. 本合同文本供租赁房屋使用。",
            "临江省房屋租赁合同示范文本(非住宅用途)",
        ),
        ("第一部分 通用条款", None),
    ],
)
def test_the_title_is_the_contracts_own(head: str, title: str | None) -> None:
    assert value(identity_of(head).title) == title


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        (
            "依据有关的法律法规,以及云岭市图书馆保洁服务(二标段:南馆)续签合同的《采购文件》,乙方的《投标文件》,签订本合同",
            "云岭市图书馆保洁服务(二标段:南馆)",
        ),
        ("依据有关的法律法规,以及乙方的《投标文件》及《中标通知书》,签订本合同", None),
        (
            "鉴于云岭正衡招标有限公司组织进行的云岭市界碑树立采购项目（项目编号：YL-1）中，乙方为成交供应商",
            "云岭市界碑树立采购项目",
        ),
        (
            "根据云岭市公共资源交易中心关于云岭市水库监测设备采购项目（编号：YL-1）公开招标的结果，签署本合同",
            "云岭市水库监测设备采购项目",
        ),
        ("甲方以竞争性磋商方式择优确定乙方承担2025年云岭县乡村医生培训项目", "2025年云岭县乡村医生培训项目"),
        ("甲方委托乙方承担本项目", None),
        (
            "云岭市城区绿地养护服务（第二标段）（项目编号：YL-36）于2024年5月31日公开招标，乙方为中标人",
            "云岭市城区绿地养护服务(第二标段)",
        ),
        ("云岭市城区绿地养护（二次）（项目编号：YL-36）经公开招标，乙方为中标人", "云岭市城区绿地养护(二次)"),
        ("乙方提供的养护服务（见附件）于2024年5月31日验收", None),
    ],
)
def test_the_project_whose_papers_the_preamble_names(sentence: str, name: str | None) -> None:
    assert value(identity_of(f"采购合同\n{sentence}。").project_name) == name


@pytest.mark.parametrize(
    ("written", "number"), [("YLGP3701_A_001", "YLGP3701_A_001"), ("__YL-2025-14__", "YL-2025-14")]
)
def test_underscores_inside_a_number_are_its_own(written: str, number: str) -> None:
    assert value(identity_of(f"采购合同\n合同编号：{written}").contract_number) == number


def test_the_signature_page_wins_and_the_latest_signature_counts() -> None:
    tail = "（以下无正文）\n甲方（盖章）：云岭市教育局\n签订日期：2025年6月3日\n乙方（盖章）：临江科技有限公司\n签订日期：2025年6月5日\n"
    found = identity_of("采购合同\n签订日期：2025年5月", tail)
    assert value(found.signed_on) == "2025-06-05"
    assert [date.value for date in found.signing_dates] == ["2025-05", "2025-06-03", "2025-06-05"]


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("采购合同\n中标通知书发出日期：2025年5月6日", "2025-05-06"),
        ("采购合同\n按照2025年5月6日签发的《某项目中标通知书》", "2025-05-06"),
        ("采购合同\n依据成交通知书（2025年5月6日发出）", "2025-05-06"),
        ("采购合同\n根据某某采购项目（项目编号：YL-2025-01）2025年5月6日中标通知书，双方订立本合同", "2025-05-06"),
        ("采购合同\n签订日期：2025年6月3日\n成交通知书为附件", None),
        ("采购合同\n2025年5月6日，甲方以询价方式采购宣传品，乙方成交（成交通知书同日发出，编号5号）。", "2025-05-06"),
        ("采购合同\n甲方于2025年5月6日组织开标，并于当日向乙方签发《宣传品中标通知书》。", "2025-05-06"),
        ("采购合同\n双方于2025年6月3日订立本合同。成交通知书发出当日乙方缴纳保证金", None),
        ("采购合同\n成交通知书于次日即2025年5月6日送达乙方", "2025-05-06"),
        ("采购合同\n中标通知书由云岭正衡招标有限公司于2025年5月6日签发", "2025-05-06"),
        ("采购合同\n本合同于2025年6月3日签订，成交通知书为附件", None),
        ("采购合同\n收到中标通知书后，双方于2025年6月3日订立本合同", None),
        ("采购合同\n乙方于2025年5月8日收到中标通知书（签发日期2025年5月6日）。", "2025-05-06"),
        ("采购合同\n乙方于2025年5月6日收到中标通知书（编号YL-2025-019）。", "2025-05-06"),
        ("采购合同\n2025年5月6日发出的中标通知书于2025年5月8日送达乙方。", "2025-05-06"),
        ("采购合同\n乙方成交，成交通知书编号YL2025-0019-C，发出日期为2025年5月6日。", "2025-05-06"),
        ("采购合同\n乙方成交，成交通知书编号YL2025-0019-C，于2025年6月3日订立本合同。", None),
    ],
)
def test_award(head: str, day: str | None) -> None:
    assert value(identity_of(head).awarded_on) == day


def test_place_of_signing() -> None:
    assert value(identity_of("采购合同\n签订地点：云岭市").signed_at) == "云岭市"
    assert value(identity_of("采购合同\n签 订 地 点    云岭市南湖区").signed_at) == "云岭市南湖区"
    assert value(identity_of("采购合同", "本合同于2025年6月3日在云岭市签订。\n").signed_at) == "云岭市"
    assert value(identity_of("采购合同", "本合同在 云岭市南湖区 正式签订；\n").signed_at) == "云岭市南湖区"
    assert value(identity_of("采购合同", "本合同于2025年6月3日在云岭市共同签署。\n").signed_at) == "云岭市"
    assert value(identity_of("采购合同", "本合同签订地为云岭市南湖区。\n").signed_at) == "云岭市南湖区"
    assert value(identity_of("采购合同", "合同签订地在此约定为云岭市南湖区。\n").signed_at) == "云岭市南湖区"
    assert value(identity_of("采购合同", "合同签订地为甲方所在地。\n").signed_at) is None
    assert value(identity_of("采购合同\n合同签订点：网上签约").signed_at) == "网上签约"
    assert value(identity_of("采购合同\n签订地点：云岭市甲方会议室").signed_at) == "云岭市甲方会议室"


@pytest.mark.parametrize(
    ("line", "number", "place"),
    [
        ("合同编号：YLZR-2024-XX-012委托万（甲方）：云岭县档案馆签订地点：云岭县甲方委托乙方提供运维，乙方同意。",
         "YLZR-2024-XX-012", "云岭县"),
        ("合同编号：YLZR-2024-XX-012聘清人（甲方）：云岭县档案馆签约地点：云岭县双方经友好协商，签订本合同。",
         "YLZR-2024-XX-012", "云岭县"),
        ("合同编号：云采(货)字〔2024〕012号甲方：云岭县档案馆签订地点：云岭县政务大厅二层乙方同意承接。",
         "云采(货)字〔2024〕012号", None),
    ],
)  # fmt: skip
def test_what_runs_into_number_and_place_is_none_of_them(line: str, number: str, place: str | None) -> None:
    identity = identity_of(f"采购合同{line}第一条服务内容{'乙方按约定提供服务，甲方按约定付款。' * 60}")
    assert value(identity.contract_number) == number
    assert value(identity.signed_at) == place


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        ("备案编号：YLBA-2025-11\n招标编号：YL-ZB-2025-4\n", "YL-ZB-2025-4"),
        ("备案编号：YLBA-2025-11\n采购计划编号：YLJH-2025-9\n", "YLBA-2025-11"),
        ("招标编号：YL-ZB-2025-4 备案号：BA-1\n", "YL-ZB-2025-4"),
        ("采购编号：YL-2025-18 登记流水：77\n", "YL-2025-18"),
    ],
)
def test_a_number_of_the_tender_goes_before_one_of_filing(lines: str, number: str) -> None:
    assert value(identity_of(f"采购合同\n{lines}甲方：岚川市水务局\n").project_number) == number


def test_a_date_that_there_is_not_is_no_date_of_the_contract() -> None:
    text = """保洁服务合同
甲方（采购人）：云岭市第一中学
乙方（供应商）：云岭净美保洁有限公司
第一条 依据
根据2025年2月30日发出的中标通知书签订。
第二条 服务期限
服务期限自2025年2月31日至2026年2月30日止。
第三条 付款
2025年4月31日前支付合同总价的100%。
甲方：云岭市第一中学（盖章）
签订日期：2025年2月30日
乙方：云岭净美保洁有限公司（盖章）
签订日期：2025年2月30日
"""
    record = read_contract(document_from_text(text), PACK).record
    assert (record.awarded_on, record.signed_on, record.signing_dates) == (None, None, ())
    assert [party.signed_on for party in record.parties] == [None, None]
    assert [(period.start, period.end) for period in record.periods] in ([], [(None, None)])
    assert [payment.due_on for payment in record.payments] == [None]
    assert len(record.impossible_dates) == 6
    codes = [finding.code for finding in record.findings]
    assert codes.count("DAT005") == 6
    assert not [f for f in record.findings if f.code == "PTY009" and "签署日期" in f.message]
