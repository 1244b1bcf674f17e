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
from extract.results import Failure
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
class Read:
    """A contract that was read, now or by an earlier run."""

    entry: Entry
    record: str = ""
    """The record in JSON, of a job without an output folder."""
    text: str = ""
    """The text, of such a job that wants it."""

    @property
    def name(self) -> str:
        """The contract's name."""
        return self.entry.name


Done = Read | Failure
"""How a job ended."""


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
        known = _reusable(job, digest)
        return Read(known) if known is not None else _keep(job, content, digest, *_read(job, content, digest, tell))
    except ReadError as error:
        return _failed(job, "unreadable", str(error).removeprefix(f"{job.file.name}："), digest)
    except MemoryError:
        return _failed(job, "memory", "内存不足，未能读完", digest)
    except Exception as error:  # our own bug must not cost the other contracts; it is reported as ours
        reason = f"内部错误 {type(error).__name__}，请报告此问题"
        return _failed(job, "internal", reason, digest, traceback.format_exc())


def lost(job: Job, loss: Loss, limits: Limits, sha256: str | None) -> Failure:
    """Return how a job ended whose process died, or had to be ended for its `limits`; `sha256` as it had said.

    The file is not looked at: it may be what the process hung over.
    """
    if loss.reason == "timeout":
        return _failed(job, "timeout", f"超过 {limits.seconds:g} 秒没有进展，已停止", sha256)
    if loss.reason == "memory":
        return _failed(job, "memory", f"占用内存超过上限 {limits.megabytes} MB，已停止", sha256)
    return _failed(job, "internal", "处理进程意外终止（可能是内存不足）", sha256, loss.words or "进程没有留下说明\n")


def _reusable(job: Job, digest: str) -> Entry | None:
    """Return what an earlier run wrote of the very contract, None when it is not all there as it was written."""
    if job.output is None or job.known is None or not is_intact(job.output, job.known, digest):
        return None
    lacks_pictures = job.pictures and job.file.suffix in SUFFIXES and not are_stored(job.output, job.file.name)
    return None if lacks_pictures else job.known


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


def _keep(job: Job, content: bytes, digest: str, record: Record, document: Document) -> Done:
    """Write what was read to the job's output folder, or hand it back where there is none."""
    if job.output is None:
        text = document.text if job.with_text else ""
        return Read(entry_of(record, document.text, digest), record.model_dump_json(), text)
    try:
        if job.pictures and not job.redact and has_pictures(document.media_type):
            sizes = {page.number: (page.width, page.height) for page in document.pages}
            store_pictures(job.output, record, sizes, partial(page_pictures, content, document.media_type))
        return Read(store_record(job.output, record, document.text, digest))
    except OSError as error:
        return _failed(job, "unwritable", f"结果无法写入（{system_reason(error)}）", digest)


def _failed(
    job: Job,
    kind: Literal["unreadable", "unwritable", "timeout", "memory", "internal"],
    reason: str,
    sha256: str | None,
    detail: str = "",
) -> Failure:
    return Failure(job.file.name, kind, reason, detail, sha256)
