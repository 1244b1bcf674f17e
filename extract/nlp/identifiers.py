"""Numbers that identify or reach somebody: phones, e-mails, postcodes, bank accounts, credit codes.

`value` is what was written without layout: a mobile as eleven digits, a landline as 029-82281234, an account
as digits. A number that is visibly cut off or masked keeps what is there and is not `complete`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import regex
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from extract.nlp.mentions import Mention, Text
from extract.rulepack import RulePack

_LAYOUT = str.maketrans("", "", " \n\t")
_ACCOUNT_LAYOUT = str.maketrans("", "", " -\n\t")
_SHORTEST_ACCOUNT = 9
"""Fewer digits than any bank gives to an account."""
_LONGEST_ACCOUNT = 32
_SHORTEST_CODE = 12
"""What is shorter is the rest of a code that a form left blank: 【】MA80K99E72."""
_CODE_LENGTH = 18
_CENTURIES = ("18", "19", "20")
_TAX_LENGTHS = (15, 18, 20)
"""Lengths of taxpayer numbers: today's 18, and 15 or 20 of papers from before 2016."""
_CUT_REACH = 160
"""Characters behind a number in which a bracket that opens there closes."""
_NEARLY_WHOLE = 9
"""So many digits behind 手机 or 电话 are a number even where no colon parts them."""
_BANK_REACH = 60
"""How far before a bare number, on its line, the name of a bank makes it an account."""


def find_phones(text: str, pack: RulePack) -> tuple[Text, ...]:
    """Return mobiles, landlines, service numbers and faxes of the flow `text`, in order.

    Behind a label (电话, 手机, 传真 …) a number needs no area code and may be cut off: 电话:15508 gives
    15508, not complete.
    """
    found: list[Text] = []
    for label in pack.pattern("identifiers.phone_label").finditer(text):
        if not found or label.end() >= found[-1].end:
            found += _labelled_phones(text, label, pack)
    found += [_phone(match) for match in pack.pattern("identifiers.phone").finditer(text)]
    return _without_overlap(found)


def _labelled_phones(text: str, label: regex.Match[str], pack: RulePack) -> list[Text]:
    """Return the numbers that stand behind one label: 电话:029-82281234/82281235."""
    found: list[Text] = []
    position = label.end()
    while match := pack.pattern("identifiers.labelled_phone").match(text, position):
        phone = _phone(match)
        if not phone.complete and (found or not (label["mark"] or len(phone.value) >= _NEARLY_WHOLE)):
            break  # 电话100部 counts telephones
        found.append(phone)
        separator = pack.pattern("identifiers.next_phone").match(text, phone.end)
        if separator is None:
            break
        position = separator.end()
    return found


def _phone(match: regex.Match[str]) -> Text:
    parts = match.groupdict()
    if mobile := parts.get("mobile"):
        return Text(match.start(), match.end(), _digits(mobile))
    if local := parts.get("local"):
        area = parts.get("area")
        if area and not area.startswith("0"):
            area = "0" + area
        pieces = (area, _digits(local), parts.get("extension"))
        return Text(match.start(), match.end(), "-".join(piece for piece in pieces if piece))
    value = match[0].translate(_LAYOUT)
    cut = bool(parts.get("masked") or parts.get("cut"))
    return Text(match.start(), match.end(), value, complete=not cut)


def _digits(written: str) -> str:
    return written.translate(_ACCOUNT_LAYOUT)


def find_emails(text: str, pack: RulePack) -> tuple[Text, ...]:
    """Return e-mail addresses, and behind an e-mail label also one that is cut off (Email:helen)."""
    found = []
    if "@" in text:
        for match in pack.pattern("identifiers.email").finditer(text):
            found.append(Text(match.start(), match.end(), match[0].translate(_LAYOUT)))
    for match in pack.pattern("identifiers.cut_email").finditer(text):
        found.append(Text(*match.span("value"), match["value"], complete=False))
    return _without_overlap(found)


