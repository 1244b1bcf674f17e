"""Every module has its place in the order that import-linter enforces, and in CONTRIBUTING's account of the house."""

from __future__ import annotations

import pkgutil
import re
import tomllib
from pathlib import Path

import extract

ROOT = Path(__file__).parent.parent
MODULES = sorted(module.name for module in pkgutil.iter_modules(extract.__path__))


def test_every_module_is_in_one_layer() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (order,) = (contract for contract in config["tool"]["importlinter"]["contracts"] if contract["type"] == "layers")
    layered = [module.strip() for layer in order["layers"] for module in layer.split("|")]
    assert sorted(layered) == [f"extract.{name}" for name in MODULES]


def test_every_module_is_in_the_account_of_the_house() -> None:
    house = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Adding a thing")[0]
    named = set(re.findall(r"`(?:extract/)?(\w+)(?:\.py|/)?`", house))
    assert set(MODULES) <= named
