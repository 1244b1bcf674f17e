"""The HTML report in a real browser: lists, filters, places in the text, hostile text, pages, print, no request."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from extract.exporters.html import export_html
from extract.exporters.places import contract_key
from extract.model import Record
from extract.reporting import report_stored
from tests.exporters.conftest import HOSTILE, store, with_accepted

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium")
LAPTOP, DESKTOP = {"width": 1366, "height": 768}, {"width": 1920, "height": 1080}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Give a page; whatever it logs, throws or asks for beyond its own file fails the test."""
    page = browser.new_page(viewport=LAPTOP)
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda request: None if is_own(request.url) else troubles.append(request.url))
    yield page
    page.close()
    assert troubles == []


def is_own(url: str) -> bool:
    return url.startswith("data:image/jpeg") or re.fullmatch(r"file://[^?]*/report\.html(#.*)?", url) is not None


def open_report(page: Page, output: Path, place: str = "") -> None:
    page.goto(f"{(output / 'report.html').as_uri()}{place}")
    page.wait_for_selector("#view > *")


def rows(page: Page) -> list[str]:
    return [row.inner_text() for row in page.query_selector_all(".list tbody tr")]


def marked(page: Page, state: str = "on") -> str:
    return "|".join(page.locator(f".seg.{state}").all_text_contents())


def in_sight(page: Page, selector: str) -> bool:
    return bool(
        page.eval_on_selector(
            selector,
            "e => { const b = e.getBoundingClientRect(), f = e.closest('.body').getBoundingClientRect();"
            " return b.top >= f.top && b.bottom <= f.bottom }",
        )
    )


# -- lists ------------------------------------------------------------------------------------------------


@needs_browser
def test_overview_counts_filters_and_sorts(page: Page, corpus_output: Path) -> None:
    records = [json.loads(path.read_bytes()) for path in (corpus_output / "records").glob("*.json")]
    errors = sum(f["severity"] == "error" for record in records for f in record["findings"])
    open_report(page, corpus_output)
    assert len(rows(page)) == len(records)
    assert page.inner_text(".figure.error b") == str(errors)
    assert page.inner_text(".figure.unreadable b") == "1"

    page.click(".figure.error")
    with_errors = [record for record in records if any(f["severity"] == "error" for f in record["findings"])]
    assert len(rows(page)) == len(with_errors) < len(records)
    page.click(".figure.error")

    page.fill("[name=text]", "历史文化博物馆")
    page.wait_for_selector(".list tbody tr:nth-child(2)", state="detached")
    assert ["02-portal-maintenance.txt" in row for row in rows(page)] == [True]
    page.click("text=清除筛选")
    assert len(rows(page)) == len(records)

    page.click("th button:text('合同总价')")
    totals = [
        float(t.replace(",", "").rstrip("元")) for t in page.locator("td:nth-child(5)").all_inner_texts() if t != "—"
    ]
    assert totals == sorted(totals, reverse=True)
    assert len(totals) > 10
    assert page.get_attribute("th:nth-child(5)", "aria-sort") == "descending"

    buyer = page.locator("[name=buyer] option").nth(1).get_attribute("value")
    page.select_option("[name=buyer]", buyer)
    assert len(rows(page)) == 1
    assert str(buyer) in rows(page)[0]


@needs_browser
def test_findings_filter_by_code_and_kind(page: Page, corpus_output: Path) -> None:
    open_report(page, corpus_output, "#findings")
    everything = len(rows(page))
    page.select_option("[name=code]", "PTY002")
    assert 0 < len(rows(page)) < everything
    assert all("PTY002" in row for row in rows(page))
    page.select_option("[name=code]", "")
    page.select_option("[name=family]", "LAW")
    assert rows(page)
    assert all("LAW" in row for row in rows(page))


