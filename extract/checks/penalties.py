"""PEN: liability for breach."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.checks.absent import need_filled, no_penalties
from extract.checks.faults import settled_total
from extract.checks.likeness import earlier_alike, pairs_of
from extract.checks.registry import NotApplicableError, Problem, UnverifiableError, check
from extract.checks.statements import in_side_agreement
from extract.checks.wording import plain
from extract.model import Evidence, Penalty, Record, Span
from extract.rulepack import RulePack
from extract.width import close_up
from extract.wording import percent


@check("PEN001")
def rate_and_words(record: Record, pack: RulePack) -> Iterator[Problem]:
    """违约金比例、付款比例的数字与汉字不一致。

    检查：同一处并列书写的违约金比例、付款比例，数字与汉字是否相等。
    意义：比例两种写法不同，违约金、付款就没有确定的数额。
    不符合：支付合同总价 10%（百分之二十）的违约金；预付合同总价的 30%（百分之四十）。
    符合：支付合同总价 10%（百分之十）的违约金。
    依据：合同文本前后应当一致，无专门条文。
    """
    penalties = [("违约金", penalty, penalty.rate, penalty.rate_words) for penalty in record.penalties]
    payments = [("付款", paid, paid.level or paid.share, paid.share_words) for paid in record.payments]
    both = [each for each in (*penalties, *payments) if each[3] is not None]
    if not both:
        no_penalties(record, "没有数字与汉字并列的比例")
    for name, part, rate, words in both:
        if rate is not None and words is not None and rate.value != words:
            yield Problem(
                f"{name}比例数字为 {percent(rate.value)}，汉字为 {percent(words)}，两者不一致",
                (rate, part),
                expected=percent(words),
                actual=percent(rate.value),
                suggestion="核对原件，更正其中一个",
            )


@check("PEN002")
def daily_rate(record: Record, pack: RulePack) -> Iterator[Problem]:
    """按日计的违约金比例过高，或者没有上限。

    检查：以合同总价为基数的日违约金是否达到千分之五；按日计的违约金是否没有约定累计上限。
    意义：按日累计又没有上限，违约金可能远超损失，争议时会被调减。
    不符合：每逾期一日，支付合同总价 8‰ 的违约金。
    符合：每逾期一日，支付合同总价 0.5‰ 的违约金，累计不超过合同总价的 5%。
    依据：民法典第五百八十五条；法释〔2023〕13号第六十五条：超过损失百分之三十的一般可以认定为过分高于损失
      （与合同总价没有固定比例，故只作警告）。
    """
    daily = [
        (p, p.rate)
        for p in record.penalties  # a rate of 1 and more of anything else is a multiple: 日租金的两倍
        if p.per == "day" and p.rate is not None and (p.rate.value < 1 or p.base == "contract_total")
    ]
    if not daily:
        no_penalties(record, "没有按日计的违约金比例")
    high = pack.threshold("checks.daily_rate")
    for penalty, rate in daily:
        each = rate.value / penalty.per_count
        faults = []
        if penalty.base == "contract_total" and each >= high:
            faults.append(f"达到合同总价的 {percent(high)}")
        if penalty.cap is None:
            faults.append("没有约定上限")
        if faults:
            yield Problem(
                f"每日违约金「{rate.text}」{'，且'.join(faults)}，可能被认定过高",
                (rate, penalty),
                expected=f"低于 {percent(high)}，并约定累计上限",
                actual=percent(each),
                suggestion="降低每日比例，写明累计上限",
            )


@check("PEN003")
def one_penalty_for_one_breach(record: Record, pack: RulePack) -> Iterator[Problem]:
    """同一违约行为在不同条款中的违约金不同。

    检查：不同条款（含附件）中同一方、同一类、描述相近（或者同为转包）的违约，计算方式相同而数额不同。同一处的分档、分级不算；
      保密违约金的差异见 CON002。
    意义：同一行为有两个标准，处罚没有依据。
    不符合：正文「缺岗的每人每天扣200元」，附件「派驻人员缺岗 150元/人/天」。
    符合：正文与附件均为每人每天200元。
    依据：合同文本前后应当一致，无专门条文。
    """
    penalties = [p for p in record.penalties if p.breach != "confidentiality"]
    if len(penalties) < 2:
        no_penalties(record, "没有两处以上的违约金")
    top = [clause.span for clause in record.clauses if clause.parent is None]
    for first, second in _contradicting(penalties, top, pack):
        yield Problem(
            f"同一违约一处为「{_sanction(first)}」，另一处为「{_sanction(second)}」："
            f"「{_brief(first)}」「{_brief(second)}」",
            (first, second),
            expected=_sanction(first),
            actual=_sanction(second),
            suggestion="统一为一个标准，或者写明以哪一处为准",
        )


@dataclass(frozen=True, slots=True)
class _Described:
    """A penalty with what is compared of it: its top clause, its size, the description of its breach."""

    penalty: Penalty
    clause: int | None
    size: tuple[str, Decimal, str | None]
    pairs: frozenset[str]


def _contradicting(
    penalties: Iterable[Penalty], top: Sequence[Span], pack: RulePack
) -> Iterator[tuple[Penalty, Penalty]]:
    """Yield each penalty that differs from one before it for the same breach, behind the first that it differs from."""
    groups: defaultdict[object, dict[object, _Described]] = defaultdict(dict)
    for penalty in penalties:
        told = _described(penalty, top, pack)
        if (
            told is not None and penalty.liable != "other"
        ):  # said again with nothing new, it contradicts what the first of its kind does
            counted = (penalty.liable, penalty.breach, penalty.per, penalty.per_count)
            groups[counted].setdefault((told.pairs, told.size, told.clause), told)
    found = [pair for group in groups.values() if len(group) > 1 for pair in _in_group(list(group.values()), pack)]
    yield from sorted(found, key=lambda pair: [each.spans[0].start for each in pair])


def _in_group(group: Sequence[_Described], pack: RulePack) -> Iterator[tuple[Penalty, Penalty]]:
    """Yield the contradicting pairs of penalties of one side, for one kind of breach, counted alike."""
    acts = pack.words("checks.same_acts") if group[0].penalty.breach == "subcontracting" else ()
    alike = earlier_alike([told.pairs for told in group], pack.threshold("checks.same_breach"))
    doing = [[place for place, told in enumerate(group) if act in told.penalty.text] for act in acts]
    for place, second in enumerate(group):
        of_one_act = [other for places in doing if place in places for other in places if other < place]
        for other in sorted({*alike[place], *of_one_act}):
            first = group[other]
            if first.size[::2] == second.size[::2] and first.size != second.size and _told_apart(first, second, pack):
                yield first.penalty, second.penalty
                break


def _described(penalty: Penalty, top: Sequence[Span], pack: RulePack) -> _Described | None:
    """Return a penalty with what is compared of it, None without a rate or an amount."""
    if penalty.rate is not None:
        size: tuple[str, Decimal, str | None] = ("rate", penalty.rate.value, penalty.base)
    elif penalty.amount is not None:
        size = ("amount", penalty.amount.value, None)
    else:
        return None
    words = pack.pattern("checks.penalty_words").sub("", close_up(penalty.text))
    return _Described(penalty, _clause(penalty, top), size, pairs_of(words))


def _told_apart(first: _Described, second: _Described, pack: RulePack) -> bool:
    """Tell whether two penalties stand in different clauses, or outside all clauses and far from each other."""
    if first.clause != second.clause:
        return True
    between = second.penalty.spans[0].start - first.penalty.spans[0].end
    return first.clause is None and between > pack.threshold("checks.same_list")


def _clause(penalty: Penalty, top: Sequence[Span]) -> int | None:
    """Return which of the top clauses holds a penalty, by its place; None outside all clauses."""
    start = penalty.spans[0].start
    return next((span.start for span in reversed(top) if span.start <= start < span.end), None)


def _sanction(penalty: Penalty) -> str:
    if penalty.rate is not None:
        return percent(penalty.rate.value)
    return f"{plain(penalty.amount.value)} 元" if penalty.amount is not None else ""


def _brief(penalty: Penalty) -> str:
    text = "".join(penalty.text.split())
    return text if len(text) <= 40 else f"{text[:40]}……"


@check("PEN004")
def both_sides_are_liable(record: Record, pack: RulePack) -> Iterator[Problem]:
    """只约定了一方的违约责任，或者没有约定逾期付款的责任。

    检查：双方是否都有违约责任（有无数额均可，「任何一方违约」算双方）；是否写明采购人逾期付款的责任。
    意义：权利义务应当对等；逾期付款没有责任，供应商收款没有保障。
    不符合：违约责任条款只写乙方逾期交货的违约金。
    符合：乙方逾期交货、甲方逾期付款各有违约金。
    依据：财库〔2019〕38号：应当明确约定双方的违约责任，明确逾期支付资金的违约责任。
    """
    need_filled(record)
    if not record.clauses:
        raise UnverifiableError("没有读到合同的条款")
    told = record.liability
    liable = {penalty.liable for penalty in record.penalties}
    buyer = bool(liable & {"buyer"}) or told.buyer is not None
    supplier = bool(liable & {"supplier"}) or told.supplier is not None
    if not (buyer or supplier or liable or told.either):
        raise NotApplicableError("没有违约责任的约定，见 CLS001")
    late = told.late_payment is not None or any(
        (p.breach == "late_payment" and p.liable in ("buyer", "either"))
        or (p.breach == "late_performance" and p.liable == "either")  # 任何一方逾期履行的
        for p in record.penalties
    )
    both = (buyer and supplier) or "either" in liable or told.either is not None
    faults = [] if both else [f"只约定了{'供应方' if supplier else '采购方'}的违约责任"]
    wanting = [] if both else [f"{'采购方' if supplier else '供应方'}的违约责任"]
    if not late:
        faults.append("没有约定逾期付款的违约责任")
        wanting.append("逾期付款的违约责任")
    if faults:
        stated: tuple[Evidence, ...] = tuple(record.penalties[:3])
        stated = stated or tuple(each for each in (told.supplier, told.buyer, told.either) if each is not None)
        yield Problem(
            "，".join(faults),
            stated,
            expected="双方的违约责任，含逾期付款的责任",
            actual="；".join(faults),
            suggestion=f"补充{'、'.join(wanting)}",
        )


@check("PEN005")
def single_penalty(record: Record, pack: RulePack) -> Iterator[Problem]:
    """一次性违约金或者违约金上限超过合同总价的 30%。

    检查：一次性支付的违约金，以及某一违约的累计上限，是否超过合同总价的 30%；
      附件中廉洁、保密、安全等协议的违约金另有所指，不比较。损失多少从合同看不出，故只作警告。
    意义：违约金过分高于损失的，可以请求调减，过高的约定往往不能全部实现。
    不符合：乙方擅自转包的，支付合同总价 50% 的违约金。
    符合：乙方擅自转包的，支付合同总价 10% 的违约金。
    依据：民法典第五百八十五条；法释〔2023〕13号第六十五条（以损失为基础，与合同总价没有固定比例）。
    """
    if not record.penalties:
        no_penalties(record, "没有写明数额的违约金")
    limit, total = pack.threshold("checks.single_penalty"), settled_total(record, pack)
    own = [penalty for penalty in record.penalties if not in_side_agreement(penalty, record, pack)]
    sizes = [(p, size) for p in own if (size := _largest(p, total)) is not None]
    open_ones = [p for p in own if total is None and _is_sum(p)]
    if not sizes and not open_ones:
        raise NotApplicableError("没有以合同总价计的一次性违约金或者上限")
    for penalty, (share, place) in sizes:
        if share > limit:
            shown = percent(share.quantize(Decimal("0.0001")))
            yield Problem(
                f"违约金达到合同总价的 {shown}，超过 {percent(limit)}，可能被认定过高",
                (place, penalty),
                expected=f"不超过 {percent(limit)}",
                actual=shown,
                suggestion="降低违约金，或者按实际损失赔偿",
            )
    if open_ones:
        raise UnverifiableError("没有合同总价，或者总价有误，无法计算违约金的比例")


def _is_sum(penalty: Penalty) -> bool:
    """Tell whether the most that one breach costs is an amount, so that only the price shows how high it is."""
    if penalty.cap is not None:
        return penalty.cap.amount is not None
    return penalty.amount is not None and penalty.per in ("once", "occurrence")


def _largest(penalty: Penalty, total: Decimal | None) -> tuple[Decimal, Evidence] | None:
    """Return the most that one breach costs as a share of the contract price, with its place; None when open."""
    cap = penalty.cap
    if cap is not None and cap.rate is not None and cap.base == "contract_total":
        return cap.rate, cap
    if cap is not None and cap.amount is not None and total:
        return cap.amount / total, cap
    if penalty.per not in ("once", "occurrence") or cap is not None:
        return None
    if penalty.rate is not None and penalty.base == "contract_total":
        return penalty.rate.value, penalty.rate
    if penalty.amount is not None and total and penalty.amount.currency == "CNY":
        return penalty.amount.value / total, penalty.amount
    return None
