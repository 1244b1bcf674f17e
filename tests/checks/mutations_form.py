"""Mutations of names, numbers, dates, copies, laws, clauses and references."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extract.model import Evidence
from tests.checks.injection import Contract, Edit, mutation
from tests.checks.mutations_money import changed_digit

_OTHER = "岳澜棠"
"""Characters that no name of the corpus has in these places."""
_HAN = "一二三四五六七八九十"


def places_of(text: str, words: str) -> list[int]:
    """Return where `words` begin in `text`, standing for themselves and not inside a longer name."""
    return [
        match.start() for match in regex.finditer(rf"(?<![\p{{Han}}\d]){regex.escape(words)}(?![\p{{Han}}\d])", text)
    ]


def digit_places(evidence: Evidence, text: str) -> list[int]:
    """Return the places of the digits that a value was read from."""
    span = evidence.spans[0]
    return [place for place in range(span.start, span.end) if text[place] in "0123456789"]


@mutation("a character of a party's name", "PTY001")
def name_character(contract: Contract) -> Iterator[Edit]:
    """Change the second, a middle and the last but one character of buyer's and supplier's names, everywhere."""
    for party in contract.record.parties:
        if party.role not in ("buyer", "supplier") or party.name is None:
            continue
        found = places_of(contract.text, party.name.text)
        length = len(party.name.text)
        for start in found if len(found) > 1 else ():
            for place in (start + 1, start + length // 2, start + length - 2):
                if not contract.text[place].isspace():
                    yield Edit(place, place + 1, next(c for c in _OTHER if c != contract.text[place]))


@mutation("a character left out of a party's name", "PTY001")
def name_character_left_out(contract: Contract) -> Iterator[Edit]:
    """Leave out a character from the middle of buyer's and supplier's names, everywhere."""
    for party in contract.record.parties:
        if party.role not in ("buyer", "supplier") or party.name is None:
            continue
        found = places_of(contract.text, party.name.text)
        for start in found if len(found) > 1 else ():
            place = start + len(party.name.text) // 2
            yield Edit(place, place + 1, "")


@mutation("the account holder's name", "PTY001", "PTY003")
def holder_character(contract: Contract) -> Iterator[Edit]:
    """Change a character in the middle of an account holder's name."""
    for party in contract.record.parties:
        for account in party.accounts:
            if account.holder is not None and party.name is not None:
                span = account.holder.spans[0]
                place = (span.start + span.end) // 2
                yield Edit(place, place + 1, next(c for c in _OTHER if c != contract.text[place]))


@mutation("another account in another place", "PTY002")
def second_account(contract: Contract) -> Iterator[Edit]:
    """State the supplier's account once more before the clause on disputes, with a digit changed and with one left out."""
    for party in contract.record.parties:
        dispute = next((c for c in contract.record.clauses if c.kind == "dispute" and c.annex is None), None)
        if party.role != "supplier" or dispute is None or not party.labels:
            continue
        for account in (account for account in party.accounts[:1] if account.number is not None and account.complete):
            number = account.number.value if account.number is not None else ""
            middle = len(number) // 2
            for other in (
                number[:middle] + changed_digit(number, middle) + number[middle + 1 :],
                number[:middle] + number[middle + 1 :],
            ):
                line = f"{party.labels[0].value}账号：{other}\n"
                yield Edit(dispute.span.start, dispute.span.start, line)


@mutation("a digit of a credit code", "PTY005")
def code_digit(contract: Contract) -> Iterator[Edit]:
    """Change one of the last digits of every credit code, and leave one out."""
    for code in contract.record.credit_codes:
        place = digit_places(code, contract.text)[-2]
        yield Edit(place, place + 1, changed_digit(contract.text, place))
        yield Edit(place, place + 1, "")


@mutation("a digit left out of a phone", "PTY004")
def phone_digit(contract: Contract) -> Iterator[Edit]:
    """Leave out a digit of each party's phones."""
    for party in contract.record.parties:
        for phone in party.phones:
            places = digit_places(phone, contract.text)
            if party.role in ("buyer", "supplier") and len(places) == 11:  # an area code may go with 7 or 8 digits
                yield Edit(places[-3], places[-3] + 1, "")


@mutation("the day of a signing date", "DAT001")
def signing_day(contract: Contract) -> Iterator[Edit]:
    """Change the day of the signing dates where several full ones stand, each alone."""
    dates = [date for date in contract.record.signing_dates if len(date.value) == 10]
    for date in dates if len(dates) > 1 else ():
        place = digit_places(date, contract.text)[-1:]
        if place:
            digit = contract.text[place[0]]
            yield Edit(place[0], place[0] + 1, {"0": "1", "9": "8"}.get(digit, str(int(digit) - 1 or 2)))


@mutation("the year a period ends", "DAT003")
def period_year(contract: Contract) -> Iterator[Edit]:
    """Put the end of a period with a stated length one year on."""
    for period in contract.record.periods:
        if not (period.start and period.end and period.duration):
            continue
        if period.start.derived or period.end.derived or period.duration.derived or period.end.text[:2] != "20":
            continue
        if period.end.value.endswith("02-29"):
            continue  # another year has no such day
        year = period.end.spans[0].start
        if contract.text[year : year + 4].isdigit():
            yield Edit(year, year + 4, str(int(contract.text[year : year + 4]) + 1))


