"""The command line `kanhe`. Heavy modules are imported only by the command that needs them."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extract import __version__
from extract.errors import KanheError, ReadError

if TYPE_CHECKING:
    from collections.abc import Callable, Set

    from extract.pipeline import Reading

INCOMPLETE, USAGE, INTERRUPTED = 1, 2, 130
"""Exit codes beside 0: some files were not read; the command was not understood; Ctrl-C."""

REPORTS = ("html", "xlsx", "md")
"""Exporters that write for people."""


class _Help(click.Command):
    """A command whose help is in Chinese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        options = (param for param in self.get_params(ctx) if isinstance(param, click.Option))
        records = [option.get_help_record(ctx) for option in options]
        with formatter.section("选项"):
            told = ((names, says.replace("  [required]", "")) for names, says in filter(None, records))
            formatter.write_dl(list(told))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.epilog:
            with formatter.section("例"):
                formatter.write_text(f"\b\n{self.epilog}")


class _HelpGroup(_Help, click.Group):
    """The group of commands, with its help in Chinese."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        with formatter.section("命令"):
            rows = [(name, command.get_short_help_str(80)) for name, command in self.commands.items()]
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            raise click.UsageError(f"没有命令 {args[0]}，可用的有 {' '.join(self.commands)}", ctx)
        return super().resolve_command(ctx, args)


def _count(ctx: click.Context, param: click.Parameter, value: str) -> int:
    if not (value.isascii() and value.isdigit() and int(value)):
        raise click.BadParameter(f"应为正整数，不是 {value}", ctx, param)
    return int(value)


def _reports(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the reports asked for, given one by one or in a list with commas."""
    asked = tuple(dict.fromkeys(name.strip() for value in values for name in value.split(",") if name.strip()))
    if unknown := [name for name in asked if name not in REPORTS]:
        raise click.BadParameter(f"没有报告 {'、'.join(unknown)}，可用的有 {'、'.join(REPORTS)}", ctx, param)
    return asked


