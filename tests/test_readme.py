"""What the README states of the code is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from extract.checks.registry import all_checks, title_of
from extract.cli import cli
from extract.cross.registry import cross_checks
from extract.readers import suffixes
from extract.rulepack import load_rules

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def test_the_two_commands_are_what_continuous_integration_runs() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    commands = [block.strip() for block in blocks("sh")[:2]]
    assert len(commands) == 2
    for command in commands:
        assert command.startswith("python3 -m venv .venv && .venv/bin/pip install ")
        assert f"\n{command}\n" in script


def test_windows_has_the_same_commands() -> None:
    (windows,) = blocks("powershell")
    for line, command in zip(windows.strip().splitlines(), blocks("sh")[:2], strict=True):
        adapted = command.strip().replace("python3", "py", 1).replace(" && ", "; ").replace("'", '"')
        assert line == adapted.replace(".venv/bin/", ".venv\\Scripts\\")


def test_the_contract_shown_is_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "110")
    (shown,) = (block for block in blocks("text") if block.startswith("$ kanhe show "))
    command, printed = shown.split("\n", 1)
    result = CliRunner().invoke(cli, command.split()[2:])
    assert result.exit_code == 0
    assert [line.rstrip() for line in result.stdout.splitlines()] == printed.splitlines()


def test_every_command_and_option_named_exists() -> None:
    shown = re.findall(r"(?m)^(?:\$ )?kanhe ([a-z]+)([^#\n]*)", "".join(blocks("sh") + blocks("text")))
    assert {name for name, _ in shown} == set(cli.commands)
    for name, rest in shown:
        known = {option for param in cli.commands[name].params for option in param.opts}
        assert set(re.findall(r"(?<!\S)--?[a-z]+", rest)) <= known


def test_the_table_of_checks_is_the_registry() -> None:
    table = re.findall(r"(?m)^\| ([A-Z]{3}\d{3}) \| (\w+) \|", README)
    rows = (*load_rules().rows("checks"), *load_rules().rows("cross"))
    severities = {row["id"]: row["severity"] for row in rows}
    assert dict(table) == {code: severities[code] for code in (*all_checks(), *cross_checks())}
    assert len(table) == len(dict(table))


def test_the_table_of_checks_says_what_their_manuals_say() -> None:
    told = dict(re.findall(r"(?m)^\| ([A-Z]{3}\d{3}) \| \w+ \| (.*) \|$", README))
    manuals = {**all_checks(), **cross_checks()}
    assert told == {code: title_of(function).removesuffix("。") for code, function in manuals.items()}


def test_the_table_of_formats_is_the_registry() -> None:
    section = README.partition("\n## 格式 Formats\n")[2].partition("\n## ")[0]
    assert sorted(re.findall(r"\.[a-z]+", " ".join(re.findall(r"(?m)^\| (\.[^|]+)\|", section)))) == sorted(suffixes())


def test_links_lead_somewhere() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "rules/README.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", (ROOT / name).read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), f"{name}: {target}"
