"""Findings that somebody looked at and accepts: a small TOML file beside the contracts.

[[accepted]]
code = "PTY007"
contract = "2025/门户网站维护.docx"     # path of the contract below the folder that was read
reason = "注册地址与办公地址不同，已核对营业执照"
by = "李审"
on = 2025-11-03
quote = "知海路58号"                     # optional: only a finding at a place that holds these words
"""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from extract.errors import KanheError, system_reason, toml_reason
from extract.model import Accepted, CrossAudit, Finding, Record
from extract.rule_slips import meant

_REQUIRED = ("code", "contract", "reason", "by", "on")


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """One accepted finding: which, and who accepts it when and why. `on` is an ISO date."""

    code: str
    contract: str
    reason: str
    by: str
    on: str
    quote: str | None = None


def load_acknowledgements(path: Path) -> tuple[Acknowledgement, ...]:
    """Return the entries of an acknowledgement file. Raises KanheError naming file, entry and key when it is wrong."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise KanheError(f"{path}：不能读取（{system_reason(error)}）") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KanheError(f"{path}：{toml_reason(error)}") from error
    entries = data.get("accepted", [])
    if others := sorted(set(data) - {"accepted"}):
        raise KanheError(f"{path}：只应有 [[accepted]] 各项，{_unknown(others, ('accepted',))}")
    if not isinstance(entries, list):
        raise KanheError(f"{path}：accepted 应写作 [[accepted]]，每项一个")
    return tuple(_entry(path, number, entry) for number, entry in enumerate(entries, 1))


def _entry(path: Path, number: int, entry: Any) -> Acknowledgement:
    where = f"{path}：第 {number} 项 [[accepted]]"
    if not isinstance(entry, dict):
        raise KanheError(f"{where} 应为表")
    if unknown := sorted(set(entry) - {*_REQUIRED, "quote"}):
        raise KanheError(f"{where} 中{_unknown(unknown, (*_REQUIRED, 'quote'))}")
    if missing := [key for key in _REQUIRED if key not in entry]:
        raise KanheError(f"{where} 缺少 {'、'.join(missing)}")
    on = entry["on"]
    if isinstance(on, datetime.datetime) or not isinstance(on, datetime.date):
        raise KanheError(f"{where} 的 on 应为日期，如 2025-11-03，不加引号")
    texts = {key: value for key, value in entry.items() if key != "on"}
    if wrong := [key for key, value in texts.items() if not isinstance(value, str) or not value.strip()]:
        raise KanheError(f"{where} 的 {'、'.join(wrong)} 应为文字")
    return Acknowledgement(**texts, on=on.isoformat())


def _unknown(keys: Sequence[str], known: Sequence[str]) -> str:
    """Return the end of a message on unknown keys: which one is meant by a single one, else which there are."""
    near = meant(keys[0], known) if len(keys) == 1 else ""
    return f"不认识的键 {'、'.join(keys)}" + (near or f"，可用的有 {'、'.join(known)}")


def unused(
    acknowledgements: Sequence[Acknowledgement],
    records: Iterable[Record],
    across: CrossAudit,
    known: Collection[str] = (),
) -> list[str]:
    """Return a line in Chinese for each acknowledgement that accepts nothing, of one contract or across several.

    Nothing is said of one whose check, of the `known` ones, the settings left out: it may well accept something.
    """
    accepted: set[tuple[str, str, Accepted | None]] = set()
    checked: dict[str, set[str]] = {}
    for record in records:
        checked[record.document.path] = {outcome.code for outcome in record.checks}
        accepted |= {(finding.code, record.document.path, finding.accepted) for finding in record.findings}
    for found in across.findings:
        accepted |= {(found.code, place.path, found.accepted) for place in found.contracts}
    return [
        f"接受的问题没有对应：{entry.code} {entry.contract}"
        + (f"「{entry.quote}」" if entry.quote is not None else "")
        + (_meant(path_of(entry), checked) or "，请核对代码、合同路径和引文")
        for entry in acknowledgements
        if (entry.code, path_of(entry), mark_of(entry)) not in accepted
        and not (entry.code in known and entry.code not in checked.get(path_of(entry), {entry.code}))
    ]


def _meant(path: str, paths: Collection[str]) -> str:
    """Return which contract was meant by a path that no contract has: the one whose path ends it, or that it ends."""
    if path in paths:
        return ""
    parts = PurePosixPath(path).parts
    near = [each for each in paths if _ends_with(parts, each) or _ends_with(PurePosixPath(each).parts, path)]
    return f"；没有合同 {path}，是不是 {near[0]}？路径从所读的目录写起" if len(near) == 1 else ""


def _ends_with(parts: tuple[str, ...], path: str) -> bool:
    own = PurePosixPath(path).parts
    return bool(own) and parts[-len(own) :] == own


def path_of(entry: Acknowledgement) -> str:
    """Return the path of the contract as records write it."""
    return entry.contract.replace("\\", "/")


def of_file(acknowledgements: Sequence[Acknowledgement], file: Path, path: str) -> tuple[Acknowledgement, ...]:
    """Return the entries that mean `file`, for a record that calls it `path`.

    An entry names its contract as seen from the folder that was read, which a single file does not tell. It means the
    first file of that name that there is below a folder around `file`, from the outermost on.
    """
    file = file.resolve()
    outermost_first = tuple(reversed(file.parents))

    def means_file(entry: Acknowledgement) -> bool:
        return next(
            (at == file for at in (folder / path_of(entry) for folder in outermost_first) if at.exists()), False
        )

    return tuple(replace(entry, contract=path) for entry in acknowledgements if means_file(entry))


def mark_of(entry: Acknowledgement) -> Accepted:
    """Return what an accepted finding says of its acknowledgement."""
    return Accepted(reason=entry.reason, by=entry.by, on=entry.on, quote=entry.quote)


def accept(record: Record, text: str, acknowledgements: Sequence[Acknowledgement]) -> Record:
    """Return the record with the findings marked that an acknowledgement of this contract accepts.

    `text` is the document text that the findings' spans point into.
    """
    own = [entry for entry in acknowledgements if path_of(entry) == record.document.path]
    if not own:
        return record
    findings = tuple(_marked(finding, text, own) for finding in record.findings)
    return record.model_copy(update={"findings": findings})


def _marked(finding: Finding, text: str, entries: Sequence[Acknowledgement]) -> Finding:
    for entry in entries:
        quoted = entry.quote is None or any(
            _plain(entry.quote) in _plain(text[span.start : span.end]) for span in finding.spans
        )
        if entry.code == finding.code and quoted:
            return finding.model_copy(update={"accepted": mark_of(entry)})
    return finding


def _plain(words: str) -> str:
    """Return `words` without the layout's spaces and line breaks."""
    return "".join(words.split())
