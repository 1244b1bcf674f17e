"""CLS: what a contract must provide for, and what was left open in it."""

from __future__ import annotations

from collections.abc import Iterator

from extract.checks.absent import need_clauses, within
from extract.checks.registry import NotApplicableError, Problem, UnverifiableError, anywhere, check
from extract.model import Record
from extract.rulepack import RulePack

_MATTERS = {
    "subject": "标的",
    "quantity": "数量",
    "quality": "质量",
    "price": "价款或者报酬",
    "period": "履行期限",
    "acceptance": "验收",
    "breach": "违约责任",
    "dispute": "解决争议的方法",
    "intellectual_property": "知识产权归属",
}
_BESIDE_THE_WORK = ("staffing", "service_failure", "confidentiality")
"""Breaches whose price alone is no liability for breach: a post unmanned is paid less, a leak is a duty of its own."""
_LISTED = 8


@check("CLS001")
def mandatory_clauses(record: Record, pack: RulePack) -> Iterator[Problem]:
    """缺少合同应当具备的条款。

    检查：标的、数量、质量、价款、履行期限、验收、违约责任、解决争议的方法；开发、设计、编制等产生成果的合同还有知识产权归属；单纯的租赁合同不要求验收，单纯的工程合同不要求数量（民法典第七百九十五条要求的是工程范围）。只看有无约定，不评内容；附件中的约定也算，违约责任须在合同本身。补充协议、变更协议未约定的依主合同，不查。
    意义：缺少条款，争议时没有依据，也不符合政府采购合同的内容要求。
    不符合：全文没有违约责任的约定。
    符合：「第七条 违约责任 乙方逾期的，每日支付……」。
    依据：财政部令第87号第七十二条、财库〔2021〕22号第二十三条。
    """
    if record.title is not None and pack.pattern("structure.supplement").search(record.title.value):
        raise NotApplicableError("补充协议，未约定的依主合同")
    need_clauses(record, "可能不是合同全文")
    kinds = {category.kind for category in record.categories}
    provided = {provision.kind for provision in record.provisions}
    provided |= {"subject", "quantity"} if record.line_items else set()
    provided |= {"price"} if record.total is not None else set()
    provided |= {"breach"} if _breach_costs(record) else set()
    wanted = [kind for kind in _MATTERS if kind != "intellectual_property" or "creation" in kinds]
    if kinds == {"lease"}:  # a house or a car is handed over, not accepted
        wanted.remove("acceptance")
    if kinds == {"works"}:  # 民法典第七百九十五条 asks for the scope of the works, which drawings give
        wanted.remove("quantity")
    missing = [_MATTERS[kind] for kind in wanted if kind not in provided]
    if missing:
        yield Problem(
            f"没有约定{'、'.join(missing)}",
            anywhere(record),
            expected="、".join(_MATTERS[kind] for kind in wanted),
            suggestion="补充约定，或核对是否写在未附的文件中",
        )


def _breach_costs(record: Record) -> bool:
    """Tell whether the contract itself says what a breach costs, without a word for it: 迟交一日扣货款的1%."""
    annexed = [clause.span for clause in record.clauses if clause.annex is not None]
    return any(
        penalty.breach not in _BESIDE_THE_WORK and not within(penalty.spans[0].start, annexed)
        for penalty in record.penalties
    )


@check("CLS005")
def nothing_left_blank(record: Record, pack: RulePack) -> Iterator[Problem]:
    """应当填写的地方留有空白。

    检查：封面、首部、正文、附件中的空白：标签后没有内容、____、【 】、××。签署页的空白见 PTY009。空白范本合并为一项。
    意义：空白处可以事后填写，内容不确定。
    不符合：「合同编号：」之后没有内容；「质保期____年」。
    符合：「合同编号：YH-2025-031」；不适用处写「/」或「无」。
    依据：财政部令第87号第七十二条要求写明合同内容；填写无专门条文。
    """
    if record.document.unfilled:
        whole = [blank.label for blank in record.blanks if pack.pattern("checks.whole_label").fullmatch(blank.label)]
        labels = "、".join(list(dict.fromkeys(whole))[:_LISTED])
        yield Problem(
            f"空白范本：{len(record.blanks)} 处未填写（{labels}等）"
            if labels
            else f"空白范本：{len(record.blanks)} 处未填写",
            record.blanks,
            suggestion="填写完整后再核对",
        )
        return
    for blank in record.blanks:
        yield Problem(
            f"「{blank.label}」处留有空白", (blank,), actual=blank.text.strip(), suggestion="补填，不适用的写「无」"
        )


@check("CLS006")
def copies_add_up(record: Record, pack: RulePack) -> Iterator[Problem]:
    """各方所持份数之和不等于合同总份数。

    检查：把写明的各方份数（含备案份数）相加，与「一式N份」比较。
    意义：份数不符，不知哪一方少持或多持合同，归档和备案没有依据。
    不符合：一式六份，甲方三份，乙方二份。
    符合：一式六份，甲方三份，乙方二份，见证方一份。
    依据：合同文本前后应当一致，无专门条文。
    """
    copies = record.copies
    if copies is None:
        raise NotApplicableError("没有写明合同份数")
    held = sum(copies.by_role.values()) + copies.other
    if not held:
        raise NotApplicableError("没有写明各方所持份数")
    if copies.total is None:
        raise UnverifiableError("没有读到合同总份数")
    if copies.duplicates and held == copies.originals:
        raise UnverifiableError("写明的各方份数恰为正本之数，没有读出副本由谁持有")
    if held != copies.total:
        yield Problem(
            f"合同一式 {copies.total} 份，各方所持合计 {held} 份",
            (copies,),
            expected=str(copies.total),
            actual=str(held),
            suggestion="核对各方份数，备案和代理机构的份数是否漏写",
        )


@check("CLS007")
def no_subcontracting(record: Record, pack: RulePack) -> Iterator[Problem]:
    """没有约定禁止转包，或者允许不经采购人同意转包、分包。

    检查：服务、工程合同应有禁止转包、分包须经同意的约定，没有的为提示；任何合同允许自行转包、分包的为错误。
    意义：政府采购合同不得转包，分包须经采购人同意。
    不符合：「乙方可以自行将部分服务分包给第三方」。
    符合：「乙方不得转包；未经甲方书面同意不得分包」。
    依据：政府采购法第四十八条、实施条例第七十二条。
    """
    found = {provision.kind: provision for provision in record.provisions}
    free = found.get("subcontracting_free")
    if free is not None:
        message = f"「{free.text}」：允许不经采购人同意转包或分包"
        yield Problem(
            message, (free,), actual=free.text, suggestion="改为禁止转包、分包须经采购人书面同意", severity="error"
        )
        return
    kinds = {category.kind for category in record.categories}
    if kinds and not kinds & {"services", "works"}:
        raise NotApplicableError("不是服务或工程合同")
    if not kinds:
        raise UnverifiableError("没有读出是哪一类合同")
    need_clauses(record, "可能不是合同全文")
    if "subcontracting_banned" not in found:
        yield Problem("没有约定禁止转包、分包须经采购人同意", anywhere(record), suggestion="补充约定禁止转包")
