"""Every notebook runs in a fresh kernel and comes to what the corpus holds; what is stored of it is what a run gives.

`--regenerate` stores the outputs of a run.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter, defaultdict
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import nbformat
import pandas
import pytest
from lxml import html as markup
from nbclient import NotebookClient

from extract.width import fold_width
from extract.wording import WORDS

ROOT = Path(__file__).parent.parent
NOTEBOOKS = ROOT / "notebooks"
GOLD = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "corpus" / "gold").glob("*.json")}
PICTURE = "image/png"


class Run:
    """What the cells of a notebook printed and showed."""

    def __init__(self, notebook: Any) -> None:
        outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
        self.printed = "".join(output.text for output in outputs if output.get("name") == "stdout")
        self.complaints = "".join(output.text for output in outputs if output.get("name") == "stderr")
        shown = [output.data for output in outputs if "data" in output]
        self.pictures = [data[PICTURE] for data in shown if PICTURE in data]
        self.blocks = [data["text/html"] for data in shown if "text/html" in data]
        self.words = "\n".join(" ".join(markup.fromstring(block).itertext()) for block in self.blocks)

    def table(self, *columns: str) -> pandas.DataFrame:
        """Return the one table with these columns."""
        found = self.tables(*columns)
        assert len(found) == 1, f"{len(found)} tables with {columns}"
        return found[0]

    def tables(self, *columns: str) -> list[pandas.DataFrame]:
        """Return the tables with these columns, all cells as text; a named index is a column."""
        found = []
        for block in filter(lambda block: "<table" in block, self.blocks):
            for table in pandas.read_html(StringIO(block), converters=defaultdict(lambda: str), keep_default_na=False):
                if isinstance(table.columns, pandas.MultiIndex):  # the names of the index stand in a line of their own
                    table.columns = [
                        first if second.startswith("Unnamed") else second for first, second in table.columns
                    ]
                if set(columns) <= set(table.columns):
                    found.append(table)
        return found


def stored(name: str) -> Any:
    return nbformat.read(NOTEBOOKS / name, as_version=4)


def executed(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a notebook after its run in a fresh kernel, without what differs from run to run."""
    notebook = stored(name)
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    for variable, value in {"PYTHONPATH": path, "IPYTHONDIR": str(tmp_path), "TMPDIR": str(tmp_path)}.items():
        monkeypatch.setenv(variable, value)
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(NOTEBOOKS)}})
    client.execute()
    notebook.metadata.language_info = {"name": "python"}  # not which version it was
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # when it ran
        for output in cell.get("outputs", ()):
            for kind, data in output.get("data", {}).items():
                if kind.startswith("text/"):
                    output.data[kind] = re.sub(r" at 0x[0-9a-f]+|(?<=\bT_)[0-9a-f]{5}(?=\b|_)", "", data)
    return notebook


def said(notebook: Any) -> list[tuple[str, list[str]]]:
    """Return each cell's source, and the words that it came to: markup and pictures differ between versions."""
    return [(cell.source, [_said(output) for output in cell.get("outputs", ())]) for cell in notebook.cells]


def _said(output: Any) -> str:
    data = output.get("data", {})
    if PICTURE in data:
        return PICTURE
    if "text/html" not in data:
        return str(output.get("text", data.get("text/plain")))
    block = markup.fromstring(data["text/html"])
    return " ".join(" ".join(block.xpath(".//text()[not(parent::style)]")).split())


