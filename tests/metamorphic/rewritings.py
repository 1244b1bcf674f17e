"""The same contract in other words: numbering, names of the parties, forms of amounts and dates, look-alikes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random

import regex
from cn2an import an2cn

from extract.model import Money
from tests.metamorphic.transformations import Contract, replaced, transformation

_LOOK_ALIKES = {
    "己": "已",
    "已": "己",
    "曰": "日",
    "圆": "园",
    "人": "入",
    "末": "未",
    "大": "太",
    "土": "士",
    "干": "千",
}
_TRADITIONAL = str.maketrans(
    "价号银户账开务负责签订电话联系单位县国东发传总额项书条规约违权利质证应对个时间内设备验购给纳税识别统会码办办关业员经济严产负损标订变为与参两双",
    "價號銀戶賬開務負責簽訂電話聯繫單位縣國東發傳總額項書條規約違權利質證應對個時間內設備驗購給納稅識別統會碼辦辦關業員經濟嚴產負損標訂變為與參兩雙",
)
_DIGITS = "〇一二三四五六七八九"
_PAIRS = (
    ("采购人", "供应商"), ("委托方", "受托方"), ("发包人", "承包人"), ("买方", "卖方"), ("需方", "供方"),
    ("委托单位", "受托单位"), ("买受人", "出卖人"), ("采购方", "供货方"), ("托运人", "承运人"),
)  # fmt: skip


# --- numbering ---------------------------------------------------------------------------------------------


def _renumbered(text: str, pattern: str, number: Callable[[int], str]) -> str | None:
    """Return `text` with every heading that `pattern` finds numbered as `number` writes it."""

    def heading(match: regex.Match[str]) -> str:
        return str(match["lead"]) + number(_value(match["number"]))

    changed = regex.sub(pattern, heading, text)
    return changed if changed != text else None


def _value(numeral: str) -> int:
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.partition("十")
    if not ten:
        return _DIGITS.index(numeral)
    return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)


def _han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十") + (
        _DIGITS[ones] if ones or not tens else ""
    )


_ARTICLE = r"(?m)^(?P<lead>[ \t\u3000#*]*)第\s?(?P<number>[一二三四五六七八九十]{1,3})\s?条[ \u3000、:：]*"
_HAN_HEADING = r"(?m)^(?P<lead>[ \t\u3000#*]*)(?P<number>[一二三四五六七八九十]{1,3})、"


def _main_headings(text: str) -> str | None:
    """Return the pattern of the outermost headings, where they are 第一条 or 一、 alone."""
    articles, han = regex.findall(_ARTICLE, text), regex.findall(_HAN_HEADING, text)
    if len(articles) >= 5:
        return _ARTICLE
    return _HAN_HEADING if len(han) >= 5 and not articles else None


def _heading_style(name: str, number: Callable[[int], str]) -> None:
    @transformation(f"headings as {name}")
    def rewrite(contract: Contract, _: Random) -> str | None:
        pattern = _main_headings(contract.text)
        return _renumbered(contract.text, pattern, number) if pattern else None


_heading_style("第一条", lambda n: f"第{_han(n)}条 ")
_heading_style("第1条", lambda n: f"第 {n} 条 ")
_heading_style("一、", lambda n: f"{_han(n)}、")
_heading_style("一.", lambda n: f"{_han(n)}.")
_heading_style("Article", lambda n: f"Article {n} ")
_heading_style("第一章", lambda n: f"第{_han(n)}章 ")


@transformation("brackets as circles")
def bracketed_to_circled(contract: Contract, _: Random) -> str | None:
    """（1） becomes ①."""
    return _renumbered(
        contract.text, r"(?m)^(?P<lead>[ \t\u3000-]*)[(（](?P<number>1?\d|20)[)）]", lambda n: chr(0x2460 + n - 1)
    )


@transformation("1、 as 1.")
def comma_to_point(contract: Contract, _: Random) -> str | None:
    """1、 becomes 1．"""
    return _renumbered(contract.text, r"(?m)^(?P<lead>[ \t\u3000-]*)(?P<number>\d{1,2})、", lambda n: f"{n}. ")


# --- parties -----------------------------------------------------------------------------------------------


def _party_style(buyer: str, supplier: str) -> None:
    @transformation(f"parties as {buyer}/{supplier}")
    def rewrite(contract: Contract, _: Random) -> str | None:
        first = _role_of(contract, "甲方")
        if first is None or (regex.search(rf"{buyer}|{supplier}", contract.text.replace(f"({buyer})", "")) and False):
            return None
        names = (buyer, supplier) if first == "buyer" else (supplier, buyer)
        text = contract.text
        for label, name in zip("甲乙", names, strict=True):
            other = r"[^()（）\n]{2,12}"
            text = regex.sub(rf"{label}[ \u3000]*方[ ]?[(（]{other}(?<!章)(?<!字)(?<!简称)[)）]", name, text)
            text = regex.sub(rf"(?<=[\n\s])\p{{Han}}{{2,5}}[(（]{label}方[)）]", name, text)
        text = regex.sub(r"甲、?乙(?=双方|两方|方)", "", text)
        text = regex.sub(r"甲[ \u3000]*方", names[0], text)
        return regex.sub(r"乙[ \u3000]*方", names[1], text)


def _role_of(contract: Contract, label: str) -> str | None:
    for party in contract.record.parties:
        if any(label in field.value for field in party.labels):
            return party.role
    return None


for _pair in _PAIRS:
    _party_style(*_pair)


# --- look-alikes -------------------------------------------------------------------------------------------


@transformation("look-alikes")
def look_alikes(contract: Contract, random: Random) -> str:
    """OCR takes one character for another here and there, outside values."""
    return _misread(contract, random, lambda c: _LOOK_ALIKES.get(c, c), 0.15)


@transformation("traditional characters")
def traditional(contract: Contract, random: Random) -> str:
    """A character in fifty is written in its traditional form, outside values."""
    return _misread(contract, random, lambda c: c.translate(_TRADITIONAL), 0.04)


def _misread(contract: Contract, random: Random, other: Callable[[str], str], rate: float) -> str:
    text = contract.text
    kept: set[int] = set()
    for value in contract.values:
        for match in regex.finditer(r"\s*".join(map(regex.escape, regex.sub(r"\s", "", value))), text):
            kept.update(range(*match.span()))
    for match in regex.finditer(r"[\d零一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]+\p{Han}|《[^》]*》", text):
        kept.update(range(*match.span()))
    return "".join(
        other(character) if place not in kept and random.random() < rate else character
        for place, character in enumerate(text)
    )


# --- amounts -----------------------------------------------------------------------------------------------


def _amount_style(name: str, pair: Callable[[Decimal, str], str], single: Callable[[Decimal], str | None]) -> None:
    @transformation(f"amounts as {name}")
    def rewrite(contract: Contract, _: Random) -> str | None:
        edits = list(_money_edits(contract, pair, single))
        return replaced(contract.text, edits) if edits else None


def _money_edits(
    contract: Contract, pair: Callable[[Decimal, str], str], single: Callable[[Decimal], str | None]
) -> Iterator[tuple[int, int, str]]:
    for money in contract.record.amounts:
        start, end = _whole(contract.text, money)
        if money.currency != "CNY" or money.problems or "\t" in contract.text[start:end]:
            continue
        if money.digits and money.uppercase and money.agree:
            yield start, end, pair(money.value, _uppercase(money.value))
        elif money.digits and not money.uppercase and _stands_alone(contract.text, start, end):
            words = single(money.value)
            if words:
                yield start, end, words


def _whole(text: str, money: Money) -> tuple[int, int]:
    """Return where an amount stands with its currency before it and its bracket and 整 behind it."""
    start, end = money.spans[0].start, money.spans[0].end
    lead = regex.search(
        r"(?:人民币|RMB|[¥￥])?[ ]?(?:[(（]?大写[)）]?|[(（]?小写[)）]?)?[:：]?[ ]?(?:人民币|[¥￥])?[ ]?$", text[:start]
    )
    start = lead.start() if lead else start
    opened = (
        text.count("(", start, end)
        + text.count("（", start, end)
        - text.count(")", start, end)
        - text.count("）", start, end)
    )
    tail = regex.match(r"元?整?" + (r"[ ]?[)）]" if opened > 0 else ""), text[end:])
    return start, end + (tail.end() if tail else 0)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether an amount is no end of a range and no part of a sum."""
    around = text[max(start - 1, 0) : start] + text[end : end + 1]
    return not regex.search(r"[-~—–至到×*+=/＝／()（）\d]", around) and "元" in text[start:end]


