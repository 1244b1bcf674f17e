"""AMT: amounts of money, and the contract price."""

from __future__ import annotations

from collections.abc import Iterator

from extract.checks.absent import need_filled
from extract.checks.faults import Assigned, faults_of
from extract.checks.ledger import Entry
from extract.checks.legal import governing
from extract.checks.registry import NotApplicableError, Problem, UnverifiableError, check
from extract.checks.slips import slip, uppercase_difference
from extract.checks.wording import grouped, join, yuan
from extract.model import Evidence, Money, Record
from extract.rulepack import RulePack

_UPPERCASE_ONLY = frozenset("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億")
_FIGURE_PROBLEMS = {
    "malformed_grouping": "千分位分隔符位置不对",
    "two_points": "有两个小数点",
    "lookalike": "夹有形似数字的字母或符号",
    "unit_doubt": "写的是元的数字，单位却是万元",
}


@check("AMT001")
def uppercase_and_digits(record: Record, pack: RulePack) -> Iterator[Problem]:
    """大写金额与数字金额不一致。

    检查：合同中每一处大小写并列的金额（总价、各期付款、保证金、违约金等）是否相等。大写全由数字和单位组成却读不成数的，
      按不一致报告；有辨认不出的字的，不能核验。其他金额能说明哪一个写错时，予以指出；一个数写错只报告一次。
    意义：金额两种写法不同，付款和结算就没有确定的数额。
    不符合：￥1,803,000.00（壹佰捌拾万叁佰元整）。
    符合：￥1,803,000.00（壹佰捌拾万零叁仟元整）。
    依据：票据法第八条、财政部令第87号第五十九条，均为参照：两者并非合同的规定，一般以大写为准。
    """
    both = [money for money in record.amounts if money.digits and money.uppercase]
    lost = [money for money in record.amounts if money.uppercase and "unreadable_uppercase" in money.problems]
    if not both and not lost:
        raise NotApplicableError("没有大小写并列的金额")
    for fault in faults_of("AMT001", record, pack):
        yield _two_forms(fault, bool(governing(["O87-07"], record, pack)))
    for money in both:
        if "malformed_uppercase" in money.problems and money.uppercase and money.digits:
            yield Problem(
                f"大写「{money.uppercase.value}」读不成数额，数字「{money.digits.value}」的大写应为"
                f"「{money.standard_uppercase}」（{_difference(money.uppercase.value, money.standard_uppercase)}）",
                (money.uppercase, money.digits),
                expected=money.standard_uppercase,
                actual=money.uppercase.value,
                suggestion="大写书写有误，核对原件后更正",
            )
    unread = [*lost, *(m for m in both if m.agree is None and "malformed_uppercase" not in m.problems)]
    if unread:
        words = dict.fromkeys(money.uppercase.value for money in unread if money.uppercase)
        raise UnverifiableError(f"大写金额无法辨认：{'、'.join(words)}")


def _two_forms(found: Assigned, tendered: bool) -> Problem:
    """Return the problem of an amount whose digits and uppercase differ; `tendered`: under the rules on tenders."""
    fault = found.fault
    wrong = fault.entry
    mates = [e for e in found.ledger.of(wrong.unknown) if e.value != wrong.value]
    other = next((e for e in mates if e.mention == wrong.mention), next(iter(mates), wrong))
    words, digits = (wrong, other) if wrong.uppercase is not None else (other, wrong)
    detail = _difference(words.uppercase or "", words.digits_in_words)
    right = fault.right if fault.certain and fault.right is not None else words.value
    if fault.certain:
        in_words = f"大写{detail}" if detail and wrong is words else ""
        why = join(f"合同其他金额支持 {grouped(right)} 元", found.cause, in_words)
    else:
        how = slip(digits.value, words.value)
        how = how if how is None or how.startswith("第") else f"数字{how}"
        why = join(f"若以大写为准，则{how}" if how else "", f"若以数字为准，则大写{detail}" if detail else "")
    return Problem(
        f"大写「{words.uppercase or words.place.text}」为 {grouped(words.value)} 元，"  # type: ignore[union-attr]
        f"数字「{digits.place.text}」为 {grouped(digits.value)} 元，两者不一致",  # type: ignore[union-attr]
        found.places,
        expected=yuan(right),
        actual=yuan(wrong.value if wrong.value != right else digits.value),
        suggestion=join(
            why,
            "核对原件与中标（成交）通知书，书面更正"
            + ("；未更正的，参照财政部令第87号第五十九条以大写为准" if tendered else ""),
        ),
    )


