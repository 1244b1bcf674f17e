"""What all tests share: one run over the corpus, the flag that rewrites golden files, a setting for property tests."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from hypothesis import settings

from tests.once import made_once

CONTRACTS = Path(__file__).parent.parent / "corpus" / "contracts"

settings.register_profile("kanhe", deadline=None)  # a busy machine is no failure
settings.load_profile("kanhe")
signal.signal(
    signal.SIGINT, signal.default_int_handler
)  # started in the background, programs would inherit its deafness


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="rewrite golden files instead of comparing with them")


@pytest.fixture(scope="session")
def corpus_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output folder of a run over the corpus and one file that cannot be read, in every format.

    One run serves all test processes: copy what you mean to change.
    """
    from extract.batch import extract_folder

    def run(place: Path) -> None:
        (place / "in").mkdir()
        for path in CONTRACTS.iterdir():
            (place / "in" / path.name).write_bytes(path.read_bytes())
        (place / "in" / "空文件.txt").touch()
        extract_folder(place / "in", place / "run", formats=("parquet", "csv", "html", "xlsx", "md", "ocds"))

    return made_once(tmp_path_factory, "corpus-output", run) / "run"
