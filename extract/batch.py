"""Many contracts: each read on its own, so that one bad file costs one line and never the run."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from extract.config import Settings
from extract.errors import KanheError, ReadError
from extract.exporters import export, known_formats, write_file
from extract.exporters.json_files import contract_path, export_json, record_path
from extract.exporters.places import text_path
from extract.inputs import Input, find_inputs
from extract.model import Record
from extract.pipeline import read_contract
from extract.readers import document_from_text, read, suffixes
from extract.redaction import redact as mask
from extract.redaction import refuse_unmasked
from extract.results import Batch, Failure, Records, Summary, run_report, summarise
from extract.rulepack import load_rules
from extract.workers import run

Progress = Callable[[int, int, str], None]
"""Called after each file with how many are done, how many there are, and the file's name."""

_LONGEST_PATH = 1024
_AS_SHIPPED = Settings()


@dataclass(frozen=True, slots=True)
class _Task:
    file: Input
    output: Path | None
    rules: Path | None
    redact: bool = False
    settings: Settings = _AS_SHIPPED


@dataclass(frozen=True, slots=True)
class _Result:
    name: str
    summary: Summary | None = None
    record: str | None = None
    failure: Failure | None = None


def extract_one(path_or_text: str | Path, rules: str | Path | None = None) -> Record:
    """Return the record of one contract, given as a path or as its text.

    A `str` is a path when such a file exists, or when it is one line that ends like a file's name.
    Raises ReadError when the file cannot be read, RuleError when the folder `rules` is wrong.
    """
    pack = load_rules(Path(rules) if rules is not None else None)
    if isinstance(path_or_text, Path) or _is_path(path_or_text):
        return read_contract(read(Path(path_or_text)), pack).record
    return read_contract(document_from_text(path_or_text), pack).record


def _is_path(text: str) -> bool:
    if "\n" in text or "\0" in text or len(text) > _LONGEST_PATH:
        return False
    return text.lower().endswith(suffixes()) or Path(text).is_file()


def extract_folder(
    folder: str | Path,
    output: str | Path | None = None,
    *,
    rules: str | Path | None = None,
    workers: int = 1,
    formats: Sequence[str] = ("json",),
    redact: bool = False,
    progress: Progress | None = None,
    settings: Settings | None = None,
) -> Batch:
    """Read every contract below `folder`; see `extract_paths`."""
    if not Path(folder).is_dir():
        raise KanheError(f"{folder}：目录不存在")
    return extract_paths(
        [folder],
        output,
        rules=rules,
        workers=workers,
        formats=formats,
        redact=redact,
        progress=progress,
        settings=settings,
    )


def extract_paths(
    paths: Sequence[str | Path],
    output: str | Path | None = None,
    *,
    rules: str | Path | None = None,
    workers: int = 1,
    formats: Sequence[str] = ("json",),
    redact: bool = False,
    progress: Progress | None = None,
    settings: Settings | None = None,
) -> Batch:
    """Read every contract in `paths`, files or folders, and return what came of it.

    With `output`, each record is written to `OUTPUT/records/` and its text to `OUTPUT/text/` as soon as it
    is read, then `OUTPUT/run.json` and the `formats` other than "json"; without, records stay in memory.
    `settings` say which checks run, and what was accepted; a folder `rules` wins over theirs.
    With `redact`, personal data is masked before anything is written (see `extract.redaction`).
    With more than one worker, start it under `if __name__ == "__main__":` in a script.
    Raises KanheError for a wrong path, folder of rules, format or output; a bad contract is a Failure.
    """
    formats = known_formats(formats)
    place = _prepared(Path(output)) if output is not None else None
    settings = settings if settings is not None else Settings()
    if place is not None and redact:
        refuse_unmasked(place)
    layer = Path(rules) if rules is not None else settings.rules
    digest = load_rules(layer).digest
    found = find_inputs([Path(path) for path in paths], place)
    results: dict[str, _Result] = {}
    tasks = [_Task(file, place, layer, redact, settings) for file in found.files]
    for result in run(tasks, _read_one, _lost, workers):
        results[result.name] = result
        if place is not None:
            _tidy(place, result)
        if progress is not None:
            progress(len(results), len(tasks), result.name)
    batch = _batch([results[file.name] for file in found.files], found.problems, found.ignored, digest, place)
    if place is not None:
        write_file(place / "run.json", [run_report(batch)])  # before the reports, which list what could not be read
        for name in formats:
            if name != "json":  # written one by one already: the store that the others read from
                export(name, batch.records, place)
    return batch


def _prepared(output: Path) -> Path:
    try:
        output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KanheError(f"{output}：不能用作输出目录（{error.strerror}）") from error
    return output


def _read_one(task: _Task) -> _Result:
    """Read one contract and store it. Whatever goes wrong is this file's failure."""
    name = task.file.name
    fail = partial(Failure, name)
    try:
        document = read(task.file.path, name=name)
        pack = load_rules(task.rules)
        record, text = read_contract(document, pack, task.settings).record, document.text
        if task.redact:
            record, text = mask(record, text, pack)
    except ReadError as error:
        return _Result(name, failure=fail("unreadable", str(error).removeprefix(f"{name}：")))
    except Exception as error:  # our own bug must not cost the other contracts; it is reported as ours
        reason = f"内部错误 {type(error).__name__}，请报告此问题"
        return _Result(name, failure=fail("internal", reason, traceback.format_exc()))
    if task.output is None:
        return _Result(name, summarise(record), record=record.model_dump_json())
    try:
        write_file(text_path(task.output, name), [text])
        export_json([record], task.output)
    except OSError as error:
        return _Result(name, failure=fail("unwritable", f"结果无法写入（{error.strerror}）"))
    return _Result(name, summarise(record))


def _lost(task: _Task) -> _Result:
    reason = "处理进程意外终止（可能是内存不足）"
    return _Result(task.file.name, failure=Failure(task.file.name, "internal", reason, reason))


def error_log_path(output: Path, name: str) -> Path:
    """Return where the traceback of an internal error over the contract `name` is kept."""
    return contract_path(output / "errors", f"{name}.log")


def _tidy(output: Path, result: _Result) -> None:
    """Remove what an earlier run left and this result contradicts; keep an internal error's traceback."""
    log = error_log_path(output, result.name)
    stored = [record_path(output, result.name), text_path(output, result.name)]
    stale = [log] if result.failure is None else stored
    try:
        for path in stale:
            path.unlink(missing_ok=True)
        if result.failure is not None and result.failure.kind == "internal":
            write_file(log, [result.failure.detail])
    except OSError:  # a name too long for the file system, say: the failure itself is reported all the same
        return


def _batch(
    results: Sequence[_Result],
    problems: Sequence[tuple[str, str]],
    ignored: tuple[str, ...],
    digest: str,
    output: Path | None,
) -> Batch:
    read_ones = [result for result in results if result.summary is not None]
    failures = [result.failure for result in results if result.failure is not None]
    failures += [Failure(name, "unsupported", reason) for name, reason in problems]
    sources = [
        result.record if result.record is not None else record_path(output or Path(), result.name)
        for result in read_ones
    ]
    return Batch(
        summaries=tuple(result.summary for result in read_ones if result.summary is not None),
        records=Records(sources),
        failures=tuple(sorted(failures, key=lambda failure: failure.name)),
        ignored=ignored,
        rules=digest,
        output=output,
    )
