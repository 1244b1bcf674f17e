"""What a run goes by, the same on one machine and on Spark."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from extract.basis import Basis, basis_of
from extract.checks.registry import refuse_unknown_checks, rules_of_checks
from extract.config import Settings
from extract.cross.audit import rules_of_cross_checks
from extract.limits import Limits
from extract.readers import ReadOptions
from extract.rulepack import RulePack, current_rules


@dataclass(frozen=True, slots=True)
class Plan:
    """How the contracts of a run are read and checked, and the basis that this makes."""

    rules: Path | None
    """The user's folder of rules."""
    pack: RulePack
    options: ReadOptions
    limits: Limits
    settings: Settings
    redact: bool
    basis: Basis


def plan_run(
    rules: str | Path | None, options: ReadOptions, limits: Limits, settings: Settings, *, redact: bool
) -> Plan:
    """Return the plan of a run that begins now; a folder `rules` wins over that of the settings.

    Raises RuleError for a wrong folder of rules, and for a check without its rule: it would fail every contract.
    """
    layer = Path(rules) if rules is not None else settings.rules
    pack = current_rules(layer)
    rules_of_cross_checks(pack)
    refuse_unknown_checks(pack)
    rules_of_checks(pack)
    quiet = replace(options, on_page=None)
    return Plan(layer, pack, quiet, limits, settings, redact, basis_of(pack.digest, quiet, settings, redact=redact))
