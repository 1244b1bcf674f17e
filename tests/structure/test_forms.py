"""Forms whose cells each became a line: which lines are labels of the line below, and what is read from them."""

from __future__ import annotations

from extract.structure.forms import with_rows
from tests.helpers import PACK, flow_of, record_of

FORM = """房屋租赁合同
合同编号
YL-2025-11
出租方（甲方）
云岭恒泰商业管理有限公司
住所
云岭市临江路9号
法定代表人
程立
联系电话
0871-6512345
承租方（乙方）
云岭市教育局
住所
云岭市人民路1号
法定代表人
白露
联系电话
0871-6512399

第一条　租赁房屋
房屋坐落
云岭市临江路9号二层
建筑面积
1,500平方米
第二条　租赁期限
租赁期限
三年
起止日期
2025年5月1日至2028年4月30日
期满后乙方需继续承租的，应提前两个月书面提出。
第三条　租金
三年租金总额
人民币900,000.00元
第四条　违约责任
甲方逾期交房
每逾期一日，按年租金的千分之一支付违约金
"""


def test_a_label_line_goes_before_its_value() -> None:
    lines = flow_of(FORM).text.split("\n")
    assert "合同编号:YL-2025-11" in lines
    assert "租赁期限:三年" in lines
    assert "建筑面积:1,500平方米" in lines
    assert "甲方逾期交房:每逾期一日,按年租金的千分之一支付违约金" in lines


def test_headings_and_prose_are_no_labels() -> None:
    lines = flow_of(FORM).text.split("\n")
    assert "第二条租赁期限" in lines
    assert "期满后乙方需继续承租的,应提前两个月书面提出。" in lines


def test_every_character_leads_back_to_its_place() -> None:
    flow = flow_of(FORM)
    start = flow.text.index("三年")
    assert FORM[slice(*flow.document_span(start, start + 2))] == "三年"


def test_the_form_is_read() -> None:
    record = record_of(FORM)
    supplier = next(party for party in record.parties if party.role == "supplier")
    service = next(period for period in record.periods if period.kind == "service")
    assert supplier.name is not None and supplier.name.value == "云岭恒泰商业管理有限公司"
    assert service.start is not None and service.start.value == "2025-05-01"
    assert service.duration is not None and service.duration.value == 3
    assert record.total is not None and record.total.value == 900000


def test_a_text_without_the_habit_keeps_its_lines() -> None:
    text = "采购合同\n合同编号：A-1\n甲方：云岭市教育局\n乙方：临江科技有限公司\n地址\n云岭市人民路1号\n电话：0871-6512345\n联系人：白露\n"
    assert "地址\n云岭市人民路1号" in flow_of(text).text


CELLS = """医用耗材采购合同
1.1 品种与单价：
序号
产品名称
单位
数量
单价（元）
金额（元）
1
注射器
支
200000
0.42
84000.00
2
输液器
套
120000
1.35
162000.00
3
纱布块
包
30000
1.56
46800.00
合计
292800.00
1.2 用量为预计数。
"""


def test_a_table_with_a_cell_a_line_has_rows_again() -> None:
    lines = flow_of(CELLS).text.split("\n")
    assert "序号\t产品名称\t单位\t数量\t单价(元)\t金额(元)" in lines
    assert "3\t纱布块\t包\t30000\t1.56\t46800.00" in lines
    assert "合计\t292800.00" in lines
    assert "1.2用量为预计数。" in lines


def test_blank_lines_may_stand_between_the_cells() -> None:
    head, _, table = CELLS.partition("序号")
    apart = flow_of(head + ("序号" + table).replace("\n", "\n\n"))
    assert "3\t纱布块\t包\t30000\t1.56\t46800.00" in apart.text.split("\n")
    assert apart.text.count("\t") == flow_of(CELLS).text.count("\t")


def test_a_page_that_ends_between_two_rows_does_not_end_the_table() -> None:
    end = "- 1 -\n医用耗材采购合同\n"
    paged = (
        CELLS.replace("3\n纱布块", end + "3\n纱布块").replace("合计\n", "合计\n353000\n")
        + "- 2 -\n医用耗材采购合同\n双方签字。"
    )
    lines = flow_of(paged).text.split("\n")
    assert "3\t纱布块\t包\t30000\t1.56\t46800.00" in lines
    assert "合计\t353000\t292800.00" in lines
    assert "3\t纱布块" not in flow_of(CELLS.replace("3\n纱布块", "价格含税\n3\n纱布块")).text


def test_its_items_are_read_and_lead_back() -> None:
    record = record_of(CELLS)
    assert [item.amount.value for item in record.line_items if item.amount] == [84000, 162000, 46800]
    assert not [finding.code for finding in record.findings if finding.code.startswith(("AMT005", "AMT006"))]


def test_lines_of_numbers_without_a_head_are_no_table() -> None:
    text = "合同\n第一条 内容\n服务\n1\n甲方提供资料\n乙方提供服务\n2\n双方签字\n"
    assert with_rows(text, PACK) == text
