"""PTY: the parties, their names, accounts, addresses and labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, product

from extract.checks.absent import need_filled
from extract.checks.differences import contained, difference, likely_cause, plain, similar
from extract.checks.registry import NotApplicableError, Problem, UnverifiableError, anywhere, check
from extract.checks.roles import called
from extract.checks.wording import join
from extract.model import Account, Evidence, Party, Record, TextField
from extract.rulepack import RulePack

_SAME_NUMBER = 0.85
"""From here on two numbers are one number written in two ways."""
_SHORTEST_PHONE = 7
_LINES_OF_AN_OFFICE = 3
"""So many numbers alike but for the last two digits are the lines of an office."""


@check("PTY001")
def one_name(record: Record, pack: RulePack) -> Iterator[Problem]:
    """同一当事人的名称前后不一致。

    检查：比较封面、首部、正文和签署页所写的同一当事人名称，并查找与名称只差一字的写法；文中定义的简称不算，
      一处省去末尾的「（普通合伙）」一类组织形式也不算。
    意义：名称不同则合同相对人不明，款项可能付给别人。
    不符合：封面「云岭市信中心」，正文「云岭市信息中心」。
    符合：「云岭市信息中心（以下简称市信息中心）」，其后写「市信息中心」。
    依据：合同文本前后应当一致；财政部令第87号第七十二条要求写明双方名称。
    """
    named = [party for party in record.parties if party.name is not None]
    if not named:
        raise UnverifiableError("没有读到当事人名称")
    form = pack.pattern("checks.legal_form")
    for party in named:
        if party.name is None:
            continue
        right = plain(party.name.value)
        same = {right, plain(form.sub("", party.name.value)), *(plain(alias.value) for alias in party.aliases)}
        for other in party.names:
            if plain(other.value) not in same and plain(form.sub("", other.value)) != right:
                cause = likely_cause(right, plain(other.value))
                yield Problem(
                    f"{called(party)}名称「{party.name.value}」另一处写作「{other.value}」",
                    (other, party.name),
                    expected=party.name.value,
                    actual=other.value,
                    suggestion=join(cause, "核对营业执照或法人证书上的名称"),
                )
    nameless = [called(p) for p in record.parties if p.name is None and p.role in ("buyer", "supplier")]
    if nameless:
        raise UnverifiableError(f"没有读到{'、'.join(nameless)}的名称")


@check("PTY002")
def one_account(record: Record, pack: RulePack) -> Iterator[Problem]:
    """同一当事人出现不同的银行账号。

    检查：比较同一当事人在各处所写的账号，空格不计；被截断的账号和农民工工资等专用账户不比较。
    意义：账号有两个，款项可能付错。
    不符合：付款条款账号「6222…0875」，签署页「6222…10875」。
    符合：各处数字相同，有无空格均可。
    依据：合同文本前后应当一致，无专门条文。
    """
    with_accounts = [party for party in record.parties if party.accounts]
    if not with_accounts:
        raise NotApplicableError("没有读到银行账号")
    for party in with_accounts:
        numbers = [a.number for a in party.accounts if a.number is not None and a.complete and a.purpose is None]
        for other in numbers[1:]:
            first = numbers[0]
            if first.value == other.value:
                continue
            digits = difference(first.value, other.value)
            yield Problem(
                f"{called(party)}账号不一致：「{first.text}」与「{other.text}」（{digits}）",
                (first, other),
                expected=first.value,
                actual=other.value,
                suggestion=join(
                    likely_cause(first.value, other.value), "向开户银行或当事人核实收款账号，付款前必须确认"
                ),
            )
    if any(a.number is None or not a.complete for party in with_accounts for a in party.accounts):
        raise UnverifiableError("有账号残缺或没有读到，无法比对")


@check("PTY003")
def holder_and_bank(record: Record, pack: RulePack) -> Iterator[Problem]:
    """收款户名不是当事人本身，双方写了同一账号，或同一账号的开户银行前后不同。

    检查：把户名与当事人名称、文中定义的简称比较；采购方与供应方的账号是否相同；把同一账号在各处的开户银行比较。
      一处是另一处的全称不算不同。
    意义：户名与合同相对人不同，款项可能付给第三人；单位账户的户名应与单位名称一致。
    不符合：乙方「云岭清源信息技术有限公司」，户名「云岭清泉商贸有限公司」。
    符合：户名「云岭清源信息技术有限公司」；开户行「工行云岭支行」与「工行云岭支行营业室」。
    依据：合同文本前后应当一致，无专门条文。
    """
    known = [
        (party, account) for party in record.parties for account in party.accounts if account.holder or account.bank
    ]
    if not known:
        raise NotApplicableError("没有写明户名或开户银行")
    for party, account in known:
        if account.holder is not None and account.complete and party.name is not None:
            names = [party.name, *party.aliases]
            if not any(contained(account.holder.value, name.value) for name in names):
                yield Problem(
                    f"{called(party)}「{party.name.value}」的收款户名为「{account.holder.value}」",
                    (party.name, account.holder),
                    expected=party.name.value,
                    actual=account.holder.value,
                    suggestion=join(
                        likely_cause(plain(party.name.value), plain(account.holder.value)), "核实收款人，付款前必须确认"
                    ),
                )
    for party in record.parties:
        yield from _differing_banks(party)
    yield from _shared_accounts(record)
    if any(account.holder is not None and party.name is None for party, account in known):
        raise UnverifiableError("没有读到当事人名称，无法与户名比对")
    if any(not account.complete for _, account in known):
        raise UnverifiableError("有账户信息残缺，无法比对")


def _shared_accounts(record: Record) -> Iterator[Problem]:
    """Yield one problem for each account that buyer and supplier both give: it can be of one of them only."""
    for one, other in _opposite(record):
        numbers = {account.number.value: account.number for account in one.accounts if account.number is not None}
        for account in other.accounts:
            same = numbers.get(account.number.value) if account.number is not None else None
            if same is not None and account.number is not None and same.spans != account.number.spans:
                yield Problem(
                    f"{called(one)}与{called(other)}写的是同一个账号「{same.text}」",
                    (same, account.number),
                    actual=same.value,
                    suggestion="一个账户只有一个户主，核实是谁的账号",
                )


def _opposite(record: Record) -> Iterator[tuple[Party, Party]]:
    """Yield every pair of a buyer and a supplier."""
    buyers, suppliers = ([p for p in record.parties if p.role == role] for role in ("buyer", "supplier"))
    yield from product(buyers, suppliers)


def _differing_banks(party: Party) -> Iterator[Problem]:
    for one, other in combinations([a for a in party.accounts if a.bank and a.number and a.complete], 2):
        if one.bank and other.bank and _same_number(one, other) and not contained(one.bank.value, other.bank.value):
            yield Problem(
                f"{called(party)}同一账号的开户银行一处为「{one.bank.value}」，另一处为「{other.bank.value}」",
                (one.bank, other.bank),
                expected=one.bank.value,
                actual=other.bank.value,
                suggestion="向开户银行核实",
            )


def _same_number(one: Account, other: Account) -> bool:
    return (
        one.number is not None
        and other.number is not None
        and similar(one.number.value, other.number.value) >= _SAME_NUMBER
    )


@check("PTY007")
def one_address(record: Record, pack: RulePack) -> Iterator[Problem]:
    """同一当事人的地址或电话前后不一致。

    检查：比较各处所写的地址，省市前缀和楼层详略不算不同；比较不在一处、只差一两位的电话号码。并列的几个电话、末位相邻的办公
      电话、同一号段的多部电话不算不同。
    意义：通知和送达以合同所写地址、电话为准，写错则送达不到。
    不符合：首部「书院路206号」，签署页「书院路208号」；电话「0737-4218806」与「0737-4218860」。
    符合：「云岭市书院路206号」与「书院路206号3楼」；「0737-4218806／4218807」；办公电话和手机各一个。
    依据：财政部令第87号第七十二条要求写明双方住所。
    """
    known = [party for party in record.parties if party.addresses or party.phones]
    if not known:
        raise NotApplicableError("没有写明地址和电话")
    reach = int(pack.threshold("contacts.one_passage"))
    for party in known:
        yield from _differ(party, "地址", _differing_addresses(party.addresses))
        yield from _differ(party, "电话", _differing_phones(party.phones, reach))


def _differing_addresses(addresses: Sequence[TextField]) -> list[TextField]:
    """Return the addresses none of which is part of another, each wording once; [] where they are all one."""
    kept: list[TextField] = []
    for address in addresses:
        if not any(contained(address.value, other.value) for other in kept):
            kept.append(address)
    return kept if len(kept) > 1 else []


def _differing_phones(phones: Sequence[TextField], reach: int) -> list[TextField]:
    """Return the phones that may be one number written in two ways: one slip apart, and not in one passage."""
    dialled = {digits: phone for phone in reversed(phones) if len(digits := _digits(phone)) >= _SHORTEST_PHONE}
    offices = Counter(digits[:-2] for digits in dialled)
    wrong: set[str] = set()
    for (one, first), (two, second) in combinations(dialled.items(), 2):
        near = _gap(first, second) <= reach
        lines = one[:-1] == two[:-1] or (one[:-2] == two[:-2] and offices[one[:-2]] >= _LINES_OF_AN_OFFICE)
        if not near and not (lines and not one.startswith("1")) and likely_cause(one, two) is not None:
            wrong |= {one, two}
    return [phone for phone in phones if _digits(phone) in wrong and dialled[_digits(phone)] is phone]


def _gap(first: TextField, second: TextField) -> int:
    """Return how many characters stand between two values."""
    one, other = sorted((first.spans[0], second.spans[0]), key=lambda span: span.start)
    return other.start - one.end


def _differ(party: Party, what: str, fields: Sequence[TextField]) -> Iterator[Problem]:
    """Yield one problem for all the writings of one thing, with every place."""
    if not fields:
        return
    first, *others = fields
    every = "」「".join(field.value for field in fields)
    one = f"一处为「{first.value}」，另一处为「{others[0].value}」"
    cause = likely_cause(plain(first.value), plain(others[0].value)) if len(others) == 1 else None
    yield Problem(
        f"{called(party)}{what}{one if len(others) == 1 else f'有 {len(fields)} 种写法：「{every}」'}",
        tuple(fields),
        expected=first.value,
        actual="、".join(other.value for other in others),
        suggestion=join(cause, f"核实{what}，以确保送达"),
    )


def _digits(field: TextField) -> str:
    return "".join(character for character in field.value if character.isdecimal())


@check("PTY008")
def one_label(record: Record, pack: RulePack) -> Iterator[Problem]:
    """同一当事人的称谓前后不同，采购方与供应方是同一单位，或条款中把双方写反。

    检查：同一方先后用含义不同的称谓（鉴证方、见证方）；同一称谓用于两方；两方的名称或统一社会信用代码相同；
      条款要求一方向自己履行（乙方应向乙方支付）。
    意义：称谓决定谁有权利、谁有义务；写反则条款无法履行。
    不符合：首部「见证方」，份数条款「鉴证方壹份」；「乙方应向乙方支付违约金」。
    符合：「甲方（采购人）」，其后写「甲方」或「采购人」。
    依据：合同文本前后应当一致，无专门条文。
    """
    labelled = [party for party in record.parties if party.labels]
    if not labelled:
        raise UnverifiableError("没有读到当事人的称谓")
    exclusive = pack.table("contacts.exclusive_labels")
    for party in labelled:
        for group in exclusive.values():
            used = _distinct([label for label in party.labels if label.value in group])
            if len(used) > 1:
                words = "」「".join(label.value for label in used)
                yield Problem(
                    f"{called(party)}先后称为「{words}」",
                    tuple(used),
                    expected=used[0].value,
                    actual=used[1].value,
                    suggestion="统一称谓",
                )
    for one, other in combinations(labelled, 2):
        for label in one.labels:
            twin = next((twin for twin in other.labels if twin.value == label.value), None)
            if twin is not None and one.role != other.role:
                message = f"「{label.value}」既称{called(one)}，又称{called(other)}"
                yield Problem(message, (label, twin), actual=label.value, suggestion="核对两处称谓是否写反")
    yield from _one_for_both(record)
    for slip in record.self_dealings:
        yield Problem(
            f"「{slip.value}」：一方向自己履行，双方称谓可能写反",
            (slip,),
            actual=slip.value,
            suggestion="核对应由哪一方履行",
        )


def _one_for_both(record: Record) -> Iterator[Problem]:
    """Yield a problem where name or credit code say that buyer and supplier are one and the same."""
    for one, other in _opposite(record):
        for what, mine, theirs in (("名称", one.name, other.name), ("统一社会信用代码", one.tax_id, other.tax_id)):
            if mine and theirs and mine.spans != theirs.spans and plain(mine.value) == plain(theirs.value):
                yield Problem(
                    f"{called(one)}与{called(other)}的{what}相同，都是「{mine.value}」",
                    (mine, theirs),
                    actual=mine.value,
                    suggestion="核对营业执照或法人证书，更正写错的一方",
                )


def _distinct(labels: list[TextField]) -> list[TextField]:
    return list({label.value: label for label in reversed(labels)}.values())[::-1]


@check("PTY009")
def complete_parties(record: Record, pack: RulePack) -> Iterator[Problem]:
    """当事人缺少名称、住所、代表人或签署日期。

    检查：采购方、供应方是否写明名称和地址（缺则警告），法定代表人或授权代表，以及签署日期（只缺这两项为提示，因为手签不一定读得出）。
      联合体只看牵头人；自然人没有法定代表人，不要求代表人。
    意义：合同应当写明双方名称和住所，代表人和签署日期是合同成立的凭据。
    不符合：签署页只有「乙方（盖章）：」，全文没有乙方地址。
    符合：双方名称、地址、法定代表人、签署日期齐全。
    依据：财政部令第87号第七十二条。
    """
    need_filled(record, "当事人信息")
    principal = {party.role: party for party in reversed(record.parties) if party.role in ("buyer", "supplier")}
    if not principal:
        raise UnverifiableError("没有读到采购方和供应方")
    for party in reversed(principal.values()):
        required = [word for word, field in (("名称", party.name), ("地址", party.address)) if field is None]
        represented = party.legal_representative or party.authorized_representative or record.signatories
        wanted = ["法定代表人或授权代表"] if not represented and not _is_person(party, pack) else []
        dated = party.signed_on or record.signed_on or record.impossible_dates  # 签订日期:2月30日 is for DAT005
        wanted += [] if dated else ["签署日期"]
        if required or wanted:
            places: list[Evidence] = [field for field in (party.name, *party.labels[:1]) if field is not None]
            yield Problem(
                f"{called(party)}没有写明{'、'.join([*required, *wanted])}",
                tuple(places) or anywhere(record),
                expected="名称、地址、代表人、签署日期",
                suggestion="补充签署信息；手写签名请核对原件",
                severity=None if required else "info",
                basis=None if required else (),
            )


def _is_person(party: Party, pack: RulePack) -> bool:
    """Tell whether a party is a natural person, who has no legal representative: a short name of no organisation."""
    name = party.name.value if party.name is not None else ""
    longest = pack.threshold("checks.longest_person")
    return ("·" in name or 0 < len(name) <= longest) and not name.endswith(pack.words("parties.organisation_endings"))
