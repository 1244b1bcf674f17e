"""A project's configuration, `kanhe.toml`: which checks run, how severe they are, what was accepted.

    rules = "rules"                          # a folder layered over the shipped rules
    acknowledgements = "acknowledgements.toml"
    select = ["AMT", "PTY001"]               # only these codes or families
    ignore = ["CLS007"]                      # not these
    [severity]
    PAY008 = "warning"

Paths are relative to the file. Whatever the command line says wins over the file.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from extract.acknowledgements import Acknowledgement, load_acknowledgements
from extract.errors import KanheError, system_reason, toml_reason
from extract.model import SEVERITIES, Severity
from extract.rule_slips import meant
from extract.rulepack import RulePack, current_rules

FILE_NAME = "kanhe.toml"
_KEYS = ("rules", "acknowledgements", "select", "ignore", "severity")


class ConfigError(KanheError):
    """A configuration file or option is wrong; the message names file and key."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How checks are run in a project."""

    rules: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    acknowledgements: tuple[Acknowledgement, ...] = ()

    def runs(self, code: str) -> bool:
        """Tell whether the check `code` runs: selected (all are when none is), and not ignored."""
        return (not self.select or code.startswith(self.select)) and not code.startswith(self.ignore or ("\0",))

    @property
    def digest(self) -> str:
        """SHA-256 of everything but the rules, which have a digest of their own."""
        chosen = (self.select, self.ignore, sorted(self.severity.items()), self.acknowledgements)
        return hashlib.sha256(repr(chosen).encode()).hexdigest()

    def severity_of(self, code: str) -> Severity | None:
        """Return the project's severity of `code`, of the longest key that fits, or None for the check's own."""
        fitting = [key for key in self.severity if code.startswith(key)]
        return self.severity[max(fitting, key=len)] if fitting else None


AS_SHIPPED = Settings()
"""Every check, each as severe as the rules say."""


def load_settings(
    config: Path | None = None,
    *,
    rules: Path | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    severity: Sequence[str] = (),
) -> Settings:
    """Return the settings of `config` (`kanhe.toml` of the current folder when it is None), with the options over them.

    `severity` holds CODE=LEVEL. Raises ConfigError for a missing or wrong file, an unknown key, code or level.
    """
    path = config if config is not None else Path(FILE_NAME)
    settings = _read(path) if config is not None or path.is_file() else Settings()
    settings = replace(settings, rules=rules if rules is not None else settings.rules)
    known = known_codes(current_rules(settings.rules))
    _check_codes(str(path), "select", settings.select, known)
    _check_codes(str(path), "ignore", settings.ignore, known)
    _check_codes(str(path), "severity", settings.severity, known)
    for number, entry in enumerate(settings.acknowledgements, 1):
        if entry.code not in known:
            hint = meant(entry.code.upper(), known) or "，可用的见 kanhe checks"
            raise ConfigError(
                f"{path}：acknowledgements 的文件中第 {number} 项 [[accepted]]：没有检查 {entry.code}{hint}"
            )
    chosen, left_out = _codes(select), _codes(ignore)
    levels = dict(settings.severity) | _levels(severity)
    _check_codes("--select", "", chosen, known)
    _check_codes("--ignore", "", left_out, known)
    _check_codes("--severity", "", levels, known)
    settings = replace(
        settings, select=chosen or settings.select, ignore=(*settings.ignore, *left_out), severity=levels
    )
    if not any(map(settings.runs, known)):
        raise ConfigError("--select 和 --ignore（含 kanhe.toml 中的）合起来没有剩下一项核对")
    return settings


def known_codes(pack: RulePack) -> list[str]:
    """Return the codes of all checks: of one contract, then across contracts."""
    return [str(row["id"]) for name in ("checks", "cross") for row in pack.rows(name)]


def _codes(values: Sequence[str]) -> tuple[str, ...]:
    """Return the codes of an option that may be given several times, each a list with commas."""
    return tuple(
        code.strip().upper() for value in values for code in value.replace("，", ",").split(",") if code.strip()
    )


def _levels(values: Sequence[str]) -> dict[str, Severity]:
    levels: dict[str, Severity] = {}
    for value in values:
        code, equals, level = value.partition("=")
        if not equals:
            raise ConfigError(
                f"--severity 应为「检查=级别」，如 {code.strip() or 'PTY'}=warning，不是 {value or '空的'}"
            )
        levels[code.strip().upper()] = _level("--severity", code, level.strip())
    return levels


def _level(origin: str, code: str, level: object) -> Severity:
    if level not in SEVERITIES:
        raise ConfigError(f"{origin}：{code} 的级别应为 {'、'.join(SEVERITIES)}，不是 {level}")
    return level


def _check_codes(origin: str, key: str, codes: Collection[str], known: Sequence[str]) -> None:
    for code in codes:
        if not any(other.startswith(code) for other in known):
            hint = meant(code, known) or "，可用的见 kanhe checks"
            raise ConfigError(f"{origin}：{key + ' 中' if key else ''}没有检查 {code}{hint}")


def _read(path: Path) -> Settings:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path}：不能读取（{system_reason(error)}）") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}：{toml_reason(error)}") from error
    if unknown := sorted(set(data) - set(_KEYS)):
        raise ConfigError(f"{path}：不认识的键 {'、'.join(unknown)}，可用的有 {'、'.join(_KEYS)}")
    levels = data.get("severity", {})
    if not isinstance(levels, dict):
        raise ConfigError(f"{path}：severity 应为表，每行「检查 = 级别」")
    accepted = _path(path, data, "acknowledgements")
    return Settings(
        rules=_path(path, data, "rules"),
        select=_strings(path, data, "select"),
        ignore=_strings(path, data, "ignore"),
        severity={code: _level(f"{path}：severity 中", code, level) for code, level in levels.items()},
        acknowledgements=load_acknowledgements(accepted) if accepted is not None else (),
    )


def _path(path: Path, data: Mapping[str, Any], key: str) -> Path | None:
    value = data.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or not value:
        raise ConfigError(f"{path}：{key} 应为路径")
    return path.parent / value


def _strings(path: Path, data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = data.get(key, [])
    if not isinstance(value, list) or not all(isinstance(code, str) and code for code in value):
        raise ConfigError(f"{path}：{key} 应为字符串的数组")
    return tuple(value)
