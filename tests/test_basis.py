"""Whatever may change a record changes the basis of a run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import pytest

import extract
from extract import basis
from extract.basis import Basis, basis_of
from extract.config import Settings
from extract.readers import ReadOptions

SAMPLE = Basis("1.0", "c0de", "1.0", {"regex": "1"}, "ru1e5", {"ocr": "auto"})


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    basis._code.cache_clear()
    basis._libraries.cache_clear()
    yield
    basis._code.cache_clear()
    basis._libraries.cache_clear()


@pytest.mark.parametrize("part", list(Basis.__slots__))
def test_every_part_counts(part: str) -> None:
    other = {"another": "value"} if isinstance(getattr(SAMPLE, part), dict) else "another value"
    assert replace(SAMPLE, **{part: other}).digest != SAMPLE.digest
    assert replace(SAMPLE).digest == SAMPLE.digest


def test_basis_of_this_program(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = ["regex>=2024.4", "no-such-library>=1", 'pytest>=8; extra == "dev"']
    monkeypatch.setattr(metadata, "requires", lambda name: wanted)
    options = ReadOptions(ocr="never", max_bytes=1, max_pages=2, on_page=lambda page, pages: None)
    settings = Settings(ignore=("CLS007",))
    found = basis_of("abc", options, settings, redact=True)
    assert (found.version, found.rules) == (extract.__version__, "abc")
    assert found.libraries == {"regex": metadata.version("regex")}
    assert found.options == {
        "ocr": "never", "max_bytes": 1, "max_pages": 2, "redact": True, "checks": settings.digest,
    }  # fmt: skip
    assert settings.digest != Settings().digest
    assert found.described().keys() == set(Basis.__slots__)


def test_a_changed_source_is_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.py").write_text("1", encoding="utf-8")
    monkeypatch.setattr(extract, "__file__", str(tmp_path / "__init__.py"))
    first = basis._code()
    (tmp_path / "a.py").write_text("2", encoding="utf-8")
    basis._code.cache_clear()
    second = basis._code()
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    basis._code.cache_clear()
    assert len({first, second, basis._code()}) == 3
