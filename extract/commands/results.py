"""`kanhe report` and `kanhe query`: more from the results of a run, without reading again."""

from __future__ import annotations

from pathlib import Path

import click

from extract.commands.help import Help, help_option, texts
from extract.commands.options import count, path, report_option, rules_option


@click.command(
    "report",
    cls=Help,
    **texts("kanhe report outputs --report html,xlsx", "kanhe report outputs --redact -o 对外提供 --report html"),
)
@click.argument("folder", metavar="输出目录", callback=path)
@report_option
@click.option("--format", "formats", metavar="FORMAT", multiple=True, help="parquet、csv、jsonl、ocds；可多次给出")
@click.option("--redact", is_flag=True, help="将遮盖个人信息后的记录、原文和报告写入 -o 指定的新目录")
@click.option("-o", "--output", metavar="DIR", callback=path, help="与 --redact 同用的新目录")
@rules_option
@help_option
def report_command(
    folder: Path,
    reports: tuple[str, ...],
    formats: tuple[str, ...],
    redact: bool,
    output: Path | None,
    rules: Path | None,
) -> None:
    """用已有结果写报告，不重新读取合同。"""
    from extract.exporters import known_formats
    from extract.reporting import report_redacted, report_stored

    if redact != (output is not None):
        raise click.UsageError("--redact 和 -o 须同时给出")
    if rules is not None and output is None:
        raise click.UsageError("--rules 只用于 --redact：其他报告用读取时的规则")
    wanted = known_formats((*reports, *formats))
    if output is not None:
        count = report_redacted(folder, output, wanted, rules)
    elif wanted:
        count = report_stored(folder, wanted)
    else:
        raise click.UsageError("缺少 --report 或 --format，用法见 --help")
    click.echo(f"已写 {count} 份合同的报告，结果在 {output or folder}")


@click.command(
    "query",
    cls=Help,
    **texts(
        "kanhe query outputs --columns",
        'kanhe query outputs "SELECT supplier, count(*), sum(total) FROM contracts GROUP BY supplier"',
        "kanhe query outputs \"SELECT * FROM findings WHERE severity = 'error'\" -o 错误.xlsx",
    ),
)
@click.argument("folder", metavar="输出目录", callback=path)
@click.argument("sql", metavar="[SQL]", required=False)
@click.option("--columns", is_flag=True, help="列出数据集的各表、各列及其含义")
@click.option("-o", "--output", metavar="FILE", callback=path, help="将结果写入 .csv 或 .xlsx 文件")
@click.option(
    "--timeout", metavar="SECONDS", default="600", callback=count, help="一次查询的时间上限，默认 600 秒；Ctrl-C 即停止"
)
@help_option
def query_command(folder: Path, sql: str | None, columns: bool, output: Path | None, timeout: int) -> None:
    """用 SQL 查询一次运行的数据集；只读，不能访问其他文件。"""
    from extract.dataset.answers import write_result, writer_for
    from extract.dataset.query import querying
    from extract.terminal.dataset import print_columns, print_result

    if columns and output is not None:
        raise click.UsageError("--columns 只在终端显示，不能与 -o 同用")
    if columns:
        return print_columns()
    if sql is None:
        raise click.UsageError("缺少 SQL 或 --columns，用法见 --help")
    if output is not None:
        writer_for(output)
    with querying(folder, sql, timeout) as result:
        if output is None:
            return print_result(result)
        click.echo(f"已写 {write_result(result, output)} 行，结果在 {output}")
    return None
