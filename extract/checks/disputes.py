"""DSP: how disputes are settled."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NoReturn

from extract.checks.registry import NotApplicableError, Problem, UnverifiableError, check
from extract.model import Dispute, Record
from extract.rulepack import RulePack
from extract.width import close_up
from extract.wording import word


@check("DSP001")
def valid_arbitration(record: Record, pack: RulePack) -> Iterator[Problem]:
    """选择仲裁却没有写明仲裁机构，或者约定可裁可诉。

    检查：仲裁条款有没有选定的仲裁机构；是否同时约定可以仲裁也可以起诉。多个选项只选一项的，看所选的一项。
    意义：没有选定仲裁机构又达不成补充协议的，仲裁协议无效；或裁或诉的仲裁协议无效。
    不符合：「可以提交仲裁委员会仲裁，也可以向人民法院起诉」。
    符合：「提交桐岭仲裁委员会仲裁」；「向甲方所在地人民法院起诉」。
    依据：仲裁法（签订时有效的版本）、法释〔2006〕7号第七条。
    """
    told = [dispute for dispute in (record.dispute, record.dispute.annexed) if dispute is not None and dispute.spans]
    if not told:
        _nothing_told(record)
    open_choice = all(d.method == "either" and not _offers_both(d, pack) for d in told)
    if record.document.unfilled and open_choice:
        raise UnverifiableError("空白范本，仲裁与诉讼尚未选定")
    for dispute in told:
        if dispute.method == "either":
            yield _problem(dispute, "约定既可以仲裁也可以起诉", "只选仲裁或诉讼一种", ("JUR-05",))
        elif dispute.method == "arbitration" and dispute.institution is None:
            yield _problem(dispute, "选择仲裁，没有写明仲裁机构", "写明仲裁机构的名称", ("JUR-03",))
    if any(dispute.method == "unstated" for dispute in told):
        raise UnverifiableError("争议解决的选项没有选定")


def _offers_both(dispute: Dispute, pack: RulePack) -> bool:
    """Tell whether a sentence offers both ways at once, not one of them to choose: 既可以仲裁,也可以起诉."""
    return pack.pattern("dispute.offers_both").search(close_up(dispute.text or "")) is not None


def _nothing_told(record: Record) -> NoReturn:
    if any(clause.kind == "dispute" for clause in record.clauses):
        raise UnverifiableError("有争议解决条款，没有读出解决方式")
    raise NotApplicableError("没有约定争议解决方式")


def _problem(dispute: Dispute, message: str, advice: str, basis: tuple[str, ...]) -> Problem:
    quoted = " ".join((dispute.text or "").split())
    return Problem(message, dispute.spans, actual=quoted, suggestion=advice, basis=basis)


@check("DSP002")
def linked_venue(record: Record, pack: RulePack) -> Iterator[Problem]:
    """约定的法院与合同没有联系，或者正文与附件约定不同。

    检查：写明名称的法院所在地是否见于当事人的名称和地址、签订地点、项目名称；正文与附件约定的方式和地点是否相同。
    意义：只能选择与争议有实际联系的地点的法院；两处不同则管辖不能确定。
    不符合：双方均在云岭市，约定「由海湾市东港区人民法院管辖」；正文「甲方所在地」，附件「乙方所在地」。
    符合：「向甲方所在地人民法院起诉」。
    依据：民事诉讼法第三十五条。
    """
    dispute, other = record.dispute, record.dispute.annexed
    if not dispute.spans:
        _nothing_told(record)
    if dispute.method == "unstated":
        raise UnverifiableError("争议解决的选项没有选定")
    if dispute.method == "litigation" and dispute.institution is not None and not _linked(record, pack):
        yield Problem(
            f"约定由「{dispute.institution.value}」管辖，与当事人住所、签订地等没有可见的联系",
            (dispute.institution,),
            actual=dispute.institution.value,
            suggestion="核对该地与合同有无实际联系",
        )
    stated = other is not None and "unstated" not in (other.method, dispute.venue, other.venue)
    if other is not None and stated and (other.method, other.venue) != (dispute.method, dispute.venue):
        yield Problem(
            f"争议解决正文为{_forum(dispute)}，附件为{_forum(other)}",
            (*dispute.spans, *other.spans),
            expected=_forum(dispute),
            actual=_forum(other),
            suggestion="统一争议解决方式，或写明以哪一处为准",
            basis=("JUR-02",),
        )


def _forum(dispute: Dispute) -> str:
    return f"{word('method', dispute.method)}（{word('venue', dispute.venue)}）"


def _linked(record: Record, pack: RulePack) -> bool:
    """Tell whether a place in the court's name stands in a party's name or address, or where the contract is."""
    court = record.dispute.institution
    if court is None:
        return True
    known = [field.value for party in record.parties for field in (*party.names, *party.addresses, party.name) if field]
    known += [field.value for field in (record.signed_at, record.project_name, record.title) if field is not None]
    places = [match["place"] for match in pack.pattern("checks.place").finditer(court.value)]
    return not places or any(place in words for place in places for words in known)
