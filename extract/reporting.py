"""Reports from the stored records and texts of an earlier run: nothing is read or checked again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from extract.config import Settings
from extract.cross.audit import audit
from extract.errors import KanheError
from extract.exporters import export
from extract.exporters.cross_file import stored_cross, write_cross
from extract.exporters.json_files import export_json
from extract.exporters.places import stored_text
from extract.exporters.run_file import run_facts
from extract.files import write_text
from extract.model import CrossAudit, CrossFinding, Record
from extract.output_folder import RECORDS, RUN, text_path
from extract.redaction import redact
from extract.rulepack import RulePack, load_rules
from extract.store import refuse_links

_RUN_KEPT = ("version", "rules", "read", "unchanged", "failed", "failures")
"""What a masked copy keeps of `run.json`; its summaries name people."""


def report_stored(output: Path, formats: Sequence[str]) -> int:
    """Write `formats` of all records stored in `output`, and return how many records there are.

    Raises KanheError when there are none, when one is no record of this version, and for links in place of results.
    """
    paths = _record_paths(output)
    for name in formats:
        export(name, _records(paths), output)
    return len(paths)


def report_redacted(output: Path, target: Path, formats: Sequence[str], rules: Path | None = None) -> int:
    """Write records and texts of `output` with personal data masked into the new folder `target`, then `formats`.

    Raises KanheError as `report_stored` does, and when `target` is not empty or a text is missing.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise KanheError(f"{target}：不是空目录，遮盖后的结果请写入新目录")
    pack = load_rules(rules)
    for record in _records(_record_paths(output)):
        text = stored_text(output, record)
        if text is None:
            raise KanheError(f"{output}：没有 {record.document.path} 的原文，无法遮盖")
        masked, masked_text = redact(record, text, pack)
        write_text(text_path(target, record.document.path), [masked_text])
        export_json([masked], target)
    run = run_facts(output)
    kept = {key: run[key] for key in _RUN_KEPT if key in run}
    write_text(target / RUN, [json.dumps(kept, ensure_ascii=False, indent=1) + "\n"])
    cross = stored_cross(output)
    if cross.checks:
        write_cross(_audited_again(cross, target, pack), target)
    return report_stored(target, formats)


def _audited_again(cross: CrossAudit, target: Path, pack: RulePack) -> CrossAudit:
    """Return what the masked contracts in `target` show together: of the checks that `cross` has, and judged as there.

    The findings themselves are not copied: their words name people, accounts and telephones.
    """
    records = _records(_record_paths(target))
    settings = Settings(select=tuple(outcome.code for outcome in cross.checks))
    found = audit(((record, stored_text(target, record)) for record in records), pack, settings)
    judged = {_identity(finding): finding for finding in cross.findings}
    return found.model_copy(update={"findings": tuple(_judged(each, judged) for each in found.findings)})


def _judged(finding: CrossFinding, judged: Mapping[object, CrossFinding]) -> CrossFinding:
    """Return the finding with the severity that it had and who accepted it, without the words that they quoted."""
    before = judged.get(_identity(finding))
    if before is None:
        return finding
    accepted = before.accepted.model_copy(update={"quote": None}) if before.accepted is not None else None
    return finding.model_copy(update={"severity": before.severity, "accepted": accepted})


def _identity(finding: CrossFinding) -> object:
    return finding.code, tuple((place.path, place.spans) for place in finding.contracts)


def _record_paths(output: Path) -> list[Path]:
    refuse_links(output)
    folder = output / RECORDS
    paths = [path for path in folder.rglob("*.json") if path.is_file() and not path.is_symlink()]
    if not paths:
        raise KanheError(f"{output}：其中没有记录，请先运行 kanhe extract")
    return sorted(paths, key=lambda path: path.relative_to(folder).as_posix().removesuffix(".json"))


def _records(paths: Sequence[Path]) -> Iterator[Record]:
    for path in paths:
        try:
            yield Record.model_validate_json(path.read_bytes())
        except ValidationError as error:
            raise KanheError(f"{path}：不是本版本的记录，请重新运行 kanhe extract") from error
