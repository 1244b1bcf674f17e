"""The same characters, laid out otherwise: line breaks, spaces, page headers, tables."""

from __future__ import annotations

from random import Random

import regex

from tests.metamorphic.transformations import Contract, is_row, replaced, transformation

_HAN = r"[\p{Han}，。、；：（）《》]"
_PAGE = 40
"""Lines of a page."""
_LONGEST = 400
"""A longer line is no paragraph."""
_NARROW = 24
"""A shorter line fits into any window."""
_SHORT = 60
"""A text without a longer line was wrapped."""
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_HALF = {wide: narrow for narrow, wide in _WIDE.items()}


@transformation("one line")
def one_line(contract: Contract, _: Random) -> str | None:
    """As OCR gives it: no line breaks, a space where one was."""
    if _is_marked_up(contract.text):
        return None
    return regex.sub(r"\s*\n\s*|\t", " ", contract.text).strip()


@transformation("one line, no spaces at breaks")
def one_line_glued(contract: Contract, _: Random) -> str | None:
    """No line breaks, and nothing where one was; rows of tables keep a space between cells."""
    if _is_marked_up(contract.text):
        return None
    return regex.sub(r"\t", " ", regex.sub(r"[ \u3000]*\n\s*", "", contract.text)).strip()


@transformation("hard wrapped")
def hard_wrapped(contract: Contract, random: Random) -> str | None:
    """Every paragraph is cut into lines of one width."""
    if _is_wrapped(contract.text):
        return None
    width = random.randint(20, 40)
    return "\n".join(_wrapped(line, width) for line in contract.text.split("\n"))


@transformation("hard wrapped, no blank lines")
def hard_wrapped_tight(contract: Contract, random: Random) -> str | None:
    """Every paragraph is cut into lines of one width, and nothing parts the paragraphs."""
    if _is_wrapped(contract.text):
        return None
    width = random.randint(20, 40)
    lines = [line.strip() if not is_row(line) else line for line in contract.text.split("\n") if line.strip()]
    return "\n".join(_wrapped(line, width) for line in lines)


@transformation("ragged")
def ragged(contract: Contract, random: Random) -> str | None:
    """Every paragraph is cut into lines of any length, as what is copied out of a chat is."""
    if (
        _is_wrapped(contract.text)
        or _is_marked_up(contract.text)
        or max(map(len, contract.text.split("\n"))) > _LONGEST
    ):
        return None
    return "\n".join(_torn(line.strip(), random) for line in contract.text.split("\n") if line.strip())


def _torn(line: str, random: Random) -> str:
    if (
        is_row(line)
        or len(line) <= _NARROW
        or line[:1] in "|*#>"
        or any(sign in line for sign in ("  ", "\u3000", "&"))
    ):
        return line
    lines: list[str] = []
    while line:
        length = random.randint(12, 40)
        lines.append(line[:length])
        line = line[length:]
    return "\n".join(lines)


@transformation("no blank lines")
def no_blank_lines(contract: Contract, _: Random) -> str:
    """Paragraph follows paragraph."""
    return "\n".join(line for line in contract.text.split("\n") if line.strip())


def _is_marked_up(text: str) -> bool:
    """Tell whether a contract is Markdown or holds a drawn table: neither can do without line breaks."""
    return "\n## " in text or "<tr>" in text or "│" in text


def _is_wrapped(text: str) -> bool:
    """Tell whether the lines of a contract are cut already."""
    return max(len(line) for line in text.split("\n") if not is_row(line)) < _SHORT


def _wrapped(line: str, width: int) -> str:
    if is_row(line):
        return line
    return "\n".join(line[start : start + width] for start in range(0, len(line), width)) if line else line


@transformation("no white space")
def no_white_space(contract: Contract, _: Random) -> str | None:
    """Nothing but the characters."""
    if _is_marked_up(contract.text):
        return None
    return regex.sub(r"\s+", "", contract.text)


@transformation("no white space but line breaks")
def no_spaces(contract: Contract, _: Random) -> str:
    """Spaces and blank lines are gone; cells of tables stay apart."""
    return regex.sub(r"\n+", "\n", regex.sub(r"[ \u3000]+", "", contract.text))


@transformation("spaced out")
def spaced_out(contract: Contract, random: Random) -> str:
    """A space here and there between characters and around figures."""
    between = rf"(?<={_HAN})(?={_HAN})"
    around = rf"(?<={_HAN})(?=\d)|(?<=\d)(?={_HAN})"
    text = regex.sub(between, lambda _: " " if random.random() < 0.05 else "", contract.text)
    return regex.sub(around, lambda _: " " if random.random() < 0.4 else "", text)