def _difference(written: str, standard: str | None) -> str:
    plain = written.removeprefix("人民币").translate(str.maketrans("圆圓正貳參陸萬億", "元元整贰叁陆万亿"))
    return uppercase_difference(plain, standard) if standard is not None else ""


@check("AMT002")
def standard_uppercase_form(record: Record, pack: RulePack) -> Iterator[Problem]:
    """大写金额书写不规范。

    检查：大写金额能读出数额，但没有按标准形式书写：缺「整」、「零」多写或漏写、夹用「一二三」。「圆」「正」和繁体字不算。
    意义：不规范的大写容易被涂改或误读；数额本身并没有错，只作提示。
    不符合：人民币壹佰二十万元。
    符合：人民币壹佰贰拾万元整。
    依据：《支付结算办法》附一（待核），适用于票据和结算凭证，合同参照。
    """
    written = [money for money in record.amounts if money.uppercase and _is_uppercase(money)]
    if not written:
        raise NotApplicableError("没有大写金额")
    for money in written:
        if "nonstandard_uppercase" in money.problems and money.uppercase and money.agree is not False:
            standard = money.standard_uppercase
            yield Problem(
                f"大写「{money.uppercase.value}」的标准写法是「{standard}」" if standard else "大写金额写法不规范",
                (money.uppercase,),
                expected=standard,
                actual=money.uppercase.value,
                suggestion=_difference(money.uppercase.value, standard) or None,
            )
    if any(money.uppercase_value is None for money in written):
        raise UnverifiableError("有大写金额无法辨认")


def _is_uppercase(money: Money) -> bool:
    return money.uppercase is not None and bool(_UPPERCASE_ONLY.intersection(money.uppercase.value))


@check("AMT003")
def well_formed_digits(record: Record, pack: RulePack) -> Iterator[Problem]:
    """数字金额书写有误。

    检查：千分位分隔符位置不对、有两个小数点、以元计的完整数字后面写了「万元」、数字中夹有空格或者形似数字的字母（多为扫描误认）。
    意义：这样的数字可以读成不同的数额。
    不符合：1370,000.00元；1.803.000元；1,803,000.00万元；12O,000元。
    符合：1,370,000.00元；137万元。
    依据：书写应当无歧义，无专门条文。
    """
    digits = [money for money in record.amounts if money.digits is not None]
    if not digits and not record.unread_amounts:
        raise NotApplicableError("没有数字金额")
    for unread in record.unread_amounts:
        yield Problem(
            f"数字「{unread.text}」夹有空格或者字母，无法辨认",
            (unread,),
            actual=unread.text,
            suggestion="核对原件，按三位一节书写",
        )
    for money in digits:
        problems = [words for name, words in _FIGURE_PROBLEMS.items() if name in money.problems]
        if problems and money.digits is not None:
            read = f"，大写为 {grouped(money.uppercase_value)} 元" if money.uppercase_value is not None else ""
            yield Problem(
                f"数字「{money.digits.text}」{'、'.join(problems)}{read}",
                (money.digits, *((money.uppercase,) if money.uppercase else ())),
                expected=f"{money.value:,f}",
                actual=money.digits.text,
                suggestion="核对原件，按三位一节书写并核对单位",
            )


@check("AMT004")
def one_total(record: Record, pack: RulePack) -> Iterator[Problem]:
    """合同总价前后不一致。

    检查：比较封面、正文、价格表、附件各处所写的合同总价。分期、分项能说明哪一处写错时，予以指出。
    意义：总价有两个，付款和结算就没有确定的数额。
    不符合：封面「合同金额：1,803,000元」，正文「合同总价1,830,000元」。
    符合：两处均为 1,803,000.00 元。
    依据：合同文本前后应当一致，无专门条文。
    """
    total = record.total
    if total is None:
        raise UnverifiableError("没有读到合同总价")
    if not total.others:
        raise NotApplicableError("合同总价只写了一处")
    for found in faults_of("AMT004", record, pack):
        yield _two_totals(found)