def _uppercase(value: Decimal) -> str:
    words = an2cn(str(value.quantize(Decimal("0.01"))), "rmb")
    return str(words)


def _plain(value: Decimal) -> str:
    return f"{value:.2f}"


def _grouped(value: Decimal) -> str:
    return f"{value:,.2f}"


def _in_myriads(value: Decimal) -> str | None:
    words = f"{(value / 10000).normalize():f}"
    return f"{words}万元" if value >= 10000 and len(words) <= 9 else None


_amount_style("digits (uppercase)", lambda v, u: f"{_plain(v)}元（大写：人民币{u}）", lambda v: f"{_grouped(v)}元")
_amount_style(
    "uppercase (digits)", lambda v, u: f"人民币（大写）{u}（¥{_grouped(v)}元）", lambda v: f"人民币{_plain(v)}元"
)
_amount_style("小写/大写", lambda v, u: f"（小写）：￥{_grouped(v)}，（大写）：{u}", lambda v: f"￥{_grouped(v)}元")
_amount_style("万元", lambda v, u: f"{_in_myriads(v) or _plain(v) + '元'}（大写：{u}）", _in_myriads)
_amount_style("RMB", lambda v, u: f"RMB{_grouped(v)}元（大写：{u}）", lambda v: f"RMB {_grouped(v)}")
_amount_style("CNY", lambda v, u: f"大写：{u}，小写：CNY {_grouped(v)}", lambda v: f"CNY{_plain(v)}")
_amount_style("uppercase alone", lambda v, u: f"{u}（¥{_plain(v)}）", lambda v: f"人民币{_uppercase(v)}")


