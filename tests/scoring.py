"""Comparing a record with gold: both become bags of facts, and the bags are counted against each other.

A fact is (group, key, value). Only what gold speaks of is compared: a key missing from gold is not scored, a gold
value of null must be absent. Where gold gives alternatives, the one that the record has counts.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import regex

Fact = tuple[str, str, str]

_SCALARS = ("title", "contract_number", "project_name", "project_number", "signed_on", "signed_at", "awarded_on")
_PARTY_TEXTS = (
    "name", "address", "postcode", "legal_representative", "authorized_representative", "tax_id", "fax", "email",
)  # fmt: skip
_PERIODS = {"service", "warranty", "development", "delivery", "acceptance"}


def score(gold: dict[str, Any], record: dict[str, Any]) -> tuple[int, list[Fact], list[Fact]]:
    """Return how many facts agree, the facts of gold that are missing, and the record's that are wrong."""
    expected, found = Counter(_gold_facts(gold, record)), Counter(_record_facts(gold, record))
    right = expected & found
    return sum(right.values()), list((expected - right).elements()), list((found - right).elements())


def f1(right: int, missed: int, wrong: int) -> float:
    """Return the harmonic mean of precision and recall."""
    return 2 * right / (2 * right + missed + wrong) if right else 0.0


# --- normal forms ------------------------------------------------------------------------------------------


def _plain(value: Any) -> str:
    return regex.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", str(value)).lower())


def _number(value: Any) -> str:
    return str(Decimal(str(value)).normalize())


def _value(field: Any) -> Any:
    return field["value"] if isinstance(field, dict) and "value" in field else field


def _length(duration: Any) -> str:
    if duration is None:
        return ""
    if isinstance(duration, list):
        return f"{duration[0]} {duration[1]}"
    return f"{duration['value']} {duration['unit']}"


def _optional(group: str, key: str, value: Any) -> Iterator[Fact]:
    if value not in (None, "", []):
        yield group, key, _plain(value)


# --- facts of gold -----------------------------------------------------------------------------------------


def _gold_facts(gold: dict[str, Any], record: dict[str, Any]) -> Iterator[Fact]:
    for key in _SCALARS:
        yield from _optional("scalar", key, _chosen(gold, key, _value(record.get(key))))
    yield from _gold_total(gold, record)
    for party in gold.get("parties", []):
        yield from _gold_party(party, _party(record, party["role"]))
    for index, payment in enumerate(gold.get("payments", [])):
        yield from _payment(index, payment, payment.get("share"), payment.get("amount"), payment.get("trigger") or [])
    for period in gold.get("periods", []):
        if period["kind"] in _PERIODS:
            yield from _period(period, period.get("start"), period.get("end"), period.get("duration"))
    for penalty in gold.get("penalties", []):
        yield "penalty", penalty["liable"], _penalty(penalty, penalty.get("cap"))
    yield from _agreements(gold)
    for guarantee in gold.get("guarantees", []):
        yield "guarantee", guarantee["kind"], _pair(guarantee.get("rate"), guarantee.get("amount"))
    items = gold.get("line_items", {})
    if not items.get("count_any"):
        yield "items", "count", str(items.get("count", 0))
    for law in gold.get("laws_cited", []):
        yield "law", "", _plain(law)


def _gold_party(gold: dict[str, Any], found: dict[str, Any]) -> Iterator[Fact]:
    group = f"party.{gold['role']}"
    for key in _PARTY_TEXTS:
        yield from _optional(group, key, _chosen(gold, key, _value(found.get(key))))
    for key in ("contacts", "phones"):
        for value in gold.get(key, []):
            yield from _optional(group, key, value)
    for account in gold.get("accounts", []):
        yield group, "account", account["number"]


def _chosen(gold: dict[str, Any], key: str, found: Any) -> Any:
    """Return gold's value, or the alternative that the record has."""
    for value in (gold.get(key), *gold.get(f"{key}_alternatives", ())):
        if value is not None and found is not None and _plain(value) == _plain(found):
            return value
    return gold.get(key)


def _gold_total(gold: dict[str, Any], record: dict[str, Any]) -> Iterator[Fact]:
    total = gold.get("total")
    if total:
        yield "total", "value", _number(total["value"])
        yield from _optional("total", "uppercase", total.get("uppercase"))
        yield from _optional("total", "tax", total.get("tax"))
        if total.get("tax_rate"):
            yield "total", "tax_rate", _number(total["tax_rate"])


# --- facts of the record, as far as gold speaks ------------------------------------------------------------


def _record_facts(gold: dict[str, Any], record: dict[str, Any]) -> Iterator[Fact]:
    for key in _SCALARS:
        if key in gold:
            yield from _optional("scalar", key, _value(record.get(key)))
    yield from _record_total(gold, record)
    for party in gold.get("parties", []):
        yield from _record_party(party, _party(record, party["role"]))
    if "payments" in gold:
        yield from _record_payments(gold["payments"], record["payments"])
    if "periods" in gold:
        yield from _record_periods(gold["periods"], record["periods"])
    if "penalties" in gold:
        yield from _record_penalties(record["penalties"])
    yield from _agreements(_mentioned(gold, record))
    if "guarantees" in gold:
        for guarantee in record["guarantees"]:
            yield "guarantee", guarantee["kind"], _pair(guarantee["rate"], _value(guarantee["amount"]))
    if not gold.get("line_items", {}).get("count_any"):
        yield "items", "count", str(len(record["line_items"]))
    cited = {_plain(law) for law in gold.get("laws_cited", [])}
    for law in record["laws"]:
        if _plain(law["value"]) in cited:
            yield "law", "", _plain(law["value"])


