"""The Record: what one contract becomes. The single source of the JSON Schema.

Money, ratios and quantities are `Decimal` and become decimal strings in JSON. Dates are ISO text and may be
partial ("2025-06", "2025"). Absent is None or an empty tuple, never "".
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, StringConstraints
from pydantic import Field as Described

SCHEMA_VERSION = "1.0"

PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
Role = Literal["buyer", "supplier", "agent", "witness", "user", "guarantor", "other"]
DurationUnit = Literal["hour", "day", "workday", "week", "month", "quarter", "year"]
Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""The worst first."""


class Part(BaseModel):
    """Base of all parts of the record: immutable, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Part):
    """Where something stands: character offsets into the document text, 1-based page, box in PDF points."""

    start: int
    end: int
    page: int | None = None
    bbox: tuple[float, float, float, float] | None = None


class Evidence(Part):
    """What every value carries: the words as written and the places that they were read from."""

    text: str = Described(description="原文:恰为文档文本中第一个 span 所指的文字")
    spans: tuple[Span, ...]
    confidence: float = Described(default=1.0, ge=0, le=1)
    rule: str = Described(default="", description="读出此值的规则")
    derived: bool = Described(default=False, description="由其他值算出,spans 为其依据")


class TextField(Evidence):
    """A text value, spaces and line breaks of the layout removed."""

    value: str


class Law(TextField):
    """A law that is cited, by its title without 《》; `order` is the number behind it: 财政部令第87号."""

    order: TextField | None = Described(default=None, description="所附的令号,写作「财政部令第87号」")


class DecimalField(Evidence):
    """An exact number: a ratio as a fraction, a quantity, a price in yuan."""

    value: Decimal


class IntegerField(Evidence):
    """A whole number."""

    value: int


class DateField(Evidence):
    """An ISO date, partial where the contract is."""

    value: PartialDate

    @property
    def day(self) -> date | None:
        """The day, None where it is known to the month or year alone, or impossible (2月30日)."""
        try:
            return date.fromisoformat(self.value)
        except ValueError:
            return None

    def precedes(self, other: DateField) -> bool:
        """Tell whether this is before the other as far as both are known."""
        return is_before(self.value, other.value)

    def agrees(self, other: DateField) -> bool:
        """Tell whether both may be one day, as far as both are known: 2025-06 and 2025-06-13."""
        return not (self.precedes(other) or other.precedes(self))


def is_before(one: PartialDate, other: PartialDate) -> bool:
    """Tell whether a date is before the other as far as both are known: 2025-05 before 2025-06-13, 2025 not."""
    known = min(len(one), len(other))
    return one[:known] < other[:known]


class Duration(Evidence):
    """A length of time; `after` is the event that it is counted from, as written."""

    value: int
    unit: DurationUnit
    after: str | None = None


class Money(Evidence):
    """An amount. `value` is in yuan (whole units of `currency`); digits win over a differing uppercase."""

    value: Decimal
    currency: str = "CNY"
    unit: str = Described(default="元", description="书写时的单位:元、万元、亿元")
    digits: TextField | None = None
    uppercase: TextField | None = None
    digits_value: Decimal | None = None
    uppercase_value: Decimal | None = None
    agree: bool | None = Described(default=None, description="大小写是否一致;只有其一或无法辨认时为 null")
    problems: tuple[str, ...] = Described(default=(), description="书写瑕疵,如 malformed_grouping")
    standard_uppercase: str | None = Described(
        default=None, description="写有大写时:数字(没有数字时为大写所写之数)的规范大写"
    )


class Total(Money):
    """The contract price."""

    kind: Literal["fixed", "unit_price", "ceiling", "estimate"] = "fixed"
    tax: TextField | None = Described(default=None, description="included 含税 | excluded 不含税")
    tax_rate: DecimalField | None = None
    net: Money | None = Described(default=None, description="不含税金额")
    tax_amount: Money | None = Described(default=None, description="税额")
    others: tuple[Money, ...] = Described(default=(), description="合同别处所写的总价")
    parts: tuple[Money, ...] = Described(default=(), description="“其中设备款……、服务款……”:同一句所写总价的各部分")
    discount: TextField | None = Described(default=None, description="总价已经优惠、下浮,与分项之和不必相等")


class Contact(Part):
    """A person named as contact, project manager or the like of one party."""

    name: TextField | None = None
    phone: TextField | None = None
    email: TextField | None = None
    title: str | None = None


class Account(Part):
    """A bank account. `number` is digits only; `complete` is False where the text cuts it off."""

    holder: TextField | None = None
    bank: TextField | None = None
    bank_code: TextField | None = None
    number: TextField | None = None
    complete: bool = True
    purpose: TextField | None = Described(
        default=None, description="专用账户的用途,如农民工工资专用账户;收款账户为 null"
    )


class Party(Part):
    """One party to the contract, with everything that the contract says of it."""

    role: Role
    labels: tuple[TextField, ...] = ()
    name: TextField | None = None
    names: tuple[TextField, ...] = Described(default=(), description="封面、正文、签署页等处所写的全部名称")
    aliases: tuple[TextField, ...] = ()
    address: TextField | None = None
    addresses: tuple[TextField, ...] = Described(default=(), description="各处所写的全部地址")
    postcode: TextField | None = None
    legal_representative: TextField | None = None
    authorized_representative: TextField | None = None
    contacts: tuple[Contact, ...] = ()
    phones: tuple[TextField, ...] = ()
    fax: TextField | None = None
    email: TextField | None = None
    tax_id: TextField | None = None
    accounts: tuple[Account, ...] = ()
    signed_on: DateField | None = Described(default=None, description="该方签署页所写日期")


class Payment(Evidence):
    """One instalment by which the price is paid; `text` is the sentence that promises it."""

    label: TextField | None = None
    share: DecimalField | None = Described(default=None, description="占总价(或 base)的比例,0 到 1")
    share_basis: Literal["stated", "amount", "remainder"] | None = None
    share_words: Decimal | None = Described(default=None, description="汉字所写的比例,与数字并列时;“付至”的为累计比例")
    amount: Money | None = None
    remainder: bool = False
    cap: bool = Described(default=False, description="“最多不超过”")
    trigger: TextField | None = None
    conditions: tuple[TextField, ...] = ()
    due: Duration | None = None
    due_on: DateField | None = None
    recurs: Literal["month", "quarter", "half_year", "year"] | None = None
    base: TextField | None = Described(default=None, description="比例的基数,不是合同总价时")
    cumulative: bool = Described(default=False, description="“付至80%”:share 为本期新增部分")
    option: TextField | None = Described(
        default=None, description="在此情形下代替其他各期,不与其并付:“大型企业预付30%”中的大型企业"
    )
    level: DecimalField | None = Described(default=None, description="“付至80%”:截至本期的累计比例,如所写")


class Period(Evidence):
    """A span of time that the contract sets; `end` is the last day, inclusive."""

    kind: Literal[
        "service",
        "warranty",
        "development",
        "delivery",
        "construction",
        "acceptance",
        "trial",
        "contract",
        "other",
    ]
    start: DateField | None = None
    end: DateField | None = None
    duration: Duration | None = None
    anchor: TextField | None = None
    of_all: bool = Described(default=False, description="质保期:说的是全部标的,没有指明某一部分")


class Cap(Evidence):
    """The most that a penalty may reach: a rate of `base` or an amount in yuan; neither where it is the whole bond."""

    rate: Decimal | None = None
    base: str | None = None
    amount: Decimal | None = None


Breach = Literal[
    "late_performance",
    "late_payment",
    "quality",
    "service_failure",
    "staffing",
    "confidentiality",
    "security_incident",
    "subcontracting",
    "intellectual_property",
    "termination",
    "fraud",
    "safety",
    "refusal",
    "other",
]
PenaltyBase = Literal["contract_total", "unpaid", "instalment", "delivered_part", "other"]
Per = Literal["once", "occurrence", "day", "week", "month", "hour", "person_day", "person", "item", "point", "unit"]


class Penalty(Evidence):
    """A breach with a number attached; `text` is the sentence that sets it."""

    liable: Literal["buyer", "supplier", "either", "other"] = Described(description="other:买卖双方以外的一方,如丙方")
    breach: Breach
    rate: DecimalField | None = None
    rate_words: Decimal | None = Described(default=None, description="汉字所写的比例,与数字并列时")
    base: PenaltyBase | None = None
    amount: Money | None = None
    amount_max: Money | None = None
    per: Per = "once"
    per_count: int = 1
    cap: Cap | None = None
    termination: bool = False
    termination_trigger: TextField | None = None


class Guarantee(Evidence):
    """A bond, retention or deposit."""

    kind: Literal["performance_bond", "quality_retention", "advance_guarantee", "bid_bond", "deposit"]
    rate: Decimal | None = None
    amount: Money | None = None
    form: TextField | None = None
    return_terms: TextField | None = None
    forfeiture: TextField | None = Described(default=None, description="不予退还或者可以扣除的情形")
    late_return: TextField | None = Described(default=None, description="逾期退还的责任")


class Liability(Part):
    """Who is liable for breach at all, with a number or without: the first sentence that says so."""

    buyer: TextField | None = None
    supplier: TextField | None = None
    either: TextField | None = Described(default=None, description="任何一方、双方违约的责任")
    late_payment: TextField | None = Described(default=None, description="逾期付款的责任")


class ServiceLevel(Evidence):
    """How fast a fault of one level must be met; times are in hours, 0 for at once (立即)."""

    level: TextField
    rank: int = Described(description="严重程度,1 最重")
    scale: str = Described(description="级别的写法:numbered 一级、二级……;named 重大、一般……")
    response: DecimalField | None = None
    arrival: DecimalField | None = Described(default=None, description="到达现场")
    repair: DecimalField | None = Described(default=None, description="修复、解决、恢复")


class ConfidentialityTerm(Part):
    """How long confidentiality lasts."""

    kind: Literal["perpetual", "fixed", "until_public", "unstated"] = "unstated"
    duration: Duration | None = None
    after: Literal["signing", "contract_end", "disclosure", "other"] | None = None
    text: str | None = None
    spans: tuple[Span, ...] = ()


class ConfidentialityAnnex(Part):
    """A separate confidentiality agreement annexed to the contract."""

    title: TextField | None = None
    signed_on: DateField | None = None
    copies: IntegerField | None = None
    term: ConfidentialityTerm | None = Described(default=None, description="附件自己写明的保密期限")
    span: Span | None = Described(default=None, description="附件全文所在")


class Confidentiality(Part):
    """Who must keep what secret, for how long."""

    present: bool = False
    obligors: tuple[Literal["buyer", "supplier"], ...] = ()
    term: ConfidentialityTerm = ConfidentialityTerm()
    scope: tuple[TextField, ...] = ()
    exceptions: tuple[TextField, ...] = ()
    penalties: tuple[int, ...] = Described(default=(), description="penalties 中的序号,从 0 起")
    annex: ConfidentialityAnnex | None = None
    spans: tuple[Span, ...] = ()


Method = Literal["litigation", "arbitration", "either", "unstated"]
Venue = Literal[
    "buyer",
    "supplier",
    "plaintiff",
    "defendant",
    "performance_place",
    "signing_place",
    "project_place",
    "named",
    "unstated",
]


class Dispute(Part):
    """How and where disputes are settled."""

    method: Method = "unstated"
    venue: Venue = "unstated"
    institution: TextField | None = None
    text: str | None = None
    spans: tuple[Span, ...] = ()
    annexed: Dispute | None = Described(default=None, description="附件中另写的争议解决方式")


class Copies(Evidence):
    """合同一式 N 份, and who gets how many."""

    total: int | None = None
    originals: int | None = None
    duplicates: int | None = None
    by_role: dict[str, int] = Described(default_factory=dict)
    other: int = 0


class LineItem(Evidence):
    """One row of a price table; where there is none, an item that the text tells with its price and amount."""

    section: TextField | None = None
    sequence: TextField | None = None
    name: TextField | None = None
    specification: TextField | None = None
    unit: TextField | None = None
    quantity: DecimalField | None = None
    unit_price: DecimalField | None = None
    amount: DecimalField | None = None


class Subtotal(Evidence):
    """A 合计 or 小计 row of a price table, or the total printed under it."""

    label: str
    amount: Decimal
    items: tuple[int, ...] = Described(default=(), description="所合计的 line_items 序号,从 0 起")


class Annex(Part):
    """An annex: announced in the body, present in the file, or both."""

    number: str | None = None
    title: TextField
    announced: bool = False
    present: bool = False
    mentions: tuple[TextField, ...] = Described(default=(), description="合同正文提到该附件之处及所用名称")
    signed_on: DateField | None = None
    signing_dates: tuple[DateField, ...] = Described(default=(), description="该附件签署处所写的全部日期")
    copies: IntegerField | None = None


class Clause(Part):
    """One numbered clause or heading of the outline; the span covers it with its sub-clauses."""

    number: str | None = None
    title: str | None = None
    level: int
    kind: str
    parent: int | None = Described(default=None, description="上级条款在 clauses 中的序号")
    annex: int | None = Described(default=None, description="所在附件,从 0 起;合同本身为 null")
    span: Span


class NumberingBreak(Evidence):
    """A clause number that does not follow the one before it in the same list."""

    kind: Literal["skip", "repeat"]
    expected: str = Described(description="按前一编号应有的编号")
    actual: str


class Reference(Evidence):
    """A cross-reference to a clause of this contract: 见第八条, 按照第3.2款约定."""

    number: str = Described(description="所指条款的编号,如 8、3.2")
    found: bool = Described(description="合同中有无此条款")


ProvisionKind = Literal[
    "subject",
    "quantity",
    "quality",
    "price",
    "period",
    "acceptance",
    "breach",
    "dispute",
    "intellectual_property",
    "subcontracting_banned",
    "subcontracting_free",
    "unit_pricing",
]


class Provision(Evidence):
    """That the contract provides for a matter; `text` is where it first does."""

    kind: ProvisionKind


class Category(Evidence):
    """What the contract is about; a contract may be of several categories."""

    kind: Literal["goods", "works", "services", "lease", "software", "data", "creation", "personal_information"]


class Outcome(Part):
    """How one check ended."""

    code: str
    title: str = Described(default="", description="核对什么,一句话")
    status: Literal["pass", "fail", "not_applicable", "unverifiable", "crashed"]
    reason: str = ""


class Accepted(Part):
    """That somebody looked at a finding and accepts it."""

    reason: str
    by: str
    on: PartialDate
    quote: str | None = Described(default=None, description="只接受此引文处的问题")


class Finding(Part):
    """A failed check with its evidence."""

    code: str
    severity: Severity
    message: str
    expected: str | None = None
    actual: str | None = None
    spans: tuple[Span, ...] = Described(default=(), description="所在之处,有误的在前,据以判断的在后")
    basis: tuple[str, ...] = Described(default=(), description="法律依据的编号,如 GP-02")
    citations: tuple[str, ...] = Described(
        default=(), description="法律依据,按签订日期有效的版本写出,未核实的注「待核」"
    )
    suggestion: str | None = None
    accepted: Accepted | None = Described(default=None, description="已由审计人员确认接受")

    def _repr_html_(self) -> str:
        from extract.jupyter import finding_html

        return finding_html(self)


class DocumentInfo(Part):
    """The file that the record was read from."""

    path: str
    sha256: str
    media_type: str
    reader: str
    pages: int | None = None
    characters: int
    ocr_pages: tuple[int, ...] = ()
    damaged_pages: tuple[int, ...] = Described(default=(), description="内容已损坏的页，所读的值把握不足")
    unfilled: bool = Described(default=False, description="空白范本:大部分应填处未填")
    redacted: bool = Described(default=False, description="个人信息已遮盖")
    warnings: tuple[str, ...] = ()


class Blank(Evidence):
    """A blank that was left to fill in; `label` says of what."""

    label: str
    section: str


class Record(Part):
    """One contract, normalised."""

    schema_version: str = SCHEMA_VERSION
    document: DocumentInfo
    title: TextField | None = None
    contract_number: TextField | None = None
    project_name: TextField | None = None
    project_number: TextField | None = None
    signed_on: DateField | None = None
    signed_at: TextField | None = None
    awarded_on: DateField | None = None
    signing_dates: tuple[DateField, ...] = Described(default=(), description="封面、签署页所写的全部签订日期")
    parties: tuple[Party, ...] = ()
    total: Total | None = None
    amounts: tuple[Money, ...] = ()
    payments: tuple[Payment, ...] = ()
    periods: tuple[Period, ...] = ()
    penalties: tuple[Penalty, ...] = ()
    guarantees: tuple[Guarantee, ...] = ()
    liability: Liability = Liability()
    service_levels: tuple[ServiceLevel, ...] = ()
    confidentiality: Confidentiality = Confidentiality()
    dispute: Dispute = Dispute()
    copies: Copies | None = None
    line_items: tuple[LineItem, ...] = ()
    subtotals: tuple[Subtotal, ...] = ()
    section_mentions: tuple[TextField, ...] = Described(
        default=(), description="价格表各分部的名称(不含编号)在价格表以外首次出现之处;别处没有的不列"
    )
    laws: tuple[Law, ...] = ()
    annexes: tuple[Annex, ...] = ()
    blanks: tuple[Blank, ...] = ()
    clauses: tuple[Clause, ...] = ()
    categories: tuple[Category, ...] = ()
    provisions: tuple[Provision, ...] = ()
    numbering_breaks: tuple[NumberingBreak, ...] = ()
    references: tuple[Reference, ...] = ()
    impossible_dates: tuple[DateField, ...] = Described(
        default=(), description="日历上没有的日期(2月30日);别处不作为日期"
    )
    doubtful_total: TextField | None = Described(default=None, description="没有读出合同总价时,似为总价的一处")
    unread_amounts: tuple[TextField, ...] = Described(default=(), description="无法辨认的数字金额")
    credit_codes: tuple[TextField, ...] = Described(default=(), description="各处所写的统一社会信用代码或税号")
    identity_numbers: tuple[TextField, ...] = Described(default=(), description="身份证号码")
    signatories: tuple[TextField, ...] = Described(
        default=(), description="「法定代表人或授权代表」之后的姓名,未写明是哪一种"
    )
    self_dealings: tuple[TextField, ...] = Described(
        default=(), description="一方向自己履行的表述,如「乙方向乙方支付」"
    )
    checks: tuple[Outcome, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def doubt(self) -> str | None:
        """What a reader must know of the whole file before all else: a blank form, or probably no contract."""
        if self.document.unfilled:
            return "空白范本"
        named = any(party.name is not None for party in self.parties if party.role in ("buyer", "supplier"))
        return None if named or self.total is not None else "可能不是合同"

    def to_json(self) -> str:
        """Return the record as indented JSON, Chinese characters unescaped, ending in a newline."""
        return self.model_dump_json(indent=1) + "\n"

    def _repr_html_(self) -> str:
        from extract.jupyter import record_html

        return record_html(self)

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        printer.text(f"<Record {self.document.path}>")


class CrossPlace(Part):
    """What one contract has to do with a finding across contracts; `text` is what stands at the first span."""

    path: str
    text: str
    spans: tuple[Span, ...]


class CrossFinding(Part):
    """What several contracts show together, with evidence in each of them. A lead to follow up, not a verdict."""

    code: str
    severity: Severity
    message: str
    contracts: tuple[CrossPlace, ...]
    citations: tuple[str, ...] = ()
    suggestion: str | None = None
    accepted: Accepted | None = None


class CrossAudit(Part):
    """What the checks across the contracts of a run came to: `cross.json`."""

    checks: tuple[Outcome, ...] = ()
    findings: tuple[CrossFinding, ...] = ()
