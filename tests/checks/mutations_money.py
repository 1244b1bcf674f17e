"""Mutations of amounts, shares, rates and quantities."""

from __future__ import annotations

from collections.abc import Iterator

from extract.model import Evidence
from tests.checks.injection import Contract, Edit, mutation

_UPPERCASE = "壹贰叁肆伍陆柒捌玖"


def changed_digit(text: str, place: int) -> str:
    """Return the digit at `place` as another one, never 0."""
    return str(int(text[place]) % 9 + 1)


def digits_in(text: str, start: int, end: int) -> list[int]:
    """Return the places of the ASCII digits in [start, end)."""
    return [place for place in range(start, end) if text[place] in "0123456789"]


def is_sound(contract: Contract) -> bool:
    """Tell whether the amounts of a contract fit each other, so that a change to one can be told from the rest."""
    found = contract.record.findings
    return not any(f.severity == "error" and f.code.startswith(("AMT", "PAY")) for f in found)


def changed(text: str, field: Evidence, count: int = 2) -> Iterator[Edit]:
    """Change the first `count` digits of a number, each alone."""
    span = field.spans[0]
    for place in digits_in(text, span.start, span.end)[:count]:
        yield Edit(place, place + 1, changed_digit(text, place))


@mutation("a digit of the total", "AMT001", "AMT004", "AMT005", "PAY002", "PAY003")
def digit_of_the_total(contract: Contract) -> Iterator[Edit]:
    """Change the first two digits of the total, where the contract says it in another way too."""
    record = contract.record
    total = record.total
    told = total is not None and (total.uppercase or total.others or any(p.amount for p in record.payments))
    if is_sound(contract) and total is not None and total.digits is not None and told:
        yield from changed(contract.text, total.digits)


@mutation("two digits of the total swapped", "AMT001", "AMT004", "AMT005", "PAY002", "PAY003")
def swapped_digits(contract: Contract) -> Iterator[Edit]:
    """Swap the first two neighbouring digits of the total that differ."""
    total = contract.record.total
    if not is_sound(contract) or total is None or total.digits is None or not total.uppercase:
        return
    span, text = total.digits.spans[0], contract.text
    for place in digits_in(text, span.start, span.end):
        pair = text[place : place + 2]
        if pair.isdigit() and pair[0] != pair[1] and pair[1] != "0":
            yield Edit(place, place + 2, pair[::-1])
            return


@mutation("a character of an uppercase amount", "AMT001")
def uppercase_character(contract: Contract) -> Iterator[Edit]:
    """Change the first and the last numeral of every uppercase amount that stands beside digits."""
    if not is_sound(contract):
        return
    for money in contract.record.amounts:
        if money.uppercase is None or money.digits is None:
            continue
        span = money.uppercase.spans[0]
        numerals = [place for place in range(span.start, span.end) if contract.text[place] in _UPPERCASE]
        for place in {numerals[0], numerals[-1]}:
            other = _UPPERCASE[(_UPPERCASE.index(contract.text[place]) + 1) % 9]
            yield Edit(place, place + 1, other)


@mutation("a unit of an uppercase amount", "AMT001")
def uppercase_unit(contract: Contract) -> Iterator[Edit]:
    """Change 仟 to 佰, 佰 to 拾 or 万 to 仟 in every uppercase amount that stands beside digits, or leave it out."""
    if not is_sound(contract):
        return
    for money in contract.record.amounts:
        if money.uppercase is None or money.digits is None:
            continue
        span = money.uppercase.spans[0]
        for place in range(span.start, span.end):
            if (other := {"仟": "佰", "佰": "拾", "万": "仟"}.get(contract.text[place])) is not None:
                yield Edit(place, place + 1, other)
                break


@mutation("元 for 万元, and 万元 for 元", "AMT001", "AMT003", "AMT004", "AMT005", "PAY002", "PAY003")
def unit_slip(contract: Contract) -> Iterator[Edit]:
    """Change the unit behind the digits of the total and of instalments that are told in another way too."""
    record, text = contract.record, contract.text
    if not is_sound(contract) or record.total is None:
        return
    others = [payment.amount for payment in record.payments if payment.base is None]
    for money in (record.total, *(amount for amount in others if amount is not None)):
        if money.digits is None or (money is record.total and not (money.uppercase or money.others)):
            continue
        end = money.digits.spans[0].end
        for place in (end, end - 1):  # the unit may belong to the digits, or stand behind them
            if text[place : place + 1] == "元":
                yield Edit(place - 1, place, "") if text[place - 1] == "万" else Edit(place, place, "万")
                break


