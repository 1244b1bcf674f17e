"""`kanhe checks`, `kanhe formats` and `kanhe schema`: what this installation checks, reads and writes."""

from __future__ import annotations

from pathlib import Path

import click

from extract.commands.help import Help, help_option, texts
from extract.commands.options import config_option, rules_option


@click.command("checks", cls=Help, **texts("kanhe checks", "kanhe checks AMT001"))
@click.argument("code", metavar="[编号]", required=False)
@rules_option
@config_option
@help_option
def checks_command(code: str | None, rules: Path | None, config: Path | None) -> None:
    """列出全部核对项目及级别；给出编号则显示该项的说明。"""
    from extract.checks.registry import refuse_unknown_checks
    from extract.config import known_codes, load_settings
    from extract.rulepack import load_rules
    from extract.terminal.reference import print_check, print_checks

    settings = load_settings(config, rules=rules)
    pack = load_rules(settings.rules)
    refuse_unknown_checks(pack)
    if code is None:
        print_checks(pack, settings)
    elif code.upper() in known_codes(pack):
        print_check(code.upper(), pack, settings)
    else:
        raise click.UsageError(f"没有检查 {code}，可用的见 kanhe checks")


@click.command("formats", cls=Help, **texts("kanhe formats"))
@help_option
def formats_command() -> None:
    """列出各种文件格式：是什么，本机能否读取，还缺什么。"""
    from extract.formats import formats
    from extract.terminal.reference import print_formats

    print_formats(formats())


@click.command("schema", cls=Help, **texts("kanhe schema > record.json"))
@help_option
def schema_command() -> None:
    """打印记录的 JSON Schema。"""
    from extract.schema import schema_text

    click.echo(schema_text(), nl=False)
