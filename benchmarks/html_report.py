"""How a report of many contracts behaves: its size, the time to write it, and in Chromium the time to open, to filter
and to show a contract, and the memory of the page.

    python benchmarks/html_report.py 500
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from extract.batch import extract_folder
from extract.exporters import export
from extract.exporters.json_files import export_json
from extract.model import Record
from extract.output_folder import text_path

CORPUS = Path(__file__).parent.parent / "corpus" / "contracts"


def main() -> None:
    """Print the measures for as many contracts as the first argument says."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder)
        records = list(_copies(count, output))
        for name, file in (("html", "report.html"), ("xlsx", "report.xlsx")):
            seconds = _timed(partial(export, name, records, output))
            size = (output / file).stat().st_size
            print(f"{file:<24}{count:>7,} contracts {size / 1e6:>8.1f} MB, written in {seconds:.1f} s")
        _browse(output)


def _copies(count: int, output: Path) -> Iterator[Record]:
    """Yield records of the corpus under new names until there are enough, their texts stored in `output`."""
    batch = extract_folder(CORPUS, output)
    originals = list(batch.records)
    for number in range(count):
        original = originals[number % len(originals)]
        name = f"第{number // 100:03}批/{number:05}-{original.document.path}"
        text = text_path(output, original.document.path).read_bytes()
        path = text_path(output, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
        record = original.model_copy(update={"document": original.document.model_copy(update={"path": name})})
        export_json([record], output)
        yield record


def _timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _browse(output: Path) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable")

        def opened() -> None:
            page.goto((output / "report.html").as_uri())
            page.wait_for_selector(".list tbody tr")

        def contract() -> None:
            page.click(".list tbody a")
            page.wait_for_selector(".contract .line")

        def back() -> None:
            page.keyboard.press("Escape")
            page.wait_for_selector(".list tbody tr")

        def searched() -> None:
            page.check("[name=inText]")
            page.fill("[name=text]", "数字展厅系统")  # in the text of one contract of the corpus, in no field of it
            page.wait_for_selector(".empty")
            page.wait_for_selector(".list tbody tr", timeout=600_000)

        steps = (
            ("open", opened),
            ("show a contract", contract),
            ("back to the list", back),
            ("only errors", lambda: page.click(".figure.error")),
            ("all contracts again", lambda: page.click(".figure.error")),
            ("search all texts", searched),
            ("list of findings", lambda: page.click("#top nav >> text=问题")),
        )
        for label, action in steps:
            print(f"{label:<24}{_timed(action):>7.2f} s")
        session.send("HeapProfiler.collectGarbage")
        metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
        print(f"{'script memory':<24}{metrics['JSHeapUsedSize'] / 1e6:>7.1f} MB, {metrics['Nodes']:,.0f} nodes")
        browser.close()


if __name__ == "__main__":
    main()
