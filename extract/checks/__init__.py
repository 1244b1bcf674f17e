"""The audit: checks that read the record, and nothing else."""

from extract.checks.registry import run_checks

__all__ = ["run_checks"]
