"""What all tests share: one run over the corpus, the flag that rewrites golden files, a setting for property tests."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

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

    own = tmp_path_factory.getbasetemp()
    shared = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "corpus-output"
    with FileLock(f"{shared}.lock"):
        if not (shared / "finished").exists():
            folder = tmp_path_factory.mktemp("input")
            for path in CONTRACTS.iterdir():
                (folder / path.name).write_bytes(path.read_bytes())
            (folder / "空文件.txt").touch()
            extract_folder(folder, shared / "run", formats=("parquet", "csv", "html", "xlsx", "md", "ocds"))
            (shared / "finished").touch()
    return shared / "run"
