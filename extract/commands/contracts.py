"""`kanhe show` and `kanhe explain`: one contract on the terminal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extract.commands.help import Help, help_option, texts
from extract.commands.options import config_option, path, rules_option, timeout_option
from extract.commands.outcome import stopped_after

if TYPE_CHECKING:
    from extract.pipeline import Reading


@click.command("show", cls=Help, **texts("kanhe show 合同.txt"))
@click.argument("file", metavar="文件", callback=path)
@rules_option
@config_option
@timeout_option
@help_option
def show_command(file: Path, rules: Path | None, config: Path | None, timeout: int) -> None:
    """显示一份合同的要点和核对结果，各附行号和原文。"""
    from extract.terminal.contracts import print_contract

    print_contract(_reading(file, rules, config, timeout=timeout))


@click.command(
    "explain",
    cls=Help,
    **texts("kanhe explain 合同.txt 合同总价", "kanhe explain 合同.txt parties.buyer.name"),
)
@click.argument("file", metavar="文件", callback=path)
@click.argument("field", metavar="字段")
@rules_option
@timeout_option
@help_option
def explain_command(file: Path, field: str, rules: Path | None, timeout: int) -> None:
    """说明一个字段为何取此值：全部候选、规则、行号、得分和取舍理由。"""
    from extract.checks.registry import all_checks
    from extract.model import Record
    from extract.terminal.contracts import print_candidates
    from extract.wording import field_name, field_path

    code = field.upper()
    if code in all_checks():
        raise click.UsageError(
            f"{code} 是核对项，不是字段：核对什么见 kanhe checks {code}，这份合同的结果见 kanhe show"
        )
    reading, field = _reading(file, rules, timeout=timeout), field_path(field)
    if field.partition(".")[0] not in Record.model_fields and not reading.trace.of(field):
        named = (f"{path}（{name}）" if (name := field_name(path)) else path for path in reading.trace.fields)
        raise click.UsageError(f"没有字段 {field}，这份合同可查的有 {' '.join(named)}")
    print_candidates(reading, field)


def _reading(file: Path, rules: Path | None, config: Path | None = None, *, timeout: int) -> Reading:
    from extract.acknowledgements import of_file
    from extract.archives import ARCHIVE_SUFFIX
    from extract.checks.registry import refuse_unknown_checks
    from extract.config import load_settings
    from extract.pipeline import read_contract
    from extract.readers import ReadOptions, read
    from extract.rulepack import load_rules

    if not file.exists():
        raise click.UsageError(f"{file}：文件不存在")
    if file.suffix.lower() == ARCHIVE_SUFFIX:
        raise click.UsageError(f"{file}：压缩包请先解压再逐份查看，或用 kanhe extract {file} 一并读取")
    with stopped_after(timeout, file) as progressed:
        document = read(file, options=ReadOptions(on_page=lambda *_: progressed()))
        settings = load_settings(config, rules=rules)
        accepted = of_file(settings.acknowledgements, file, document.path)
        settings = replace(settings, acknowledgements=accepted)
        pack = load_rules(settings.rules)
        refuse_unknown_checks(pack)
        return read_contract(document, pack, settings)
