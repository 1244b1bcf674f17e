"""The command line: what it prints, its exit codes, and that no error ever shows a traceback."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest
from openpyxl import load_workbook

from extract import __version__, batch, cli, pipeline
from extract.cli import main
from extract.exporters import exporters
from extract.model import Party, Record
from extract.results import Batch, Records
from extract.rulepack import load_rules
from extract.terminal import contracts, runs
from extract.wording import FIELDS, PARTY_FIELDS

CONTRACT = (
    "校园食堂设备采购合同\n合同编号：QH-2024-017\n甲方：青禾县第二中学\n乙方：青禾味源厨具有限公司\n"
    "第一条 合同总价为人民币伍万元整（￥50,000.00元）。\n"
    "第二条 合同签订后10日内，甲方向乙方支付合同总价的30%；验收合格后30日内，支付合同总价的70%。\n"
    "第三条 乙方逾期交货的，每逾期一日，按合同总价的0.1%支付违约金。\n"
    "第四条 质保期为验收合格之日起1年。\n第五条 本合同一式肆份，甲乙双方各执壹份。\n"
)


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    path = tmp_path / "采购合同.txt"
    path.write_text(CONTRACT, encoding="utf-8")
    return path


@pytest.fixture
def kanhe(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setattr("extract.limits.processors", lambda: 0)  # starting processes is not what is tested here

    def run(*arguments: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stopped:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return int(stopped.value.code or 0), out, err

    return run


# -- help and usage ---------------------------------------------------------------------------------------


def test_help_is_chinese_with_an_example_for_every_command(kanhe: Any) -> None:
    for command in ([], *([name] for name in cli.cli.commands)):
        code, out, _ = kanhe(*command, "--help")
        assert code == 0
        assert out.startswith("用法：kanhe")
        assert "例:\n  kanhe " in out
        for english in ("Usage", "Options", "Commands", "Show this"):
            assert english not in out


def test_every_option_is_described_and_every_format_named(kanhe: Any) -> None:
    for command in cli.cli.commands.values():
        for param in command.params:
            assert not isinstance(param, click.Option) or param.help, f"{command.name} {param.name}"
    _, out, _ = kanhe("extract", "--help")
    assert all(f"{name}：" in out for name in exporters())


def test_version(kanhe: Any) -> None:
    assert kanhe("--version") == (0, f"kanhe {__version__}\n", "")


def test_bare_command_shows_help(kanhe: Any) -> None:
    code, _, err = kanhe()
    assert code == 2
    assert "用法：kanhe" in err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["extrct"], f"没有命令 extrct，可用的有 {' '.join(cli.cli.commands)}"),
        (["extract"], "缺少参数 目录或文件…"),
        (["show"], "缺少参数 文件"),
        (["explain", "a.txt"], "缺少参数 字段"),
        (["extract", "a.txt", "--worker", "2"], "没有选项 --worker，是否要用 --workers"),
        (["extract", "a.txt", "--timeout", "0"], "--timeout 应为正整数，不是 0"),
        (["extract", "a.txt", "--ocr", "sometimes"], "--ocr 应为 auto、always、never 之一，不是 sometimes"),
        (["extract", "a.txt", "--workers", "两个"], "--workers 应为 0 或正整数，不是 两个"),
        (["extract", "a.txt", "--workers", "-1"], "--workers 应为 0 或正整数，不是 -1"),
        (["extract", "a.txt", "-o", ""], "--output 不能为空"),
        (["extract", "a.txt", ""], "目录或文件… 不能为空"),
        (["show", " "], "文件 不能为空"),
        (["show", "a.txt", "--rules", ""], "--rules 不能为空"),
        (["query", "a", "--columns", "-o", "列.csv"], "--columns 只在终端显示，不能与 -o 同用"),
        (["report", "a", "--report", "md", "--rules", "b"], "--rules 只用于 --redact"),
        (["query", "a", "SELECT 1", "--timeout", "0"], "--timeout 应为正整数，不是 0"),
        (["extract", "a.txt", "--workers"], "选项 --workers 的用法有误"),
        (["schema", "extra"], "多余的参数 extra"),
        (["show", "none.txt"], "none.txt：文件不存在"),
        (["extract", "none.txt"], "none.txt：文件或目录不存在"),
    ],
)
def test_wrong_usage(kanhe: Any, arguments: list[str], says: str) -> None:
    code, out, err = kanhe(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith(f"错误：{says}")
    assert err.count("\n") == 1


# -- extract ----------------------------------------------------------------------------------------------


def test_extract_a_folder(kanhe: Any, contract: Path, tmp_path: Path) -> None:
    code, out, err = kanhe("extract", contract.parent, "-o", tmp_path / "out", "--workers", "2")
    assert (code, err) == (0, "")
    for shown in ("采购合同.txt", "校园食堂设备采购合同", "青禾县第二中学", "青禾味源厨具有限公司", "50,000.00元"):
        assert shown in out
    assert "读取 1 份" in out
    record = Record.model_validate_json((tmp_path / "out/records/采购合同.txt.json").read_bytes())
    assert record.total is not None


def test_extract_says_what_it_could_not_read(kanhe: Any, contract: Path, tmp_path: Path) -> None:
    (contract.parent / "坏\x1b[31m.txt").write_bytes(b"\0" * 9)
    (contract.parent / "扫描件.rar").touch()
    (contract.parent / "notes.json").touch()
    code, out, err = kanhe("extract", contract.parent, "-o", tmp_path / "out", "--format", "jsonl")
    assert code == 1
    assert sorted(err.splitlines()) == [
        "✗ 坏 [31m.txt：内容是二进制数据，不是文本",
        "✗ 扫描件.rar：暂不支持 .rar 压缩包，请先解压或转为 .zip",
    ]
    assert "读取 1 份，未能读取 2 份，另有 1 个非合同文件未读" in out
    assert len((tmp_path / "out/records.jsonl").read_text(encoding="utf-8").splitlines()) == 1


def test_extract_finds_nothing(kanhe: Any, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    code, _, err = kanhe("extract", tmp_path / "empty", "-o", tmp_path / "out")
    assert (code, err) == (2, "错误：没有找到合同文件\n")


def test_extract_is_given_the_results_of_a_run(kanhe: Any, contract: Path, tmp_path: Path) -> None:
    kanhe("extract", contract, "-o", tmp_path / "out")
    code, _, err = kanhe("extract", tmp_path / "out", "-o", tmp_path / "again")
    assert (code, err) == (2, "错误：没有找到合同文件：这里是一次运行的结果，请给出合同所在的目录\n")


def test_show_is_given_an_archive(kanhe: Any, tmp_path: Path) -> None:
    (tmp_path / "x.zip").touch()
    code, _, err = kanhe("show", tmp_path / "x.zip")
    assert code == 2
    assert "压缩包请先解压再逐份查看，或用 kanhe extract" in err


def test_internal_error_of_one_file_is_one_line(
    kanhe: Any, contract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(pipeline, "read_contract", stumble)
    code, _, err = kanhe("extract", contract, "-o", tmp_path / "out", "--workers", "0")
    assert code == 1
    log = tmp_path / "out/errors/采购合同.txt.log"
    assert err == f"✗ 采购合同.txt：内部错误 ZeroDivisionError，请报告此问题，详情见 {log}\n"
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", [["extract"], ["show"], ["explain"]])
def test_wrong_rules(kanhe: Any, contract: Path, tmp_path: Path, command: list[str]) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "mine.toml").write_text("[wrods]\n", encoding="utf-8")
    field = ["total"] if command == ["explain"] else []
    output = ["-o", tmp_path / "out"] if command == ["extract"] else []
    code, out, err = kanhe(*command, contract, *field, *output, "--rules", rules)
    assert (code, out) == (2, "")
    assert "mine.toml" in err
    assert "不认识的部分 wrods" in err
    assert err.count("\n") == 1


def test_unknown_format(kanhe: Any, contract: Path, tmp_path: Path) -> None:
    code, _, err = kanhe("extract", contract, "-o", tmp_path / "out", "--format", "xml")
    assert (code, err) == (2, f"错误：没有输出格式 xml，可用的有 {'、'.join(sorted(exporters()))}\n")
    assert not (tmp_path / "out").exists()


# -- reports ----------------------------------------------------------------------------------------------


def test_reports_with_the_run_and_later(kanhe: Any, contract: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code, _, err = kanhe("extract", contract, "-o", out, "--report", "html, md", "--report", "xlsx")
    assert (code, err) == (0, "")
    reports = ("report.html", "report.xlsx", "reports/采购合同.txt.md")
    written = {name: (out / name).read_bytes() for name in reports}
    for name in reports:
        (out / name).unlink()
    code, said, _ = kanhe("report", out, "--report", "html,xlsx,md")
    assert (code, said) == (0, f"已写 1 份合同的报告，结果在 {out}\n")
    assert {name: (out / name).read_bytes() for name in reports} == written


def test_redacted_copy(kanhe: Any, contract: Path, tmp_path: Path) -> None:
    kanhe("extract", contract, "-o", tmp_path / "out")
    code, _, _ = kanhe("report", tmp_path / "out", "--redact", "-o", tmp_path / "copy", "--report", "md")
    assert code == 0
    assert (tmp_path / "copy/reports/采购合同.txt.md").is_file()
    assert json.loads((tmp_path / "copy/records/采购合同.txt.json").read_bytes())["document"]["redacted"] is True


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--report", "pdf"], "--report 没有报告 pdf，可用的有 html、xlsx、md"),
        (["--format", "xml"], "没有输出格式 xml"),
        ([], "缺少 --report 或 --format"),
        (["--redact", "--report", "md"], "--redact 和 -o 须同时给出"),
        (["--report", "md"], "其中没有记录，请先运行 kanhe extract"),
    ],
)
def test_wrong_reports(kanhe: Any, tmp_path: Path, arguments: list[str], says: str) -> None:
    code, out, err = kanhe("report", tmp_path, *arguments)
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


def test_own_reports_are_no_contracts(kanhe: Any, contract: Path) -> None:
    folder = contract.parent
    code, _, err = kanhe("extract", folder, "-o", folder)
    assert (code, err.partition("：输出")[2]) == (
        2,
        f"目录不能就是要读取的目录，请用 -o 另选，如 -o {folder}/outputs\n",
    )
    inside = folder / "outputs"
    kanhe("extract", folder, "-o", inside, "--report", "html,xlsx,md", "--format", "ocds")
    code, _, err = kanhe("extract", folder, "-o", inside)
    assert (code, err) == (0, "")
    run = json.loads((inside / "run.json").read_bytes())
    assert [entry["name"] for entry in run["files"]] == ["采购合同.txt"]
    assert run["ignored_files"] == [{"name": "outputs", "reason": "本次运行的输出目录"}]


def test_a_second_run_says_what_it_used_again(kanhe: Any, contract: Path, tmp_path: Path) -> None:
    other = tmp_path / "b.txt"
    other.write_text(CONTRACT, encoding="utf-8")
    arguments = ("extract", tmp_path, "-o", tmp_path / "out", "--workers", "0")
    assert "读取 2 份，结果在" in kanhe(*arguments)[1]
    other.unlink()
    code, out, _ = kanhe(*arguments)
    assert code == 0
    assert "读取 0 份，1 份没有变动，沿用上次的记录，移除 1 份不再在输入中的旧记录，结果在" in out
    assert "校园食堂设备采购合同" in out, "the table shows it all the same"
    assert "读取 1 份，结果在" in kanhe(*arguments, "--fresh")[1]


def test_limits_of_size(kanhe: Any, contract: Path, tmp_path: Path) -> None:
    contract.write_text(CONTRACT + "\n" * 1024**2, encoding="utf-8")
    code, _, err = kanhe("extract", contract, "-o", tmp_path / "out", "--workers", "0", "--max-size", "1")
    assert (code, err) == (1, "✗ 采购合同.txt：文件过大（1.0 MB，上限 1 MB）\n")


def test_interrupted_run(kanhe: Any, contract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "read_contract", interrupt)
    code, out, err = kanhe("extract", contract, "-o", tmp_path / "out", "--workers", "0")
    assert (code, out, err) == (130, "", "错误：已中断；已读完的合同已保存，再次运行即接着做完\n")


def test_a_long_run_lists_the_worst(contract: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (summary,) = batch.extract_paths([contract]).summaries
    many = tuple(replace(summary, name=f"{n:03}.txt", errors=int(n % 2 == 0) + int(n == 299)) for n in range(400))
    run = Batch(many, Records([]), (), (), "")
    runs.print_batch(run)
    out = capsys.readouterr().out
    listed = [n for n in range(400) if f"{n:03}.txt" in out]
    assert listed == sorted([299, *range(0, 398, 2)])
    assert "另有 200 份未列出，全部见 run.json" in out
    assert "读取 400 份" in out


def test_a_file_that_is_no_contract_says_so_wherever_it_is_shown(kanhe: Any, tmp_path: Path) -> None:
    notice = tmp_path / "通知.txt"
    notice.write_text("关于召开年度安全工作会议的通知\n各科室：\n请于下周一上午到三楼会议室开会。\n", encoding="utf-8")
    out = tmp_path / "out"
    kanhe("extract", notice, "-o", out, "--workers", "0", "--report", "xlsx,md,html")
    (file,) = json.loads((out / "run.json").read_bytes())["files"]
    assert file["unread"] is True
    assert "，可能不是合同" in (out / "reports/通知.txt.md").read_text(encoding="utf-8")
    sheet = load_workbook(out / "report.xlsx")["合同概览"]
    assert "可能不是合同" in [cell.value for cell in sheet[2]]
    assert "，可能不是合同）" in kanhe("show", notice)[1]


# -- show and explain -------------------------------------------------------------------------------------


def test_show_gives_each_value_with_line_and_words(kanhe: Any, contract: Path) -> None:
    code, out, err = kanhe("show", contract)
    assert (code, err) == (0, "")
    rows = {" ".join(line.split()) for line in out.splitlines()}
    assert "第1行 名称 校园食堂设备采购合同 「校园食堂设备采购合同」" in rows
    assert "第2行 合同编号 QH-2024-017 「QH-2024-017」" in rows
    assert "第3行 采购方 青禾县第二中学 「青禾县第二中学」" in rows
    assert any(row.startswith("第5行 合同总价 50,000.00元") for row in rows)
    assert any(row.startswith("第6行 第1期 30%") and "10日内" in row for row in rows)
    assert any(row.startswith("第7行 供应方逾期履行 每日，合同总价的0.1%") for row in rows)
    assert any(row.startswith("第9行 份数 一式4份") for row in rows)
    assert any(row.startswith("第9行 错误 CLS006") for row in rows)


def test_show_file_that_cannot_be_read(kanhe: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    code, out, err = kanhe("show", tmp_path / "a.txt")
    assert (code, out, err) == (1, "", f"错误：{tmp_path / 'a.txt'}：文件是空的\n")


@pytest.mark.parametrize("command", [["show"], ["explain", "copies"]])
def test_a_pattern_that_never_comes_back_is_stopped(command: list[str], contract: Path, tmp_path: Path) -> None:
    contract.write_text(CONTRACT + "第六条 其他事项由双方另行协商。\n" * 50, encoding="utf-8")
    (tmp_path / "rules").mkdir()
    pattern = rf"(?:(?:.|\s)*)*(?:(?:.|\s)*)*%%%|{load_rules().pattern('copies.total').pattern}"
    rules = (
        f"[[patterns]]\nid = 'total'\npattern = '''{pattern}'''\n[[cases]]\npattern = 'total'\nmatch = ['一式四份']\n"
    )
    (tmp_path / "rules/copies.toml").write_text(rules, encoding="utf-8")
    arguments = [command[0], str(contract), *command[1:], "--rules", str(tmp_path / "rules"), "--timeout", "4"]
    done = subprocess.run(
        [sys.executable, "-m", "extract.cli", *arguments], capture_output=True, text=True, encoding="utf-8", timeout=60
    )
    assert done.stderr == f"错误：{contract}：超过 4 秒没有进展，已停止\n"
    assert done.returncode == 1


def test_show_prints_brackets_as_they_are(kanhe: Any, contract: Path) -> None:
    contract.write_text(CONTRACT.replace("QH-2024-017", "青采[2024]17号"), encoding="utf-8")
    assert "青采[2024]17号" in kanhe("show", contract)[1]


def test_show_warns_of_damaged_text(kanhe: Any, contract: Path) -> None:
    contract.write_bytes((CONTRACT * 2).encode()[:-2])
    assert "注意：按 UTF-8 读取，有 1 处无法辨认" in kanhe("show", contract)[1]


def test_explain_names_winner_and_reason(kanhe: Any, contract: Path) -> None:
    code, out, _ = kanhe("explain", contract, "total")
    assert code == 0
    assert out.startswith("total = 50000.00\n")
    winners = [line for line in out.splitlines() if line.startswith("✓")]
    assert len(winners) == 1
    assert " 5 │" in winners[0]


def test_explain_a_part_and_an_absent_field(kanhe: Any, contract: Path) -> None:
    assert kanhe("explain", contract, "parties.buyer.name")[1].startswith("parties.buyer.name = 青禾县第二中学\n")
    code, out, _ = kanhe("explain", contract, "awarded_on")
    assert (code, out.splitlines()[0]) == (0, "awarded_on = （无）")


def test_explain_unknown_field_lists_the_fields(kanhe: Any, contract: Path) -> None:
    code, _, err = kanhe("explain", contract, "totl")
    assert code == 2
    assert err.startswith("错误：没有字段 totl，这份合同可查的有 ")
    assert " total（合同总价）" in err
    assert " parties.buyer.name（采购方）" in err


@pytest.mark.parametrize(
    ("name", "path"),
    [("合同总价", "total"), ("采购方", "parties.buyer.name"), ("供应方地址", "parties.supplier.address")],
)
def test_explain_knows_the_names_that_show_prints(kanhe: Any, contract: Path, name: str, path: str) -> None:
    assert kanhe("explain", contract, name) == kanhe("explain", contract, path)


def test_every_name_of_a_field_leads_to_a_part_of_the_record() -> None:
    for path in FIELDS.values():
        whole, _, part = path.partition(".")
        assert whole in Record.model_fields
        assert not part or part in {"net", "tax_amount", "term"}
    assert set(PARTY_FIELDS.values()) <= set(Party.model_fields)


def test_explain_says_in_chinese_where_a_value_stood(kanhe: Any, contract: Path) -> None:
    contract.write_text(CONTRACT.replace("乙方：", "地址：青禾县文昌路8号\n乙方："), encoding="utf-8")
    out = kanhe("explain", contract, "采购方地址")[1]
    assert "封面处的标签值" in "".join(out.split())


def test_value_at_a_path(contract: Path) -> None:
    record = batch.extract_one(contract)
    assert contracts.value_at(record, "title") == "校园食堂设备采购合同"
    assert contracts.value_at(record, "parties.supplier.name") == "青禾味源厨具有限公司"
    assert contracts.value_at(record, "parties.0.role") == "buyer"
    assert contracts.value_at(record, "payments") == "2 项"
    assert contracts.value_at(record, "dispute") == ""
    for absent in ("parties.witness.name", "payments.7", "nothing", "title.value.text"):
        assert contracts.value_at(record, absent) is None


# -- schema, start-up, odd terminals ----------------------------------------------------------------------


def test_formats(kanhe: Any) -> None:
    code, out, err = kanhe("formats")
    assert (code, err) == (0, "")
    (row,) = [line for line in out.splitlines() if line.startswith(".ofd")]
    assert [cell.strip() for cell in row.split("│")[1:]] == ["OFD 版式文件（GB/T 33190）", "可读"]
    assert "请先解压" in out


def test_schema(kanhe: Any) -> None:
    code, out, _ = kanhe("schema")
    assert code == 0
    assert json.loads(out)["title"] == "Record"


def test_nothing_heavy_is_imported_for_help() -> None:
    code = "import sys; from extract.cli import cli; cli(['--help'], standalone_mode=False); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8")
    for heavy in ("spacy", "jieba", "pydantic", "pandas", "numpy", "rich", "regex", "extract.batch", "extract.model"):
        assert f"'{heavy}'" not in done.stdout, heavy


def test_output_into_a_pipe_that_closes(contract: Path) -> None:
    command = [sys.executable, "-m", "extract.cli", "schema"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_a_terminal_without_chinese_gets_no_traceback(contract: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "extract.cli", "show", str(contract)], capture_output=True, check=True, env=environment
    )
    assert b"50,000.00" in done.stdout
    assert done.stderr == b""


def test_windows_console_gets_utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="gbk")
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "stdout", stream)
    cli._speak_utf8()
    assert (stream.encoding, stream.errors) == ("utf-8", "replace")


def test_a_full_disk_is_no_bug_of_ours(kanhe: Any, contract: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(reading: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(contracts, "print_contract", full)
    assert kanhe("show", contract)[::2] == (1, "错误：磁盘空间不足，没有写完\n")


def test_our_own_bug_is_one_line_and_a_log(kanhe: Any, contract: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(reading: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(contracts, "print_contract", stumble)
    code, _, err = kanhe("show", contract)
    assert code == 1
    assert err.startswith("错误：内部错误 ZeroDivisionError，请附 ")
    log = Path(err.partition("请附 ")[2].partition(" 报告")[0])
    assert "in stumble" in log.read_text(encoding="utf-8")


def test_interrupted(kanhe: Any, contract: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(reading: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(contracts, "print_contract", interrupt)
    assert kanhe("show", contract)[0] == 130


def test_progress_bar_only_on_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with runs.progress_bar() as progress:
        assert progress is None
    monkeypatch.setenv("FORCE_COLOR", "1")
    with runs.progress_bar() as progress:
        assert progress is not None
        progress(1, 2, "甲[b].txt")
    assert "甲[b].txt" in capsys.readouterr().err


# -- checks and configuration -----------------------------------------------------------------------------


def test_checks_lists_every_check_on_one_line(kanhe: Any) -> None:
    code, out, _ = kanhe("checks")
    assert code == 0
    lines = [line for line in out.splitlines() if line[:3].isupper()]
    rules = load_rules()
    assert [line[:6] for line in lines] == [row["id"] for row in (*rules.rows("checks"), *rules.rows("cross"))]
    assert next(line for line in lines if line.startswith("CLS006")).split() == [
        "CLS006",
        "错误",
        "各方所持份数之和不等于合同总份数。",
    ]


def test_checks_explains_one_by_its_manual(kanhe: Any) -> None:
    code, out, _ = kanhe("checks", "cls007")
    assert code == 0
    for part in (
        "CLS007 ",
        "检查：",
        "意义：",
        "不符合：",
        "符合：",
        "依据：",
        "级别：提示",
        "条文：《中华人民共和国政府采购法》",
    ):
        assert part in out


def test_checks_knows_no_such_code(kanhe: Any) -> None:
    assert kanhe("checks", "XYZ001") == (2, "", "错误：没有检查 XYZ001，可用的见 kanhe checks\n")


@pytest.mark.parametrize("code", [(), ("AMT001",), ("PAY08",)])
def test_checks_refuses_the_rule_of_a_check_that_there_is_not(kanhe: Any, tmp_path: Path, code: tuple[str]) -> None:
    (tmp_path / "checks.toml").write_text('[[rows]]\nid = "PAY08"\nseverity = "error"\n', encoding="utf-8")
    told = (2, "", "错误：checks.toml：没有检查 PAY08，是不是 PAY008？\n")
    assert kanhe("checks", *code, "--rules", tmp_path) == told


def test_a_file_of_which_nothing_was_read_is_told_from_a_clean_contract(kanhe: Any, tmp_path: Path) -> None:
    (tmp_path / "通知.txt").write_text("你好，这是一个通知。", encoding="utf-8")
    code, _, errors = kanhe("extract", tmp_path, "-o", tmp_path / "out")
    assert (code, errors) == (0, "注意：通知.txt：没有读出双方和总价，可能不是合同，没有问题不等于核对无误\n")


def codes_of(out: Path) -> set[str]:
    (path,) = (out / "records").iterdir()
    return {outcome.code[:3] for outcome in Record.model_validate_json(path.read_bytes()).checks}


def test_options_select_ignore_and_weigh(kanhe: Any, contract: Path, tmp_path: Path) -> None:
    code, *_ = kanhe("extract", contract, "-o", tmp_path / "out", "--select", "PTY,CLS", "--ignore", "CLS")
    assert code == 0
    assert codes_of(tmp_path / "out") == {"PTY"}


def test_a_configuration_is_found_in_the_current_folder_and_can_be_named(
    kanhe: Any, contract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kanhe.toml").write_text('select = ["DAT"]\n', encoding="utf-8")
    (tmp_path / "other.toml").write_text('select = ["CLS"]\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    kanhe("extract", contract, "-o", tmp_path / "out")
    assert codes_of(tmp_path / "out") == {"DAT"}
    kanhe("extract", contract, "-o", tmp_path / "out", "--config", tmp_path / "other.toml")
    assert codes_of(tmp_path / "out") == {"CLS"}
    _, out, _ = kanhe("checks")
    assert next(line for line in out.splitlines() if line.startswith("AMT001")).rstrip().endswith("（本项目不核对）")


def test_a_wrong_configuration_is_one_line(kanhe: Any, contract: Path, tmp_path: Path) -> None:
    config = tmp_path / "kanhe.toml"
    config.write_text('selected = ["DAT"]\n', encoding="utf-8")
    code, _, err = kanhe("extract", contract, "-o", tmp_path / "out", "--config", config)
    assert code == 2
    assert err.startswith(f"错误：{config}：不认识的键 selected")


def test_accepted_findings_are_named_in_the_last_line(kanhe: Any, contract: Path, tmp_path: Path) -> None:
    (tmp_path / "accepted.toml").write_text(
        f'[[accepted]]\ncode = "CLS006"\ncontract = "{contract.name}"\nreason = "已核"\nby = "李审"\non = 2025-11-03\n',
        encoding="utf-8",
    )
    config = tmp_path / "kanhe.toml"
    config.write_text('acknowledgements = "accepted.toml"\n', encoding="utf-8")
    _, out, _ = kanhe("extract", contract, "-o", tmp_path / "out", "--config", config)
    assert "已接受 1 项不再计入" in out


def test_explain_says_that_a_check_is_no_field(kanhe: Any, contract: Path) -> None:
    code, _, err = kanhe("explain", contract, "pty002")
    assert code == 2
    assert "PTY002 是核对项，不是字段" in err