@mutation("a digit beside uppercase", "AMT001")
def digit_beside_uppercase(contract: Contract) -> Iterator[Edit]:
    """Change a digit of every amount but the total that also stands in uppercase."""
    if not is_sound(contract):
        return
    for money in contract.record.amounts:
        if money.uppercase is not None and money.digits is not None:
            yield from changed(contract.text, money.digits, 1)


@mutation("a digit of an instalment", "AMT001", "PAY002", "PAY003")
def instalment_amount(contract: Contract) -> Iterator[Edit]:
    """Change a digit of every instalment of the price that stands in digits."""
    if not is_sound(contract):
        return
    for payment in contract.record.payments:
        money = payment.amount
        if money is not None and money.digits is not None and payment.base is None:
            yield from changed(contract.text, money.digits, 2)


@mutation("a share", "PAY001", "PAY003")
def share(contract: Contract) -> Iterator[Edit]:
    """Change the first digit of every stated share, where a remainder does not take up what it leaves."""
    record = contract.record
    fills = any(p.remainder and p.share_basis == "remainder" for p in record.payments)
    if not is_sound(contract) or len(record.payments) < 2:
        return
    for payment in record.payments:
        stated = payment.share is not None and payment.share_basis == "stated" and payment.base is None
        if not stated or payment.share is None or (fills and payment.amount is None):
            continue
        if payment.amount is None and any(other.cumulative for other in record.payments):
            continue  # 付至60% takes up what the instalments before it leave
        span = payment.share.spans[0]
        percent = contract.text.find("%", span.start, span.end)
        places = digits_in(contract.text, max(span.start, percent - 3), percent)
        if percent >= 0 and places:
            yield Edit(places[0], places[0] + 1, changed_digit(contract.text, places[0]))


@mutation("an amount in a price table", "AMT005", "AMT006")
def item_amount(contract: Contract) -> Iterator[Edit]:
    """Change a digit of the first three amounts of a price table."""
    if is_sound(contract):
        for item in contract.record.line_items[:3]:
            if item.amount is not None:
                yield from changed(contract.text, item.amount, 1)


@mutation("a quantity in a price table", "AMT006")
def item_quantity(contract: Contract) -> Iterator[Edit]:
    """Change the quantity of the first three rows that multiply."""
    if is_sound(contract):
        for item in contract.record.line_items[:3]:
            if item.quantity is not None and item.unit_price is not None and item.amount is not None:
                yield from changed(contract.text, item.quantity, 1)


@mutation("a unit price", "AMT006")
def item_price(contract: Contract) -> Iterator[Edit]:
    """Change the unit price of the first three rows that multiply."""
    if is_sound(contract):
        for item in contract.record.line_items[:3]:
            if item.quantity is not None and item.unit_price is not None and item.amount is not None:
                yield from changed(contract.text, item.unit_price, 1)


@mutation("a row taken out of a price table", "AMT005", "LIN001")
def row_taken_out(contract: Contract) -> Iterator[Edit]:
    """Take out a row from the middle of a price table that is added up."""
    if not is_sound(contract) or not any(subtotal.items for subtotal in contract.record.subtotals):
        return
    items = [item for item in contract.record.line_items if item.amount is not None]
    for item in items[1:-1][:2]:
        start = contract.text.rfind("\n", 0, item.spans[0].start)
        end = contract.text.find("\n", item.spans[0].end)
        if 0 <= start < end and len(contract.text[start:end].split("\n")) == 2:
            yield Edit(start, end, "")


@mutation("the sum of a price table", "AMT001", "AMT004", "AMT005")
def table_sum(contract: Contract) -> Iterator[Edit]:
    """Change a digit of the 合计 row."""
    if is_sound(contract):
        for subtotal in contract.record.subtotals:
            span = subtotal.spans[0]
            places = digits_in(contract.text, span.start, span.end)
            whole = str(int(subtotal.amount))
            row = "".join(contract.text[place] for place in places)
            if subtotal.items and whole in row:
                place = places[row.rindex(whole)]
                yield Edit(place, place + 1, changed_digit(contract.text, place))


@mutation("net price or tax", "AMT001", "AMT008")
def net_or_tax(contract: Contract) -> Iterator[Edit]:
    """Change a digit of the net price and of the tax."""
    total = contract.record.total
    if is_sound(contract) and total is not None:
        for money in (total.net, total.tax_amount):
            if money is not None:
                yield from changed(contract.text, money, 1)


@mutation("the rate of tax", "AMT008", "AMT009")
def lawful_rate(contract: Contract) -> Iterator[Edit]:
    """Write another lawful rate of tax where net price and tax are stated."""
    total = contract.record.total
    if is_sound(contract) and total is not None and total.tax_rate is not None and total.net and total.tax_amount:
        span = total.tax_rate.spans[0]
        place = contract.text.find("%", span.start, span.end)
        if place > 0:
            yield Edit(span.start, place, "6" if contract.text[span.start : place] != "6" else "9")


