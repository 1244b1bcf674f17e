"""Laws: titles in 《》, names without it, and the papers of a contract that are no laws."""

from __future__ import annotations

import pytest

from extract.nlp.laws import find_laws, is_law_title
from extract.rulepack import load_rules

PACK = load_rules()


def read(text: str) -> list[str]:
    return [law.value for law in find_laws(text, PACK)]


@pytest.mark.parametrize(
    "title",
    [
        "中华人民共和国民法典",
        "政府采购法",
        "保守国家秘密法",
        "中华人民共和国政府采购法实施条例",
        "政府采购货物和服务招标投标管理办法",
        "政府采购竞争性磋商采购方式管理暂行办法",
        "政府采购促进中小企业发展管理办法",
        "政府采购信息发布管理办法(试行)",
        "中华人民共和国反不正当竞争法(2019年修正)",
        "中小企业划型标准规定",
        "评标委员会和评标方法暂行规定",
        "关于促进政府采购公平竞争优化营商环境的通知",
        "关于印发〈政府采购合同监督暂行办法〉的通知",
        "最高人民法院关于适用〈中华人民共和国民法典〉合同编通则若干问题的解释",
        "物业管理条例",
        "云南省物业管理规定",
        "云岭市停车场管理办法",
        "北京市物业服务收费管理办法",
        "医疗机构管理条例实施细则",
        "政府会计制度",
        "信息安全技术网络安全等级保护基本要求",
        "建筑工程施工质量验收统一标准",
        "餐饮服务食品安全操作规范",
        "政府网站发展指引",
        "国家网络安全事件报告管理办法",
    ],
)
def test_titles_of_laws(title: str) -> None:
    assert is_law_title(title, PACK)


@pytest.mark.parametrize(
    "title",
    [
        "保密协议",
        "中标通知书",
        "服务内容",
        "主合同",
        "廉政承诺书",
        "验收报告",
        "巡检记录表",
        "投标文件",
        "三员管理制度",
        "考核办法",
        "物业服务考核办法",
        "项目管理办法",
        "保密规定",
        "服务规范",
        "质量标准",
        "保洁服务标准",
        "驻场人员考核细则",
        "网络与信息安全事件应急预案",
        "综合评分法",
        "使用方法",
        "云岭市住房和城乡建设委员会运维服务绩效管理考核规范",
        "云岭市教育局值班规定",
        "云岭市第一中学食堂管理办法",
        "临江科技有限公司考勤管理办法",
        "云岭市党建引领数字化服务项目中标通知书",
        "关于本项目的说明",
        "报价明细表",
    ],
)
def test_titles_of_papers(title: str) -> None:
    assert not is_law_title(title, PACK)
    assert read(f"详见《{title}》") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "根据《中华人民共和国民法典》、《中华人民共和国政府采购法》",
            ["中华人民共和国民法典", "中华人民共和国政府采购法"],
        ),
        (
            "《中华人民共和国网络安全法》《中华人民共和国数据安全法》",
            ["中华人民共和国网络安全法", "中华人民共和国数据安全法"],
        ),
        ("按《政府采购货物和服务招标投标\n管理办法》", ["政府采购货物和服务招标投标管理办法"]),
        ("《关于转发《财政部关于加强采购管理的通知》的函》", ["关于转发《财政部关于加强采购管理的通知》的函"]),
        ("《中华人民共和国政府采购法》及其实施条例", ["中华人民共和国政府采购法", "中华人民共和国政府采购法实施条例"]),
        ("依照民法典、政府采购法及其实施条例", ["民法典", "政府采购法", "政府采购法实施条例"]),
        ("依据中华人民共和国劳动合同法", ["中华人民共和国劳动合同法"]),
        ("按政府采购法实施条例执行", ["政府采购法实施条例"]),
        ("依据合同法、担保法", ["合同法", "担保法"]),
        ("按照财政部令第87号执行", ["财政部令第87号"]),
        ("《政府采购货物和服务招标投标管理办法》(财政部令第87号)", ["政府采购货物和服务招标投标管理办法"]),
        ("《重点人员管理工作指南》(云数发〔2023〕7号)", ["重点人员管理工作指南"]),
        ("《医用电气设备》(GB9706.1-2020)", ["医用电气设备"]),
        ("GB/T 22239-2019《基本要求》", ["基本要求"]),
        ("《重点人员管理工作指南》执行。财库〔2020〕46号", []),
        ("本合同法律效力", []),
        ("有管辖权的人民法院", []),
        ("遵守消防法规", []),
        ("按实计量法计算", []),
        ("最低价格法", []),
        ("《未完的标题", []),
        ("《》", []),
    ],
)
def test_laws_in_text(text: str, expected: list[str]) -> None:
    assert read(text) == expected


def test_the_span_lies_inside_the_marks() -> None:
    text = "根据《中华人民共和国\n民法典》及民法典"
    first, second = find_laws(text, PACK)
    assert text[first.start : first.end] == "中华人民共和国\n民法典"
    assert text[first.start - 1] == "《"
    assert (second.start, second.end) == (len(text) - 3, len(text))


def test_laws_stand_in_order() -> None:
    starts = [law.start for law in find_laws("民法典、《中华人民共和国建筑法》、财政部令第87号、消防法", PACK)]
    assert len(starts) == 4
    assert starts == sorted(starts)
