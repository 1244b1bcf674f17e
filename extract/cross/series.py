"""XCT005, XCT006: several contracts of the same two parties over the same matter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from extract.checks.registry import NotApplicableError
from extract.cross.facts import Contract, Service
from extract.cross.keys import alike
from extract.cross.registry import MOST_PLACES, Corpus, CrossProblem, cross_check
from extract.rulepack import RulePack
from extract.wording import amount


@cross_check("XCT005")
def not_split(corpus: Corpus, pack: RulePack) -> Iterator[CrossProblem]:
    """同样的双方短期内就同一事项签订几份合同，每份都低于公开招标数额标准，合计达到该标准。

    检查：采购方和供应方相同、事项相近、签订日期相隔不超过规定天数的合同，各份总价低于标准而合计达到标准的。
    项目编号相同的（一次采购的几个包）、补充协议不计。标准和天数在 rules/cross.toml，
    各地标准不同，请按当地改。
    意义：一个预算项目下的同一品目多次采购、合计超过标准，属于以化整为零方式规避公开招标。
    不符合：同一中学与同一公司两个月内签订三份课桌椅采购合同，各 90 万元。
    符合：同样的双方分别签订保洁和绿化合同；上年与本年各签一份。
    依据：《中华人民共和国政府采购法》第二十八条、《中华人民共和国政府采购法实施条例》第二十八条（待核）。
    """
    pairs = _by_parties(corpus)
    for contracts in pairs.values():
        dated = [(c.signed_on, c) for c in contracts if c.signed_on is not None and _below(c, pack)]
        yield from _series(sorted(dated, key=lambda pair: (pair[0], pair[1].path)), pack)


def _series(dated: list[tuple[date, Contract]], pack: RulePack) -> Iterator[CrossProblem]:
    """Yield the contracts over one matter that lie within the window and add up, each in one problem alone."""
    window = timedelta(days=int(pack.threshold("cross.window_days")))
    used: set[str] = set()
    for index, (day, first) in enumerate(dated):
        if first.path in used:
            continue
        near = [c for other, c in dated[index:] if other - day <= window and c.path not in used]
        same = [c for c in near if c is first or _one_matter(first, c, pack)]
        total = sum((c.total[0] for c in same if c.total is not None), Decimal(0))
        limit = _limit(first, pack)
        if len(same) < 2 or total < limit or _one_procurement(same):
            continue
        used.update(contract.path for contract in same)
        yield CrossProblem(
            f"{first.buyer.name if first.buyer is not None else ''}与{first.suppliers[0].name}在 {window.days} 天内"
            f"就同一事项签订 {len(same)} 份合同，每份低于 {amount(limit)}，合计 {amount(total)}",
            tuple(place for c in same if c.total is not None for place in (c.place, c.total[1])),
            "核实是否属于同一预算项目、采购方式是否经批准",
        )


def _below(contract: Contract, pack: RulePack) -> bool:
    return contract.total is not None and 0 < contract.total[0] < _limit(contract, pack)


def _limit(contract: Contract, pack: RulePack) -> Decimal:
    return pack.threshold("cross.tender_works" if contract.works else "cross.tender")


def _one_procurement(contracts: list[Contract]) -> bool:
    """Tell whether all were awarded in one procedure: they name one project number."""
    numbers = {contract.project_number for contract in contracts}
    return len(numbers) == 1 and "" not in numbers


@cross_check("XCT006")
def services_do_not_overlap(corpus: Corpus, pack: RulePack) -> Iterator[CrossProblem]:
    """同样的双方就同一事项签订的合同，服务期重叠。

    检查：采购方和供应方相同、事项相近（标段、包号相同）的合同，服务期重叠超过规定天数的。补充协议不计。
    意义：同一段时间的同一项服务付了两次钱。
    不符合：上一份物业合同到 2025-12-31，新合同从 2025-10-01 起。
    符合：新合同从上一份到期的次日起；一标段与二标段同期。
    依据：无专门规定，供核实。
    """
    for contracts in _by_parties(corpus).values():
        served = sorted(((s, c) for c in contracts for s in c.services), key=lambda pair: (pair[0].start, pair[1].path))
        chains: list[list[tuple[Service, Contract]]] = []
        for entry in served:
            met = (chain for chain in chains if any(_meet(earlier, entry, pack) for earlier in chain))
            chain = next(met, None)
            if chain is None:
                chains.append([entry])
            else:
                chain.append(entry)
        yield from (_overlap(chain) for chain in chains if len(chain) > 1)


def _meet(earlier: tuple[Service, Contract], later: tuple[Service, Contract], pack: RulePack) -> bool:
    (one, first), (other, second) = earlier, later
    long = _days_shared(one, other) > int(pack.threshold("cross.overlap_days"))
    return long and first is not second and _one_service(first, second, pack)


def _days_shared(one: Service, other: Service) -> int:
    return (min(one.end, other.end) - max(one.start, other.start)).days + 1


def _overlap(chain: list[tuple[Service, Contract]]) -> CrossProblem:
    """Return the one problem of services that overlap, each with some other of them."""
    pairs = [(one, other) for i, (one, a) in enumerate(chain) for other, b in chain[i + 1 :] if a is not b]
    one, other = max(pairs, key=lambda pair: _days_shared(*pair))
    supplier, number = chain[0][1].suppliers[0].name, len({contract.path for _, contract in chain})
    most, count = (" ", "两") if number == 2 else ("，最多 ", f" {number} ")
    return CrossProblem(
        f"{supplier} 的{count}份合同就同一事项的服务期重叠{most}{_days_shared(one, other)} 天"
        f"（{one.start} 至 {one.end}，{other.start} 至 {other.end}）",
        tuple(service.place for service, _ in chain[:MOST_PLACES]),
        "核实重叠期间是否重复付款",
    )


def _one_service(one: Contract, other: Contract, pack: RulePack) -> bool:
    return one.lots == other.lots and _one_matter(one, other, pack)


def _one_matter(one: Contract, other: Contract, pack: RulePack) -> bool:
    return alike(one.subject, other.subject, float(pack.threshold("cross.subject")))


def _by_parties(corpus: Corpus) -> dict[tuple[str, str], list[Contract]]:
    """Return the contracts of each buyer with each supplier, where there are several."""
    pairs: dict[tuple[str, str], list[Contract]] = defaultdict(list)
    for contract in corpus.distinct:
        if contract.buyer_key and contract.suppliers and contract.suppliers[0].key and not contract.supplement:
            pairs[contract.buyer_key, contract.suppliers[0].key].append(contract)
    several = {pair: contracts for pair, contracts in pairs.items() if len(contracts) > 1}
    if not several:
        raise NotApplicableError("没有双方相同的几份合同")
    return several
