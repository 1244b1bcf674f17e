"""A run on the terminal: its progress, the table of its contracts, what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table
from rich.text import Text

from extract.inputs import OWN_OUTPUT
from extract.model import SEVERITIES
from extract.output_folder import CROSS, HTML_REPORT, WORKING_PAPER, error_log_path
from extract.results import Batch, Failure, Summary
from extract.terminal.screen import MOST_ROWS, SEVERITY_STYLES, console, plain
from extract.wording import amount, word

_MOST_CROSS = 10


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int, str], None] | None]:
    """Give a function that shows how far a run is, or None when no one is watching."""
    screen = console(stderr=True)
    if not screen.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    rate, left = TextColumn("{task.fields[rate]}"), TextColumn("余")
    columns = (BarColumn(), MofNCompleteColumn(), rate, left, TimeRemainingColumn())
    with Progress(*columns, TextColumn("{task.fields[name]}", markup=False), console=screen, transient=True) as bar:
        task = bar.add_task("", total=None, name="", rate="")

        def show(done: int, total: int, name: str) -> None:
            speed = bar.tasks[0].speed
            rate = f"{speed:,.1f} 份/秒" if speed else ""
            bar.update(task, completed=done, total=total, name=plain(name), rate=rate)

        yield show


def print_news(batch: Batch, told: set[str]) -> None:
    """Print one line for each contract that is new, changed, gone or cannot be read; `told` keeps what was said."""
    unchanged = set(batch.unchanged)
    for summary in batch.summaries:
        if summary.name not in unchanged:
            total = amount(summary.total, summary.currency or "CNY") if summary.total is not None else "没有总价"
            counts = f"错误 {summary.errors}，警告 {summary.warnings}，提示 {summary.infos}"
            console().print(plain(f"✓ {summary.name}：{total}，{counts}"), soft_wrap=True)
    for name in batch.removed:
        console().print(plain(f"－ {name}：已移走或者正在改动，原有的记录已删除"), soft_wrap=True)
    failures = {plain(f"✗ {failure.name}：{failure.reason}") for failure in batch.failures}
    for line in sorted(failures - told):
        console(stderr=True).print(Text(line, "red"), soft_wrap=True)
    told.intersection_update(failures)
    told.update(failures)


def print_batch(batch: Batch) -> None:
    """Print the table of a run on stdout, and one line for each file that has no record on stderr."""
    screen, errors = console(), console(stderr=True)
    listed = _worth_listing(batch.summaries)
    if listed:
        screen.print(_batch_table(listed))
    if len(listed) < len(batch.summaries):
        screen.print(f"另有 {len(batch.summaries) - len(listed)} 份未列出，全部见 run.json")
    troubles = [(failure.name, failure.reason + _see(batch, failure)) for failure in batch.failures]
    for summary in batch.summaries:
        if summary.crashed:
            troubles.append((summary.name, f"检查 {'、'.join(summary.crashed)} 未能完成（程序问题）"))
    for name, reason in troubles:
        errors.print(Text(f"✗ {plain(name)}：{plain(reason)}", "red"), soft_wrap=True)
    for summary in batch.summaries:
        if summary.unread:
            doubt = f"注意：{plain(summary.name)}：没有读出双方和总价，可能不是合同，没有问题不等于核对无误"
            errors.print(Text(doubt, "yellow"), soft_wrap=True)
    if batch.outdated:
        old = f"注意：{'、'.join(batch.outdated)} 是以前的结果，这次没有重写（加 --report、--format 重写）"
        errors.print(Text(old, "yellow"), soft_wrap=True)
    for line in batch.unused:
        errors.print(Text(f"注意：{plain(line)}", "yellow"), soft_wrap=True)
    parts = [f"读取 {len(batch.summaries) - len(batch.unchanged)} 份"]
    parts += [f"{len(batch.unchanged)} 份没有变动，沿用上次的记录"] if batch.unchanged else []
    parts += [f"未能读取 {len(batch.failures)} 份"] if batch.failures else []
    ignored = sum(reason != OWN_OUTPUT for _, reason in batch.ignored)
    parts += [f"另有 {ignored} 个非合同文件未读"] if ignored else []
    parts += [f"移除 {len(batch.removed)} 份不再在输入中的旧记录"] if batch.removed else []
    across = sum(finding.accepted is not None for finding in batch.cross.findings)
    accepted = sum(summary.accepted for summary in batch.summaries) + across
    among = f"（其中跨合同 {across} 项）" if across else ""
    parts += [f"已接受 {accepted} 项{among}不再计入"] if accepted else []
    parts += [f"结果在 {batch.output}"] if batch.output is not None else []
    _print_cross(batch, screen)
    screen.print("，".join(parts), soft_wrap=True)


def _print_cross(batch: Batch, screen: Console) -> None:
    """Print what the contracts show together: how much, the worst of it, and the file that shows all of it best."""
    cross = batch.cross
    open_ones = [finding for finding in cross.findings if finding.accepted is None]
    counts = Counter(finding.severity for finding in open_ones)
    if counts:
        levels = (severity for severity in SEVERITIES if counts[severity])
        said = "，".join(f"{word('severity', severity)} {counts[severity]}" for severity in levels)
        screen.print(
            Text(f"跨合同 {len(open_ones)} 条（{said}），全部见 {_all_of_cross(batch)}", "bold"), soft_wrap=True
        )
    open_ones.sort(key=lambda finding: SEVERITIES.index(finding.severity))
    worst = [finding for finding in open_ones if finding.severity != "info"]
    for finding in worst[:_MOST_CROSS]:
        style = SEVERITY_STYLES[finding.severity]
        screen.print(Text(f"  {finding.code} {plain(finding.message)}", style), soft_wrap=True)
    for outcome in cross.checks:
        if outcome.status == "crashed":
            screen.print(
                Text(f"✗ 检查 {outcome.code} 未能完成（程序问题）：{plain(outcome.reason)}", "red"), soft_wrap=True
            )


def _all_of_cross(batch: Batch) -> str:
    """Return the file of this run, not of an earlier one, in which a person reads what contracts show together."""
    there = (name for name in (HTML_REPORT, WORKING_PAPER) if batch.output is not None and name not in batch.outdated)
    return next((name for name in there if (batch.output / name).is_file()), CROSS)  # type: ignore[operator]


def _worth_listing(summaries: tuple[Summary, ...]) -> tuple[Summary, ...]:
    """Return all contracts of a short run; of a long one those with the most errors, in their order."""
    if len(summaries) <= MOST_ROWS:
        return summaries
    worst = sorted(summaries, key=lambda summary: -summary.errors)[:MOST_ROWS]
    chosen = {summary.name for summary in worst if summary.errors}
    return tuple(summary for summary in summaries if summary.name in chosen)


def _see(batch: Batch, failure: Failure) -> str:
    if failure.kind != "internal" or batch.output is None:
        return ""
    return f"，详情见 {error_log_path(batch.output, failure.name)}"


def _batch_table(summaries: tuple[Summary, ...]) -> Table:
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for heading in ("文件", "名称", "采购方", "供应方"):
        table.add_column(heading, overflow="fold", ratio=1)
    table.add_column("总价", justify="right", no_wrap=True)
    table.add_column("付款", justify="right")
    for severity, style in SEVERITY_STYLES.items():
        table.add_column(word("severity", severity), justify="right", style=style)
    for summary in summaries:
        table.add_row(*(Text(plain(cell)) for cell in summary.cells()))
    return table