@mutation("the thirtieth of February", "DAT005")
def impossible_day(contract: Contract) -> Iterator[Edit]:
    """Make the dates on which a period starts or ends impossible."""
    for period in contract.record.periods:
        for date in (period.start, period.end):
            if date is not None and not date.derived and len(date.value) == 10:
                span = date.spans[0]
                if regex.fullmatch(r"\d{4}年\d{1,2}月\d{1,2}日", date.text):
                    yield Edit(span.start, span.end, f"{date.value[:4]}年2月30日")


@mutation("the year of the award notice", "DAT006")
def award_year(contract: Contract) -> Iterator[Edit]:
    """Put the award one year before and one year behind."""
    award = contract.record.awarded_on
    if award is not None and award.text[:4].isdigit():
        start = award.spans[0].start
        for step in (-1, 1):
            yield Edit(start, start + 4, str(int(award.text[:4]) + step))


@mutation("the number of copies", "CLS006")
def copies(contract: Contract) -> Iterator[Edit]:
    """Change the total of the copies."""
    stated = contract.record.copies
    match = regex.search(r"一式\s?([壹贰叁肆伍陆柒捌玖二两三四五六七八九])\s?份", stated.text) if stated else None
    if stated is not None and match is not None and stated.by_role:
        place = stated.spans[0].start + match.start(1)
        written = "壹贰叁肆伍陆柒捌玖" if match[1] in "壹贰叁肆伍陆柒捌玖" else "一二三四五六七八九"
        value = written.index("二" if match[1] == "两" else match[1])
        yield Edit(place, place + 1, written[(value + 2) % 9])


@mutation("the copies of one party", "CLS006")
def copies_of_one(contract: Contract) -> Iterator[Edit]:
    """Give one party more copies than there are."""
    stated = contract.record.copies
    if stated is None or stated.total is None or not stated.by_role:
        return
    span = stated.spans[0]
    for match in regex.finditer(r"[甲乙买卖]方[执持]\s?([壹贰叁肆伍陆柒捌玖二两三四五六七八九])\s?份", contract.text):
        if span.start <= match.start(1) < span.end:
            written = "壹贰叁肆伍陆柒捌玖" if match[1] in "壹贰叁肆伍陆柒捌玖" else "一二三四五六七八九"
            value = written.index("二" if match[1] == "两" else match[1])
            yield Edit(match.start(1), match.end(1), written[(value + 3) % 9])


@mutation("a repealed law", "LAW001")
def repealed_law(contract: Contract) -> Iterator[Edit]:
    """Cite 合同法 and 担保法 for the Civil Code."""
    law = next((law for law in contract.record.laws if law.value == "中华人民共和国民法典"), None)
    if law is not None and "民法典" in law.text and contract.record.signed_on is not None:
        start = law.spans[0].start + law.text.index("民法典")
        yield Edit(start, start + 3, "合同法")
        yield Edit(start, start + 3, "担保法")


@mutation("a character of a law's name", "LAW002")
def law_character(contract: Contract) -> Iterator[Edit]:
    """Change the fourth character from the end of the national laws."""
    for law in contract.record.laws[:3]:
        if law.text.startswith("中华人民共和国") and law.text.endswith("法") and len(law.text) >= 11:
            place = law.spans[0].end - 3
            yield Edit(place, place + 1, "澜")


def articles(contract: Contract) -> list[tuple[int, int, str]]:
    """Return start, end and number of the contract's own articles and headings of the first level."""
    return [
        (clause.span.start, clause.span.end, clause.number or "")
        for clause in contract.record.clauses
        if clause.annex is None
        and clause.parent is None
        and regex.match(r"第[一二三四五六七八九十]+条|[一二三四五六七八九十]+、", clause.number or "")
    ]


@mutation("a clause taken out", "AMT007", "CLS001", "CLS002")
def clause_taken_out(contract: Contract) -> Iterator[Edit]:
    """Take out whole clauses from the middle of the contract, one at a time."""
    found = articles(contract)
    for index in {len(found) // 3, len(found) // 2, len(found) - 3} if len(found) >= 6 else ():
        yield Edit(found[index][0], found[index + 1][0], "")


@mutation("the number of a clause", "CLS002")
def clause_number(contract: Contract) -> Iterator[Edit]:
    """Give a clause from the middle the number of the next one, and one of an earlier one."""
    found = articles(contract)
    for index in (len(found) // 3, len(found) // 2) if len(found) >= 6 else ():
        start, _, number = found[index]
        for other in (found[index + 1][2], found[index - 2][2]):
            yield Edit(start, start + len(number), other)


@mutation("a reference", "CLS004")
def reference(contract: Contract) -> Iterator[Edit]:
    """Let a reference lead to a clause far behind the last."""
    for found in contract.record.references[:3]:
        match = regex.search(r"[一二三四五六七八九十\d]+", found.text)
        if match is not None and "." not in found.text:
            start = found.spans[0].start + match.start()
            yield Edit(start, start + len(match[0]), "八十八" if match[0][0] in _HAN else "88")
