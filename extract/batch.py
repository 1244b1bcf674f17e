"""Many contracts: each read on its own, so that one bad file costs one line and never the run."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.acknowledgements import unused
from extract.archives import close_archives
from extract.arguments import count_given, names_given, path_given, paths_given
from extract.checks.registry import all_checks
from extract.conclusion import Conclusion, conclude
from extract.config import AS_SHIPPED, Settings
from extract.errors import KanheError
from extract.exporters import known_formats, outdated
from extract.inputs import Inputs, Problem, find_inputs
from extract.job import Begun, Done, Job, PageRead, Read, lost, read_one
from extract.limits import Limits
from extract.model import Record
from extract.output_folder import record_path
from extract.plan import Plan, plan_run
from extract.readers import ReadOptions, document_from_text, read, suffixes
from extract.redaction import refuse_unmasked
from extract.results import Batch, Failure, Records
from extract.rulepack import current_rules
from extract.run_report import run_report
from extract.store import Store, open_store
from extract.workers import Loss, Pool

if TYPE_CHECKING:
    from extract.pipeline import Reading

Progress = Callable[[int, int, str], None]
"""Called after each file, and after each page that took long, with how many files are done, how many there are, and
the name of the file (and page)."""

_LONGEST_PATH = 1024
_DEFAULT_OPTIONS = ReadOptions()
_DEFAULT_LIMITS = Limits()


def extract_one(path_or_text: str | Path, rules: str | Path | None = None) -> Record:
    """Return the record of one contract; see `reading_of`."""
    return reading_of(path_or_text, rules).record


def reading_of(path_or_text: str | Path, rules: str | Path | None = None) -> Reading:
    """Return all that one contract gives, the record with its text; it is given as a path or as its text.

    A `str` is a path when such a file exists, or when it is one line that ends like a file's name.
    Raises ReadError when the file cannot be read, RuleError when the folder `rules` is wrong, KanheError (the base
    of both) when what is given is neither path nor text.
    """
    from extract.pipeline import read_contract

    pack = current_rules(path_given("rules", rules) if rules is not None else None)
    if isinstance(path_or_text, str) and not _is_path(path_or_text):
        return read_contract(document_from_text(path_or_text), pack)
    return read_contract(read(path_given("合同", path_or_text)), pack)


def _is_path(text: str) -> bool:
    if "\n" in text or "\0" in text or len(text) > _LONGEST_PATH:
        return False
    try:
        return text.lower().endswith(suffixes()) or Path(text).exists()
    except OSError:  # longer than any name of a file
        return False


def extract_folder(folder: str | Path, output: str | Path | None = None, **options: Any) -> Batch:
    """Read every contract below `folder`; see `extract_paths`, also for the options and what is raised."""
    if not path_given("folder", folder).is_dir():
        raise KanheError(f"{folder}：目录不存在")
    return extract_paths([folder], output, **options)


def extract_paths(
    paths: Sequence[str | Path],
    output: str | Path | None = None,
    *,
    rules: str | Path | None = None,
    workers: int = 0,
    formats: Sequence[str] = ("json",),
    options: ReadOptions = _DEFAULT_OPTIONS,
    limits: Limits = _DEFAULT_LIMITS,
    fresh: bool = False,
    redact: bool = False,
    settings: Settings = AS_SHIPPED,
    progress: Progress | None = None,
    only: Collection[Path] | None = None,
) -> Batch:
    """Read every contract in `paths`, files or folders, and return what came of it.

    With `output`, each record is written to `OUTPUT/records/` and its text to `OUTPUT/text/` as soon as it is read,
    then `OUTPUT/run.json`, what the contracts show together (`OUTPUT/cross.json`), and the `formats` other than "json".
    A contract that an earlier run wrote there is read again only when it, the rules, the program or the `options` have
    changed, or with `fresh`; so a run that was broken off goes on where it stopped. Without `output`, records stay in
    memory. With `redact`, personal data is masked before anything is written (see `extract.redaction`). `settings` say
    which checks run, and what was accepted; a folder `rules` wins over theirs. With `only`, files in folders that are
    not among these are taken for not there.

    With 0 workers all is done in this process. With more, in as many processes of their own, where one contract that
    exceeds `limits` is stopped and costs only itself; in a script, start it under `if __name__ == "__main__":`.
    Pages are reported to `progress`; `options.on_page` is not called.
    Raises KanheError for a wrong path, folder of rules, format, output or number of workers, also where it is of a
    wrong type; a bad contract is a Failure.
    """
    formats = known_formats(names_given("formats", formats))
    given = paths_given("paths", paths)
    place = path_given("output", output) if output is not None else None
    rules = path_given("rules", rules) if rules is not None else None
    if place is not None and redact:
        refuse_unmasked(place)
    plan = plan_run(rules, options, limits, settings, redact=redact)
    found = find_inputs(given, place, only)
    with Pool(count_given("workers", workers)) as pool:
        if place is None or not (found.files or found.problems):  # nothing there: more likely a slip than a batch's end
            return _in_memory(plan, found, pool, progress)
        with open_store(place, _relative_inputs(given, place), plan.basis.digest, fresh=fresh) as store:
            return _into_folder(plan, found, store, formats, pool, progress)


def _in_memory(plan: Plan, found: Inputs, pool: Pool, progress: Progress | None) -> Batch:
    """Read every contract, and keep the records."""
    jobs = [Job(file, plan.rules, plan.options, redact=plan.redact, settings=plan.settings) for file in found.files]
    results = _read_all(jobs, None, plan.limits, pool, progress)
    contracts = [result for result in results if isinstance(result, Read)]
    return Batch(
        summaries=tuple(contract.entry.summary for contract in contracts),
        records=Records([contract.record for contract in contracts]),
        failures=_failures(results, found.problems),
        ignored=found.ignored,
        rules=plan.basis.rules,
    )


def _into_folder(
    plan: Plan, found: Inputs, store: Store, formats: Sequence[str], pool: Pool, progress: Progress | None
) -> Batch:
    """Read every contract into the output folder, then write the report, the audit across contracts and `formats`."""
    for problem in found.problems:
        store.fail(_failure(problem))
    drawn = "html" in formats and not plan.redact
    jobs = [
        Job(
            file,
            plan.rules,
            plan.options,
            store.output,
            store.known(file.name),
            redact=plan.redact,
            settings=plan.settings,
            pictures=drawn,
        )
        for file in found.files
    ]
    results = _read_all(jobs, store, plan.limits, pool, progress)
    failures = _failures(results, found.problems)
    entries = [result.entry for result in results if isinstance(result, Read)]
    removed = store.remove_others([*(result.name for result in results), *(problem.name for problem in found.problems)])
    store.report(run_report(entries, failures, found.ignored, removed, plan.basis, store.inputs, plan.limits))
    records = Records([record_path(store.output, entry.name) for entry in entries])
    others = [name for name in dict.fromkeys(formats) if name != "json"]  # JSON is the store, and written already
    cross = conclude(Conclusion(records, store.output, plan.rules, plan.settings), others, pool)
    accepted = plan.settings.acknowledgements
    changed = removed or failures or not all(entry.unchanged for entry in entries)
    batch = Batch(
        summaries=tuple(entry.summary for entry in entries),
        records=records,
        failures=failures,
        ignored=found.ignored,
        rules=plan.basis.rules,
        output=store.output,
        unchanged=tuple(entry.name for entry in entries if entry.unchanged),
        removed=removed,
        outdated=tuple(outdated(store.output, ("json", *formats))) if changed else (),
        unused=tuple(unused(accepted, records, cross, all_checks())) if accepted else (),
        cross=cross,
    )
    store.finish()
    return batch


def _read_all(
    jobs: Sequence[Job], store: Store | None, limits: Limits, pool: Pool, progress: Progress | None
) -> list[Done]:
    """Return how each job ended, in their order, each noted in `store` as soon as it has."""
    done: dict[str, Done] = {}
    digests: dict[str, str] = {}

    def show(name: str) -> None:
        if progress is not None:
            progress(len(done), len(jobs), name)

    def hear(job: Job, told: Begun | PageRead) -> None:
        if isinstance(told, Begun):
            digests[job.file.name] = told.sha256
        else:
            show(f"{job.file.name} 第 {told.page}/{told.pages} 页")

    def give_up(job: Job, loss: Loss) -> Done:
        return lost(job, loss, limits, digests.get(job.file.name))

    try:
        with closing(pool.run(jobs, read_one, give_up, limits=limits, news=hear)) as results:
            for result in results:
                done[result.name] = result
                if store is not None:
                    _note(store, result)
                show(result.name)
    finally:
        close_archives()
    return [done[job.file.name] for job in jobs]


def _note(store: Store, result: Done) -> None:
    if isinstance(result, Read):
        store.add(result.entry)
    else:
        store.fail(result)


def _relative_inputs(paths: Sequence[str | Path], output: Path) -> tuple[str, ...]:
    """Return the inputs as seen from the output folder, in order: so that both may be moved together."""
    return tuple(sorted({_relative(Path(path).resolve(), output.resolve()) for path in paths}))


def _relative(path: Path, folder: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # on another drive of Windows
        return path.as_posix()


def _failures(results: Sequence[Done], problems: Sequence[Problem]) -> tuple[Failure, ...]:
    failures = [result for result in results if isinstance(result, Failure)]
    failures += [_failure(problem) for problem in problems]
    return tuple(sorted(failures, key=lambda failure: failure.name))


def _failure(problem: Problem) -> Failure:
    return Failure(problem.name, problem.kind, problem.reason)