def _record_payments(wanted: list[dict[str, Any]], payments: list[dict[str, Any]]) -> Iterator[Fact]:
    for index, payment in enumerate(payments):
        gold = wanted[index] if index < len(wanted) else {}
        trigger = _plain(_value(payment["trigger"]) or "")
        met = [word for word in gold.get("trigger") or [] if _plain(word) in trigger]
        amount = _value(payment["amount"]) if gold.get("amount") is not None else None
        seen: dict[str, Any] = {key: payment[key] for key in ("due", "due_on") if key in gold}
        flags = {key: payment[key] for key in ("remainder", "cap") if gold.get(key)}
        yield from _payment(index, {**seen, **flags}, _value(payment["share"]), amount, met)


def _record_periods(wanted: list[dict[str, Any]], periods: list[dict[str, Any]]) -> Iterator[Fact]:
    kinds = ({period["kind"] for period in wanted} | {"service"}) & _PERIODS
    for period in periods:
        if period["kind"] in kinds:
            stated = any(p["kind"] == period["kind"] and p.get("duration") for p in wanted)
            duration = period["duration"] if stated else None
            yield from _period(period, _value(period["start"]), _value(period["end"]), duration)


def _record_penalties(penalties: list[dict[str, Any]]) -> Iterator[Fact]:
    for penalty in penalties:
        cap = penalty["cap"] and (penalty["cap"]["rate"] or penalty["cap"]["amount"])
        yield "penalty", penalty["liable"], _penalty(penalty, cap)


def _record_total(gold: dict[str, Any], record: dict[str, Any]) -> Iterator[Fact]:
    total, wanted = record["total"], gold.get("total") or {}
    if total is None or "total" not in gold:
        return
    yield "total", "value", _number(total["value"])
    for key in ("uppercase", "tax"):
        if wanted.get(key):
            yield from _optional("total", key, _value(total[key]))
    if wanted.get("tax_rate") and total["tax_rate"]:
        yield "total", "tax_rate", _number(_value(total["tax_rate"]))


def _party(record: dict[str, Any], role: str) -> dict[str, Any]:
    return next((party for party in record["parties"] if party["role"] == role), {})


def _record_party(gold: dict[str, Any], party: dict[str, Any]) -> Iterator[Fact]:
    group = f"party.{gold['role']}"
    for key in _PARTY_TEXTS:
        if key in gold:
            yield from _optional(group, key, _value(party.get(key)))
    people = {_plain(_value(contact["name"])) for contact in party.get("contacts", []) if contact["name"]}
    phones = {_plain(_value(phone)) for phone in party.get("phones", [])}
    phones |= {_plain(_value(contact["phone"])) for contact in party.get("contacts", []) if contact["phone"]}
    for key, known in (("contacts", people), ("phones", phones)):
        for value in gold.get(key, []):
            if _plain(value) in known:
                yield group, key, _plain(value)
    if "accounts" in gold:
        for account in party.get("accounts", []):
            if account["number"]:
                yield group, "account", account["number"]["value"]


# --- facts that both sides write alike ---------------------------------------------------------------------


def _payment(index: int, payment: dict[str, Any], share: Any, amount: Any, words: list[str]) -> Iterator[Fact]:
    group = f"payment.{index + 1}"
    yield group, "", "exists"
    if share is not None:
        yield group, "share", _number(share)
    if amount is not None:
        yield group, "amount", _number(amount)
    if payment.get("due"):
        yield group, "due", _length(payment["due"])
    yield from _optional(group, "due_on", _value(payment.get("due_on")))
    for word in words:
        yield group, "trigger", _plain(word)
    for key in ("remainder", "cap"):
        if payment.get(key):
            yield group, key, "true"


def _period(period: dict[str, Any], start: Any, end: Any, duration: Any) -> Iterator[Fact]:
    yield f"period.{period['kind']}", "", f"{start} {end} {_length(duration)}"


def _penalty(penalty: dict[str, Any], cap: Any) -> str:
    rate, amount = _value(penalty.get("rate")), _value(penalty.get("amount"))
    return f"{_pair(rate, amount)} {penalty['per']} {_number(cap) if cap is not None else ''}"


def _pair(rate: Any, amount: Any) -> str:
    return f"{_number(rate) if rate is not None else ''} {_number(amount) if amount is not None else ''}"


def _mentioned(gold: dict[str, Any], record: dict[str, Any]) -> dict[str, Any]:
    """Return the record's agreements in gold's form, as far as gold mentions them."""
    secrecy = record["confidentiality"]
    known = {
        "present": secrecy["present"],
        "obligors": list(secrecy["obligors"]),
        "term": secrecy["term"]["kind"],
    }
    wanted = gold.get("confidentiality", {})
    dispute = {key: record["dispute"][key] for key in ("method", "venue") if key in gold.get("dispute", {})}
    copies = record["copies"] or {}
    roles = (gold.get("copies") or {}).get("by_role", {})
    return {
        "confidentiality": {key: value for key, value in known.items() if key in wanted},
        "dispute": dispute,
        "copies": {
            "total": copies.get("total") if "copies" in gold else None,
            "by_role": {role: copies.get("by_role", {}).get(role) for role in roles},
        },
    }


def _agreements(facts: dict[str, Any]) -> Iterator[Fact]:
    secrecy = facts.get("confidentiality", {})
    for key in ("present", "term"):
        if key in secrecy:
            yield "confidentiality", key, str(secrecy[key])
    for role in secrecy.get("obligors", []):
        yield "confidentiality", "obligor", role
    for key in ("method", "venue"):
        if facts.get("dispute", {}).get(key):
            yield "dispute", key, facts["dispute"][key]
    copies = facts.get("copies") or {}
    if copies.get("total") is not None:
        yield "copies", "total", str(copies["total"])
    for role, number in copies.get("by_role", {}).items():
        if number is not None:
            yield "copies", role, str(number)
