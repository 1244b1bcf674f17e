"""What the README states about the code is so."""

from __future__ import annotations

from pathlib import Path

import regex

from extract.checks.registry import all_checks
from extract.rulepack import load_rules

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_checks_is_the_registry() -> None:
    rows = regex.findall(r"^\| ([A-Z]{3}\d{3}) \| (\w+) \| (.+) \|$", README, flags=regex.MULTILINE)
    severities = {row["id"]: row["severity"] for row in load_rules().rows("checks")}
    titles = {code: (check.__doc__ or "").partition("。")[0] for code, check in all_checks().items()}
    assert {code: severity for code, severity, _ in rows} == severities
    assert {code: title for code, _, title in rows} == titles


def test_continuous_integration_runs_the_two_commands() -> None:
    commands = regex.findall(r"```sh\n(python3 -m venv .+?)\n```", README)
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert len(commands) == 2
    assert all(command in script for command in commands)


def test_the_corpus_is_as_large_as_the_readme_says() -> None:
    assert "eighteen contracts" in README
    assert len(list((ROOT / "corpus" / "contracts").iterdir())) == 18
