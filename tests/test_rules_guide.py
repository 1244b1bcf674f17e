"""The guide for people who write rules: every file in it is right, every command does what the guide says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.cli import main
from extract.rulepack import load_rules, shipped_rules

GUIDE = (Path(__file__).parent.parent / "rules" / "README.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"(?:\*\*`(?P<file>[^`]+)`\*\*\n\n)?```(?P<language>\w+)\n(?P<content>.*?)```", re.DOTALL)


def joined(text: str) -> str:
    """Return `text` without the spaces and line breaks of its layout."""
    return "".join(text.split())


def run(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    program, *arguments = command.split()
    assert program == "kanhe"
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    out, err = capsys.readouterr()
    assert not ended.value.code, f"{command}: {err}"
    return joined(out)


def blocks() -> Iterator[tuple[str | None, str, str]]:
    for block in _BLOCK.finditer(GUIDE):
        yield block["file"], block["language"], block["content"]


def test_the_guide_holds_from_beginning_to_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "400")
    printed, before = "", ""
    for file, language, content in blocks():
        if file is not None:
            (tmp_path / file).parent.mkdir(exist_ok=True)
            (tmp_path / file).write_text(content, encoding="utf-8")
            if file == "合同目录/示例.txt":
                before = run("kanhe show 合同目录/示例.txt", capsys)
        elif language == "sh":
            printed = "".join(run(command, capsys) for command in content.strip().splitlines())
        else:
            for line in content.strip().splitlines():
                assert joined(line) in printed
                assert joined(line) not in before, f"{line}: it is so without the rule"
    layered = load_rules(tmp_path / "我的规则")
    assert "文号" not in layered.table("labels.fields")["number"]
    assert layered.threshold("cross.tender") == 1_000_000
    assert layered.pattern("cross.supplement").search("续签合同")


def test_every_file_of_the_folder_is_named() -> None:
    table = GUIDE.partition("## 各文件管什么")[2]
    named = set(re.findall(r"`([a-z_]+\.(?:toml|txt))`", table))
    assert named == {path.name for path in shipped_rules().iterdir()} - {"README.md"}
