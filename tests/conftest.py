"""What all tests share: the flag that rewrites golden files, and one setting for property tests."""

from __future__ import annotations

import signal

import pytest
from hypothesis import settings

settings.register_profile("kanhe", deadline=None)  # a busy machine is no failure
settings.load_profile("kanhe")
signal.signal(
    signal.SIGINT, signal.default_int_handler
)  # started in the background, programs would inherit its deafness


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="rewrite golden files instead of comparing with them")