@needs_browser
@pytest.mark.parametrize("viewport", [LAPTOP, DESKTOP], ids=["laptop", "desktop"])
def test_what_the_search_is_for_is_shown_whole(page: Page, corpus_output: Path, viewport: Any) -> None:
    page.set_viewport_size(viewport)
    open_report(page, corpus_output)
    room, needed = page.eval_on_selector(
        "input[name=text]",
        """box => {
          const style = getComputedStyle(box), pen = document.createElement("canvas").getContext("2d");
          pen.font = style.font;
          const clearButton = 20;
          const padding = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight) + clearButton;
          return [box.clientWidth - padding, pen.measureText(box.placeholder).width];
        }""",
    )
    assert needed <= room
    bar = page.locator(".filters").bounding_box()
    assert bar is not None and bar["height"] < 50, "one line of filters"


@needs_browser
def test_full_text_search(page: Page, corpus_output: Path) -> None:
    words = "数字展厅系统"  # stands in one contract's table, in none of its fields
    open_report(page, corpus_output)
    page.fill("[name=text]", words)
    page.wait_for_selector(".empty")
    page.check("[name=inText]")
    page.wait_for_selector(".list tbody tr")
    assert len(rows(page)) == 1


@needs_browser
def test_checks_and_unread_files(page: Page, corpus_output: Path) -> None:
    open_report(page, corpus_output, "#checks")
    assert any(row.startswith("PTY001") for row in rows(page))
    page.click(".figure.error")
    page.wait_for_selector(".list.findings")
    assert all("错误" in row for row in rows(page))
    page.click("#top nav >> text=未读文件")
    page.wait_for_selector(".list.unread")
    assert rows(page) == ["空文件.txt\t文件是空的"]


# -- one contract -----------------------------------------------------------------------------------------


@needs_browser
@pytest.mark.parametrize("viewport", [LAPTOP, DESKTOP])
def test_a_finding_marks_its_places(browser: Browser, page: Page, corpus_output: Path, viewport: Any) -> None:
    page.set_viewport_size(viewport)
    record = Record.model_validate_json((corpus_output / "records/02-portal-maintenance.txt.json").read_bytes())
    text = (corpus_output / "text/02-portal-maintenance.txt.txt").read_bytes().decode()
    finding = next(f for f in record.findings if f.code == "PTY002")
    words = [text[span.start : span.end] for span in finding.spans]
    open_report(page, corpus_output, "#findings")
    page.click(f"text={finding.message[:12]}")
    page.wait_for_selector(".finding.chosen")
    assert marked(page) == "|".join(words)
    assert marked(page, "current") == words[0]
    assert in_sight(page, ".seg.current")
    assert page.inner_text("#counter") == "1 / 2"
    page.keyboard.press("n")
    assert marked(page, "current") == words[1]
    assert in_sight(page, ".seg.current")
    page.click("#after")
    assert marked(page, "current") == words[0]
    assert finding.suggestion in page.inner_text(".finding.chosen")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= viewport["width"]


@needs_browser
def test_every_fact_marks_exactly_its_words(page: Page, corpus_output: Path) -> None:
    name = "17-training-service.txt"
    record = Record.model_validate_json((corpus_output / f"records/{name}.json").read_bytes())
    open_report(page, corpus_output, f"#contract={contract_key(record)}")
    titles = page.locator(".group h3").all_inner_texts()
    for title in ("主体", "价款", "付款", "期限", "违约责任", "保密", "争议解决", "份数"):
        assert title in titles
    total = record.total
    assert total is not None
    page.locator("[data-group=价款] .fact").first.click()
    page.wait_for_selector(".fact.chosen")
    assert re.sub(r"\s", "", total.text) in re.sub(r"[\s|]", "", marked(page))


@needs_browser
def test_text_leads_back_to_its_fact(page: Page, corpus_output: Path) -> None:
    record = Record.model_validate_json((corpus_output / "records/09-office-lease.txt.json").read_bytes())
    open_report(page, corpus_output, f"#contract={contract_key(record)}")
    page.locator(".seg.read").first.click()
    assert page.locator(".chosen").count() == 1