@transformation("spaced figures")
def spaced_figures(contract: Contract, random: Random) -> str:
    """A space here and there inside figures, as OCR sets it: 1 0个工作日, 38 6,400.00."""
    return regex.sub(r"(?<=[\d.,])(?=[\d.,])", lambda _: " " if random.random() < 0.02 else "", contract.text)


@transformation("full width")
def full_width(contract: Contract, _: Random) -> str:
    """All figures, letters and punctuation full-width."""
    lines = contract.text.split("\n")
    return "\n".join(
        line if "<" in line or "|" in line or line.startswith("#") else line.translate(_WIDE) for line in lines
    )


@transformation("half width")
def half_width(contract: Contract, _: Random) -> str:
    """All figures, letters and punctuation half-width."""
    return contract.text.translate(_HALF)


@transformation("mixed width")
def mixed_width(contract: Contract, random: Random) -> str:
    """Figures and punctuation of either width, as two authors leave them."""
    wide = {
        **{code: code + 0xFEE0 for code in range(0x30, 0x3A)},
        **{ord(a): ord(b) for a, b in zip("(),:;", "（），：；", strict=True)},
    }
    both = wide | {b: a for a, b in wide.items()}
    return "".join(chr(both.get(ord(c), ord(c))) if random.random() < 0.15 else c for c in contract.text)


@transformation("page headers")
def page_headers(contract: Contract, random: Random) -> str:
    """Page numbers and running titles between the lines."""
    return _paged(contract, contract.text.split("\n"), random)


@transformation("page headers in wrapped text")
def page_headers_wrapped(contract: Contract, random: Random) -> str | None:
    """Page numbers and running titles inside the paragraphs."""
    if _is_wrapped(contract.text):
        return None
    width = random.randint(28, 40)
    lines = [part for line in contract.text.split("\n") for part in _wrapped(line, width).split("\n")]
    return _paged(contract, lines, random)


def _paged(contract: Contract, lines: list[str], random: Random) -> str:
    title = contract.record.title.text.partition("\n")[0].strip() if contract.record.title else "政府采购合同"
    pages = len(lines) // _PAGE + 1
    style = random.choice(("第 {} 页 共 {} 页", "— {} —", "第{}页/共{}页", "{}/{}", "- {} -", "{}"))
    out = []
    for page in range(pages):
        if page:
            out += [style.format(page, pages), title]
        out += lines[page * _PAGE : (page + 1) * _PAGE]
    return "\n".join([*out, style.format(pages, pages)])


@transformation("tables in Markdown")
def tables_in_markdown(contract: Contract, _: Random) -> str | None:
    """Tab-separated rows become Markdown rows."""
    if "\t" not in contract.text:
        return None
    return regex.sub(r"(?m)^[^\n]*\t[^\n]*$", lambda m: "| " + m[0].replace("\t", " | ") + " |", contract.text)


@transformation("tables with spaces")
def tables_with_spaces(contract: Contract, _: Random) -> str | None:
    """Tab-separated rows become columns laid out with spaces."""
    rows = r"(?m)(?:^[^\n]*\t[^\n]*\n)+"
    return regex.sub(rows, _laid_out, contract.text) if "\t" in contract.text else None


def _laid_out(match: regex.Match[str]) -> str:
    rows = [row.split("\t") for row in match[0].rstrip("\n").split("\n")]
    count = max(map(len, rows))
    widths = [max((_columns(row[i]) for row in rows if i < len(row)), default=0) for i in range(count)]
    return "".join(
        "".join(cell + " " * (widths[i] - _columns(cell) + 3) for i, cell in enumerate(row)).rstrip() + "\n"
        for row in rows
    )


def _columns(words: str) -> int:
    return sum(2 if ord(character) > 0x2E80 else 1 for character in words)


@transformation("tables with tabs")
def tables_with_tabs(contract: Contract, _: Random) -> str | None:
    """Markdown and HTML rows become tab-separated ones."""
    text = contract.text
    if "<tr>" in text:
        text = regex.sub(r"</t[dh]>\s*<t[dh][^<>]*>", "\t", regex.sub(r"</?table>\n?", "", text))
        text = regex.sub(r"<br\s*/?>", " ", regex.sub(r"</?t[rdh][^<>]*>", "", text))
    rows = [m.span() for m in regex.finditer(r"(?m)^\s*\|[^\n]*\|\s*$", text)]
    edits = [(s, e, text[s:e].strip().strip("|").replace("|", "\t")) for s, e in rows]
    changed = replaced(text, edits)
    return changed if changed != contract.text else None
