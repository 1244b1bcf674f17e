"""PTY: numbers that identify or reach a party."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum.cn import ric, uscc

from extract.checks.absent import need_filled
from extract.checks.registry import NotApplicableError, Problem, UnverifiableError, check
from extract.checks.roles import called
from extract.model import Party, Record, TextField
from extract.rulepack import RulePack

_CODE_LENGTH = 18
_LOOK_ALIKES = {"O": "0", "I": "1", "S": "5", "Z": "2", "V": "U"}
_LETTER = re.compile(r"[OoIl]")
_FIGURES = {"O": "0", "o": "0", "I": "1", "l": "1"}
_MASKED = re.compile(r"[*×●■○]|[Xx]{3}")
"""What a published contract has in the place of some characters of a code."""
_OLD_LENGTHS = (15, 20)
"""Taxpayer numbers of papers from before 2016."""


@check("PTY004")
def whole_contact(record: Record, pack: RulePack) -> Iterator[Problem]:
    """账号、电话、邮编或开户银行残缺或格式不对。

    检查：账号是否完整、是否夹有形似数字的字母；电话是否为手机、固定电话、400 等服务号码；
      邮编是否六位；开户银行是否写到行、社。
    意义：残缺的账号无法付款，残缺的电话、邮编无法联系和送达。
    不符合：联系电话「18108」，账号「630100271」后被截断，开户银行「锦川银行高」。
    符合：「0938-2217766」「13812345678」，邮编「734206」，「中国银行雁洲支行」。
    依据：财政部令第87号第七十二条要求写明双方名称和住所；号码格式无专门条文。
    """
    need_filled(record, "联系方式")
    seen = False
    for party in record.parties:
        for what, field, sound in _contact_values(party, pack):
            seen = True
            if not sound:
                yield Problem(
                    f"{called(party)}{what}「{field.value}」残缺或格式不对",
                    (field,),
                    actual=field.value,
                    suggestion=_advice(what, field),
                )
    if not seen:
        raise NotApplicableError("没有写明账号、电话、邮编和开户银行")


def _advice(what: str, field: TextField) -> str:
    letters = dict.fromkeys(_LETTER.findall(field.value) if what == "账号" else ())
    taken = "、".join(f"字母「{letter}」可能是数字「{_FIGURES[letter]}」" for letter in letters)
    return f"{taken}；核对原件" if taken else f"核对原件并补全{what}"


def _contact_values(party: Party, pack: RulePack) -> Iterator[tuple[str, TextField, bool]]:
    """Yield each number of a party with what it is and whether it is whole."""
    phone = pack.pattern("contacts.phone")
    shown: set[tuple[int, int]] = set()
    phones = [*party.phones, *(contact.phone for contact in party.contacts if contact.phone is not None)]
    for number in phones:
        place = (number.spans[0].start, number.spans[0].end)
        if place not in shown:
            shown.add(place)
            yield "电话", number, phone.fullmatch(number.value) is not None
    if party.postcode is not None:
        yield "邮编", party.postcode, pack.pattern("contacts.postcode").fullmatch(party.postcode.value) is not None
    for account in party.accounts:
        if account.number is not None:
            length = len(account.number.value)
            if _LETTER.search(account.number.text):
                yield "账号", account.number.model_copy(update={"value": account.number.text}), False
                continue
            shortest, longest = (int(pack.threshold(f"contacts.{name}_account")) for name in ("shortest", "longest"))
            yield "账号", account.number, account.complete and shortest <= length <= longest
        if account.bank is not None:
            yield "开户银行", account.bank, pack.pattern("contacts.bank").search(account.bank.value) is not None


@check("PTY005")
def right_check_digit(record: Record, pack: RulePack) -> Iterator[Problem]:
    """统一社会信用代码或身份证号码的位数或校验码不对。

    检查：各处所写的代码是否 18 位、是否只含规定的字符、校验码是否正确；2016 年以前的 15 位、20 位税号不查校验码，
      遮盖了几位的无法查验。
    意义：代码错一位就指向别的单位，开票、付款和信用查询都会出错。
    不符合：「91350100M000100Y44」末位应为「3」。
    符合：「91350100M000100Y43」。
    依据：GB 32100-2015、GB 11643-1999。
    """
    codes = record.credit_codes or tuple(party.tax_id for party in record.parties if party.tax_id is not None)
    if not codes and not record.identity_numbers:
        raise NotApplicableError("没有写明统一社会信用代码或身份证号码")
    whole = [code for code in codes if not _MASKED.search(code.value)]
    seen: set[str] = set()
    for code in whole:
        value = code.value.upper().replace(" ", "")
        trouble = _code_trouble(value)
        if trouble is not None and value not in seen:
            seen.add(value)
            yield Problem(
                f"统一社会信用代码「{value}」{trouble}",
                (code,),
                expected=_right_code(value),
                actual=value,
                suggestion=_code_advice(value),
            )
    for number in dict.fromkeys(number.value for number in record.identity_numbers):
        if not _is_identity_card(number):
            yield Problem(
                "身份证号码的位数或校验码不对",
                tuple(place for place in record.identity_numbers if place.value == number),
                actual=f"{len(number)} 位",
                suggestion="核对证件原件",
                basis=("ID-04",),
            )
    if len(whole) < len(codes):
        raise UnverifiableError("代码有几位被遮盖，无法查验")


def _code_trouble(value: str) -> str | None:
    if len(value) in _OLD_LENGTHS:
        return None
    if len(value) != _CODE_LENGTH:
        return f"为 {len(value)} 位，应为 {_CODE_LENGTH} 位"
    if wrong := sorted(set(value) & set("IOSVZ")):
        return f"含有不使用的字符 {'、'.join(wrong)}"
    return None if uscc.is_valid(value) or _is_identity_card(value) else "校验码不对"


def _right_code(value: str) -> str | None:
    """Return the code with the check character that its first seventeen have."""
    try:
        return value[:-1] + uscc.calc_check_digit(value[:-1]) if len(value) == _CODE_LENGTH else None
    except ValueError:  # stdnum's own errors are ValueErrors too
        return None


def _code_advice(value: str) -> str:
    read = "".join(_LOOK_ALIKES.get(character, character) for character in value)
    if read != value and uscc.is_valid(read):
        return f"可能是形近误认，应为「{read}」"
    if len(value) == _CODE_LENGTH - 1:
        return "可能漏写一位；核对营业执照或法人证书"
    if len(value) == _CODE_LENGTH + 1:
        return "可能多写一位；核对营业执照或法人证书"
    return "某一位可能写错；核对营业执照或法人证书"


def _is_identity_card(value: str) -> bool:
    """Tell whether this is the number of an identity card; the place of birth is not looked at."""
    number = ric.compact(value)
    shaped = re.fullmatch(r"\d{6}(?:18|19|20)\d{9}[\dX]", number) is not None
    return shaped and bool(ric.calc_check_digit(number) == number[-1])


_ENTERPRISES = ("公司", "集团")


@check("PTY006")
def code_fits_party(record: Record, pack: RulePack) -> Iterator[Problem]:
    """统一社会信用代码的前两位与当事人的性质不相符。

    检查：采购方的代码是否为机关、事业单位、社会组织等所用（11、12、13、19、51、52 等），供应方是否不是机关所用（11）。
    意义：代码可能抄成了对方的，或者主体与其性质不符。
    不符合：采购方某市教育局的代码以「91」（企业）开头。
    符合：采购方「12…」（事业单位），供应方「91…」（企业）；采购方是公司的，「91…」也相符。
    依据：GB 32100-2015（登记管理部门代码和机构类别代码）。
    """
    known = [party for party in record.parties if party.tax_id and party.role in ("buyer", "supplier")]
    whole = [party for party in known if party.tax_id and uscc.is_valid(party.tax_id.value.replace(" ", ""))]
    if not known:
        raise NotApplicableError("没有写明当事人的统一社会信用代码")
    for party in whole:
        if party.tax_id is None or party.tax_id.value[:2] not in pack.words(f"contacts.{party.role}_misfits"):
            continue
        if party.role == "buyer" and party.name is not None and party.name.value.endswith(_ENTERPRISES):
            continue  # a company that buys has the code of a company
        yield Problem(
            f"{called(party)}的统一社会信用代码以「{party.tax_id.value[:2]}」开头，与其性质不相符",
            (party.tax_id,),
            actual=party.tax_id.value,
            suggestion="核对代码是否抄成了对方的",
        )
    if len(whole) < len(known):
        raise UnverifiableError("统一社会信用代码有误或残缺，无法判断")
