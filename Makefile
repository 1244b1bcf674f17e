# Shortcuts for Linux and macOS; the README gives the same commands in full, for Windows too.
PYTHON = .venv/bin/python

.PHONY: demo test check format schema bench

.venv/installed: pyproject.toml
	python3 -m venv .venv
	.venv/bin/pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@

demo: .venv/installed
	.venv/bin/kanhe extract corpus -o outputs

test: .venv/installed
	$(PYTHON) -m pytest --cov --cov-report=term -n auto

check: .venv/installed
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports

format: .venv/installed
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

schema: .venv/installed
	$(PYTHON) -m pytest tests/test_schema.py --regenerate

bench: .venv/installed
	$(PYTHON) benchmarks/pipeline.py corpus/contracts
	$(PYTHON) benchmarks/batch.py