@needs_browser
def test_keyboard_alone(page: Page, corpus_output: Path) -> None:
    open_report(page, corpus_output)
    page.focus(".list tbody a")
    page.keyboard.press("Enter")
    page.wait_for_selector(".contract")
    page.focus(".fact:not([disabled])")
    page.keyboard.press("Enter")
    assert marked(page)
    page.keyboard.press("Escape")
    page.wait_for_selector(".list")


@needs_browser
def test_a_place_in_the_address(page: Page, corpus_output: Path) -> None:
    record = Record.model_validate_json((corpus_output / "records/03-operations-service.txt.json").read_bytes())
    text = (corpus_output / "text/03-operations-service.txt.txt").read_bytes().decode()
    start = text.index("运行维护")
    open_report(page, corpus_output, f"#contract={contract_key(record)}&at={start}-{start + 4}")
    page.wait_for_selector(".seg.current")
    assert marked(page).replace("|", "") == "运行维护"


# -- hostile text -----------------------------------------------------------------------------------------


@needs_browser
def test_hostile_text_is_text(page: Page, tmp_path: Path, hostile: Record) -> None:
    store(tmp_path, hostile, HOSTILE)
    report_stored(tmp_path, ["html"])
    open_report(page, tmp_path)  # a run of one contract opens it
    page.wait_for_selector(".contract")
    assert page.evaluate("window.hacked") is None
    assert page.locator("#view img, #view script").count() == 0
    assert "</script><img src=x onerror=" in page.inner_text(".body")
    assert "<script>window.hacked=1</script>" in page.inner_text(".finding .said")

    page.click(".finding .message")
    assert marked(page) == "青禾县𠮷祥|青禾县图书馆𠮷"  # characters beyond U+FFFF move nothing


@needs_browser
def test_what_is_not_a_pass_never_looks_like_one(page: Page, tmp_path: Path, hostile: Record) -> None:
    store(tmp_path, hostile, HOSTILE)
    report_stored(tmp_path, ["html"])
    open_report(page, tmp_path)
    unverifiable, crashed = (page.inner_text(f".open.{status}") for status in ("unverifiable", "crashed"))
    assert "无法核对" in unverifiable
    assert "<i>大写看不清</i>" in unverifiable
    assert "程序问题" in crashed
    assert "NEW999" in crashed
    summary = page.inner_text(".summary summary")
    assert summary == "核对 4 项：通过 1，不符 1，无法核对 1，程序问题 1"
    assert "「待核」" in page.inner_text(".finding")


@needs_browser
def test_an_accepted_finding_is_no_open_error(page: Page, tmp_path: Path, hostile: Record) -> None:
    store(tmp_path, hostile, HOSTILE)
    export_html([with_accepted(hostile)], tmp_path)
    open_report(page, tmp_path, "#findings")
    assert page.inner_text(".figure.error b") == "0"
    assert page.inner_text(".figure.accepted b") == "1"
    page.click("text=名称不一致")
    card = page.inner_text(".finding.accepted")
    assert "已接受" in card
    assert "审计员甲 2025-03-01：已核实" in card
    assert "某规定第二条「待核」" in card


@needs_browser
def test_a_contract_without_checks_or_text(page: Page, tmp_path: Path, hostile: Record) -> None:
    bare = hostile.model_copy(update={"checks": (), "findings": ()})
    store(tmp_path, bare, HOSTILE + "多出来的字")  # not the text that the spans point into
    report_stored(tmp_path, ["html"])
    open_report(page, tmp_path)
    assert "未执行核对" in page.inner_text(".facts")
    assert "没有这份合同的原文" in page.inner_text(".body")


