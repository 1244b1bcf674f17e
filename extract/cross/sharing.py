"""XCT001–XCT003: accounts, telephones, addresses and people that parties of different contracts share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from extract.checks.registry import UnverifiableError
from extract.cross.facts import Contract, Mention, Side
from extract.cross.keys import name_key
from extract.cross.registry import Corpus, CrossProblem, cross_check
from extract.model import CrossPlace, Severity
from extract.rulepack import RulePack

_BRANCH = "分公司"
_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class _Use:
    """That a contract's party uses a value: `owner` is whose it says it is."""

    contract: Contract
    side: Side
    owner: str
    mention: Mention


@cross_check("XCT001")
def one_account_one_holder(corpus: Corpus, pack: RulePack) -> Iterator[CrossProblem]:
    """同一银行账号在不同合同中属于不同的户名。

    检查：账号相同，户名（没有写户名的，为该供应方名称）不同。同一统一社会信用代码、公司与其分公司不算不同；
    采购方没有写户名的（多为财政统一账户）不比。
    意义：一个账号只有一个户名；不同单位收款到同一账号，可能有人借用他人名义或者账号写错。
    不符合：甲公司、乙公司的两份合同，收款账号都是同一个。
    符合：同一公司的两份合同用同一账号。
    依据：《人民币银行结算账户管理办法》（中国人民银行令〔2003〕第5号）（待核）。
    """
    _need_clear_text(corpus)
    uses: dict[str, list[_Use]] = defaultdict(list)
    for contract in corpus.distinct:
        for side in _sides(contract):
            for mention, holder in side.accounts:
                owner = holder or (side.name if side.role == "supplier" else "")
                if name_key(owner):
                    uses[mention.key].append(_Use(contract, side, owner, mention))
    for shared in uses.values():
        owners = _owners(shared)
        if len(owners) > 1 and _contracts(shared) > 1:
            number, times = shared[0].mention.value, _contracts(shared)
            yield CrossProblem(
                f"账号 {number} 在 {times} 份合同中有 {len(owners)} 个户名：{_list(owners)}",
                _places(shared),
                "向开户银行核实该账号的户名",
            )


@cross_check("XCT002")
def suppliers_share_nothing(corpus: Corpus, pack: RulePack) -> Iterator[CrossProblem]:
    """不同供应商的电话、地址、邮箱或者联系人相同。

    检查：不同合同的供应方，电话、邮箱、写到门牌号的地址是否相同；与同一采购方签约的，人员姓名是否相同（提示）。
    采购方、代理机构等其他当事人也用的电话、邮箱和地址不比；公司与其分公司、同一统一社会信用代码不算不同；
    一个姓名见于多家供应商的视为常见姓名。
    意义：本应相互竞争的供应商由同一人办理，可能是串通投标或者关联企业的迹象。
    不符合：两份合同的供应方分别为甲公司、乙公司，联系电话同为一个手机号。
    符合：两家供应商都写有采购代理机构的电话。
    依据：《政府采购货物和服务招标投标管理办法》（财政部令第87号）第三十七条（待核）。
    """
    _need_clear_text(corpus)
    kinds: tuple[tuple[str, Callable[[Side], tuple[Mention, ...]]], ...] = (
        ("电话", lambda side: side.phones),
        ("邮箱", lambda side: side.emails),
        ("地址", lambda side: side.addresses),
    )
    for kind, mentions in kinds:
        elsewhere = {m.key for contract in corpus.contracts for side in _others(contract) for m in mentions(side)}
        uses = _uses_of_suppliers(corpus, mentions)
        yield from _shared(kind, [shared for key, shared in uses.items() if key not in elsewhere])
    most = int(pack.threshold("cross.common_name"))
    people = _uses_of_suppliers(corpus, lambda side: side.people)
    rare = [shared for shared in people.values() if len(_owners(shared)) <= most]
    yield from _shared("人员姓名", [same for shared in rare for same in _by_buyer(shared)], "info")


