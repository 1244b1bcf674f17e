"""Accepted findings: who accepted which one of which contract, and what does not accept it."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.acknowledgements import Acknowledgement, accept, load_acknowledgements, unused
from extract.batch import extract_folder
from extract.cli import main
from extract.config import Settings, load_settings
from extract.errors import KanheError
from extract.model import Accepted, CrossAudit, CrossFinding, CrossPlace
from extract.overview import overview
from extract.pipeline import read_contract
from extract.results import summarise
from extract.terminal.runs import print_batch
from tests.helpers import PACK, document_of

CONTRACT = """办公家具采购合同
买方：云浒市档案馆
卖方：云浒木作家具有限公司
根据《中华人民共和国合同法》，订立本合同。
第一条 货物
办公桌二十张，合同总价为人民币20,000.00元。
第二条 份数
本合同一式四份，买方执二份，卖方执一份。
第三条 其他
未尽事宜另行协商。
买方（盖章）：云浒市档案馆
日期：2025年3月1日
卖方（盖章）：云浒木作家具有限公司
日期：2025年3月1日
"""
ENTRY = '[[accepted]]\ncode = "CLS006"\ncontract = "t.txt"\nreason = "另一份交代理机构"\nby = "李审"\non = 2025-11-03\n'


def findings(*entries: Acknowledgement) -> dict[str, str | None]:
    """Return code and who accepted it of the contract's findings of severity error."""
    record = read_contract(document_of(CONTRACT), PACK, Settings(acknowledgements=entries)).record
    return {f.code: f.accepted.by if f.accepted else None for f in record.findings if f.severity == "error"}


def entry(code: str = "CLS006", contract: str = "t.txt", quote: str | None = None) -> Acknowledgement:
    return Acknowledgement(code, contract, "另一份交代理机构", "李审", "2025-11-03", quote)


def test_a_finding_is_accepted_and_the_others_are_not() -> None:
    assert findings() == {"CLS006": None, "LAW001": None}
    assert findings(entry()) == {"CLS006": "李审", "LAW001": None}


@pytest.mark.parametrize("other", [entry(contract="u.txt"), entry(code="CLS004"), entry(quote="一式六份")])
def test_another_contract_code_or_quote_accepts_nothing(other: Acknowledgement) -> None:
    assert findings(other)["CLS006"] is None


