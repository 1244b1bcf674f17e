"""Errors that reach the user: each names the file and says what to do, in Chinese."""

from __future__ import annotations


class KanheError(Exception):
    """Base of all errors that Kanhe raises on purpose. `str(error)` is one Chinese line."""


class ReadError(KanheError):
    """A file cannot be read as a contract; the message names the file and the reason."""


class RuleError(KanheError):
    """A rule file is wrong; the message names the file, the key and the reason."""
