"""The flow: normalised text with a map back into the document."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.document import Document
from extract.rulepack import load_rules
from extract.structure.flow import Flow, build_flow

PACK = load_rules()


def flow_of(text: str) -> Flow:
    return build_flow(Document(path="t.txt", sha256="", media_type="text/plain", reader="text", text=text), PACK)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("甲  方：云岭市教育局", "甲方:云岭市教育局"),
        ("合  同  书", "合同书"),
        ("甲方 云岭市教育局", "甲方\t云岭市教育局"),
        ("供 方 临江科技有限公司", "供方\t临江科技有限公司"),
        ("采购人 云岭市教育局 （甲方）", "采购人\t云岭市教育局(甲方)"),
        ("甲方 应将货物送至云岭市教育局", "甲方应将货物送至云岭市教育局"),
        ("项目名称：智慧校园项目\n甲方 云岭市教育局", "项目名称:智慧校园项目\n甲方\t云岭市教育局"),
        ("甲方（盖章） 乙方（盖章）", "甲方(盖章)\t乙方(盖章)"),
        (
            "2.验收合格后\t15\t天内，支付合同价     35%的货款；\t质保期满付清余款。",
            "2.验收合格后15天内,支付合同价35%的货款;质保期满付清余款。",
        ),
        ("货物到场后    20    天仍未安装的，甲方有权解除合同。", "货物到场后20天仍未安装的,甲方有权解除合同。"),
        ("（3）保修期为    24    个月，自验收之日起计算。", "(3)保修期为24个月,自验收之日起计算。"),
        ("1.验收合格，资料齐全\t60%\t合格。", "1.验收合格,资料齐全\t60%\t合格。"),
        ("质保期\t3\t年", "质保期\t3\t年"),
        ("出租方[以下简称甲方]：云岭市教育局", "出租方(以下简称甲方):云岭市教育局"),
        ("签订日期：2025 年 6 月 3 日", "签订日期:2025年6月3日"),
        ("￥1，803，000．00元", "¥1,803,000.00元"),
        ("甲方：云岭市教育局          乙方：临江科技有限公司", "甲方:云岭市教育局\t乙方:临江科技有限公司"),
        ("日  期：2025年6月1日            日  期：2025年6月2日", "日期:2025年6月1日\t日期:2025年6月2日"),
        ("法定代表人：岑  岚                    法定代表人：薛同舟", "法定代表人:岑岚\t法定代表人:薛同舟"),
        ("账号：102 901 042 875", "账号:102 901 042 875"),
        ("日期：    年   月   日", "日期:年月日"),
        ("| 序号 | 名称 |\n|---|---|\n| 1 | 服务器 |", "序号\t名称\n1\t服务器"),
        (
            "<table><tr><td>序号</td><td>名称</td></tr><tr><td>1</td><td>服务器</td></tr></table>",
            "序号\t名称\n1\t服务器",
        ),
        ("甲方：**市**区教育局", "甲方:**市**区教育局"),
        ("甲方：某局    （公章）      乙方：某公司 （公章）", "甲方:某局(公章)\t乙方:某公司(公章)"),
        ("甲方：        （公章）      乙方：        （公章）", "甲方:(公章)\t乙方:(公章)"),
        (
            "甲方：某局  地址：云岭市东川街道人\n民大道9号  邮编：650000",
            "甲方:某局\t地址:云岭市东川街道人民大道9号\t邮编:650000",
        ),
        (
            "地址：云岭市东川人  地址：临江市西山路\n民大道9号  邮编：650000",
            "地址:云岭市东川人\t地址:临江市西山路\n民大道9号\t邮编:650000",
        ),
        ("## 一、总则\n**甲方**应当付款。", "一、总则\n甲方应当付款。"),
        ("工作时间为 $6\\times 8$ 小时，得分 $\\geq 92$", "工作时间为6×8小时,得分≥92"),
        ("每延期一日支付合同价的 $1.0\\%$ ，偏差 $\\pm 5 \\%$", "每延期一日支付合同价的1.0%,偏差±5%"),
        ("面积 $20 \\mathrm{m}$ 以内，费率 $3\\%\\sim 5\\%$", "面积20 m以内,费率3%~5%"),
        ("路径C:\\times\\5，报价US$500至US$600", "路径C:\\times\\5,报价US$500至US$600"),
        ("合同总价：US$82,000，折合HK$640,000元", "合同总价:US$82,000,折合HK$640,000元"),
        ("单价$500，合计$1,500。", "单价$500,合计$1,500。"),
        ("第一段。\n- 12 -\n第二段。", "第一段。\n第二段。"),
        ("合同编号：FR-******0012-1", "合同编号:FR-******0012-1"),
        ("账号：6222****1234", "账号:6222****1234"),
        ("甲方：****局\n乙方：**公司", "甲方:****局\n乙方:**公司"),
        ("正文。\n********\n正文。", "正文。\n正文。"),
        ("经公开招标（招\n标编号：A-1），确定由乙方承担。", "经公开招标(招标编号:A-1),确定由乙方承担。"),
        ("公司 采购人地址：云岭市", "公司 采购人地址:云岭市"),
        ("第一段。\n第 3 页 共 9 页\n第二段。", "第一段。\n第二段。"),
    ],
)
def test_normalises(raw: str, expected: str) -> None:
    assert flow_of(raw).text.replace("\t\n", "\n").strip("\t") == expected


def test_joins_hard_wrapped_lines_and_keeps_paragraphs() -> None:
    raw = (
        "一、乙方应当按照本合同的约定提供服务，保证服务质量符合国家标准和行业标准以及甲方的要\n"
        "求，并接受甲方的监督和检查，对检查中发现的问题应当及时整改，不得以任何理由拖延或者拒\n"
        "绝。\n二、甲方应当按时付款。"
    )
    assert flow_of(raw).text.split("\n") == [
        "一、乙方应当按照本合同的约定提供服务,保证服务质量符合国家标准和行业标准以及甲方的要求,并接受甲方的监督和检查,对检查中发现的问题应当及时整改,不得以任何理由拖延或者拒绝。",
        "二、甲方应当按时付款。",
    ]


def test_a_number_is_complete_when_words_follow_it() -> None:
    assert flow_of("合同编号：柳采竞磋-2025-64\n柳溪市数据局服务中心\n数据服务合同").text.startswith(
        "合同编号:柳采竞磋-2025-64\n柳溪市数据局"
    )
    assert "柳溪市财购2025-64" in flow_of("项目合同登记编号：柳溪市财\n购2025-64\n甲方：柳溪市数据局").text


def test_joins_a_wrapped_address_but_not_the_next_label() -> None:
    raw = "地址：云岭市高新区科技大道南段8号创新\n产业园二期1103号\n电话：0871-65550101"
    assert flow_of(raw).text.split("\n") == [
        "地址:云岭市高新区科技大道南段8号创新产业园二期1103号",
        "电话:0871-65550101",
    ]


@pytest.mark.parametrize(
    ("cut", "rest", "joined"),
    [
        ("地址：云岭市高新区科技大道南段8号创新", "产业园二期1103号", True),
        ("开户银行：中国建设银行云岭市高新区丈", "八六路支行", True),
        ("地址：云岭市高新区科技大道南段8号", "附属楼一号", False),
        ("地址：云岭市高新区石桥镇石桥村", "临江科技有限公司", False),
        ("项目名称：云岭市智慧校园建设", "云岭市第一中学教学楼", False),
    ],
)
def test_where_every_line_stands_apart_only_what_ends_an_address_or_a_bank_is_its_rest(
    cut: str, rest: str, *, joined: bool
) -> None:
    lines = flow_of(f"乙方名称（盖章）：\n\n{cut}\n\n{rest}\n\n日期：2025.8.19").text.split("\n")
    assert (f"{cut}{rest}".replace("：", ":") in lines) == joined


def test_a_number_split_by_a_line_break_is_whole() -> None:
    raw = "合同总价为人民币壹佰捌拾万零叁仟元整，即合同签订之日起全部费用合计（¥1,803,\n000.00元）。"
    assert "¥1,803,000.00元" in flow_of(raw).text


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n　　"])
@pytest.mark.parametrize(
    ("amount", "again"), [("玖万元整", "（¥90,000.00元）。"), ("90,000.00元", "（大写：玖万元整）。")]
)
def test_an_amount_told_again_in_brackets_is_one_whatever_stands_between(amount: str, again: str, between: str) -> None:
    text = f"1.首付款：合同签订后支付人民币{amount}{between}{again}\n2.余款验收合格后支付。\n"
    assert len(flow_of(text).text.strip().split("\n")) == 2


def test_text_without_line_breaks_is_cut_into_paragraphs() -> None:
    filler = "乙方应当保证服务质量，接受甲方检查。" * 12
    raw = f"合同编号：YL-2025-018甲方：云岭市教育局 乙方：临江科技有限公司 一、服务内容 {filler}二、服务期限 {filler}第三条 其他 {filler}"
    lines = flow_of(raw).text.split("\n")
    assert any(line.startswith("甲方:云岭市教育局") for line in lines)
    assert any(line.startswith("二、服务期限") for line in lines)
    assert any(line.startswith("第三条其他") for line in lines)


RAGGED = """物业服务合同
甲方：云岭市图书馆
乙方：云岭安居物业有限公司
一、服务期限为一年，自2024年7月1
日起至2025年6月30日止。
二、甲方每季度考核一次，考核合格
后支付当季费用。
三、乙方应当配备固定的保洁人员八
名并为其缴纳社会保险。
四、交货期：合同签订之日起45日历
天内。
五、乙方逾期的，每日支付千分之
一的违约金。
六、本合同一式肆份，甲方执贰份，乙
方执贰份。
第七条 其他
本合同自双方盖章之日起生效。
甲方（盖章）
乙方（盖章）
"""


def test_a_ragged_text_goes_on_where_its_sentences_do() -> None:
    lines = flow_of(RAGGED).text.split("\n")
    assert lines[3:] == [
        "一、服务期限为一年,自2024年7月1日起至2025年6月30日止。",
        "二、甲方每季度考核一次,考核合格后支付当季费用。",
        "三、乙方应当配备固定的保洁人员八名并为其缴纳社会保险。",
        "四、交货期:合同签订之日起45日历天内。",
        "五、乙方逾期的,每日支付千分之一的违约金。",
        "六、本合同一式肆份,甲方执贰份,乙方执贰份。",
        "第七条其他",
        "本合同自双方盖章之日起生效。",
        "甲方(盖章)",
        "乙方(盖章)",
    ]


def test_lines_of_a_text_without_stops_are_paragraphs() -> None:
    lines = (
        "全学期100天,总计173600元,人民币壹拾柒万叁仟陆佰元整",
        "货款每月底结清,按当月实际送货数量计算",
        "送货时间每天早上6:30前,晚于7:00一次罚200元",
        "不合格食品一律退货,并按当日货款的5倍处罚",
        "履约保证金1.7万元,学期结束后退",
    )
    assert flow_of("营养餐采购合同\n甲方:云岭中学\n" + "\n".join(lines)).text.split("\n")[2:] == list(lines)


@pytest.mark.parametrize(
    ("line", "below", "joined"),
    [
        ("账号：3301 0401 6002 1887", "465", True),
        ("联系电话：13709135", "528", True),
        ("统一社会信用代码：91440605MA5L8", "17R78", True),
        ("合同编号：YL-2025-", "046", True),
        ("账号：3301040160021887", "0571-88001234", False),  # a number of its own
        ("联系电话：0571-88001234", "13709135528", False),
        ("数量：12", "465", False),
        ("账号：2701 0410 0120 1000", "0088 99", True),
        ("账号：6222001100223344", "1", False),  # whole, and the number of the page
        ("联系电话：0712-8899001", "1", False),
        ("合同编号：QH-2025-017", "1", False),
        ("统一社会信用代码：91110108MA01A2BC3D", "4", False),
        ("账号：3301040160021887", "云岭银行", False),
    ],
)
def test_the_end_of_a_number_below_it_belongs_to_it(line: str, below: str, joined: bool) -> None:
    text = flow_of(f"采购合同\n{line}\n{below}\n一、付款方式：验收合格后付清。\n").text
    folded = line.replace("：", ":")
    assert (f"{folded}{below}" in text) is joined


def test_page_numbers_below_a_number_count_up() -> None:
    pages = "\n".join(f"第{page}条 乙方应当按时完成。\n账号：330104016002188{page}\n{page}" for page in (1, 2, 3))
    assert flow_of(pages).text.count("\n1") == 0
    assert "3301040160021882\n" in flow_of(pages).text


@pytest.mark.parametrize(
    ("line", "below", "read"),
    [
        ("项目编号:SZT2025-Z", "B-0117", "SZT2025-ZB-0117"),
        ("邮箱:some.body@exam", "ple.com", "some.body@example.com"),
        ("甲方委托乙方进口激光显微镜,型号为Leica", "Stellaris 一套。", "Leica Stellaris"),
    ],
)
def test_halves_of_a_code_join_and_latin_words_stay_two(line: str, below: str, read: str) -> None:
    assert read in flow_of(RAGGED.replace("三、", f"{line}\n{below}\n三、")).text


@pytest.mark.parametrize(
    ("line", "below", "joined"),
    [
        ("邮编：6500", "11 电话：0871-6512345", True),
        ("统一社会信用代码：9", "1530100MA6K1234X6 日期：2025年1月10日", True),
        ("邮编：6500", "1 违约责任", False),
        ("统一社会信用代码：91530100MA6K1234X6", "2025年1月10日", False),
        ("账号：5300", "11 电话：0871-6512345", False),
    ],
)
def test_the_halves_of_a_number_of_known_length_join(line: str, below: str, joined: bool) -> None:
    assert ("\n" not in flow_of(f"甲方：云岭市水务局 {line}\n{below}").text) == joined


def test_a_match_in_the_flow_is_evidence_in_the_document() -> None:
    text = "甲  方：云岭市\n　教育局（盖章）   2025 年 6 月 3 日"
    flow = flow_of(text)
    start = flow.text.index("2025年6月3日")
    first, last = flow.document_span(start, start + len("2025年6月3日"))
    assert text[first:last] == "2025 年 6 月 3 日"


@settings(max_examples=150, deadline=None)
@given(
    st.text(
        alphabet=st.sampled_from("甲乙方：:，,。；1234 \t\n|<>td/（）()第一二、条.#*-_年月日￥元x　"),
        max_size=400,
    )
)
def test_every_character_maps_back(text: str) -> None:
    flow = flow_of(text)
    assert len(flow.text) == len(flow.origin)
    assert list(flow.origin) == sorted(flow.origin)
    assert all(0 <= offset <= len(text) for offset in flow.origin)
    for index, character in enumerate(flow.text):
        if character.strip() and character not in "\t":
            original = text[flow.origin[index]]
            assert len(original) == 1
            assert character == original or ord(original) > 0x7F


def test_line_breaks_inside_cells_do_not_break_the_row() -> None:
    raw = "序号\t内容\t约定\t条款\n1\t甲方\t名称：云岭市农业局\n地址：云岭市兴农路5号\t第一条\n2\t期限\t一年\t第二条"
    assert flow_of(raw).text.split("\n") == [
        "序号\t内容\t约定\t条款",
        "1\t甲方\t名称:云岭市农业局 地址:云岭市兴农路5号\t第一条",
        "2\t期限\t一年\t第二条",
    ]


def test_entries_of_a_list_below_a_wider_row_are_rows_of_their_own() -> None:
    raw = (
        "发布时间：2025-02-26\t来源：云岭市采购中心\t浏览：63\t打印\n一、合同编号\tYL-01\n二、项目编号（如有）\tYLCG-01\n"
        "地址\t云岭市人民路1号\n七、签订日期\t2025-02-25\n八、补充事宜\t无\n九、采购方式\t公开招标"
    )
    assert flow_of(raw).text.split("\n")[1:] == [
        "一、合同编号\tYL-01",
        "二、项目编号(如有)\tYLCG-01",
        "地址\t云岭市人民路1号",
        "七、签订日期\t2025-02-25",
        "八、补充事宜\t无",
        "九、采购方式\t公开招标",
    ]


@pytest.mark.parametrize(
    "below",
    [
        "合计\t大写：壹佰元整\t100\t\n备注：以上为含税价。\n交货时间：见上表\t联系人：王小明\t电话：0770-1111111",
        "合同总金额\t大写：壹佰元整\t100\n二、付款方式\n三、交货时间：见上表\t联系人：王小明\t电话：0770-1111111",
        "三、\t提货地点：\t南湖仓库\n\t提货日期：\t2025年3月1日\n\t运输方式：\t自提",
        "七、\t违约责任：\t1、逾期付款的，每日支付千分之一。\n\t\t2、逾期提货的，照此计算。\n\t\t3、另行协商。",
    ],
)
def test_clauses_below_a_wider_table_are_no_rest_of_its_rows(below: str) -> None:
    table = "名称\t型号\t单位\t单价\t数量\t金额\t备注\n服务器\tX-1\t台\t50\t2\t100\t无\n"
    assert len(flow_of(table + below).text.split("\n")) == 2 + len(below.split("\n"))


def test_the_terms_of_a_form_of_two_columns_are_rows_of_their_own() -> None:
    terms = (
        "付款方式\t签订合同后10日内支付30%，验收合格后支付70%\n验收标准\t图像合格率100%，差错率不超过万分之三\n"
        "违约责任\t乙方逾期完成的，每逾期一天支付合同金额0.1%的违约金"
    )
    rows = flow_of("合同编号\tYL-2025-018\t采购方式\t竞争性磋商\n" + terms).text.split("\n")
    assert [row.partition("\t")[0] for row in rows] == ["合同编号", "付款方式", "验收标准", "违约责任"]


def test_a_list_inside_a_cell_is_one_row() -> None:
    raw = "序号\t内容\t要求\t金额\n1\t保洁\t一、清扫\n二、清运\t12000\n2\t绿化\t修剪\t8000"
    assert flow_of(raw).text.split("\n")[1] == "1\t保洁\t一、清扫 二、清运\t12000"


def test_short_rows_of_a_table_stay_rows() -> None:
    raw = "序号\t名称\t金额\n1\t服务器\t100\n合计\t100\n以上为含税价格。"
    assert flow_of(raw).text.split("\n") == ["序号\t名称\t金额", "1\t服务器\t100", "合计\t100", "以上为含税价格。"]


RUN_TOGETHER = (
    "电梯维护保养合同甲方（使用单位）：吴泾市妇幼保健院乙方（维保单位）：苏菱达电梯工程有限公司签订日期：2024年12月23日根据《中华人民共和国民法典》，\n"
    "双方签订本合同。一、维保费用维保费为64800元。二、违约责任1、乙方未按周期维保的，每次扣除200元；2、甲方逾期付款的，每逾期一日按未付金额的0.05％支付违约金。三、其他本合同\n"
    "一式四份。\n甲方（章）：吴泾市妇幼保健院乙方（章）：苏菱达电梯工程有限公司法定代表人：薄慧珍法定代表人：缪卫东地址：吴泾市环城北路218号地址：吴泾市长桥镇9号"
)


def test_text_that_lost_its_line_breaks_is_cut_at_labels_and_headings() -> None:
    lines = flow_of(RUN_TOGETHER).text.split("\n")
    assert lines[:4] == [
        "电梯维护保养合同",
        "甲方(使用单位):吴泾市妇幼保健院",
        "乙方(维保单位):苏菱达电梯工程有限公司",
        "签订日期:2024年12月23日",
    ]
    assert "二、违约责任" in lines
    assert "三、其他本合同一式四份。" in lines
    assert lines[-4:-1] == ["法定代表人:薄慧珍", "法定代表人:缪卫东", "地址:吴泾市环城北路218号"]


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("乙  方：临江园艺有限公司云岭市园林所就本项目", ["乙方:临江园艺有限公司", "云岭市园林所就本项目"]),
        ("签订地点：云岭市根据云岭市保安采购", ["签订地点:云岭市", "根据云岭市保安采购"]),
        ("授权代表：安立2025年7月28日", ["授权代表:安立", "2025年7月28日"]),
        ("账号：5300123456789014验收4.1甲方验收", ["账号:530012345678901", "4验收4.1甲方验收"]),
        ("乙  方：临江园艺有限公司云岭分公司就本项目", ["乙方:临江园艺有限公司云岭分公司就本项目"]),
    ],
)  # fmt: skip
def test_what_sticks_to_a_value_begins_a_line(words: str, lines: list[str]) -> None:
    sentence = "双方应当按照约定全面履行各自的义务，不得擅自变更。"
    assert flow_of(words + "，" + sentence * 40).text.startswith("\n".join(lines))


def test_one_label_in_a_sentence_does_not_cut_it() -> None:
    line = "本次采购由云岭市教育局乙方：临江科技有限公司共同完成，双方应当按照约定全面履行各自的义务，不得擅自变更。"
    assert "\n" not in flow_of(line).text


@pytest.mark.parametrize(
    ("first", "second", "lines"),
    [
        ("第一期 2025年3月31日前 甲方向乙方支付租金400,000.00元", "第二期 2025年9月30日前 甲方向乙方支付租金600,000.00元", 2),
        ("2025年3月31日前 甲方向乙方支付租金人民币400,000.00元", "2025年9月30日前 甲方向乙方支付租金人民币600,000.00元", 2),
        ("第一期租金由甲方于下列日期之前一次性支付给乙方的指定账户", "第二年的租金同样办理", 1),
    ],
)  # fmt: skip
def test_lines_that_begin_with_their_turn_or_date_are_a_list(first: str, second: str, lines: int) -> None:
    text = flow_of(f"四、租金支付\n{first}\n{second}\n五、其他\n").text
    assert len(text.strip().split("\n")) == 2 + lines


def test_rows_of_special_terms_and_the_days_of_signing_go_on_in_no_line_before() -> None:
    terms = "\n".join(["第二节第6.1款包装要求纸箱", "第二节第9.1款质量保证期24个月", "第二节第14.2款保密2年"])
    assert flow_of(terms).text == terms
    lines = ["地址:云岭市人民路9号和平大厦A座1102", "二〇二五年十月十三日"]
    assert flow_of("\n".join(lines)).text.split("\n") == lines


@pytest.mark.parametrize(
    ("clause", "read"),
    [
        (
            "签订后  7  日内，支付  30  %，计￥  1,500.00  元；\n验收合格后  15  日内，支付  70  %；\n价款含税，税率  6  %",
            "签订后7日内,支付30%,计¥1,500.00元;\n验收合格后15日内,支付70%;\n价款含税,税率6%",
        ),
        (
            "按下列第   二   种方式解决：\n提交   /   仲裁委员会；\n向   甲方   所在地人民法院起诉。",
            "按下列第二种方式解决:\n提交/仲裁委员会;\n向甲方所在地人民法院起诉。",
        ),
        (
            ("1．租赁期共　叁　年，自　2025　年　1　月　1　日起至　2027　年　12　月　31　日止。\n"
            "（一）违约金总额不超过合同总价款的　10　%；逾期超过　15　日的，甲方有权解除合同。"),
            ("1.租赁期共叁年,自2025年1月1日起至2027年12月31日止。\n"
            "(一)违约金总额不超过合同总价款的10%;逾期超过15日的,甲方有权解除合同。"),
        ),
        ("同一批次货物的不合格率达到\n3% 的，乙方须支付该批货物总金额\n20% 的违约金。", "同一批次货物的不合格率达到3%的,乙方须支付该批货物总金额20%的违约金。"),
        ("支付方式为分期支付货款:\n30%的预付款。", "支付方式为分期支付货款:\n30%的预付款。"),
        ("乙方联系人：  王  明  ，电话：  13900000000  ", "乙方联系人:王明,电话:13900000000"),
        ("本合同在   云岭市教育局   签订。", "本合同在云岭市教育局签订。"),
        ("1．　乙　方违反第　三　条，应当付违约金一万元。", "1.乙方违反第三条,应当付违约金一万元。"),
        ("机柜  2  台  50.00\n线缆  3  卷  80.00\n网关  4  台  90.00", "机柜\t2\t台\t50.00\n线缆\t3\t卷\t80.00\n网关\t4\t台\t90.00"),
    ],
)  # fmt: skip
def test_a_blank_filled_in_between_spaces_is_no_cell(clause: str, read: str) -> None:
    assert flow_of(clause).text == read


def test_a_line_of_fill_does_not_reach_into_the_next_row() -> None:
    row = "响应时间__两小时内，到校修理__第二节第13.1款延迟交货每延迟__1__日，支付__0.1__%"
    assert "每延迟1日,支付0.1%" in flow_of(row).text


def test_the_name_of_an_office_that_a_line_break_parts() -> None:
    lines = flow_of("采购人(甲方):\n云岭县新河街道办事\n处\n采购人地址:云岭县新河大厦").text.split("\n")
    assert "云岭县新河街道办事处" in lines


def test_a_gutter_parts_no_number_that_is_written_in_groups() -> None:
    lines = [
        "地  址： 云岭县建设街９号　　　　　　　　地  址： 临江市开元路２１０号",
        "邮政编码： ０５４５００　　　　　　　　　　　 邮政编码： ０５４０００",
        "法定代表人： 梁承平　　　　　　　　　　 法定代表人： 史晓雷",
        "电  话： ０３１９－５８２００１１　　　　　　　　　 电  话： ０３１９－３３６００８８",
        "电子信箱： ／　　　　　　　　　　　　　　 电子信箱： ｑｉｎｇ＠ｅｘａｍｐｌｅ．ｃｏｍ",
        "开户银行： 云岭县农村信用联社　　　　　 开户银行： 临江银行开元支行",
        "账  号： １３０４ ００２５ ８８１７ ６０　　　　　　　账  号： ６６００ １５９３ ７０４８ ２２７１",
    ]
    assert flow_of("\n".join(lines)).text.split("\n")[-1] == "账号:13040025881760\t账号:6600159370482271"