def _two_totals(found: Assigned) -> Problem:
    """Return the problem of a price that is stated differently in two places, or in the sum of a price table."""
    wrong = found.fault.entry
    told = ("total", *(found.law.terms if found.law is not None else ()))
    others = [entry for name in told for entry in found.ledger.of(name) if entry.value != wrong.value]
    right = found.fault.right
    if right is None or right == wrong.value:
        right = next((entry.value for entry in others), wrong.value)
    other = next((entry for entry in others if entry.value == right), None)
    stated = f"{_title(other)}为" if other is not None else "按其他金额，合同总价应为"
    return Problem(
        f"{stated} {grouped(right)} 元，{_title(wrong)}为 {grouped(wrong.value)} 元，前后不一致",
        found.places,
        expected=yuan(right),
        actual=yuan(wrong.value),
        suggestion=join(found.cause, "核对各处总价，确认以哪一处为准"),
    )


def _title(entry: Entry) -> str:
    """Return what a sum of the contract is called: the price with its words, or the label of its row."""
    return (
        f"合同总价「{entry.place.text}」"
        if isinstance(entry.place, Evidence) and entry.kind == "total"
        else entry.label
    )


def _is_no_bond(money: Money, record: Record) -> bool:
    """Tell whether an amount is neither a guarantee's nor a penalty's."""
    others = [guarantee.amount for guarantee in record.guarantees] + [penalty.amount for penalty in record.penalties]
    return all(other.spans[0].start != money.spans[0].start for other in others if other is not None)


@check("AMT007")
def has_a_total(record: Record, pack: RulePack) -> Iterator[Problem]:
    """没有合同总价。

    检查：全文能否读到合同总价。框架协议、单价合同按实结算的，只作警告；空白范本、另有大小写并列的金额的、
      写有合同总价而数额不能断定（如写成幅度）的，不能核验。
    意义：价款是合同的必备内容，没有总价就无法核对付款，也无法判断保证金、违约金的比例。
    不符合：「合同价款按照双方另行确认的数额支付」，全文没有总价。
    符合：「合同总价为人民币 360,000.00 元」。
    依据：财政部令第87号第七十二条：合同应当包括价款或者报酬。
    """
    if record.total is not None:
        return
    need_filled(record, "合同总价")
    blank = next((each for each in record.blanks if pack.pattern("checks.price_label").search(each.label)), None)
    if blank is not None:
        raise UnverifiableError(f"「{blank.label}」未填写，见 CLS005")
    if record.unread_amounts:
        raise UnverifiableError(f"「{record.unread_amounts[0].text}」无法辨认，不能断定没有合同总价")
    unreadable = [money for money in record.amounts if "unreadable_uppercase" in money.problems]
    if unreadable:
        raise UnverifiableError("有金额无法辨认，不能断定没有合同总价")
    in_both = [money for money in record.amounts if money.agree and _is_no_bond(money, record)]
    by_piece = pack.pattern("checks.by_piece")
    stated = [money for money in in_both if not by_piece.search(money.text)]
    if stated:  # who writes an amount in both forms may well mean the price
        raise UnverifiableError(f"不能断定「{stated[-1].text.strip()}」是不是合同总价")
    if record.doubtful_total is not None:
        raise UnverifiableError(f"「{record.doubtful_total.text.strip()}」不能断定合同总价是多少")
    place = record.title or (record.clauses[0].span if record.clauses else None)
    if place is None:
        raise UnverifiableError("没有读到合同的标题和条款")
    by_unit = len(stated) < len(in_both) or any(item.unit_price is not None for item in record.line_items)
    by_unit = by_unit or any(provision.kind == "unit_pricing" for provision in record.provisions)
    by_unit = by_unit or pack.pattern("checks.framework").search(record.title.value if record.title else "") is not None
    yield Problem(
        "没有读到合同总价" + ("，合同似按单价或框架协议结算" if by_unit else ""),
        (place, *(item for item in record.line_items[:1])),
        severity="warning" if by_unit else None,
        suggestion="写明合同总价；单价合同写明暂定总价或者最高限价",
    )