@pytest.fixture
def run(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The outputs of the notebook `request.param`, which are those that are stored."""
    name = request.param
    notebook, before = executed(name, tmp_path, monkeypatch), stored(name)
    if request.config.getoption("--regenerate"):
        (NOTEBOOKS / name).write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
        before = notebook
    result = Run(notebook)
    assert result.complaints == "", "a warning, such as matplotlib's of characters that its font lacks"
    assert said(notebook) == said(before), "what is stored is of another state: run pytest with --regenerate"
    return result


def test_every_notebook_is_tested() -> None:
    here = Path(__file__).read_text(encoding="utf-8")
    assert [path.name for path in sorted(NOTEBOOKS.glob("*.ipynb")) if f'["{path.name}"]' not in here] == []


# -- what gold says ---------------------------------------------------------------------------------------


def party(gold: dict[str, Any], role: str) -> str:
    return fold_width(next(one["name"] for one in gold["parties"] if one["role"] == role))


def numbers(column: pandas.Series[Any]) -> list[Decimal]:
    return [Decimal(cell.replace(",", "")) for cell in column]


def priced() -> dict[str, dict[str, Any]]:
    return {stem: gold for stem, gold in GOLD.items() if gold["total"] is not None}


def sums(role: str) -> dict[str, Decimal]:
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for gold in priced().values():
        totals[party(gold, role)] += Decimal(gold["total"]["value"])
    return totals


# -- the notebooks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("run", ["01-one-contract.ipynb"], indirect=True)
def test_one_contract(run: Run) -> None:
    gold = GOLD["02-portal-maintenance"]
    facts = run.table("内容", "原文")
    assert party(gold, "supplier") in set(facts["内容"])
    evidence = run.table("字段", "与记录所引一致")
    assert set(evidence["与记录所引一致"]) == {"True"}
    values = dict(zip(evidence["字段"], evidence["值"], strict=True))
    assert values["合同总价"] == gold["total"]["value"]
    assert values["签订日期"] == gold["signed_on"]
    assert [values[f"第{n}期付款"] for n in (1, 2, 3)] == ["190560.00", "95280.00", "31760.00"]

    marked = next(block for block in run.blocks if "第一笔" in block and "<mark" in block)
    labels = {"".join(span.itertext()).strip() for span in markup.fromstring(marked).iter("span")}
    assert {"合同总价", "采购方", "供应方账户", "第1期 第一笔", "采购方逾期付款", "争议解决", "签订日期"} <= labels
    assert len(set(re.findall(r"<mark[^>]*background: (#\w+)", marked))) >= 8, "each part has its colour"

    quoted = run.table("编号", "起", "原文")
    assert list(quoted["编号"]) == ["PTY001", "PTY001", "PTY002", "PTY002"]
    assert list(quoted["原文"])[2:] == ["8120 0146 3309 1000 7714", "8120014633091007714"]
    assert "应为 81200146330910007714" in " ".join(run.words.split())
    assert set(run.table("项数").iloc[:, 0]) >= {"通过", "有问题", "不适用"}
    assert Decimal(run.table("写法", "数值")["数值"][0]) == Decimal(gold["total"]["value"])


@pytest.mark.parametrize("run", ["02-a-folder.ipynb"], indirect=True)
def test_a_folder(run: Run) -> None:
    assert f"读取 {len(GOLD)} 份，未能读取 0 份" in run.words
    for heading, role in (("采购方", "buyer"), ("供应方", "supplier")):
        table = run.table(heading, "份数", "合同总价（元）")
        assert dict(zip(table[heading], numbers(table["合同总价（元）"]), strict=True)) == sums(role)
    kinds = run.table("总价性质", "份数", "合同总价（元）")
    assert sum(map(int, kinds["份数"])) == len(priced())
    assert sum(numbers(kinds["合同总价（元）"])) == sum(sums("buyer").values())

    months = run.table("月份", "应付（元）")
    due: dict[str, Decimal] = defaultdict(Decimal)
    for gold in GOLD.values():
        for payment in gold["payments"]:
            if payment.get("due_on") is not None and payment.get("amount") is not None:
                due[payment["due_on"][:7]] += Decimal(payment["amount"])
    assert dict(zip(months["月份"], numbers(months["应付（元）"]), strict=True)) == due
    assert f"合计 {sum(due.values()):,.2f} 元" in run.printed

    penalties = run.table("违约行为", "每日", "基数", "上限")
    assert ["01-platform-upgrade.txt", "逾期履行", "0.800%", "合同总价", "没有约定"] in penalties.to_numpy().tolist()
    daily = [Decimal(cell.rstrip("%")) for cell in penalties["每日"]]
    assert daily == sorted(daily, reverse=True)
    assert set(penalties["违约行为"]) == {"逾期履行", "逾期付款"}
    bonds = run.table("种类", "比例", "金额（元）", "形式")
    kinds_here = Counter(one["kind"] for gold in GOLD.values() for one in gold.get("guarantees", ()))
    assert Counter(bonds["种类"]) == {WORDS["guarantee"][kind]: count for kind, count in kinds_here.items()}
    assert len(run.pictures) == 4


@pytest.mark.parametrize("run", ["03-across-contracts.ipynb"], indirect=True)
def test_across_contracts(run: Run) -> None:
    findings = run.table("编号", "级别", "问题", "建议")
    assert Counter(findings["编号"]) == {"XCT001": 1, "XCT002": 3, "XCT003": 1, "XCT004": 3}
    first = dict(zip(findings["编号"], findings["问题"], strict=True))
    assert "丹溪安和物业服务有限公司、丹溪宁居物业服务有限公司" in first["XCT001"]
    assert "8600120109004417、8600120109007788" in first["XCT003"]
    evidence = run.table("编号", "合同", "与所引一致")
    assert set(evidence["与所引一致"]) == {"True"}
    assert set(evidence[evidence["编号"] == "XCT003"]["合同"]) == {"07-works-renovation.txt", "33-works.txt"}
    links = run.table("种类", "值", "供应方", "合同")
    assert Counter(links["种类"]) == {"账号": 2, "电话": 2, "邮箱": 2, "地址": 2}
    near = run.table("编号", "合同", "问题")
    assert set(near["合同"]) == {
        "08-property-service.txt、31-property.txt",
        "17-training-service.txt、32-training.txt",
        "07-works-renovation.txt、33-works.txt",
    }
    assert len(run.pictures) == 1


@pytest.mark.parametrize("run", ["04-your-own-rule.ipynb"], indirect=True)
def test_a_rule_of_ones_own(run: Run) -> None:
    edited, added = run.tables("编号", "级别", "原来", "现在")
    strict = run.table("合同", "编号", "级别", "问题")
    assert {(row.编号, row.级别) for row in strict.itertuples()} == {("PEN002", "错误")}
    assert {"01-platform-upgrade.txt", "12-consulting-audit.txt"} <= set(strict["合同"])
    error, warning = edited.sort_values("级别", ascending=False).itertuples()
    assert (error.编号, error.级别, error.原来, error.现在) == ("PEN002", "错误", "0", str(len(strict)))
    assert (warning.编号 or "PEN002", warning.级别, warning.现在) == ("PEN002", "警告", "0")
    assert 0 < int(warning.原来) < len(strict)

    breaches = {stem: {penalty["breach"] for penalty in gold["penalties"]} for stem, gold in GOLD.items()}
    late = {stem for stem, found in breaches.items() if "late_performance" in found}
    one_sided = {stem for stem in late if "late_payment" not in breaches[stem]}
    (row,) = added.itertuples()
    assert (row.编号, row.级别, row.原来, row.现在) == ("OWN001", "警告", "0", str(len(one_sided)))
    found = run.table("合同", "原文", "问题", "建议")
    assert {name.partition(".")[0] for name in found["合同"]} == one_sided
    assert all("违约金" in quoted or "扣" in quoted for quoted in found["原文"])
    outcomes = run.table("合同数")
    counts = dict(zip(outcomes.iloc[:, 0], map(int, outcomes["合同数"]), strict=True))
    assert counts.keys() == {"有问题", "通过", "不适用"}
    assert counts["有问题"] == len(one_sided)
    assert sum(counts.values()) == len(GOLD)
