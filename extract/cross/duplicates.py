"""XCT004, XCT007: contracts that are there twice, in text or by number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from extract.checks.registry import UnverifiableError
from extract.cross.facts import Contract
from extract.cross.keys import alike
from extract.cross.registry import MOST_PLACES, Corpus, CrossProblem, cross_check
from extract.model import CrossPlace
from extract.rulepack import RulePack


@cross_check("XCT004")
def no_near_duplicates(corpus: Corpus, pack: RulePack) -> Iterator[CrossProblem]:
    """几份合同的文字几乎相同。

    检查：按句比较（不计数字，不计很多合同都有的句子），相同的句子达到比例的列为一组。文字完全相同的，
    或者当事人、编号、总价、日期都相同的，是同一份合同的几个文件（提示）；一组份数很多的，出自同一范本（提示）；供应方不同而总价相同，或者同样的双方短期内
    就同一事项又签一份的，为警告；其余（如逐年续签）为提示。
    意义：同一事项重复签约、重复付款，或者不同供应商的文件出自一人之手。
    不符合：同样的双方、同一项目，相隔十天的两份合同只有金额不同。
    符合：两份合同同用一个范本，采购内容不同。
    依据：无专门规定，供核实。
    """
    if corpus.unread:
        raise UnverifiableError(f"{len(corpus.unread)} 份合同没有原文，无法比较")
    copied = {contract.path for copies in corpus.copies for contract in copies[1:]}
    for copies in corpus.copies:
        message = f"{len(copies)} 个文件的{_what_is_same(copies)}，可能是同一份合同"
        yield CrossProblem(message, _titles(copies), "核对是否重复归档，有无据此重复付款", "info")
    for group in corpus.groups:
        contracts = [c for c in (corpus.contracts[index] for index in group.members) if c.path not in copied]
        if len(contracts) > 1:
            yield _judged(contracts, group.share, pack)


def _what_is_same(copies: Sequence[Contract]) -> str:
    if copies[0].number is None and copies[0].total is None:
        return "文字完全相同"
    return "当事人、编号、总价、签订日期都相同"


def _judged(contracts: list[Contract], share: float, pack: RulePack) -> CrossProblem:
    common = f"{len(contracts)} 份合同的文字几乎相同（至少 {int(share * 100)}% 的句子相同，数字不计）"
    if len(contracts) > int(pack.threshold("cross.template_size")):
        return CrossProblem(f"{common}，应出自同一范本", _titles(contracts), "无须逐份核对，可抽查", "info")
    pairs = [(one, other) for i, one in enumerate(contracts) for other in contracts[i + 1 :]]
    if any(_suppliers_with_one_price(*pair) for pair in pairs):
        message, advice = f"{common}，供应方不同而总价相同", "核实是否由同一人编制、各供应商是否独立报价"
        return CrossProblem(message, _titles(contracts), advice)
    if any(_signed_again(one, other, pack) for one, other in pairs):
        message, advice = f"{common}，双方相同，同一事项短期内再次签约", "核实是否重复签约、重复付款"
        return CrossProblem(message, _titles(contracts), advice)
    return CrossProblem(common, _titles(contracts), "核对各份合同的内容和金额", "info")


def _suppliers_with_one_price(one: Contract, other: Contract) -> bool:
    known = one.supplier_keys and other.supplier_keys and not one.supplier_keys & other.supplier_keys
    return bool(known and one.total is not None and other.total is not None and one.total[0] == other.total[0])


def _signed_again(one: Contract, other: Contract, pack: RulePack) -> bool:
    if not (one.buyer_key and one.buyer_key == other.buyer_key and one.supplier_keys & other.supplier_keys):
        return False
    if one.signed_on is None or other.signed_on is None or one.lots != other.lots:
        return False
    near = abs((one.signed_on - other.signed_on).days) <= int(pack.threshold("cross.window_days"))
    return near and alike(one.subject, other.subject, float(pack.threshold("cross.subject")))


def _titles(contracts: Sequence[Contract]) -> tuple[CrossPlace, ...]:
    places = []
    for contract in contracts[:MOST_PLACES]:
        places.append(contract.place)
        if contract.total is not None:
            places.append(contract.total[1])
    return tuple(places)


@cross_check("XCT007")
def one_number_one_contract(corpus: Corpus, pack: RulePack) -> Iterator[CrossProblem]:
    """两份合同的编号相同。

    检查：采购方或者供应方相同的合同，编号是否相同。补充协议、变更协议沿用原编号的不算，同一份合同的几个文件不算；
    双方都不同的，各编各的号，也不算。
    意义：编号是合同台账和付款的依据，相同则可能重复入账，或者两份合同之一未经登记。
    不符合：同一采购方的两份合同，编号都是 CG-2025-018。
    符合：原合同与其补充协议编号相同。
    依据：无专门规定，供核实。
    """
    numbered: dict[str, list[Contract]] = defaultdict(list)
    for contract in corpus.distinct:
        if contract.number is not None and not contract.supplement and _tells_apart(contract.number.key):
            numbered[contract.number.key].append(contract)
    for same in numbered.values():
        found = [one for one in same if any(_related(one, other) for other in same if other is not one)]
        if found:
            places = tuple(contract.number.place for contract in found if contract.number is not None)
            number = found[0].number.value if found[0].number is not None else ""
            yield CrossProblem(f"{len(found)} 份合同的编号都是 {number}", places, "核对合同台账，更正编号")


def _tells_apart(number: str) -> bool:
    """Tell whether a number can be one contract's alone: 001 or 第一份 cannot."""
    return len(number) > 3 and any(character.isdigit() for character in number)


def _related(one: Contract, other: Contract) -> bool:
    """Tell whether two contracts have a party in common."""
    same_buyer = bool(one.buyer_key) and one.buyer_key == other.buyer_key
    return same_buyer or bool(one.supplier_keys & other.supplier_keys)