# --- dates -------------------------------------------------------------------------------------------------

_DATE = regex.compile(
    r"(?<![\d〔\[（(])(?P<year>20\d\d)(?:[ ]?年[ ]?(?P<month>\d{1,2})[ ]?月[ ]?(?P<day>\d{1,2})[ ]?日"
    r"|(?P<mark>[-./])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2}))(?![\d])(?!（)"
)


def _date_style(name: str, written: Callable[[int, int, int], str]) -> None:
    @transformation(f"dates as {name}")
    def rewrite(contract: Contract, _: Random) -> str | None:
        def date(match: regex.Match[str]) -> str:
            return written(int(match["year"]), int(match["month"]), int(match["day"]))

        changed = _DATE.sub(date, contract.text)
        return changed if changed != contract.text else None


def _year(number: int, zero: str) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number)).replace("〇", zero)


_date_style("2025年01月10日", lambda y, m, d: f"{y}年{m:02}月{d:02}日")
_date_style("2025 年 1 月 10 日", lambda y, m, d: f"{y} 年 {m} 月 {d} 日")
_date_style("2025-01-10", lambda y, m, d: f"{y}-{m:02}-{d:02}")
_date_style("2025/1/10", lambda y, m, d: f"{y}/{m}/{d}")
_date_style("2025.1.10", lambda y, m, d: f"{y}.{m}.{d}")
_date_style("二〇二五年一月十日", lambda y, m, d: f"{_year(y, '〇')}年{_han(m)}月{_han(d)}日")
_date_style("二○二五年一月十日", lambda y, m, d: f"{_year(y, '○')}年{_han(m)}月{_han(d)}日")
_date_style("二零二五年一月十日", lambda y, m, d: f"{_year(y, '零')}年{_han(m)}月{_han(d)}日")
_date_style(
    "２０２５年１月１０日", lambda y, m, d: f"{y}年{m}月{d}日".translate({c: c + 0xFEE0 for c in range(0x30, 0x3A)})
)
_date_style("2025年1月10号", lambda y, m, d: f"{y}年{m}月{d}号")


# --- blanks ------------------------------------------------------------------------------------------------

_FIGURES = regex.compile(
    r"(?m)(?<![第\d.〔\[A-Za-z])(?<!^[ \t\u3000#*（(-]*)\d[\d,.]*(?<!\.)(?!\d)(?![、.．]\p{Han})"
    r"|^\d[\d,.]*(?=[个\p{Han}%‰]{0,4}[日月年元%‰])|[壹贰叁肆伍陆柒捌玖拾佰仟万元角分零整\n]{3,}(?<!\n)"
    r"|[百千万]分之[零一二三四五六七八九十百点壹贰叁肆伍陆柒捌玖拾]+|[一二两三四五六七八九十百壹贰叁肆伍陆柒捌玖拾]+(?=份|倍|年(?!度)|个月|个工作日|天|日内)"
)

_LONE_NUMERAL = regex.compile(r"(?<=_)[壹贰叁肆伍陆柒捌玖](?=_+ ?万?元)")
"""A figure in words between the lines of a form."""


def blanked(contract: Contract, blank: str) -> str:
    """Return the contract as a form: `blank` for the parties' particulars, for dates, amounts, rates and numbers."""
    record, text = contract.record, contract.text
    fields = [record.contract_number, record.project_name, record.project_number, record.signed_at, record.signed_on]
    for party in record.parties:
        fields += [*party.names, *party.addresses, party.postcode, party.legal_representative, party.fax, party.email]
        fields += [party.authorized_representative, party.tax_id, *party.phones, party.signed_on]
        for contact in party.contacts:
            fields += [contact.name, contact.phone, contact.email]
        for account in party.accounts:
            fields += [account.holder, account.bank, account.bank_code, account.number]
    known = sorted({text[s.start : s.end] for field in fields if field for s in field.spans}, key=len, reverse=True)
    for words in known:
        spaced = r"[ \u3000]*".join(map(regex.escape, words.replace(" ", "")))  # OCR spaces a name here and there
        text = regex.sub(spaced, blank, text)
    text = _FIGURES.sub(blank, text)
    return _LONE_NUMERAL.sub(blank, text)
