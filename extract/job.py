"""One contract of a run, from its file to its record on disk. This is what worker processes do."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

from extract.config import AS_SHIPPED, Settings
from extract.document import Document
from extract.errors import ReadError, system_reason
from extract.exporters.pictures import are_stored, store_pictures
from extract.inputs import Held, Input
from extract.limits import Limits
from extract.model import Record
from extract.readers import ReadOptions, read_bytes
from extract.readers.pictures import SUFFIXES, has_pictures, page_pictures
from extract.results import Failure, Summary
from extract.store import Entry, entry_of, is_intact, store_record
from extract.workers import Loss


@dataclass(frozen=True, slots=True)
class Job:
    """A contract to read. `output` is the folder that its record is written to, None to hand it back."""

    file: Input | Held
    rules: Path | None
    options: ReadOptions
    output: Path | None = None
    known: Entry | None = None
    """What an earlier run on the same basis wrote of a contract of this name."""
    redact: bool = False
    """Mask personal data before anything is written."""
    settings: Settings = AS_SHIPPED
    pictures: bool = False
    """Keep pictures of pages for the HTML report."""
    with_text: bool = False
    """Hand back the text beside the record."""


@dataclass(frozen=True, slots=True)
class Done:
    """How a job ended: with an entry for the output folder, or with a failure; without a folder, with what would be in
    it: the record in JSON, and the text when the job wants it.
    """

    name: str
    summary: Summary | None = None
    entry: Entry | None = None
    record: str | None = None
    text: str | None = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """News of a job: the file is there, the program is loaded, reading begins. `sha256` is the file's."""

    sha256: str


@dataclass(frozen=True, slots=True)
class PageRead:
    """News of a job: a page that took long is done."""

    page: int
    pages: int


def read_one(job: Job, tell: Callable[[object], None]) -> Done:
    """Read one contract and store it. Whatever goes wrong is this file's failure."""
    digest = None
    try:
        content = job.file.content(job.options.max_bytes)
        digest = hashlib.sha256(content).hexdigest()
        known = job.known if job.output is not None and not _lacks_pictures(job.output, job) else None
        if known is not None and job.output is not None and is_intact(job.output, known, digest):
            return Done(job.file.name, known.summary, entry=known)
        record, document = _read(job, content, digest, tell)
        if job.output is None:
            entry = entry_of(record, document.text, digest)
            text = document.text if job.with_text else None
            return Done(job.file.name, entry.summary, entry, record.model_dump_json(), text)
        return _stored(job.output, job, record, document, content)
    except ReadError as error:
        return _failed(job, "unreadable", str(error).removeprefix(f"{job.file.name}："), digest)
    except MemoryError:
        return _failed(job, "memory", "内存不足，未能读完", digest)
    except Exception as error:  # our own bug must not cost the other contracts; it is reported as ours
        reason = f"内部错误 {type(error).__name__}，请报告此问题"
        return _failed(job, "internal", reason, digest, traceback.format_exc())


def lost(job: Job, loss: Loss, limits: Limits, sha256: str | None) -> Done:
    """Return how a job ended whose process died, or had to be ended for its `limits`; `sha256` as it had said.

    The file is not looked at: it may be what the process hung over.
    """
    if loss.reason == "timeout":
        return _failed(job, "timeout", f"超过 {limits.seconds:g} 秒没有进展，已停止", sha256)
    if loss.reason == "memory":
        return _failed(job, "memory", f"占用内存超过上限 {limits.megabytes} MB，已停止", sha256)
    return _failed(job, "internal", "处理进程意外终止（可能是内存不足）", sha256, loss.words or "进程没有留下说明\n")


def _lacks_pictures(output: Path, job: Job) -> bool:
    """Tell whether an earlier run kept no pictures of a contract whose pictures are wanted now."""
    return job.pictures and job.file.suffix in SUFFIXES and not are_stored(output, job.file.name)


def _read(job: Job, content: bytes, digest: str, tell: Callable[[object], None]) -> tuple[Record, Document]:
    """Return the record and the document that its spans point into, both masked when the job says so."""
    from extract.pipeline import read_contract
    from extract.redaction import redact
    from extract.rulepack import load_rules

    pack = load_rules(job.rules)
    tell(Begun(digest))  # and the clock is set anew: a process's first contract does not answer for loading
    options = replace(job.options, on_page=lambda page, pages: tell(PageRead(page, pages)))
    document = read_bytes(content, job.file.name, suffix=job.file.suffix, options=options)
    record = read_contract(document, pack, job.settings).record
    if job.redact:
        record, text = redact(record, document.text, pack)
        document = replace(document, text=text)
    return record, document


def _stored(output: Path, job: Job, record: Record, document: Document, content: bytes) -> Done:
    name, digest = job.file.name, hashlib.sha256(content).hexdigest()
    try:
        if job.pictures and not job.redact and has_pictures(document.media_type):
            sizes = {page.number: (page.width, page.height) for page in document.pages}
            store_pictures(output, record, sizes, partial(page_pictures, content, document.media_type))
        entry = store_record(output, record, document.text, digest)
    except OSError as error:
        failure = Failure(name, "unwritable", f"结果无法写入（{system_reason(error)}）", sha256=digest)
        return Done(name, failure=failure)
    return Done(name, entry.summary, entry=entry)


def _failed(
    job: Job,
    kind: Literal["unreadable", "timeout", "memory", "internal"],
    reason: str,
    sha256: str | None,
    detail: str = "",
) -> Done:
    return Done(job.file.name, failure=Failure(job.file.name, kind, reason, detail, sha256))
