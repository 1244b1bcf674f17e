"""Numbers that a word processor prints beside every line."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tests.readers.pdf_writer import Draw, Sheet, read_pages

DIGITS = "一二三四五六七八九十"
BODY = [f"第{digit}条　双方应当按照约定全面履行义务。" for digit in DIGITS]
ANNEX = [f"附件{digit}　与本合同正文具有同等法律效力。" for digit in DIGITS]


def numbered(values: Sequence[int | None], lines: Sequence[str] = BODY, right: float = 50) -> Draw:
    """Draw lines of a contract with numbers in the margin that end at `right`; None leaves one out."""

    def draw(sheet: Sheet) -> None:
        sheet.lines(lines[: len(values)], x=80)
        for index, value in enumerate(values):
            if value is not None:
                sheet.line(str(value), right - 6 * len(str(value)), 80 + index * 20)

    return draw


def bare(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    "second",
    [range(11, 21), range(1, 11), [11, None, 13, 14, 15, 16, 17, 18, 19, 20]],
    ids=["on", "anew", "one lost"],
)
def test_numbers_of_lines_are_no_text(second: Sequence[int | None]) -> None:
    text = read_pages(numbered(range(1, 11)), numbered(second, ANNEX)).text
    assert bare(text) == bare("".join([*BODY, *ANNEX]))


def test_every_fifth_line_may_be_numbered() -> None:
    lines = [f"第{one}{other}条　双方应当履行义务。" for one in "一二三" for other in DIGITS]
    values = [number if number % 5 == 0 else None for number in range(1, 31)]
    assert bare(read_pages(numbered(values, lines)).text) == bare("".join(lines))


@pytest.mark.parametrize(
    "values",
    [[3, 1, 4, 1, 5, 9, 2, 6, 5, 3], [101, 102, 103, 104, 105, 106, 107, 108, 109, 110], [1, 2, 3]],
    ids=["no order", "not from one", "few"],
)
def test_other_figures_in_the_margin_are_text(values: list[int]) -> None:
    text = bare(read_pages(numbered(values)).text)
    assert all(f"{value}{bare(line)}" in text for value, line in zip(values, BODY, strict=False))


def test_the_numbers_of_a_tables_rows_are_text() -> None:
    def draw(sheet: Sheet) -> None:
        for index, cells in enumerate(
            [("序号", "名称", "金额"), *((f"{n}", f"维护{n}", f"{n}00.00") for n in range(1, 8))]
        ):
            for x, cell in zip((70, 130, 300), cells, strict=True):
                sheet.line(cell, x, 100 + index * 20)

    text = read_pages(draw).text
    assert "1\t维护1\t100.00" in text and "7\t维护7\t700.00" in text


def test_the_rest_of_a_table_on_the_next_page_keeps_its_numbers() -> None:
    def rows(first: int) -> Callable[[Sheet], None]:
        def draw(sheet: Sheet) -> None:
            for index in range(8):
                for x, cell in zip((70, 130, 300), (f"{first + index}", "维护", "100.00"), strict=True):
                    sheet.line(cell, x, 80 + index * 20)

        return draw

    text = read_pages(lambda s: s.lines(BODY), rows(6)).text
    assert "6\t维护\t100.00" in text and "13\t维护\t100.00" in text