def _shared(kind: str, groups: Iterable[list[_Use]], severity: Severity | None = None) -> Iterator[CrossProblem]:
    for shared in groups:
        owners = _owners(shared)
        if len(owners) > 1 and _contracts(shared) > 1:
            yield CrossProblem(
                f"{len(owners)} 家供应商的{kind}相同（{shared[0].mention.value}）：{_list(owners)}",
                _places(shared),
                "核实这些供应商之间的关系，以及是否参加过同一项目的采购",
                severity,
            )


def _uses_of_suppliers(corpus: Corpus, mentions: Callable[[Side], tuple[Mention, ...]]) -> dict[str, list[_Use]]:
    uses: dict[str, list[_Use]] = defaultdict(list)
    for contract in corpus.distinct:
        for side in contract.suppliers:
            for mention in mentions(side) if side.key else ():
                uses[mention.key].append(_Use(contract, side, side.name, mention))
    return uses


def _by_buyer(shared: list[_Use]) -> list[list[_Use]]:
    buyers: dict[str, list[_Use]] = defaultdict(list)
    for use in shared:
        if use.contract.buyer_key:
            buyers[use.contract.buyer_key].append(use)
    return list(buyers.values())


@cross_check("XCT003")
def one_supplier_one_account(corpus: Corpus, pack: RulePack) -> Iterator[CrossProblem]:
    """同一供应商在不同合同中收款账号不同。

    检查：供应方（名称或者统一社会信用代码相同）在各份合同中的账号有没有共同的一个。
    意义：单位可以有几个账户，但中途换账号须有变更手续；骗取货款、挪用款项常由换账号开始。
    不符合：两份合同的供应方都是甲公司，账号一份尾号 0011，另一份尾号 7788。
    符合：两份合同都写同一账号；一份合同写两个账号，另一份写其中之一。
    依据：无专门规定，供核实。
    """
    _need_clear_text(corpus)
    suppliers: dict[str, list[_Use]] = defaultdict(list)
    for contract in corpus.distinct:
        for side in contract.suppliers:
            for mention, _ in side.accounts:
                if side.key:
                    suppliers[side.key].append(_Use(contract, side, side.name, mention))
    for uses in suppliers.values():
        accounts: dict[str, set[str]] = defaultdict(set)
        for use in uses:
            accounts[use.contract.path].add(use.mention.key)
        if len(accounts) > 1 and not set.intersection(*accounts.values()):
            numbers = {use.mention.key: use.mention.value for use in uses}
            yield CrossProblem(
                f"{uses[0].owner} 在 {len(accounts)} 份合同中有 {len(numbers)} 个账号：{_list(list(numbers.values()))}",
                _places(uses),
                "核对账号变更的手续，付款前向供应商核实",
            )


# -- who is who -------------------------------------------------------------------------------------------


def _need_clear_text(corpus: Corpus) -> None:
    if any(contract.redacted for contract in corpus.contracts):
        raise UnverifiableError("个人信息已遮盖，账号、电话和姓名无法比对")


def _sides(contract: Contract) -> tuple[Side, ...]:
    return (*contract.suppliers, *_others(contract))


def _others(contract: Contract) -> tuple[Side, ...]:
    """Return every party of a contract but the suppliers."""
    return (*((contract.buyer,) if contract.buyer is not None else ()), *contract.others)


def _owners(uses: Iterable[_Use]) -> list[str]:
    """Return the different owners, as first written: a company and its branch are one, so are names of one tax id."""
    known: list[tuple[str, str]] = []
    names: list[str] = []
    for use in uses:
        key = name_key(use.owner)
        tax_id = use.side.tax_id if key == use.side.key else ""
        if not any(_same(key, other) or (tax_id and tax_id == other_id) for other, other_id in known):
            names.append(use.owner)
        known.append((key, tax_id))
    return names


def _same(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short == long or (long.startswith(short) and long.endswith(_BRANCH))


def _contracts(uses: Iterable[_Use]) -> int:
    return len({use.contract.path for use in uses})


def _places(uses: Iterable[_Use]) -> tuple[CrossPlace, ...]:
    return tuple(place for use in uses for place in (use.mention.place, use.side.place) if place is not None)


def _list(names: list[str]) -> str:
    more = f" 等 {len(names)} 个" if len(names) > _MOST_NAMED else ""
    return "、".join(names[:_MOST_NAMED]) + more