def _count_or_zero(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    return 0 if value == "0" else None if value is None else _count(ctx, param, value)


def _pairs(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    if wrong := [value for value in values if not value.partition("=")[1]]:
        raise click.BadParameter(f"应为 KEY=VALUE，不是 {wrong[0]}", ctx, param)
    return {key: value for key, _, value in (value.partition("=") for value in values)}


def _choice(*values: str) -> Callable[[click.Context, click.Parameter, str], str]:
    def check(ctx: click.Context, param: click.Parameter, value: str) -> str:
        if value not in values:
            raise click.BadParameter(f"应为 {'、'.join(values)} 之一，不是 {value}", ctx, param)
        return value

    return check


def _texts(*examples: str) -> dict[str, Any]:
    """Return how every command shows its usage and examples."""
    return {"options_metavar": "[选项]", "add_help_option": False, "epilog": "\n".join(examples)}


_help_option = click.help_option("-h", "--help", help="显示本帮助")
_rules_option = click.option(
    "--rules", metavar="DIR", type=click.Path(path_type=Path), help="自己的规则目录，叠加在随附规则之上"
)

_config_option = click.option(
    "--config",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="项目配置，默认当前目录的 kanhe.toml（如有）",
)
_report_option = click.option(
    "--report",
    "reports",
    metavar="LIST",
    multiple=True,
    callback=_reports,
    help="另写报告，逗号分隔或多次给出；html：report.html，单个文件，离线打开；xlsx：report.xlsx 审计工作底稿；"
    "md：每份合同一个 reports/…md",
)


@click.group(
    cls=_HelpGroup,
    subcommand_metavar="命令 [参数]…",
    **_texts("kanhe extract 合同目录 -o outputs", "kanhe show 合同.txt"),
)
@click.version_option(__version__, "-V", "--version", message="kanhe %(version)s", help="显示版本")
@_help_option
def cli() -> None:
    """勘合：把合同读成规范化记录并逐条核对，每个值都指回原文。"""


@cli.command(
    "extract",
    cls=_Help,
    **_texts(
        "kanhe extract 合同目录 -o outputs --report html,xlsx",
        "kanhe extract a.txt b.md --format jsonl --workers 2",
        "kanhe extract 合同目录 --select AMT,PAY --severity PAY008=warning",
        "kanhe extract hdfs:///合同 -o hdfs:///结果 --engine spark --master yarn",
    ),
)
@click.argument("paths", metavar="目录或文件…", nargs=-1, required=True)
@click.option("-o", "--output", metavar="DIR", default="outputs", help="输出目录，默认 outputs")
@click.option(
    "--format",
    "formats",
    metavar="FORMAT",
    multiple=True,
    default=("json",),
    help="json：每份合同一个文件；parquet：数据集 dataset/（二者总会写出）；jsonl：另将全部记录写入一个文件；"
    "csv：数据集各表另写为 CSV；ocds：另写 OCDS 1.1 发布包；可多次给出",
)
@_report_option
@click.option("--redact", is_flag=True, help="遮盖个人信息（电话、证件号、姓名、邮箱、账号中段）后再写出任何结果")
@_rules_option
@click.option(
    "--workers",
    metavar="N",
    callback=_count_or_zero,
    help="同时处理的进程数，默认为处理器核数；0：在本进程中处理，不限时间和内存（调试用）",
)
@click.option("--fresh", is_flag=True, help="全部重读；默认只读新增或有变动的合同，中断的运行接着做完")
@click.option(
    "--ocr",
    metavar="WHEN",
    default="auto",
    callback=_choice("auto", "always", "never"),
    help="文字识别：auto 只识别没有文字的页（默认），always 全部识别，never 不识别",
)
@click.option("--max-size", metavar="MB", default="50", callback=_count, help="单个文件的大小上限，默认 50 MB")
@click.option("--max-pages", metavar="N", default="2000", callback=_count, help="单个文件的页数上限，默认 2000 页")
@click.option(
    "--timeout",
    metavar="SECONDS",
    default="600",
    callback=_count,
    help="一份合同（识别文字时为一页）的时间上限，默认 600 秒；超过的停止处理，计入未能读取",
)
@click.option("--memory", metavar="MB", default="4096", callback=_count, help="一份合同占用内存的上限，默认 4096 MB")
@_config_option
@click.option("--select", metavar="CODES", multiple=True, help="只做这些核对，如 AMT,PTY001；可多次给出")
@click.option("--ignore", metavar="CODES", multiple=True, help="不做这些核对；可多次给出")
@click.option("--severity", metavar="CODE=LEVEL", multiple=True, help="改级别：error、warning、info；可多次给出")
@click.option(
    "--engine",
    metavar="ENGINE",
    default="local",
    callback=_choice("local", "spark"),
    help="local：在本机处理（默认）；spark：在 Spark 集群上处理，目录写作 Spark 能访问的地址（需 kanhe[spark]）",
)
@click.option(
    "--master", metavar="URL", help="Spark 集群，如 yarn、spark://主机:7077、local[4]；默认用 Spark 自己的配置"
)
@click.option(
    "--conf", metavar="KEY=VALUE", multiple=True, callback=_pairs, help="Spark 配置，如 spark.executor.memory=4g"
)
@_help_option
def extract_command(
    paths: tuple[str, ...],
    output: str,
    formats: tuple[str, ...],
    reports: tuple[str, ...],
    redact: bool,
    rules: Path | None,
    workers: int | None,
    fresh: bool,
    timeout: int,
    memory: int,
    config: Path | None,
    engine: str,
    master: str | None,
    conf: dict[str, str],
    **chosen: Any,
) -> int:
    """读取目录（含子目录）、压缩包（.zip）或文件中的合同，写出记录和核对结果。"""
    from extract.batch import extract_paths
    from extract.config import load_settings
    from extract.limits import Limits, processors
    from extract.readers import ReadOptions
    from extract.terminal import print_batch, progress_bar

    options = ReadOptions(chosen["ocr"], chosen["max_size"] * 1024**2, chosen["max_pages"])
    checks = {name: chosen[name] for name in ("select", "ignore", "severity")}
    settings = load_settings(config, rules=rules, **checks)
    if engine == "spark":
        if workers is not None:
            raise click.UsageError("--workers 用于本机处理；Spark 的并行数用 --conf 配置")
        kept = {"options": options, "limits": Limits(timeout, memory), "fresh": fresh, "redact": redact}
        return _extract_on_spark(
            paths, output, (*formats, *reports), master=master, conf=conf, settings=settings, **kept
        )
    if master is not None or conf:
        raise click.UsageError("--master 和 --conf 只与 --engine spark 同用")
    try:
        with progress_bar() as progress:
            batch = extract_paths(
                paths,
                output,
                workers=processors() if workers is None else workers,
                formats=("parquet", *formats, *reports),
                options=options,
                limits=Limits(timeout, memory),
                fresh=fresh,
                redact=redact,
                settings=settings,
                progress=progress,
            )
    except KeyboardInterrupt:
        return _say("已中断；已读完的合同已保存，再次运行即接着做完", INTERRUPTED)
    print_batch(batch)
    if not batch.summaries and not batch.failures:
        raise KanheError("没有找到合同文件")
    return 0 if batch.complete else INCOMPLETE


def _extract_on_spark(paths: tuple[str, ...], output: str, formats: tuple[str, ...], **options: Any) -> int:
    from extract.spark.run import extract_on_spark
    from extract.terminal import print_batch

    if left := set(formats) - {"json", "jsonl", "parquet"}:
        names = "、".join(sorted(left))
        raise click.UsageError(f"在 Spark 上不写 {names}；请先用 kanhe collect 取回结果，再用 kanhe report")
    batch = extract_on_spark(paths, output, **options)
    print_batch(batch)
    if not batch.summaries and not batch.failures:
        raise KanheError("没有找到合同文件")
    click.echo(f"结果在 {output}，取回本机后用 kanhe collect 展开")
    return 0 if batch.complete else INCOMPLETE


@cli.command("collect", cls=_Help, **_texts("kanhe collect 取回的结果 -o outputs --report html,xlsx"))
@click.argument("folder", metavar="结果目录", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", metavar="DIR", required=True, type=click.Path(path_type=Path), help="新的输出目录，必填"
)
@_report_option
@_help_option
def collect_command(folder: Path, output: Path, reports: tuple[str, ...]) -> None:
    """把 Spark 上的结果（已复制到本机）展开成普通的输出目录，不需要 Spark。"""
    from extract.collecting import collect

    count = collect(folder, output, ("parquet", *reports))
    click.echo(f"已展开 {count} 份合同，结果在 {output}")


@cli.command(
    "report",
    cls=_Help,
    **_texts("kanhe report outputs --report html,xlsx", "kanhe report outputs --redact -o 对外提供 --report html"),
)
@click.argument("folder", metavar="输出目录", type=click.Path(path_type=Path))
@_report_option
@click.option("--format", "formats", metavar="FORMAT", multiple=True, help="parquet、csv、jsonl、ocds；可多次给出")
@click.option("--redact", is_flag=True, help="将遮盖个人信息后的记录、原文和报告写入 -o 指定的新目录")
@click.option("-o", "--output", metavar="DIR", type=click.Path(path_type=Path), help="与 --redact 同用的新目录")
@_rules_option
@_help_option
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
    wanted = known_formats((*reports, *formats))
    if output is not None:
        count = report_redacted(folder, output, wanted, rules)
    elif wanted:
        count = report_stored(folder, wanted)
    else:
        raise click.UsageError("缺少 --report 或 --format，用法见 --help")
    click.echo(f"已写 {count} 份合同的报告，结果在 {output or folder}")


@cli.command("show", cls=_Help, **_texts("kanhe show 合同.txt"))
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@_rules_option
@_config_option
@_help_option
def show_command(file: Path, rules: Path | None, config: Path | None) -> None:
    """显示一份合同的要点和核对结果，各附行号和原文。"""
    from extract.terminal import print_contract

    print_contract(_reading(file, rules, config))


@cli.command("checks", cls=_Help, **_texts("kanhe checks", "kanhe checks AMT001"))
@click.argument("code", metavar="[编号]", required=False)
@_rules_option
@_config_option
@_help_option
def checks_command(code: str | None, rules: Path | None, config: Path | None) -> None:
    """列出全部核对项目及级别；给出编号则显示该项的说明。"""
    from extract.config import known_codes, load_settings
    from extract.rulepack import load_rules
    from extract.terminal import print_check, print_checks

    settings = load_settings(config, rules=rules)
    pack = load_rules(settings.rules)
    if code is None:
        print_checks(pack, settings)
    elif code.upper() in known_codes(pack):
        print_check(code.upper(), pack, settings)
    else:
        raise click.UsageError(f"没有检查 {code}，可用的见 kanhe checks")


@cli.command(
    "explain",
    cls=_Help,
    **_texts("kanhe explain 合同.txt total", "kanhe explain 合同.txt parties.buyer.name"),
)
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@click.argument("field", metavar="字段")
@_rules_option
@_help_option
def explain_command(file: Path, field: str, rules: Path | None) -> None:
    """说明一个字段为何取此值：全部候选、规则、行号、得分和取舍理由。"""
    from extract.model import Record
    from extract.terminal import print_candidates

    reading = _reading(file, rules)
    if field.partition(".")[0] not in Record.model_fields and not reading.trace.of(field):
        raise click.UsageError(f"没有字段 {field}，这份合同可查的有 {' '.join(reading.trace.fields)}")
    print_candidates(reading, field)


@cli.command(
    "watch",
    cls=_Help,
    **_texts("kanhe watch 收件目录 -o outputs", "kanhe watch 收件目录 -o outputs --report html --interval 10"),
)
@click.argument("folder", metavar="目录", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    default="outputs",
    type=click.Path(path_type=Path),
    help="输出目录，默认 outputs",
)
@_report_option
@_rules_option
@_config_option
@click.option("--workers", metavar="N", callback=_count_or_zero, help="同时处理的进程数，默认为处理器核数")
@click.option(
    "--interval",
    metavar="SECONDS",
    default="2",
    callback=_count,
    help="每隔几秒查看一次目录，默认 2 秒；文件在此间没有变化才读取",
)
@_help_option
def watch_command(
    folder: Path,
    output: Path,
    reports: tuple[str, ...],
    rules: Path | None,
    config: Path | None,
    workers: int | None,
    interval: int,
) -> int:
    """守候目录：合同文件一到即读取，写出与 kanhe extract 相同的结果；按 Ctrl-C 停止。"""
    from extract.batch import extract_paths
    from extract.config import load_settings
    from extract.limits import processors
    from extract.terminal import print_news
    from extract.watch import watch

    if not folder.is_dir():
        raise KanheError(f"{folder}：目录不存在")
    settings = load_settings(config, rules=rules)
    processes = processors() if workers is None else workers
    told: set[str] = set()

    def read_new(settled: Set[Path]) -> None:
        formats = ("parquet", *reports)
        batch = extract_paths([folder], output, workers=processes, formats=formats, settings=settings, only=settled)
        print_news(batch, told)

    click.echo(f"守候 {folder}，结果在 {output}；按 Ctrl-C 停止", err=True)
    try:
        watch(folder, output, read_new, interval=interval)
    except KeyboardInterrupt:
        click.echo("已停止；读完的合同已保存，再次运行即接着做", err=True)
        return INTERRUPTED


@cli.command(
    "query",
    cls=_Help,
    **_texts(
        "kanhe query outputs --columns",
        'kanhe query outputs "SELECT supplier, count(*), sum(total) FROM contracts GROUP BY supplier"',
        "kanhe query outputs \"SELECT * FROM findings WHERE severity = 'error'\" -o 错误.xlsx",
    ),
)
@click.argument("folder", metavar="输出目录", type=click.Path(path_type=Path))
@click.argument("sql", metavar="[SQL]", required=False)
@click.option("--columns", is_flag=True, help="列出数据集的各表、各列及其含义")
@click.option("-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="将结果写入 .csv 或 .xlsx 文件")
@_help_option
def query_command(folder: Path, sql: str | None, columns: bool, output: Path | None) -> None:
    """用 SQL 查询一次运行的数据集；只读，不能访问其他文件。"""
    from extract.dataset.answers import write_result, writer_for
    from extract.dataset.query import querying
    from extract.terminal import print_columns, print_result

    if columns:
        return print_columns()
    if sql is None:
        raise click.UsageError("缺少 SQL 或 --columns，用法见 --help")
    if output is not None:
        writer_for(output)
    with querying(folder, sql) as result:
        if output is None:
            return print_result(result)
        click.echo(f"已写 {write_result(result, output)} 行，结果在 {output}")
    return None


@cli.command("schema", cls=_Help, **_texts("kanhe schema > record.json"))
@_help_option
def schema_command() -> None:
    """打印记录的 JSON Schema。"""
    from extract.schema import schema_text

    click.echo(schema_text(), nl=False)


@cli.command("formats", cls=_Help, **_texts("kanhe formats"))
@_help_option
def formats_command() -> None:
    """列出各种文件格式：是什么，本机能否读取，还缺什么。"""
    from extract.formats import formats
    from extract.terminal import print_formats

    print_formats(formats())


def _reading(file: Path, rules: Path | None, config: Path | None = None) -> Reading:
    from extract.config import load_settings
    from extract.pipeline import read_contract
    from extract.readers import read
    from extract.rulepack import load_rules

    if not file.exists():
        raise click.UsageError(f"{file}：文件不存在")
    document = read(file)
    settings = load_settings(config, rules=rules)
    return read_contract(document, load_rules(settings.rules), settings)


def main(arguments: list[str] | None = None) -> None:
    """Run `kanhe` and exit with its code: 0 all read, 1 something was not, 2 wrong usage."""
    _speak_utf8()
    sys.exit(_run(arguments))


def _run(arguments: list[str] | None) -> int:
    try:
        return cli.main(arguments, prog_name="kanhe", standalone_mode=False) or 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return USAGE
    except click.UsageError as error:
        return _say(_translated(error), USAGE)
    except ReadError as error:
        return _say(str(error), INCOMPLETE)
    except KanheError as error:
        return _say(str(error), USAGE)
    except (click.Abort, KeyboardInterrupt):
        return _say("已中断", INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # `| head` has seen enough
        return 0
    except Exception as error:  # the user gets one line; the traceback is kept for us
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            return _say("磁盘空间不足，没有写完", INCOMPLETE)
        return _say(f"内部错误 {type(error).__name__}，请附 {_keep_traceback()} 报告此问题", INCOMPLETE)


def _say(message: str, code: int) -> int:
    click.echo(f"错误：{message}", err=True)
    return code


def _translated(error: click.UsageError) -> str:
    """Return what is wrong with the command, in Chinese where Click says it in English."""
    if isinstance(error, click.NoSuchOption):
        near = f"，是否要用 {' '.join(error.possibilities)}" if error.possibilities else ""
        return f"没有选项 {error.option_name}{near}"
    if isinstance(error, click.MissingParameter):
        missing = error.param.metavar if error.param is not None else None
        return f"缺少参数 {missing or error.param_hint or ''}，用法见 --help"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 的用法有误，见 --help"
    if isinstance(error, click.BadParameter) and error.param is not None:
        return f"{error.param.opts[-1]} {error.message}"
    if error.message.startswith("Got unexpected extra argument"):
        return f"多余的参数 {error.message.partition(' (')[2].rstrip(')')}，用法见 --help"
    return error.message


def _keep_traceback() -> Path:
    import tempfile
    import traceback

    log = Path(tempfile.mkdtemp(prefix="kanhe-")) / "error.log"
    log.write_text(traceback.format_exc(), encoding="utf-8")
    return log


def _speak_utf8() -> None:
    """Make output UTF-8 on Windows, and everywhere proof against characters that the terminal lacks."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8" if sys.platform == "win32" else None, errors="replace")


if __name__ == "__main__":
    main()
