"""`kanhe extract`, `kanhe watch` and `kanhe collect`: contracts become the results in an output folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extract.commands.help import Help, help_option, texts
from extract.commands.options import (
    choice,
    config_option,
    count,
    count_or_zero,
    given,
    pairs,
    path,
    report_option,
    rules_option,
)
from extract.commands.outcome import INCOMPLETE, INTERRUPTED, say
from extract.errors import KanheError

if TYPE_CHECKING:
    from collections.abc import Set

    from extract.results import Batch


@click.command(
    "extract",
    cls=Help,
    **texts(
        "kanhe extract 合同目录 -o outputs --report html,xlsx",
        "kanhe extract a.txt b.md --format jsonl --workers 2",
        "kanhe extract 合同目录 --select AMT,PAY --severity PAY008=warning",
        "kanhe extract hdfs:///合同 -o hdfs:///结果 --engine spark --master yarn",
    ),
)
@click.argument("paths", metavar="目录或文件…", nargs=-1, required=True, callback=given)
@click.option("-o", "--output", metavar="DIR", default="outputs", callback=given, help="输出目录，默认 outputs")
@click.option(
    "--format",
    "formats",
    metavar="FORMAT",
    multiple=True,
    default=("json",),
    help="json：每份合同一个文件；parquet：数据集 dataset/（二者总会写出）；jsonl：另将全部记录写入一个文件；"
    "csv：数据集各表另写为 CSV；ocds：另写 OCDS 1.1 发布包；可多次给出",
)
@report_option
@click.option("--redact", is_flag=True, help="遮盖个人信息（电话、证件号、姓名、邮箱、账号中段）后再写出任何结果")
@rules_option
@click.option(
    "--workers",
    metavar="N",
    callback=count_or_zero,
    help="同时处理的进程数，默认为处理器核数；0：在本进程中处理，不限时间和内存（调试用）",
)
@click.option("--fresh", is_flag=True, help="全部重读；默认只读新增或有变动的合同，中断的运行接着做完")
@click.option(
    "--ocr",
    metavar="WHEN",
    default="auto",
    callback=choice("auto", "always", "never"),
    help="文字识别：auto 只识别没有文字的页（默认），always 全部识别，never 不识别",
)
@click.option("--max-size", metavar="MB", default="50", callback=count, help="单个文件的大小上限，默认 50 MB")
@click.option("--max-pages", metavar="N", default="2000", callback=count, help="单个文件的页数上限，默认 2000 页")
@click.option(
    "--timeout",
    metavar="SECONDS",
    default="600",
    callback=count,
    help="一份合同（识别文字时为一页）的时间上限，默认 600 秒；超过的停止处理，计入未能读取",
)
@click.option("--memory", metavar="MB", default="4096", callback=count, help="一份合同占用内存的上限，默认 4096 MB")
@config_option
@click.option("--select", metavar="CODES", multiple=True, help="只做这些核对，如 AMT,PTY001；可多次给出")
@click.option("--ignore", metavar="CODES", multiple=True, help="不做这些核对；可多次给出")
@click.option("--severity", metavar="CODE=LEVEL", multiple=True, help="改级别：error、warning、info；可多次给出")
@click.option(
    "--engine",
    metavar="ENGINE",
    default="local",
    callback=choice("local", "spark"),
    help="local：在本机处理（默认）；spark：在 Spark 集群上处理，目录写作 Spark 能访问的地址（需 kanhe[spark]）",
)
@click.option(
    "--master", metavar="URL", help="Spark 集群，如 yarn、spark://主机:7077、local[4]；默认用 Spark 自己的配置"
)
@click.option(
    "--conf", metavar="KEY=VALUE", multiple=True, callback=pairs, help="Spark 配置，如 spark.executor.memory=4g"
)
@help_option
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
    from extract.terminal.runs import progress_bar

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
        return say("已中断；已读完的合同已保存，再次运行即接着做完", INTERRUPTED)
    return _told(batch)


def _told(batch: Batch) -> int:
    """Print how a run ended, and return its exit code."""
    from extract.terminal.runs import print_batch

    print_batch(batch)
    if not batch.summaries and not batch.failures:
        from extract.inputs import RESULTS

        ours = any(reason == RESULTS for _, reason in batch.ignored)
        raise KanheError("没有找到合同文件" + ("：这里是一次运行的结果，请给出合同所在的目录" if ours else ""))
    return 0 if batch.complete else INCOMPLETE


def _extract_on_spark(paths: tuple[str, ...], output: str, formats: tuple[str, ...], **options: Any) -> int:
    from extract.spark.run import extract_on_spark

    if left := set(formats) - {"json", "jsonl", "parquet"}:
        names = "、".join(sorted(left))
        raise click.UsageError(f"在 Spark 上不写 {names}；请先用 kanhe collect 取回结果，再用 kanhe report")
    code = _told(extract_on_spark(paths, output, **options))
    click.echo(f"结果在 {output}，取回本机后用 kanhe collect 展开")
    return code


@click.command(
    "watch",
    cls=Help,
    **texts("kanhe watch 收件目录 -o outputs", "kanhe watch 收件目录 -o outputs --report html --interval 10"),
)
@click.argument("folder", metavar="目录", callback=path)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    default="outputs",
    callback=path,
    help="输出目录，默认 outputs",
)
@report_option
@rules_option
@config_option
@click.option("--workers", metavar="N", callback=count_or_zero, help="同时处理的进程数，默认为处理器核数")
@click.option(
    "--interval",
    metavar="SECONDS",
    default="2",
    callback=count,
    help="每隔几秒查看一次目录，默认 2 秒；文件在此间没有变化才读取",
)
@help_option
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
    from extract.terminal.runs import print_news
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


@click.command("collect", cls=Help, **texts("kanhe collect 取回的结果 -o outputs --report html,xlsx"))
@click.argument("folder", metavar="结果目录", callback=path)
@click.option("-o", "--output", metavar="DIR", required=True, callback=path, help="新的输出目录，必填")
@report_option
@help_option
def collect_command(folder: Path, output: Path, reports: tuple[str, ...]) -> None:
    """把 Spark 上的结果（已复制到本机）展开成普通的输出目录，不需要 Spark。"""
    from extract.collecting import collect

    count = collect(folder, output, ("parquet", *reports))
    click.echo(f"已展开 {count} 份合同，结果在 {output}")