def test_show_accepts_from_wherever_it_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("合同/2025/t.txt", "合同/t.txt", "别处/u.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(CONTRACT, encoding="utf-8")
    accepted = tmp_path / "accepted.toml"
    accepted.write_text(ENTRY.replace("t.txt", "2025/t.txt"), encoding="utf-8")
    (tmp_path / "kanhe.toml").write_text('acknowledgements = "accepted.toml"\n', encoding="utf-8")

    def told(folder: str, file: str | Path) -> bool:
        monkeypatch.chdir(tmp_path / folder)
        with pytest.raises(SystemExit):
            main(["show", str(file), "--config", str(tmp_path / "kanhe.toml")])
        return "李审" in capsys.readouterr().out

    assert told("合同", "2025/t.txt")
    assert told(".", "合同/2025/t.txt")
    assert told("合同/2025", "t.txt")
    assert told("别处", tmp_path / "合同" / "2025" / "t.txt")
    assert not told(".", "合同/t.txt"), "another file of the same name"
    accepted.write_text(ENTRY, encoding="utf-8")
    assert told(".", "合同/t.txt")
    assert not told(".", "合同/2025/t.txt"), "the entry means the file above it"
    assert not told(".", "别处/u.txt")


def test_the_quoted_words_may_be_laid_out_otherwise() -> None:
    assert findings(entry(quote="一式 四份，\n买方执二份"))["CLS006"] == "李审"


def test_accepted_findings_count_apart_and_are_shown_as_such() -> None:
    record = read_contract(document_of(CONTRACT), PACK, Settings(acknowledgements=(entry(),))).record
    plain = summarise(read_contract(document_of(CONTRACT), PACK).record)
    summary = summarise(record)
    assert (summary.errors, summary.accepted) == (plain.errors - 1, 1)
    rows = [row for title, rows in overview(record) if title == "核对结果" for row in rows]
    (row,) = [row for row in rows if row.label == "已接受 CLS006"]
    assert "李审 2025-11-03：另一份交代理机构" in row.value


@pytest.mark.parametrize("wrong", [entry(contract="u.txt"), entry(code="CLS004"), entry(quote="一式六份")])
def test_what_accepts_nothing_is_told_in_one_line(wrong: Acknowledgement) -> None:
    entries = (entry(), wrong)
    record = read_contract(document_of(CONTRACT), PACK, Settings(acknowledgements=entries)).record
    (line,) = unused(entries, [record], CrossAudit())
    assert f"{wrong.code} {wrong.contract}" in line
    assert wrong.quote is None or wrong.quote in line
    assert unused((entry(contract=".\\t.txt".removeprefix(".\\")),), [record], CrossAudit()) == []


@pytest.mark.parametrize(
    ("contract", "meant"),
    [
        ("合同目录/2025/t.txt", "2025/t.txt"),
        ("./合同目录\\2025\\t.txt", "2025/t.txt"),
        ("t.txt", "2025/t.txt"),
        ("别的t.txt", None),
        ("2024/t.txt", None),
        ("2025/t.txt", None),
    ],
)
def test_the_path_that_was_meant_is_suggested(contract: str, meant: str | None) -> None:
    record = read_contract(document_of(CONTRACT), PACK).record
    info = record.document.model_copy(update={"path": "2025/t.txt"})
    (line,) = unused((entry(contract=contract),), [record.model_copy(update={"document": info})], CrossAudit())
    assert (f"是不是 {meant}？" in line) if meant is not None else ("是不是" not in line)


def test_nothing_is_said_of_a_check_that_was_left_out() -> None:
    record = read_contract(document_of(CONTRACT), PACK, Settings(ignore=("CLS006",))).record
    assert unused((entry(),), [record], CrossAudit(), {"CLS006"}) == []
    assert len(unused((entry(code="CLS0O6"),), [record], CrossAudit(), {"CLS006"})) == 1


def test_what_is_accepted_across_contracts_counts() -> None:
    place = CrossPlace(path="t.txt", text="6222", spans=())
    mark = Accepted(reason="另一份交代理机构", by="李审", on="2025-11-03")
    found = CrossFinding(code="XCT001", severity="warning", message="同一账号", contracts=(place,), accepted=mark)
    wanted = entry(code="XCT001")
    assert unused((wanted,), [], CrossAudit(findings=(found,))) == []
    assert len(unused((wanted,), [], CrossAudit(findings=(found.model_copy(update={"accepted": None}),)))) == 1


def test_a_run_tells_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/t.txt").write_text(CONTRACT, encoding="utf-8")
    settings = Settings(acknowledgements=(entry(), entry(code="CLS004")))
    batch = extract_folder(tmp_path / "in", tmp_path / "out", settings=settings)
    print_batch(batch)
    (line,) = [line for line in capsys.readouterr().err.splitlines() if "没有对应" in line]
    assert "CLS004 t.txt" in line


def test_without_entries_the_record_is_the_same() -> None:
    record = read_contract(document_of(CONTRACT), PACK).record
    assert accept(record, CONTRACT, ()) is record


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "accepted.toml"
    path.write_text(ENTRY + 'quote = "一式四份"\n', encoding="utf-8")
    assert load_acknowledgements(path) == (entry(quote="一式四份"),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ENTRY.replace('by = "李审"\n', ""), "第 1 项 [[accepted]] 缺少 by"),
        (ENTRY.replace("reason =", "reasn ="), "第 1 项 [[accepted]] 中不认识的键 reasn，是不是 reason？"),
        (ENTRY.replace("by =", "whom ="), "不认识的键 whom，可用的有 code、contract、reason、by、on、quote"),
        (ENTRY + 'until = "2026"\n', "until"),
        (ENTRY.replace("2025-11-03", '"11月3日"'), "on 应为日期"),
        (ENTRY.replace('"李审"', '""'), "by 应为文字"),
        ('[[acepted]]\ncode = "CLS006"\n', "[[accepted]] 各项，不认识的键 acepted，是不是 accepted？"),
        ('[accepted]\ncode = "CLS006"\n', "accepted 应写作 [[accepted]]"),
        ("accepted = [1]", "第 1 项"),
        ("accepted = [", "TOML"),
    ],
)
def test_a_wrong_file_is_named_with_entry_and_key(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "accepted.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KanheError) as error:
        load_acknowledgements(path)
    assert str(path) in str(error.value)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("code", "hint"),
    [("CLS0O6", "是不是 CLS006？"), ("xct004", "是不是 XCT004？"), ("保密", "可用的见 kanhe checks")],
)
def test_a_code_that_no_check_has_is_told(tmp_path: Path, code: str, hint: str) -> None:
    (tmp_path / "accepted.toml").write_text(ENTRY + ENTRY.replace("CLS006", code), encoding="utf-8")
    (tmp_path / "kanhe.toml").write_text('acknowledgements = "accepted.toml"\n', encoding="utf-8")
    with pytest.raises(KanheError) as error:
        load_settings(tmp_path / "kanhe.toml")
    assert f"第 2 项 [[accepted]]：没有检查 {code}" in str(error.value)
    assert hint in str(error.value)
