"""Web pages: all of the contract, none of the site around it, tables as rows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.document import Document
from extract.errors import ReadError
from extract.readers import Source
from extract.readers.html import read_html

NAVIGATION = (
    '<div class="topNav"><ul><li><a href="/">首页</a></li><li><a href="/a">政府采购</a></li>'
    '<li><a href="/b">合同公告</a></li><li><a href="/c">联系我们</a></li></ul></div>'
)
FOOTER = (
    '<div class="bottom"><p>主办单位：岚川市财政局 地址：岚川市中山路1号</p><p>电话：0999-8888</p>'
    "<p>版权所有 © 2025 岚ICP备12345号-1</p></div>"
)
CLAUSES = "<p>甲方：岚川市水务局</p><p>乙方：云岭科技有限公司</p><p>第一条 合同总价为壹拾万元整。</p>"


def source(page: str | bytes, name: str = "公告.html", media_type: str = "text/html") -> Source:
    content = page if isinstance(page, bytes) else page.encode()
    return Source(name, content, media_type, "html")


def read(page: str | bytes) -> Document:
    return read_html(source(page))


def lines(body: str) -> list[str]:
    """Return the lines of a page with a sentence before the body that makes it one."""
    text = read(f"<html><body><p>甲方：某局。</p>{body}</body></html>").text
    return [line for line in text.split("\n") if line][1:]


# -- the site around the text -----------------------------------------------------------------------------


def test_the_site_around_the_contract_goes() -> None:
    page = (
        f"<html><head><title>采购网</title><style>p{{}}</style><script>var a='甲方'</script></head><body>{NAVIGATION}"
        '<div class="crumb">您的位置：<a href="/">首页</a> &gt; <a href="/b">合同公告</a></div><h1>办公家具采购合同</h1>'
        "<div>发布时间：2025-03-02 10:20 来源：采购网 浏览次数：123 【字体：大 中 小】【打印】</div>"
        f"<div class=article>{CLAUSES}</div><div class='bdshare'>分享到：<a href=#>微信</a></div>"
        f"<p>上一篇：<a href='/1'>另一份公告</a></p>{FOOTER}</body></html>"
    )
    assert [line for line in read(page).text.split("\n") if line] == [
        "办公家具采购合同",
        "甲方：岚川市水务局",
        "乙方：云岭科技有限公司",
        "第一条 合同总价为壹拾万元整。",
    ]


@pytest.mark.parametrize("name", ["nav", "sidebar", "footer", "share", "related", "copyright"])
def test_no_clause_is_lost_to_the_name_of_its_block(name: str) -> None:
    assert "第一条" in read(f'<div class="{name}" id="{name}">{CLAUSES}</div>').text


def test_no_clause_is_lost_to_a_link_or_a_footer_beside_it() -> None:
    linked = "".join(f"<p>{n}、<a href='/law{n}'>《中华人民共和国政府采购法》</a></p>" for n in range(1, 9))
    page = f"<div>{CLAUSES}<p>第二条 依据：</p>{linked}<p>第三条 乙方应当付款。版权所有 © 岚ICP备1号</p></div>"
    text = read(page).text
    assert "8、《中华人民共和国政府采购法》" in text or "第三条 乙方应当付款" in text
    assert all(clause in text for clause in ("第一条", "第二条", "第三条"))


def test_a_list_of_other_announcements_goes_with_its_dates() -> None:
    items = "".join(
        f"<li><a href='/{n}'>某单位第{n}批办公设备中标公告</a><span>2025-03-0{n}</span></li>" for n in range(1, 7)
    )
    assert "中标公告" not in read(f"<div>{CLAUSES}</div><div><h3>最新公告</h3><ul>{items}</ul></div>").text


def test_goods_that_are_links_stay_with_their_prices() -> None:
    items = "".join(
        f"<tr><td>{n}<td><a href='/g{n}'>第{n}种多功能一体打印机</a><td>2<td>1500.00</tr>" for n in range(1, 7)
    )
    assert "6\t第6种多功能一体打印机\t2\t1500.00" in read(f"{CLAUSES}<table>{items}</table>").text


def test_a_signature_page_stays_whatever_its_block_is_called() -> None:
    assert (
        "签订日期" in read(f"{CLAUSES}<div class='footer'><p>签订日期：2025年3月2日</p><p>地点：岚川市</p></div>").text
    )


def test_a_table_of_contents_that_links_into_the_page_stays() -> None:
    contents = "".join(f'<p><a href="#c{n}">第{n}部分 合同条款</a></p>' for n in range(1, 8))
    assert "第7部分" in read(f"<div>{contents}</div>{CLAUSES}").text


@pytest.mark.parametrize(
    "line",
    [
        "首页 > 政府采购 > 合同公告",
        "当前位置：首页 » 合同公告 » 正文",
        "【打印本页】 【关闭窗口】",
        "上一篇：某单位招标公告",
        "下一条：没有了",
        "发布日期：2025-03-02",
        "阅读次数：1024 次",
    ],
)
def test_lines_of_the_site_go(line: str) -> None:
    assert lines(f"<p>{line}</p>") == []


@pytest.mark.parametrize(
    "line",
    [
        "乙方不得将合同内容发布到公共网站，点击次数不作为验收依据。",
        "上一条所述情形除外。",
        "签订日期：2025-03-02",
        "服务位置：岚川市水务局机房",
        "1. 打印机：2台；2. 下载速度：100M",
    ],
)
def test_lines_of_the_contract_stay(line: str) -> None:
    assert lines(f"<p>{line}</p>") == [line]


def test_hidden_parts_go_and_much_hidden_text_is_told() -> None:
    document = read(f"<p>甲方：某局。</p><div style='display: none'>{CLAUSES * 20}</div><p hidden>乙方</p>")
    assert document.text.strip() == "甲方：某局。"
    assert "隐藏的文字未读" in document.warnings[0]


# -- lines ------------------------------------------------------------------------------------------------


def test_blocks_end_lines_and_breaks_break_them() -> None:
    assert lines("一<b>二</b><br>三<div>四</div>五<section>六<p>七</section>") == ["一二", "三", "四", "五", "六", "七"]


def test_a_wrapped_source_line_leaves_no_space_in_chinese() -> None:
    assert lines("<p>合同总价\n   为壹万元，含\n<span>\n税价</span>\n of USD\n 5</p>") == [
        "合同总价为壹万元，含税价 of USD 5"
    ]


def test_entities_and_no_break_spaces() -> None:
    assert lines("<p>甲方：某局&nbsp;&nbsp;&nbsp;&nbsp;乙方：&#26576;&lt;&amp;</p>") == [
        "甲方：某局\u00a0\u00a0\u00a0\u00a0乙方：某<&"
    ]


def test_preformatted_text_keeps_its_lines_and_columns() -> None:
    assert lines("<pre>名称    数量\n椅子    2</pre>") == [
        "名称\u00a0\u00a0\u00a0\u00a0数量",
        "椅子\u00a0\u00a0\u00a0\u00a02",
    ]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("总价<u>&nbsp;&nbsp;&nbsp;&nbsp;</u>元", "总价____元"),
        ("总价<u>&nbsp;&nbsp;壹万&nbsp;&nbsp;</u>元", "总价 壹万 元"),
        ("总价<span style='text-decoration:underline'>&nbsp;&nbsp;&nbsp;</span>元", "总价___元"),
        ("总价<span style='border-bottom:none'>&nbsp;&nbsp;</span>元", "总价\u00a0\u00a0元"),
        ("总价<input type=text>元", "总价____元"),
        ("总价<input value='5'>元", "总价5元"),
        ("<input type=checkbox checked>是<input type=checkbox>否", "☑是□否"),
        ("<input type=radio>是<input type=radio checked>否<input type=hidden value=3>", "□是☑否"),
        ("<select><option>一年<option selected>两年</select>", "两年"),
        ("<del>旧价</del>新价", "新价"),
        ("<s>旧</s><strike>价</strike>新价", "新价"),
        ("<button>提交</button>价款", "价款"),
    ],
)
def test_blanks_boxes_and_values(page: str, expected: str) -> None:
    assert lines(f"<p>{page}</p>") == [expected]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<ol><li>甲<li>乙</ol>", ["1. 甲", "2. 乙"]),
        ("<ol start=3><li>甲<li value=7>乙<li>丙</ol>", ["3. 甲", "7. 乙", "8. 丙"]),
        ("<ol type=a><li>甲<ol type=I><li>子</ol><li>乙</ol>", ["a. 甲", "I. 子", "b. 乙"]),
        ("<ol style='list-style-type:cjk-ideographic' start=10><li>甲<li>乙</ol>", ["十、甲", "十一、乙"]),
        ("<ol style='list-style:none'><li>甲</ol><ul><li>乙</ul>", ["甲", "乙"]),
        ("<ol><li>一、甲<li>（2）乙<li>1.5万元</ol>", ["一、甲", "（2）乙", "3. 1.5万元"]),
        ("<ol><li><p></p><li><p>甲</p><p>续</p></ol>", ["2. 甲", "续"]),
    ],
)
def test_lists_keep_their_numbers(page: str, expected: list[str]) -> None:
    assert lines(page) == expected


def test_numbers_of_paragraphs_that_word_wrote() -> None:
    page = (
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US>"
        "<span style='mso-list:Ignore'>三、<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span>"
        "</span></span><![endif]>验收要求<o:p></o:p></p><!--[if gte mso 9]><p>不可见</p><![endif]-->"
    )
    assert lines(page) == ["三、 验收要求"]


# -- tables -----------------------------------------------------------------------------------------------


def test_rows_are_lines_and_paragraphs_in_cells_stay_in_them() -> None:
    page = "<table><tr><th>序号<th>名称</tr><tr><td>1</td><td><p>办公桌</p><p>含抽屉</p></td></tr></table>"
    assert lines(page) == ["序号\t名称", "1\t办公桌 含抽屉"]


def test_merged_cells_keep_the_columns() -> None:
    page = (
        "<table><tr><td rowspan=2>类别</td><td>名称</td><td>金额</td></tr><tr><td>椅子</td><td>5</td></tr>"
        "<tr><td colspan=2>合计</td><td>5</td></tr><tr><td colspan=3>备注：含税</td></tr></table>"
    )
    assert lines(page) == ["类别\t名称\t金额", "\t椅子\t5", "合计\t\t5", "备注：含税"]


def test_two_rows_of_headings() -> None:
    page = (
        "<table><tr><th rowspan=2>序号</th><th colspan=2>货物</th></tr><tr><th>名称</th><th>数量</th></tr>"
        "<tr><td>1</td><td>桌</td><td>2</td></tr></table>"
    )
    assert lines(page) == ["序号\t货物\t", "序号\t名称\t数量", "1\t桌\t2"]


def test_an_amount_in_a_merged_cell_is_written_once() -> None:
    page = "<table><tr><td>甲</td><td rowspan=3>100</td></tr><tr><td>乙</td></tr><tr><td>丙</td></tr></table>"
    assert "\n".join(lines(page)).count("100") == 1


def test_columns_that_only_part_others_go() -> None:
    page = "<table>" + "<tr><td colspan=2>名称<td>&nbsp;<td colspan=3>价格</tr>" * 2 + "</table>"
    assert lines(page) == ["名称\t价格"] * 2


def test_a_table_for_layout_dissolves() -> None:
    inner = "<table><tr><td>名称<td>数量<tr><td>桌<td>2</table>"
    page = f"<table><tr><td>侧栏说明</td><td><p>第一条 价款。</p>{inner}<p>第二条 付款。</p></td></tr></table>"
    assert lines(page) == ["侧栏说明", "第一条 价款。", "名称\t数量", "桌\t2", "第二条 付款。"]


def test_parties_side_by_side_stand_line_by_line() -> None:
    page = (
        "<table><tr><td><p>甲方：水务局</p><p>地址：河东路1号</p><p>电话：1</p></td>"
        "<td>乙方：云岭公司<br>地址：云路2号</td></tr></table>"
    )
    assert lines(page) == ["甲方：水务局\t乙方：云岭公司", "地址：河东路1号\t地址：云路2号", "电话：1\t"]


def test_text_between_cells_is_not_lost() -> None:
    text = "\n".join(lines("<table><caption>清单</caption>散字<tr>更多<td>一</td>其他</tr><p>段落</p></table>"))
    assert all(word in text for word in ("清单", "散字", "更多", "一", "其他", "段落"))


# -- encodings --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["gb2312", "gbk", "utf-8", "utf-8-sig", "utf-16", "big5"])
@pytest.mark.parametrize("declared", ["gb2312", "utf-8"])
def test_encodings_even_when_wrongly_declared(encoding: str, declared: str) -> None:
    words = "甲方：岚川市水务局。" if encoding != "big5" else "甲方：臺北市政府。合約金額共計壹萬元。"
    words = words.replace("岚", "山") if encoding == "gb2312" else words
    page = f'<html><meta http-equiv="Content-Type" content="text/html; charset={declared}"><p>{words}</p></html>'
    assert read(page.encode(encoding)).text == words


def test_a_declared_encoding_tells_where_the_content_does_not() -> None:
    page = b'<meta charset="shift_jis"><p>' + "甲方：あいうえおかきくけこさしすせそ、契約金額。".encode("shift_jis")
    assert "甲方：あいうえお" in read(page).text


def test_a_web_archive() -> None:
    archive = (
        b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\n"
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + __import__("base64").encodebytes(CLAUSES.encode())
        + b"\r\n--B\r\nContent-Type: image/png\r\n\r\nx\r\n--B--\r\n"
    )
    document = read_html(source(archive, "公告.mht", "message/rfc822"))
    assert "第一条 合同总价" in document.text
    with pytest.raises(ReadError, match="没有网页"):
        read_html(source(b"From: x\r\n\r\ntext", "公告.mht", "message/rfc822"))


# -- what is no contract, and what is broken --------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "message"),
    [
        (f"<html><body>{NAVIGATION}{FOOTER}</body></html>", "没有合同正文（可能只有导航"),
        ("<html><body><div id=app></div><script>load()</script></body></html>", "脚本"),
        ("<html><body><img src=a.png></body></html>", "图片"),
        ("<" * 1_000_001, "标签过多"),
        ("<div>" * 5000 + "甲方：某局。", "嵌套过深"),
        (b"\x00\x01\x02\x03" * 50, "公告.html"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(page: str | bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message) as caught:
        read(page)
    assert str(caught.value).startswith("公告.html：")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("tag", ["div", "span", "font", "b", "li", "blockquote"])
def test_tags_that_are_never_closed(tag: str) -> None:
    page = f"<{tag}>" * 700 + "<p>甲方：某局。</p>" + f"<{tag}>" * 700 + "乙方：某公司。"
    text = read(page).text
    assert "甲方：某局。" in text
    assert "乙方：某公司。" in text


@pytest.mark.parametrize("tag", ["script src='a.js'", "iframe src='b'", "title", "textarea", "style"])
def test_a_tag_closed_as_in_xhtml_swallows_nothing(tag: str) -> None:
    page = f'<?xml version="1.0" encoding="gb2312"?><html><body><{tag} /><P>甲方：某局。</P></body></html>'
    assert read(page).text == "甲方：某局。"


PIECES = st.sampled_from(
    "<table> </table> <tr> </tr> <td> <td\xa0colspan=3> <td\xa0rowspan=2> </td> <p> </p> <ol> <li> </ol> <div> </div> <br> <u> </u> "
    "<span\xa0style='display:none'> </span> <input\xa0type=checkbox> <pre> </pre> <a\xa0href=/x> </a> 甲方： 价款 &nbsp; &# <!-- --> <![if "
    "<select> <option> 第一条 一、 © <h1> </h1> <center> <nav> </nav> \n".replace(" ", "|")
    .replace("\xa0", " ")
    .split("|")
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_any_page_is_a_document_or_an_error(pieces: list[str]) -> None:
    page = f"<p>甲方：某局。</p>{''.join(pieces)}"
    try:
        document = read(page)
    except ReadError:
        return
    assert document.text.strip()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<table>",
                "<tr>",
                "<td>",
                "<td rowspan=3>",
                "<td colspan=2>",
                "<th>",
                "</td>",
                "</tr>",
                "</table>",
                "<p>",
                "<div>",
                "<ol><li>",
                "<br>",
            ]
        ),
        max_size=40,
    )
)
def test_no_words_are_lost_whatever_stands_around_them(tags: list[str]) -> None:
    words = [f"词{chr(ord('一') + number)}" for number in range(len(tags))]
    page = "<p>甲方：某局。</p>" + "".join(f"{tag}{word}" for tag, word in zip(tags, words, strict=True))
    text = read(page).text
    assert all(word in text for word in words)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_document_or_an_error(content: bytes) -> None:
    try:
        read(b"<p>" + content)
    except ReadError as error:
        said = str(error)
    else:
        said = "公告.html："
    assert said.startswith("公告.html：")
