"""Compiles the rules' patterns when the package is built, so that no start of the program has to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PatternsHook(BuildHookInterface[Any]):
    """Writes `extract/patterns.pickle`, which the wheel carries."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile every pattern of `rules/`. Raises RuleError when one is wrong."""
        sys.path.insert(0, self.root)
        from extract.compiled import PLACE, save_patterns
        from extract.rulepack import load_rules

        pack = load_rules()
        save_patterns(map(pack.pattern, pack.pattern_names))
        build_data["artifacts"].append(f"/{PLACE.relative_to(Path(self.root).resolve()).as_posix()}")
