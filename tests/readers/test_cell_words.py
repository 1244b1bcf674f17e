"""What a cell of a table holds where it is no value, in whatever format the table came."""

from __future__ import annotations

import pytest

from extract.readers.cell_words import holds_clauses, holds_labels


@pytest.mark.parametrize(
    ("lines", "clauses"),
    [
        (["第一条 服务内容", "第二条 服务期限"], True),
        (["一、付款方式", "按季度支付。", "二、违约责任"], True),
        (["第一百零二条 总则", " 第三节 附则"], True),
        (["第一条 服务内容", "按季度支付。"], False),
        (["第一批货物", "第二批货物"], False),
        ([], False),
    ],
)
def test_clauses(lines: list[str], clauses: bool) -> None:
    assert holds_clauses(lines) is clauses


@pytest.mark.parametrize(
    ("lines", "labels"),
    [
        (["甲方（盖章）：云岭市教育局", "法定代表人：", "2025年3月1日"], True),
        (["  开户银行：某某支行", "账号：6222000011112222"], True),
        (["统一社会信用代码（或组织机构代码证号）：", "____年__月__日"], True),
        (["法定代表人或其授权的委托代理人（签字）：", "联系电话      ："], True),
        (["电话：0871-12345678"], False),
        (["含运输、安装：2 台", "含调试", "含培训", "质保：三年", "不含税"], False),
        (["8:00至12:00", "14:00至18:00"], False),
        ([], False),
    ],
)
def test_labels(lines: list[str], labels: bool) -> None:
    assert holds_labels(lines) is labels
