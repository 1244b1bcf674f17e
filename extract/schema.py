"""The published JSON Schema of the record."""

from __future__ import annotations

import json

from extract.model import Record


def schema_text() -> str:
    """Return the JSON Schema of a record as it stands in a file, generated from the model."""
    return json.dumps(Record.model_json_schema(mode="serialization"), ensure_ascii=False, indent=1) + "\n"
