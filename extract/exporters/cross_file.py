"""What the checks across contracts came to, `cross.json`. A run writes it before its reports."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from extract.errors import KanheError
from extract.files import write_text
from extract.model import CrossAudit
from extract.output_folder import CROSS


def write_cross(audit: CrossAudit, output: Path) -> None:
    """Write `OUTPUT/cross.json`. Raises OSError."""
    write_text(output / CROSS, [audit.model_dump_json(indent=1), "\n"])


def stored_cross(output: Path) -> CrossAudit:
    """Return the content of `OUTPUT/cross.json`, empty when there is none. Raises KanheError when it is another's."""
    path = output / CROSS
    if not path.is_file():
        return CrossAudit()
    try:
        return CrossAudit.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise KanheError(f"{path}：不是本版本的结果，请重新运行 kanhe extract") from error
