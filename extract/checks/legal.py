"""The legal basis: from the ids of `rules/basis.toml` to citations, in the version in force on the signing date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from extract.model import Record, is_before
from extract.rulepack import RulePack

_VERIFIED = ("V1", "V2")
_UNVERIFIED = "（待核）"


def citations(ids: Iterable[str], on: str | None, pack: RulePack) -> tuple[str, ...]:
    """Return the printed citations of `ids` on the ISO date `on` (today's law without one); a date may be partial.

    What was not yet in force then is left out; what is no id is printed as it stands.
    A citation whose text was not verified ends in （待核）.
    """
    rows = {row["id"]: row for row in pack.rows("basis")}
    laws = {row["id"]: row for row in pack.rows("laws")}
    printed = (_printed(rows[key], laws, on) if key in rows else key for key in ids)
    return tuple(dict.fromkeys(text for text in printed if text is not None))


def governing(ids: Iterable[str], record: Record, pack: RulePack) -> tuple[str, ...]:
    """Return `ids` without those whose law does not govern a contract of this kind, or with what stands in its place.

    财政部令第87号 is on the tender of goods and services: a contract for works alone is not under it.
    """
    rows = {row["id"]: row for row in pack.rows("basis")}
    laws = {row["id"]: row for row in pack.rows("laws")}
    kinds = {category.kind for category in record.categories}

    def governs(key: str) -> bool:
        law = laws.get(rows.get(key, {}).get("law", ""), {})
        return not kinds or not kinds <= set(law.get("not_for", ()))

    found = (key if governs(key) else rows[key].get("instead") for key in ids)
    return tuple(dict.fromkeys(key for key in found if key is not None))


def _printed(row: Mapping[str, Any], laws: Mapping[str, Mapping[str, Any]], on: str | None) -> str | None:
    version = next((old for old in row.get("before", ()) if on is not None and is_before(on, old["date"])), row)
    if "law" not in version:
        return None
    law = laws[version["law"]]
    if on is not None and "in_force" in law and is_before(on, law["in_force"]):
        return None
    number = f"（{law['number']}）" if "number" in law else ""
    status = version.get("status", row["status"])
    mark = "" if status in _VERIFIED else _UNVERIFIED
    return f"《{law['names'][0]}》{number}{version.get('article', '')}{row.get('note', '')}{mark}"
