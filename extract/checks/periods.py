"""DAT: periods of service, performance and acceptance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from extract.checks.absent import need_filled
from extract.checks.registry import NotApplicableError, Problem, UnverifiableError, check
from extract.model import DateField, Duration, Payment, Period, Record, Severity
from extract.rulepack import RulePack
from extract.wording import word
from extract.workdays import MONTHS, shift

_PERFORMED = ("service", "contract", "construction")
_DAY = timedelta(days=1)


@check("DAT002")
def begins_after_signing(record: Record, pack: RulePack) -> Iterator[Problem]:
    """服务期或履行期在签订之前开始。

    检查：比较服务期、合同期、工期的开始日期与签订日期；只写到月的，比较到月。服务期数年、合同一年一签的，只比较本合同的这一年。
    意义：先履行后签订，可能是未经采购程序先行实施后补签的合同。
    不符合：2024年7月19日签订，服务期限为2024年度。
    符合：2024年6月24日签订，服务期自2024年7月13日起。
    依据：政府采购法第四十六条要求按采购文件确定的事项及时签订合同。
    """
    started = [period for period in record.periods if period.kind in _PERFORMED and period.start is not None]
    unread = any(p.start is None and p.anchor is None for p in record.periods if p.kind in _PERFORMED)
    if not started:
        raise UnverifiableError("履行期没有读到开始日期") if unread else NotApplicableError("没有写明履行期的开始日期")
    if record.signed_on is None:
        raise UnverifiableError("没有读到签订日期")
    for period in started:
        if any(_is_part(other, period) for other in started):
            continue
        if period.start is not None and period.start.precedes(record.signed_on):
            yield Problem(
                f"{word('period', period.kind)}自 {period.start.value} 开始，早于签订日期 {record.signed_on.value}",
                (period.start, record.signed_on),
                expected=f"不早于 {record.signed_on.value}",
                actual=period.start.value,
                suggestion="核对是否先履行后补签",
            )


def _is_part(part: Period, whole: Period) -> bool:
    """Tell whether a period is a later part of another: the year of this contract, of three that were tendered."""
    if part.kind != whole.kind or not (part.start and part.end and whole.start and whole.end):
        return False
    return whole.start.value < part.start.value and part.end.value <= whole.end.value


@check("DAT003")
def start_length_end(record: Record, pack: RulePack) -> Iterator[Problem]:
    """期限的起、止日期与时长对不上，或者质保期两处写得不同。

    检查：没有指明某一部分的质保期，各条、附件中所写的时长是否相同，不同的为警告；自开始日期数足时长，应为结束日期。
      末日为到期对应日的前一日（2024-07-13 至 2025-07-12）或对应日本身均可；再差一日为提示，更多为错误；
      时长数年而起止恰为一年的（可能一年一签）为警告。
    意义：期限的长短决定价款和付款，起止不明则何时届满有争议。
    不符合：工期90天，2025年7月1日开工，2025年10月8日竣工。
    符合：服务期一年，自2024年7月13日起至2025年7月12日止。
    依据：民法典第二百零一条、第二百零二条。
    """
    told = [period for period in record.periods if _stated(period.start) and _stated(period.end)]
    warranties = [period for period in record.periods if period.of_all and period.duration is not None]
    yield from _differing_warranties(record, warranties)
    if not told:
        if len(warranties) > 1:
            return
        if any(_misdated(record, period) for period in record.periods):
            raise UnverifiableError("有起止日期没有写到日或有误，无法计算")
        raise NotApplicableError("没有同时写明起止日期的期限")
    compared = 0
    for period in told:
        if period.start is None or period.end is None:
            continue
        start, end = period.start.day, period.end.day
        if start is None or end is None:
            continue
        compared += 1
        if end < start:
            message = f"{word('period', period.kind)}的结束日期 {end} 早于开始日期 {start}"
            yield Problem(message, (period.start, period.end), expected=f"不早于 {start}", actual=str(end))
            continue
        length = period.duration
        if length is not None and not length.derived:
            yield from _misfit(period, start, end, length)
    if compared < len(told):
        raise UnverifiableError("有起止日期没有写到日或有误，无法计算")


def _differing_warranties(record: Record, warranties: list[Period]) -> Iterator[Problem]:
    """Yield a problem where two clauses state the length of one warranty differently."""
    for one, other in combinations(warranties, 2):
        apart = _article(record, one) != _article(record, other)
        if apart and one.duration and other.duration and _length(one.duration) != _length(other.duration):
            stated, again = (f"{d.value}{word('unit', d.unit)}" for d in (one.duration, other.duration))
            yield Problem(
                f"质保期一处为 {stated}，另一处为 {again}",
                (one, other),
                expected=stated,
                actual=again,
                suggestion="统一质保期，或写明各指哪一部分",
                severity="warning",
            )


def _article(record: Record, period: Period) -> int:
    """Return the last clause of the first level that begins before a period."""
    start = period.spans[0].start
    heads = [index for index, c in enumerate(record.clauses) if c.parent is None and c.span.start <= start]
    return heads[-1] if heads else -1


def _length(duration: Duration) -> tuple[int, str]:
    months = MONTHS.get(duration.unit)
    return (duration.value * months, "month") if months is not None else (duration.value, duration.unit)


def _misfit(period: Period, start: date, end: date, length: Duration) -> Iterator[Problem]:
    after = shift(start.isoformat(), length.value, length.unit)
    if after is None or period.start is None or period.end is None:
        return
    proper = after - _DAY
    gap = 0 if proper <= end <= after else (end - after).days if end > after else (proper - end).days
    if gap:
        severity: Severity | None = "info" if gap == 1 else None
        if length.unit == "year" and length.value > 1 and shift(start.isoformat(), 1, "year") in (end, end + _DAY):
            severity = "warning"  # a term of years, signed year by year
        yield Problem(
            f"{word('period', period.kind)}自 {start} 起 {length.value}{word('unit', length.unit)}，"
            f"应至 {proper}，写为 {end}",
            (period.start, length, period.end),
            expected=proper.isoformat(),
            actual=end.isoformat(),
            suggestion="核对起止日期和时长，以哪一项为准应写明",
            severity=severity,
        )


@check("DAT004")
def judged_after_it_ends(record: Record, pack: RulePack) -> Iterator[Problem]:
    """验收或最后一笔付款定在所验收的服务期结束之前。

    检查：写明日期的验收、最后一笔付款，是否早于服务期的结束日期。按期付租的租赁合同、按月按季支付的款项不比较。
    意义：服务未完就验收、付清，其余服务失去制约。
    不符合：服务期至2025年12月19日，2025年11月30日前完成验收。
    符合：服务期至2025年12月31日，2026年1月15日前验收并付清余款。
    依据：政府采购法第四十一条：采购人应当组织对供应商履约的验收。
    """
    services = [period for period in record.periods if period.kind == "service"]
    if not services:
        raise NotApplicableError("没有写明服务期")
    judged: list[tuple[str, DateField]] = [
        ("验收", period.end)
        for period in record.periods
        if period.kind == "acceptance" and period.end is not None and not period.end.derived
    ]
    leased = any(category.kind == "lease" for category in record.categories)
    judged += [("最后一笔付款", due) for due in ([] if leased else _final_dates(record.payments))]
    if not judged:
        raise NotApplicableError("验收和最后一笔付款没有写明日期")
    ends = [period.end for period in services if period.end is not None]
    if not ends:
        raise UnverifiableError("没有读到服务期的结束日期")
    last = max(ends, key=lambda end: end.value)
    for what, day in judged:
        if day.precedes(last):
            yield Problem(
                f"{what}定在 {day.value} 前，服务期到 {last.value} 才结束",
                (day, last),
                expected=f"不早于 {last.value}",
                actual=day.value,
                suggestion="服务期满后再验收、付清，或约定分阶段验收",
            )


def _final_dates(payments: tuple[Payment, ...]) -> list[DateField]:
    """Return the fixed date of the last instalment, when it has one and is not one of a regular series."""
    if not payments or payments[-1].recurs is not None:
        return []
    return [payments[-1].due_on] if payments[-1].due_on is not None else []


@check("DAT007")
def determinable_service(record: Record, pack: RulePack) -> Iterator[Problem]:
    """服务期没有可以确定的开始或结束。

    检查：每个服务期应有开始（日期，或「自验收合格之日起」一类事件）和结束（日期，或自开始起的时长）。
    意义：何时开始、何时届满不能确定，就无法判断是否按期履行。
    不符合：「服务期限：2025年12月19日前结束」；「服务期限一年」而没有起算日。
    符合：「自2025年1月1日起一年」；「自正式提供服务之日起三年」。
    依据：财政部令第87号第七十二条：合同应当包括履行期限。
    """
    need_filled(record, "服务期")
    services = _services(record)
    whole = [period for period in services if _begins(period) and _ends(period)]
    misdated = [period for period in services if not whole and _misdated(record, period)]
    for period in services if not whole else ():
        if period in misdated:
            continue
        lacking = [words for words, known in (("开始", _begins(period)), ("结束", _ends(period))) if not known]
        yield Problem(
            f"服务期没有可以确定的{'和'.join(lacking)}",
            (period,),
            actual=" ".join(period.text.split()),
            suggestion=f"写明服务期的{'和'.join(lacking)}",
        )
    if misdated:
        raise UnverifiableError("起止日期有误，见 DAT005")


def _misdated(record: Record, period: Period) -> bool:
    """Tell whether a period is told by a date that there is not, which is no start or end of it."""
    wrong = [span for date in record.impossible_dates for span in date.spans]
    return any(own.start <= span.start < own.end for own in period.spans for span in wrong)


def _services(record: Record) -> list[Period]:
    """Return the periods of service. Raises where there is none: another kind of term, or it was lost."""
    services = [period for period in record.periods if period.kind == "service"]
    if services:
        return services
    told = any(provision.kind == "period" for provision in record.provisions)
    if told and not record.periods and any(category.kind == "services" for category in record.categories):
        raise UnverifiableError("约定了履行期限，没有读出服务期")
    raise NotApplicableError("没有写明服务期")


def _begins(period: Period) -> bool:
    return period.start is not None or period.anchor is not None


def _ends(period: Period) -> bool:
    return period.end is not None or period.duration is not None


@check("DAT008")
def at_most_three_years(record: Record, pack: RulePack) -> Iterator[Problem]:
    """服务期超过三年。

    检查：服务合同的服务期按时长或起止日期计算是否超过三十六个月；租赁和工程合同、能源费用托管等另有规定的不比较。
    意义：服务项目的政府采购合同履行期限最长三年，超过的应当有专门依据。
    不符合：「服务期限五年」。
    符合：「服务期限三年，自2025年3月1日起至2028年2月29日」。
    依据：政府购买服务管理办法第二十四条、财库〔2014〕37号（均待核）。
    """
    kinds = {category.kind for category in record.categories}
    if kinds & {"lease", "works"}:
        raise NotApplicableError("租赁、工程合同的期限另有规定")
    services = _services(record)
    if record.title is not None and any(words in record.title.value for words in pack.words("checks.long_services")):
        raise NotApplicableError("此类项目的期限另有规定")
    longest = int(pack.threshold("checks.service_months"))
    lengths = [(period, months) for period in services if (months := _months(period)) is not None]
    for period, months in lengths:
        if months > longest:
            yield Problem(
                f"服务期约 {months} 个月，超过 {longest} 个月",
                (period,),
                expected=f"不超过 {longest} 个月",
                actual=f"{months} 个月",
                suggestion="核对是否有超过三年的专门依据",
            )
    if not lengths:
        raise UnverifiableError("服务期的时长无法计算")


def _months(period: Period) -> int | None:
    """Return how many months a period takes, begun months counted from the second day on."""
    if period.duration is not None and not period.duration.derived:
        unit = period.duration.unit
        if unit in MONTHS:
            return period.duration.value * MONTHS[unit]
        return period.duration.value // 30 if unit == "day" else None
    start, end = (field.day if field is not None else None for field in (period.start, period.end))
    if start is None or end is None or end < start:
        return None
    months = (end.year - start.year) * 12 + end.month - start.month
    return months + (1 if end.day > start.day else 0)


def _stated(day: DateField | None) -> bool:
    return day is not None and not day.derived
