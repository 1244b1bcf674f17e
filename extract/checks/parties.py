"""PTY: the parties."""

from __future__ import annotations

from collections.abc import Iterator

from extract.checks.registry import NotApplicableError, Problem, UnverifiableError, check
from extract.model import Party, Record
from extract.rulepack import RulePack

_ROLE_NAMES = {
    "buyer": "采购方",
    "supplier": "供应方",
    "agent": "代理机构",
    "witness": "见证方",
    "user": "使用方",
    "guarantor": "担保方",
    "other": "其他方",
}


@check("PTY001")
def one_name(record: Record, pack: RulePack) -> Iterator[Problem]:
    """同一当事人的名称前后不一致。

    检查：比较封面、首部、正文和签署页所写的同一当事人名称，并查找与名称只差一字的写法；文中定义的简称不算。
    意义：名称不同则合同相对人不明，款项可能付给别人。
    不符合：封面「云岭市信中心」，正文「云岭市信息中心」。
    符合：「云岭市信息中心（以下简称市信息中心）」，其后写「市信息中心」。
    依据：合同文本前后应当一致；财政部令第87号第七十二条要求写明双方名称。
    """
    named = [party for party in record.parties if party.name is not None]
    if not named:
        raise UnverifiableError("没有读到当事人名称")
    for party in named:
        if party.name is None:
            continue
        aliases = {_plain(alias.value) for alias in party.aliases}
        right = _plain(party.name.value)
        for other in party.names:
            if _plain(other.value) != right and _plain(other.value) not in aliases:
                yield Problem(
                    f"{_role(party)}名称「{party.name.value}」另一处写作「{other.value}」",
                    (party.name, other),
                    expected=party.name.value,
                    actual=other.value,
                    suggestion="核对营业执照或法人证书上的名称",
                )


@check("PTY002")
def one_account(record: Record, pack: RulePack) -> Iterator[Problem]:
    """同一当事人出现不同的银行账号。

    检查：比较同一当事人在各处所写的账号，空格不计；被截断的账号不比较。
    意义：账号有两个，款项可能付错。
    不符合：付款条款账号「6222…0875」，签署页「6222…10875」。
    符合：各处数字相同，有无空格均可。
    依据：合同文本前后应当一致，无专门条文。
    """
    with_accounts = [party for party in record.parties if any(a.number is not None for a in party.accounts)]
    if not with_accounts:
        raise NotApplicableError("没有读到银行账号")
    for party in with_accounts:
        accounts = [account for account in party.accounts if account.number is not None and account.complete]
        for account in accounts[1:]:
            first = accounts[0].number
            if first is None or account.number is None or first.value == account.number.value:
                continue
            yield Problem(
                f"{_role(party)}账号不一致：「{first.text}」与「{account.number.text}」"
                f"（{_difference(first.value, account.number.value)}）",
                (first, account.number),
                expected=first.value,
                actual=account.number.value,
                suggestion="向开户银行或当事人核实收款账号，付款前必须确认",
            )
    if all(not account.complete for party in with_accounts for account in party.accounts):
        raise UnverifiableError("账号残缺，无法比对")


def _difference(first: str, second: str) -> str:
    """Say in which digits two numbers differ."""
    prefix = 0
    while prefix < min(len(first), len(second)) and first[prefix] == second[prefix]:
        prefix += 1
    suffix = 0
    while suffix < min(len(first), len(second)) - prefix and first[-1 - suffix] == second[-1 - suffix]:
        suffix += 1
    one, two = first[prefix : len(first) - suffix], second[prefix : len(second) - suffix]
    return f"第 {prefix + 1} 位起「{one or '无'}」对「{two or '无'}」，长度 {len(first)} 与 {len(second)}"


def _plain(name: str) -> str:
    return "".join(character for character in name if character.isalnum())


def _role(party: Party) -> str:
    return _ROLE_NAMES[party.role]
