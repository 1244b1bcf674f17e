"""A project's configuration: which checks run, how severe they are, and what is said of a wrong file."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.checks.registry import run_checks
from extract.config import ConfigError, Settings, load_settings
from extract.errors import KanheError
from tests.checks.building import built
from tests.helpers import PACK

RECORD = built({"total": "100.00", "signed_on": "2025-03-01", "laws": ["合同法"]})


def written(folder: Path, text: str) -> Path:
    path = folder / "kanhe.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_every_check_runs_as_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load_settings()
    assert settings == Settings()
    assert settings.runs("AMT001")
    assert settings.severity_of("AMT001") is None


def test_the_file_of_the_current_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, 'select = ["LAW"]\n')
    monkeypatch.chdir(tmp_path)
    assert [outcome.code for outcome in run_checks(RECORD, PACK, load_settings()).checks] == ["LAW001", "LAW002"]


def test_a_code_or_a_family_is_selected_and_ignored(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, 'select = ["PTY", "LAW001"]\nignore = ["PTY009"]\n'))
    assert settings.runs("PTY001")
    assert settings.runs("LAW001")
    assert not settings.runs("LAW002")
    assert not settings.runs("PTY009")


def test_severity_is_the_project_s_and_the_longest_key_wins(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, '[severity]\nLAW = "info"\nLAW001 = "warning"\n'))
    assert settings.severity_of("LAW002") == "info"
    findings = run_checks(RECORD, PACK, settings).findings
    assert {finding.severity for finding in findings if finding.code == "LAW001"} == {"warning"}


def test_options_win_over_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, 'select = ["AMT"]\nignore = ["PAY001"]\n[severity]\nPTY002 = "info"\n')
    settings = load_settings(path, select=["pay，pty002"], ignore=["PAY002"], severity=["PTY002=warning"])
    assert settings.runs("PAY003")
    assert not settings.runs("AMT001")
    assert not settings.runs("PAY001")
    assert not settings.runs("PAY002")
    assert settings.severity_of("PTY002") == "warning"


def test_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "names.toml").write_text("", encoding="utf-8")
    assert load_settings(written(tmp_path, 'rules = "rules"\n')).rules == tmp_path / "rules"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('selct = ["AMT"]', "selct"),
        ('select = ["AMX"]', "select 中没有检查 AMX"),
        ('ignore = "AMT001"', "ignore"),
        ('[severity]\nAMT001 = "fatal"', "AMT001 的级别"),
        ('[severity]\nXYZ = "info"', "severity 中没有检查 XYZ"),
        ("severity = 3", "severity"),
        ("rules = 3", "rules"),
        ("select = [", "TOML"),
        ('acknowledgements = "none.toml"', "none.toml"),
    ],
)
def test_a_wrong_file_is_named_with_its_key(tmp_path: Path, text: str, words: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(KanheError) as error:
        load_settings(path)
    assert words in str(error.value)
    assert str(tmp_path) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="不能读取"):
        load_settings(tmp_path / "none.toml")


@pytest.mark.parametrize(
    "options", [{"select": ["AMX"]}, {"ignore": ["001"]}, {"severity": ["AMT001"]}, {"severity": ["AMX=info"]}]
)
def test_a_wrong_option_is_named(
    options: dict[str, list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match=f"--{next(iter(options))}"):
        load_settings(**options)  # type: ignore[arg-type]


@pytest.mark.parametrize("severity", ["PTY", "", "PTY：info"])
def test_a_severity_without_a_level_is_told(severity: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match="--severity 应为「检查=级别」"):
        load_settings(severity=[severity])


def test_when_no_check_is_left_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match="没有剩下一项核对"):
        load_settings(select=["AMT"], ignore=["AMT"])
    with pytest.raises(ConfigError, match="没有剩下一项核对"):
        load_settings(written(tmp_path, 'ignore = ["AMT"]\n'), select=["AMT001"])


def test_a_code_that_there_is_not_comes_with_the_nearest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ConfigError, match="没有检查 AMT01，是不是 AMT0"):
        load_settings(select=["AMT01"])