@mutation("the share of a bond", "PAY003", "GUA001")
def bond_share(contract: Contract) -> Iterator[Edit]:
    """Write 15% for the share of a performance bond, and double the share of one whose amount is stated."""
    for guarantee in contract.record.guarantees:
        span, rate = guarantee.spans[0], guarantee.rate
        if rate is None or guarantee.kind != "performance_bond":
            continue
        price = contract.record.total
        of_price = price is not None and guarantee.amount is not None and guarantee.amount.value == rate * price.value
        written = f"{(rate * 100).normalize():f}"
        place = contract.text.find(f"{written}%", span.start, span.end)
        if place >= 0 and not contract.text[place - 1].isdigit():
            yield Edit(place, place + len(written), "15")
            if of_price:
                yield Edit(place, place + len(written), f"{rate * 50:.1f}")


@mutation("the amount of a bond", "AMT001", "PAY003", "GUA001")
def bond_amount(contract: Contract) -> Iterator[Edit]:
    """Change a digit of a bond that is stated as a rate of the price and in uppercase or figures."""
    if not is_sound(contract):
        return
    for guarantee in contract.record.guarantees:
        money, total = guarantee.amount, contract.record.total
        told = money is not None and (
            money.uppercase is not None
            or (total is not None and guarantee.rate is not None and guarantee.rate * total.value == money.value)
        )
        if told and money is not None and money.digits is not None:
            yield from changed(contract.text, money.digits, 1)


@mutation("a rate in words", "PEN001")
def rate_in_words(contract: Contract) -> Iterator[Edit]:
    """Change the digits of a rate that also stands in words."""
    for penalty in contract.record.penalties:
        if penalty.rate is not None and penalty.rate_words is not None:
            span = penalty.rate.spans[0]
            places = [p for p in digits_in(contract.text, span.start, span.end) if contract.text[p] != "0"]
            yield Edit(places[0], places[0] + 1, changed_digit(contract.text, places[0]))


@mutation("a daily rate ten times as high", "PEN001", "PEN002")
def high_daily_rate(contract: Contract) -> Iterator[Edit]:
    """Write 百分之 for 万分之, 百分之 for 千分之, or move the point of a daily rate of the price."""
    text = contract.text
    for penalty in contract.record.penalties:
        if penalty.per != "day" or penalty.rate is None or penalty.base != "contract_total":
            continue
        span = penalty.rate.spans[0]
        for low, high in (("万分之", "百分之"), ("千分之", "百分之"), ("0.0", "1."), ("0.", "1."), ("‰", "%")):
            place = text.find(low, span.start, span.end)
            if place >= 0:
                yield Edit(place, place + len(low), high)
                break


@mutation("a daily rate without its cap", "PEN002")
def without_cap(contract: Contract) -> Iterator[Edit]:
    """Leave out the cap of a daily rate of the price."""
    for penalty in contract.record.penalties:
        if penalty.per == "day" and penalty.rate and penalty.base == "contract_total" and penalty.cap is not None:
            start = contract.text.rfind("，", 0, penalty.cap.spans[0].start)
            end = penalty.cap.spans[0].end
            if 0 <= penalty.rate.spans[0].end <= start and end - start < 40:
                yield Edit(start, end, "")


@mutation("a payment period of ninety days", "PAY007")
def long_period(contract: Contract) -> Iterator[Edit]:
    """Write 90日 for every period that runs from an invoice or from acceptance."""
    for payment in contract.record.payments:
        due = payment.due
        if due is not None and due.after is not None and any(w in due.after for w in ("发票", "验收")):
            span = due.spans[0]
            yield Edit(span.start, span.end, "90日")


@mutation("a tax rate that was never lawful", "AMT008", "AMT009")
def tax_rate(contract: Contract) -> Iterator[Edit]:
    """Write 8% for the rate of tax."""
    total = contract.record.total
    if total is not None and total.tax_rate is not None:
        span = total.tax_rate.spans[0]
        place = contract.text.find("%", span.start, span.end)
        if place > 0:
            yield Edit(span.start, place, "8")


@mutation("a graver fault is slower", "SLA001")
def slow_repair(contract: Contract) -> Iterator[Edit]:
    """Write 90 days for the repair of the gravest level."""
    levels = [level for level in contract.record.service_levels if level.repair is not None]
    if len(levels) >= 2:
        first = min(levels, key=lambda level: level.rank)
        if first.repair is not None:
            span = first.repair.spans[0]
            yield Edit(span.start, span.end, "90日")