def test_the_policy_lets_nothing_out(corpus_output: Path) -> None:
    report = (corpus_output / "report.html").read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', report)
    assert policy is not None
    rules = dict(rule.split(" ", 1) for rule in policy[1].split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"].startswith("'sha256-")
    assert set(rules) == {"default-src", "base-uri", "form-action", "script-src", "style-src", "img-src"}
    script = report[report.rindex("<script>") :]
    assert "innerHTML" not in script
    assert "http" not in script


# -- pages ------------------------------------------------------------------------------------------------


@pytest.fixture
def paged(tmp_path: Path, hostile: Record) -> Path:
    """Return an output folder whose contract has pictures of two pages, the first with a finding's box."""
    from PIL import Image

    place = hostile.findings[0].spans[0].model_copy(update={"page": 1, "bbox": (59.5, 84.2, 119.0, 100.0)})
    away = hostile.findings[0].spans[1].model_copy(update={"page": 3, "bbox": (10.0, 10.0, 20.0, 20.0)})
    finding = hostile.findings[0].model_copy(update={"spans": (place, away)})
    store(tmp_path, hostile.model_copy(update={"findings": (finding,)}), HOSTILE)
    folder = tmp_path / "pages" / hostile.document.path
    folder.mkdir(parents=True)
    (folder / "pages.json").write_text(json.dumps({"1": [595.0, 842.0], "3": [595.0, 842.0]}))
    Image.new("RGB", (595, 842), "white").save(folder / "1.jpg")
    return tmp_path


@needs_browser
def test_the_box_on_the_picture(page: Page, paged: Path) -> None:
    report_stored(paged, ["html"])
    open_report(page, paged)
    page.click(".finding .message")
    page.click("#toggle")
    assert page.eval_on_selector(".sheet img", "image => image.decode().then(() => image.naturalWidth)") == 595
    sheet, box = page.locator(".sheet").bounding_box(), page.locator(".box.current").bounding_box()
    assert sheet is not None
    assert box is not None
    assert (box["x"] - sheet["x"]) / sheet["width"] == pytest.approx(0.1, abs=0.01)
    assert (box["y"] - sheet["y"]) / sheet["height"] == pytest.approx(0.1, abs=0.01)
    page.click("#after")
    assert "第 3 页的图片没有收入本报告" in page.inner_text(".page")


def test_redacted_contracts_show_no_pictures(paged: Path, hostile: Record) -> None:
    export_html([hostile.model_copy(update={"findings": (), "document": hostile.document})], paged)
    with_span = Record.model_validate_json(next((paged / "records").rglob("*.json")).read_bytes())
    export_html([with_span], paged)
    assert 'id="picture-' in (paged / "report.html").read_text(encoding="utf-8")
    redacted = with_span.document.model_copy(update={"redacted": True})
    export_html([with_span.model_copy(update={"document": redacted})], paged)
    assert 'id="picture-' not in (paged / "report.html").read_text(encoding="utf-8")


# -- print and many ---------------------------------------------------------------------------------------


@needs_browser
def test_print_shows_all_rows_and_the_whole_text(page: Page, tmp_path: Path, hostile: Record) -> None:
    for number in range(230):
        document = hostile.document.model_copy(update={"path": f"{number:03}.txt"})
        store(tmp_path, hostile.model_copy(update={"document": document}), HOSTILE)
    report_stored(tmp_path, ["html"])
    open_report(page, tmp_path)
    assert len(rows(page)) == 100
    page.click("text=下一页")
    assert len(rows(page)) == 100
    page.click("text=下一页")
    assert len(rows(page)) == 30
    assert "第 201–230 份，共 230 份" in page.inner_text(".pager")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert len(rows(page)) == 230
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="print")
    assert not page.is_visible(".filters")
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


# -- bytes ------------------------------------------------------------------------------------------------


def test_same_records_same_bytes(corpus_output: Path) -> None:
    written = (corpus_output / "report.html").read_bytes()
    assert report_stored(corpus_output, ["html"]) == len(list((corpus_output / "records").glob("*.json")))
    assert (corpus_output / "report.html").read_bytes() == written
