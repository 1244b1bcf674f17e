"""The command line: what it prints, its exit codes, and that no error ever shows a traceback."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from extract import __version__, batch, cli, terminal
from extract.cli import main
from extract.exporters import exporters
from extract.model import Record

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
        (["extrct"], "没有命令 extrct，可用的有 extract show explain schema"),
        (["extract"], "缺少参数 目录或文件…"),
        (["show"], "缺少参数 文件"),
        (["explain", "a.txt"], "缺少参数 字段"),
        (["extract", "a.txt", "--worker", "2"], "没有选项 --worker，是否要用 --workers"),
        (["extract", "a.txt", "--workers", "0"], "--workers 应为正整数，不是 0"),
        (["extract", "a.txt", "--workers", "两个"], "--workers 应为正整数，不是 两个"),
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
    code, out, err = kanhe("extract", contract.parent, "-o", tmp_path / "out")
    assert (code, err) == (0, "")
    for shown in ("采购合同.txt", "校园食堂设备采购合同", "青禾县第二中学", "青禾味源厨具有限公司", "50,000.00元"):
        assert shown in out
    assert "读取 1 份" in out
    record = Record.model_validate_json((tmp_path / "out/records/采购合同.txt.json").read_bytes())
    assert record.total is not None


def test_extract_says_what_it_could_not_read(kanhe: Any, contract: Path, tmp_path: Path) -> None:
    (contract.parent / "坏\x1b[31m.txt").write_bytes(b"\0" * 9)
    (contract.parent / "扫描件.pdf").touch()
    (contract.parent / "notes.json").touch()
    code, out, err = kanhe("extract", contract.parent, "-o", tmp_path / "out", "--format", "jsonl")
    assert code == 1
    assert sorted(err.splitlines()) == ["✗ 坏 [31m.txt：内容是二进制数据，不是文本", "✗ 扫描件.pdf：暂不支持 .pdf 文件"]
    assert "读取 1 份，未能读取 2 份，另有 1 个非合同文件未读" in out
    assert len((tmp_path / "out/records.jsonl").read_text(encoding="utf-8").splitlines()) == 1


def test_extract_finds_nothing(kanhe: Any, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    code, _, err = kanhe("extract", tmp_path / "empty", "-o", tmp_path / "out")
    assert (code, err) == (2, "错误：没有找到合同文件\n")


def test_internal_error_of_one_file_is_one_line(
    kanhe: Any, contract: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(document: object, pack: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(batch, "read_contract", stumble)
    code, _, err = kanhe("extract", contract, "-o", tmp_path / "out")
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
    assert (code, err) == (2, "错误：没有输出格式 xml，可用的有 json、jsonl\n")
    assert not (tmp_path / "out").exists()


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
    assert " total" in err


def test_value_at_a_path(contract: Path) -> None:
    record = batch.extract_one(contract)
    assert terminal.value_at(record, "title") == "校园食堂设备采购合同"
    assert terminal.value_at(record, "parties.supplier.name") == "青禾味源厨具有限公司"
    assert terminal.value_at(record, "parties.0.role") == "buyer"
    assert terminal.value_at(record, "payments") == "2 项"
    assert terminal.value_at(record, "dispute") == ""
    for absent in ("parties.witness.name", "payments.7", "nothing", "title.value.text"):
        assert terminal.value_at(record, absent) is None


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


def test_our_own_bug_is_one_line_and_a_log(kanhe: Any, contract: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(reading: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(terminal, "print_contract", stumble)
    code, _, err = kanhe("show", contract)
    assert code == 1
    assert err.startswith("错误：内部错误 ZeroDivisionError，请附 ")
    log = Path(err.partition("请附 ")[2].partition(" 报告")[0])
    assert "in stumble" in log.read_text(encoding="utf-8")


def test_interrupted(kanhe: Any, contract: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(reading: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(terminal, "print_contract", interrupt)
    assert kanhe("show", contract)[0] == 130


def test_progress_bar_only_on_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with terminal.progress_bar() as progress:
        assert progress is None
    monkeypatch.setenv("FORCE_COLOR", "1")
    with terminal.progress_bar() as progress:
        assert progress is not None
        progress(1, 2, "甲[b].txt")
    assert "甲[b].txt" in capsys.readouterr().err
