"""Organisations in running text, with their exact edges."""

from __future__ import annotations

from pathlib import Path

import pytest
import regex

from extract.nlp.organisations import find_organisations
from extract.rulepack import load_rules

PACK = load_rules()
SAMPLE = Path(__file__).with_name("organisations.txt")
LEAST_PRECISION, LEAST_RECALL = 0.98, 0.97


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲方委托北京恒泰科技有限公司(以下简称乙方)", ["北京恒泰科技有限公司"]),
        ("与临江物业管理有限公司签订", ["临江物业管理有限公司"]),
        ("临江科技(云岭)有限公司", ["临江科技(云岭)有限公司"]),
        ("恒泰科技有限公司云岭分公司", ["恒泰科技有限公司云岭分公司"]),
        ("中铁北京工程局集团有限公司", ["中铁北京工程局集团有限公司"]),
        ("云南恒信会计师事务所(特殊普通合伙)", ["云南恒信会计师事务所(特殊普通合伙)"]),
        ("开户行:工商银行万寿路支行", ["工商银行万寿路支行"]),
        ("中国建设银行股份有限公司云岭支行", ["中国建设银行股份有限公司云岭支行"]),
        ("招商银行临江城南分行营业部", ["招商银行临江城南分行营业部"]),
        ("由云岭市市场监督管理局负责", ["云岭市市场监督管理局"]),
        ("云岭市人力资源和社会保障局信息中心", ["云岭市人力资源和社会保障局信息中心"]),
        ("和平区人民政府", ["和平区人民政府"]),
        ("岚州市临湖区数据资源中心", ["岚州市临湖区数据资源中心"]),
        ("提交西安仲裁委员会仲裁", ["西安仲裁委员会"]),
        ("国家税务总局云岭市税务局", ["国家税务总局云岭市税务局"]),
        ("云岭市财政局委托第三方审计中心", ["云岭市财政局"]),
        ("云岭市数据中心云岭市档案服务中心", ["云岭市数据中心", "云岭市档案服务中心"]),
        ("云岭市第一中学、临江县人民医院", ["云岭市第一中学", "临江县人民医院"]),
    ],
)
def test_organisations(text: str, expected: list[str]) -> None:
    found = find_organisations(text, PACK)
    assert [organisation.value for organisation in found] == expected
    assert [text[organisation.start : organisation.end] for organisation in found] == expected


@pytest.mark.parametrize(
    "text",
    [
        "本公司应当",
        "第三方公司",
        "物业公司",
        "专业保安服务公司",
        "差旅费用由我公司承担",
        "以银行转账支付",
        "合同款项以银行转账支付",
        "甲方所在地人民法院",
        "信息中心",
        "住房和城乡建设委员会",
        "政府网站",
        "根据公司法",
        "中华人民共和国政府采购法",
        "城市管理中心",
        "局部调整",
    ],
)
def test_no_organisation(text: str) -> None:
    assert find_organisations(text, PACK) == ()


def sentences() -> list[tuple[str, set[tuple[int, int]]]]:
    """Return the sentences of the sample with the spans of the organisations that they name."""
    found = []
    for line in SAMPLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            parts = regex.split(r"[{}]", line)  # every second part is a name
            ends = [sum(map(len, parts[:index])) for index in range(len(parts) + 1)]
            found.append(("".join(parts), {(ends[i], ends[i + 1]) for i in range(1, len(parts), 2)}))
    return found


def test_the_sample_is_read_with_exact_edges() -> None:
    right, extra, missed = 0, [], []
    for text, expected in sentences():
        found = {(organisation.start, organisation.end) for organisation in find_organisations(text, PACK)}
        right += len(found & expected)
        extra += [text[slice(*span)] for span in found - expected]
        missed += [text[slice(*span)] for span in expected - found]
    report = f"missed {missed}, wrong {extra}"
    assert right / (right + len(extra)) >= LEAST_PRECISION, report
    assert right / (right + len(missed)) >= LEAST_RECALL, report
