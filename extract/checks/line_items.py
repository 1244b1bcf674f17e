"""AMT005, AMT006 and LIN: the rows of price tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from math import gcd

from extract.checks.faults import faults_of
from extract.checks.item_entries import row_factors
from extract.checks.registry import NotApplicableError, Problem, UnverifiableError, check
from extract.checks.wording import grouped, join, plain, yuan
from extract.model import LineItem, Record, TextField
from extract.rulepack import RulePack
from extract.width import fold_width

_TENS = 10
_SHORTEST_HEAD = 40
"""Characters between two rows that the head of another table takes."""


@check("AMT005")
def items_add_up(record: Record, pack: RulePack) -> Iterator[Problem]:
    """分项金额之和与小计、合计或者合同总价不符。

    检查：价格表各行金额相加，与「小计」「合计」行比较；合计覆盖全表且应为合同总价的，也与总价比较。选配、备选的行和合并单元格中重复的金额，可以不计入合计。
      总价同一句或者紧接其后写明「其中设备款……、服务款……」「第一年……、第二年……」的，各部分相加与总价比较，只列出一部分的不算。
      某一行自身数量乘单价不符的，只按 AMT006 报告。
    意义：分项与合计不符，说明报价有漏项、错项，结算时会发生争议。
    不符合：三行 120,000、60,000、20,000 元，合计 210,000 元。
    符合：三行 120,000、60,000、20,000 元，合计 200,000 元。
    依据：财政部令第87号第五十九条（参照）：总价与按单价汇总金额不一致的，以单价金额计算结果为准。
    """
    parts = record.total.parts if record.total is not None else ()
    if not record.line_items and not parts:
        raise UnverifiableError("有合计行，没有读到各行") if record.subtotals else NotApplicableError("没有价格表")
    summed_up = any(subtotal.items for subtotal in record.subtotals)
    if not summed_up and record.total is None:
        raise UnverifiableError("没有读到价格表的合计，也没有读到合同总价")
    for found in faults_of("AMT005", record, pack):
        law = found.law
        wrong = found.fault.entry
        if law is None:
            continue
        amounts = [found.value(name) for name in law.terms]
        summed = sum((amount for amount in amounts if amount is not None), Decimal(0))
        stated = found.value(law.result)
        stated = wrong.value if stated is None or wrong.unknown == law.result else stated
        yield Problem(
            f"分项金额合计 {grouped(summed)} 元，与所写 {grouped(stated)} 元不符，"
            f"相差 {grouped(abs(summed - stated))} 元",
            found.places,
            expected=plain(summed) if wrong.unknown == law.result else yuan(stated),
            actual=yuan(stated) if wrong.unknown == law.result else plain(summed),
            suggestion=join(found.cause, "核对各行金额与合计，是否漏列、重列或者写错"),
        )
    unread = [i for s in record.subtotals for i in s.items if record.line_items[i].amount is None]
    if unread:
        raise UnverifiableError(f"有 {len(unread)} 行没有读到金额")
    if record.line_items and not summed_up and not _is_summed(record):
        raise UnverifiableError("价格表没有合计行，不能断定各行之和就是合同总价")


def _is_summed(record: Record) -> bool:
    amounts = [item.amount.value for item in record.line_items if item.amount is not None]
    return record.total is not None and sum(amounts) == record.total.value


@check("AMT006")
def quantity_times_price(record: Record, pack: RulePack) -> Iterator[Problem]:
    """数量乘以单价不等于该行金额。

    检查：价格表每一行的数量、单价、金额；没有价格表的，正文逐项写明的数量、单价、金额。另有月数、人数等列的，计入乘数；乘数看不出的行不能核验。
    意义：单价与金额不符，结算时不知以哪个为准。
    不符合：6 台，单价 16,300 元，金额 100,800 元。
    符合：6 台，单价 16,300 元，金额 97,800 元。
    依据：财政部令第87号第五十九条（参照）：单价金额小数点明显错位的以总价为准修改单价，其余以单价计算结果为准。
    """
    factors = row_factors(record.line_items)
    unread = [item for item in record.line_items if item.quantity and item.unit_price and item.amount is None]
    unread = unread if any(item.amount is not None for item in record.line_items) else []
    if not factors and not unread:
        raise NotApplicableError("价格表没有同时写明数量、单价和金额的行")
    for found in faults_of("AMT006", record, pack):
        law = found.law
        if law is None:
            continue
        quantity, price = (found.value(name) for name in law.terms)
        amount = found.value(law.result)
        if quantity is None or price is None or amount is None:
            continue
        times = f" × {plain(law.factor)}" if law.factor != 1 else ""
        product = quantity * price * law.factor
        item = record.line_items[int(law.result.split()[1])]
        yield Problem(
            f"「{item.name.value if item.name else '该行'}」数量 {plain(quantity)} × 单价 {grouped(price)}{times} = "
            f"{grouped(product)} 元，合同写 {grouped(amount)} 元",
            found.places,
            expected=plain(product),
            actual=yuan(amount),
            suggestion=join(found.cause, "核对该行的数量、单价和金额"),
        )
    hidden = [index for index, factor in factors.items() if factor is None]
    if hidden:
        raise UnverifiableError(f"有 {len(hidden)} 行的金额似乎还乘了表中没有写明的数")
    if unread:
        raise UnverifiableError(f"有 {len(unread)} 行有数量和单价，没有读到金额")


@check("LIN001")
def rows_are_numbered(record: Record, pack: RulePack) -> Iterator[Problem]:
    """价格表序号重复或者跳号。

    检查：同一张表、同一分部内的序号是否逐一递增（采购系统的行号 10、20、30 逐十递增）；每个分部可以重新从 1 起。
    意义：序号重复或者跳号，往往是漏了一行或者多抄了一行。
    不符合：序号 1、2、4、5。
    符合：序号 1、2、3、4；第二部分重新从 1 起。
    依据：书写应当有序，无专门条文。
    """
    known = [(place, number) for place, item in enumerate(record.line_items) if (number := _number(item)) is not None]
    unread = sum(item.sequence is not None for item in record.line_items) - len(known)
    if len(known) < 2:
        raise UnverifiableError("序号无法辨认") if unread else NotApplicableError("价格表没有序号")
    step = _step([number for _, number in known])
    for (one, last), (two, number) in pairwise(known):
        before, item = record.line_items[one], record.line_items[two]
        following = last + step
        if number == following or (number == step and _restarts(before, item)):
            continue
        if number > last and _sums_between(record, before, item).issuperset(range(following, number, step)):
            continue
        if following < number <= last + (two - one) * step:  # the rows between have room for the numbers between
            unread += 1
            continue
        how = "重复" if number == last else f"跳过 {following}" if number > following else "倒退"
        yield Problem(
            f"价格表序号 {last} 之后是 {number}，{how}",
            (before, item),
            expected=str(following),
            actual=str(number),
            suggestion="核对是否漏行或者多行",
        )
    if unread:
        raise UnverifiableError("有的行没有读到序号")


def _step(numbers: Sequence[int]) -> int:
    """Return by how much numbers grow from row to row: by 10 where all are tens, as purchase systems write them."""
    common = gcd(*numbers)
    return common if common and common % _TENS == 0 else 1


def _number(item: LineItem) -> int | None:
    text = item.sequence.value.strip().rstrip(".、") if item.sequence is not None else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else None


def _sums_between(record: Record, before: LineItem, item: LineItem) -> set[int]:
    """Return the numbers of the rows between two items that add up others."""
    first, last = before.spans[0].end, item.spans[0].start
    heads = (total.text.split("\t")[0] for total in record.subtotals if first <= total.spans[0].start < last)
    return {int(head) for head in heads if head.isascii() and head.isdecimal()}


def _restarts(before: LineItem, item: LineItem) -> bool:
    """Tell whether numbering may begin anew: in a section or a table of its own."""
    changed = (before.section and before.section.spans) != (item.section and item.section.spans)
    return changed or item.spans[0].start - before.spans[0].end > min(len(item.text), _SHORTEST_HEAD)


@check("LIN002")
def sections_differ(record: Record, pack: RulePack) -> Iterator[Problem]:
    """价格表的分部标题重复，或者是正文没有的模块。

    检查：价格表中分部（子系统、模块）的标题是否重复；合同别处写有多数分部的名称时，其余子系统、模块的名称在别处有没有。
    意义：标题重复、写成正文没有的模块，多是抄写时忘了改名；说不清哪一部分的价款对应哪一项内容，验收和结算没有依据。
    不符合：「三、监管子系统」「四、监管子系统」两部分同名；正文各子系统中没有「排水子系统」。
    符合：每一部分名称各不相同，与正文一致。
    依据：书写应当有序，无专门条文。
    """
    headings = list({item.section.spans[0].start: item.section for item in record.line_items if item.section}.values())
    if len(headings) < 2:
        raise NotApplicableError("价格表没有分部标题")
    named: dict[str, list[TextField]] = {}
    for heading in headings:
        named.setdefault(section_name(heading, pack), []).append(heading)
    left = _described_only(record, named, pack)
    more = f"正文有而表中没有的：{'、'.join(f'「{clause}」' for clause in left)}；" if left else ""
    for name, same in named.items():
        if name and len(same) > 1:
            yield Problem(
                f"价格表有 {len(same)} 个分部的标题都是「{name}」：{'、'.join(heading.value for heading in same)}",
                tuple(same),
                actual=name,
                suggestion=f"{more}核对正文所列的模块，更正其中一个标题",
            )
    mentioned = {mention.value for mention in record.section_mentions}
    missing = [name for name in named if name not in mentioned and pack.pattern("checks.module").search(name)]
    if len(mentioned) < 2 or len(missing) > len(mentioned) / 2:
        return  # the contract does not describe its parts by these names
    for name in missing:
        yield Problem(
            f"价格表的分部「{named[name][0].value}」，合同别处没有这一部分",
            (*named[name], *record.section_mentions),
            expected="、".join(left) or None,
            actual=name,
            suggestion=f"{more}核对正文所列的模块，更正名称或补写内容",
        )


def section_name(heading: TextField, pack: RulePack) -> str:
    """Return the heading of a section without its number."""
    return pack.pattern("items.heading_number").sub("", fold_width(heading.value)).strip()


def _described_only(record: Record, named: Mapping[str, object], pack: RulePack) -> list[str]:
    """Return the modules that clauses describe beside those of the price table, and the table does not have."""
    titled = [(clause, fold_width(clause.title).strip()) for clause in record.clauses if clause.title]
    beside = Counter((clause.parent, clause.level) for clause, title in titled if title in named)
    return [
        title
        for clause, title in titled
        if beside[clause.parent, clause.level] > 1
        and title not in named
        and pack.pattern("checks.module").search(title)
    ]