def find_postcodes(text: str, pack: RulePack) -> tuple[Text, ...]:
    """Return postcodes, which are known by their label alone; other than six digits are not complete."""
    found = []
    for match in pack.pattern("identifiers.postcode").finditer(text):
        value = _digits(match["value"])
        found.append(Text(*match.span("value"), value, complete=len(value) == 6))
    return tuple(found)


def find_accounts(text: str, pack: RulePack) -> tuple[Text, ...]:
    """Return bank accounts as digits: behind a label, and long numbers on a line that names a bank.

    Not complete: masked, too short, or with a bracket opened right behind it that never closes.
    """
    found = []
    for match in pack.pattern("identifiers.labelled_account").finditer(text):
        value = _digits(match["value"])
        if len(value) <= _LONGEST_ACCOUNT and (match["mark"] or len(value) >= _SHORTEST_ACCOUNT):
            long_enough = value.isdecimal() and len(value) >= _SHORTEST_ACCOUNT
            whole = long_enough and not _is_cut(text, match.end("value"))
            found.append(Text(*match.span("value"), value, complete=whole))
    banks = pack.words("identifiers.bank_words")
    for match in pack.pattern("identifiers.bare_account").finditer(text):
        line = max(text.rfind("\n", 0, match.start()) + 1, match.start() - _BANK_REACH)
        before = text[line : match.start()]
        value = _digits(match[0])
        other = is_identity_card(value) or is_valid_credit_code(value)
        if not other and any(bank in before for bank in banks):
            found.append(Text(match.start(), match.end(), value))
    return _without_overlap(found)


def _is_cut(text: str, end: int) -> bool:
    """Tell whether a bracket opens at `end` that neither its line closes nor, with words in it, the line below."""
    if not text.startswith("(", end):
        return False
    rest, _, below = text[end + 1 : end + 1 + _CUT_REACH].partition("\n")
    return ")" not in rest and (not rest.strip() or ")" not in below.partition("\n")[0])


def find_credit_codes(text: str, pack: RulePack) -> tuple[Text, ...]:
    """Return unified social credit codes and taxpayer numbers as written, spaces removed.

    Without a label only a code whose check digit is right counts. Behind one, every number is returned, and
    its length alone says whether it is complete: whether it is right, `is_valid_credit_code` says.
    """
    found = []
    for match in pack.pattern("identifiers.labelled_code").finditer(text):
        value = _digits(match["value"])
        if sum(character.isdecimal() for character in value) < 5 or len(value) < _SHORTEST_CODE or "XXX" in value:
            continue
        lengths = (_CODE_LENGTH,) if match["code"] else _TAX_LENGTHS
        whole = len(value) in lengths and value.isalnum()
        found.append(Text(*match.span("value"), value, complete=whole))
    for match in pack.pattern("identifiers.code").finditer(text):
        if is_valid_credit_code(match[0]) and not is_identity_card(match[0]):
            found.append(Text(match.start(), match.end(), match[0]))
    return _without_overlap(found)


def is_valid_credit_code(text: str) -> bool:
    """Tell whether `text` is a unified social credit code with a right check digit (GB 32100-2015)."""
    return bool(uscc.is_valid(text))


def is_identity_card(text: str) -> bool:
    """Tell whether `text` is a resident identity card number: birth date and check digit (GB 11643)."""
    if len(text) != 18 or not text[:17].isdecimal() or text[6:8] not in _CENTURIES:
        return False
    try:
        ric.get_birth_date(text)
    except ValidationError:
        return False
    return bool(ric.calc_check_digit(text) == text[17].upper())


def _without_overlap(found: Iterable[Text]) -> tuple[Text, ...]:
    """Return `found` in order; of two that overlap, the one given first stays."""
    kept: list[Text] = []
    for mention in found:
        if not overlaps(mention, kept):
            kept.append(mention)
    return tuple(sorted(kept, key=lambda mention: mention.start))


def overlaps(mention: Mention, others: Sequence[Mention]) -> bool:
    """Tell whether `mention` shares a character with any of `others`."""
    return any(mention.start < other.end and other.start < mention.end for other in others)
