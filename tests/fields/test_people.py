"""People of a party: who is a person, who is a contact, and whose telephone it is."""

from __future__ import annotations

import pytest

from extract.fields.parties.people import read_person
from extract.fields.parties.read import read_parties
from extract.model import Party
from tests.helpers import context_of, record_of

HEAD = "甲方：岚川市水务局\n乙方：云岭启明咨询有限公司\n"
People = list[tuple[str | None, str | None, str | None]]


def parties_of(text: str) -> dict[str, Party]:
    return {party.role: party for party in read_parties(context_of(text))}


def contacts_of(text: str, role: str) -> People:
    return [
        (c.name.value if c.name else None, c.phone.value if c.phone else None, c.title)
        for c in parties_of(text)[role].contacts
    ]


def phones_of(text: str, role: str) -> list[str]:
    return [phone.value for phone in parties_of(text)[role].phones]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("岳青禾", "岳青禾"),
        ("岳青禾（局长）", "岳青禾"),
        ("白露 13588880001", "白露"),
        ("白露女士", "白露"),
        ("亓山月 13588880001", "亓山月"),
        ("国青禾、0899-3320118", "国青禾"),
        ("手机13588880001", None),
        ("杜若溪女士", "杜若溪"),
        ("杜若溪先生，电话13588880001", "杜若溪"),
        ("欧阳青山", "欧阳青山"),
        ("欧阳青山同志", "欧阳青山"),
        ("阿依古丽·买买提", "阿依古丽·买买提"),
        ("帕孜来提", "帕孜来提"),
        ("阿斯卡尔 13588880001", "阿斯卡尔"),
        ("云岭商行", None),
        ("温止水、白露", "温止水"),
        ("亓官月", "亓官月"),
        ("岚川市水务局", None),
        ("甲方代表", None),
        ("另行指定", None),
        ("详见附件", None),
        ("13588880001", None),
        ("", None),
    ],
)
def test_reads_the_name_at_the_start_of_a_value(value: str, name: str | None) -> None:
    context = context_of(f"联系人：{value}\n")
    region = read_person(context, 4, len(context.text))
    assert (context.text[slice(*region)] if region else None) == name


@pytest.mark.parametrize(
    ("clause", "buyer", "supplier"),
    [
        ("1、甲方项目负责人：杜若溪，电话0899-3320118；\n2、乙方项目负责人：白露，电话13588880001。\n",
         [("杜若溪", "0899-3320118", "项目负责人")], [("白露", "13588880001", "项目负责人")]),
        ("甲方联系人及电话：杜若溪 0899-3320118\n乙方联系人及电话：白露 13588880001\n",
         [("杜若溪", "0899-3320118", "联系人")], [("白露", "13588880001", "联系人")]),
        ("第九条 甲方指定杜若溪为项目联系人，联系电话：0899-3320118，乙方指派项目经理白露（手机：13588880001）负责本项目。\n",
         [("杜若溪", "0899-3320118", "联系人")], [("白露", "13588880001", "项目经理")]),
        ("甲方联系方式：杜老师 0899-3320118\n乙方联系电话：白露，13588880001\n",
         [("杜老师", "0899-3320118", "联系人")], [("白露", "13588880001", "联系人")]),
        ("双方联系人：甲方：杜若溪，电话：0899-3320118；乙方：白经理（13588880001）。\n",
         [("杜若溪", "0899-3320118", "联系人")], [("白经理", "13588880001", "联系人")]),
        ("甲方联系方式：0899-3320118 杜老师\n乙方联系电话：13588880001（白露）\n",
         [("杜老师", "0899-3320118", "联系人")], [("白露", "13588880001", "联系人")]),
        ("甲方联系人及方式：杜若溪 / 0899-3320118\n乙方联系人及方式：白露 / 13588880001\n",
         [("杜若溪", "0899-3320118", "联系人")], [("白露", "13588880001", "联系人")]),
        ("甲方联系人 杜若溪 电话 0899-3320118\n乙方联系人 白露 电话 13588880001\n",
         [("杜若溪", "0899-3320118", "联系人")], [("白露", "13588880001", "联系人")]),
        ("第一条 供货\n按期供货。\n第二条 收货\n收货人及电话：杜若溪 0899-3320118；收货地址：岚川市仓库。\n",
         [("杜若溪", "0899-3320118", "收货人")], []),
        ("甲方经办人：杜若溪\n甲方联系电话：0899-3320118\n甲方收货人：白露 13588880001\n",
         [("杜若溪", "0899-3320118", "经办人"), ("白露", "13588880001", "收货人")], []),
        ("甲方联系方式：值班室 0899-3320118\n乙方联系电话：服务台 0899-3320119\n", [], []),
        ("甲方联系人：欧阳若溪女士（0899-3320118）\n乙方联系人：阿依古丽·买买提，电话：13588880001\n",
         [("欧阳若溪", "0899-3320118", "联系人")], [("阿依古丽·买买提", "13588880001", "联系人")]),
        ("乙方委派高级工程师贺云帆同志担任本项目项目经理。\n", [], [("贺云帆", None, "项目经理")]),
        ("乙方授权贺云帆担任项目经理，技术负责人温止水、白露。\n", [],
         [("贺云帆", None, "项目经理"), ("温止水", None, "核心人员"), ("白露", None, "核心人员")]),
        ("2.3 甲方现场代表：杜若溪，授权范围为签收成果、确认工作量，手机13588880002。\n",
         [("杜若溪", "13588880002", "现场代表")], []),
        ("2.3 甲方项目负责人杜若溪，负责成果接收和进度协调，联系电话13588880002。\n",
         [("杜若溪", "13588880002", "项目负责人")], []),
        ("2.3 乙方对接人白露，座机0899-3320119。\n", [], [("白露", "0899-3320119", "对接人")]),
        ("2.3 甲方项目负责人负责成果接收，联系电话13588880002。\n", [], []),
        ("2.5乙方负责养护管理项目代表人：白露\n", [], [("白露", None, "项目代表人")]),
        ("2.5乙方法定代表人：白露\n", [], []),
        ("甲方代表：杜若溪\n乙方代表：白露\n", [("杜若溪", None, "甲方代表")], [("白露", None, "乙方代表")]),
        ("第九条 甲方的义务\n1.指定仓库管理员（岚川市水务局物资科 杜若溪，电话0899-3320118）负责收货。\n",
         [("杜若溪", "0899-3320118", "仓库管理员")], []),
        ("第九条 甲方的义务\n1.指定仓库管理员（每班两名，电话随时畅通）负责收货。\n", [], []),
        (("六 甲方的义务\n（一）指定物资科杜若溪（电话：0899-3320118，邮箱：duruoxi@lanchuan.example.cn）为项目联系人；\n"
         "七 乙方的义务\n（一）项目负责人为白露（手机：13588880001），应当到场；\n"),
         [("杜若溪", "0899-3320118", "项目联系人")], [("白露", "13588880001", "项目负责人")]),
        ("第九条 乙方的权利和义务\n(1)按期供餐；\n(2)驻校负责人：白露，电话：13588880001；\n", [],
         [("白露", "13588880001", "驻校负责人")]),
        ("乙方设立专属服务小组，小组成员不少于5人，其中负责人贺云帆，联系电话13588880001。\n", [],
         [("贺云帆", "13588880001", "负责人")]),
        ("组建不少于12人的工作组。乙方主评人：白露，电话：13588880001。\n", [], [("白露", "13588880001", "主评人")]),
        ("第九条 双方的责任\n1.甲方审价工程师：杜若溪，联系电话：0899-3320118。乙方签字注册会计师为白露，手机：13588880001。\n",
         [("杜若溪", "0899-3320118", "审价工程师")], [("白露", "13588880001", "签字注册会计师")]),
        ("乙方派驻注册会计师两名，电话：13588880001。\n", [], []),
        ("第九条 乙方的责任\n9.1指定雒青禾（电话：13588880001）为项目经理；\n", [], [("雒青禾", "13588880001", "项目经理")]),
        ("乙方设立专属服务小组，其中理赔专员两名，联系电话13588880001。\n", [], []),
        ("乙方应当指定专人作为联系人，并保证其联系电话畅通。\n", [], []),
        ("甲方指定项目负责人负责协调。\n", [], []),
        ("甲方联系人：________  电话：________\n", [], []),
    ],
)  # fmt: skip
def test_contacts_of_both_parties(clause: str, buyer: People, supplier: People) -> None:
    assert contacts_of(HEAD + clause, "buyer") == buyer
    assert contacts_of(HEAD + clause, "supplier") == supplier


@pytest.mark.parametrize(
    ("sentence", "email"),
    [
        ("指定物资科杜若溪（邮箱：duruoxi@lanchuan.example.cn）为项目联系人。", "duruoxi@lanchuan.example.cn"),
        ("发票应当发送至邮箱：fapiao@lanchuan.example.cn。", None),
    ],
)
def test_the_mailbox_of_whom_the_party_of_the_heading_appoints(sentence: str, email: str | None) -> None:
    found = parties_of(f"{HEAD}第一条 内容\n乙方提供服务。\n第二条 甲方的义务\n1、{sentence}\n")["buyer"].email
    assert (found.value if found else None) == email


def test_the_telephone_below_the_heading_of_a_post() -> None:
    heads = "委托人：岚川市水务局\n监理人：云岭启明咨询有限公司\n{}\n姓名：杜若溪，证号：3701，手机：13588880001。\n"
    assert phones_of(heads.format("3. 总监理工程师"), "supplier") == ["13588880001"]
    assert phones_of(heads.format("3. 见证人"), "supplier") == []


def test_posts_of_those_to_be_called() -> None:
    text = (
        "甲方：岚川市水务局\n主管科室：总务科　　科长：杜若溪　　电话：0899-3320118\n"
        "乙方：云岭启明咨询有限公司\n业务接待：白露 13588880001　传真：0899-3320119\n"
    )
    assert contacts_of(text, "buyer") == [("杜若溪", "0899-3320118", "科长")]
    assert contacts_of(text, "supplier") == [("白露", "13588880001", "业务接待")]


def test_a_person_named_twice_is_one_contact_with_the_telephone() -> None:
    text = HEAD + "乙方联系人：白露\n第九条 乙方指派项目联系人白露（联系电话：13588880001）负责。\n"
    assert [name for name, _, _ in contacts_of(text, "supplier")] == ["白露"]
    assert contacts_of(text, "supplier")[0][1] == "13588880001"


def test_one_s_own_telephone_goes_before_that_of_the_block() -> None:
    text = (
        HEAD
        + "甲方联系人：杜若溪\n甲方联系电话：0899-3320118\n甲方收货人：白露 13588880001\n"
        + "第九条 甲方联系人：杜若溪，电话：13588880002。\n"
    )
    assert ("杜若溪", "13588880002", "联系人") in contacts_of(text, "buyer")


def test_several_people_of_one_label_are_several_contacts() -> None:
    assert [name for name, _, _ in contacts_of(HEAD + "乙方联系人：白露、温止水\n", "supplier")] == ["白露", "温止水"]


def test_a_telephone_stays_in_its_column() -> None:
    text = (
        "甲方（盖章）：岚川市水务局        乙方（盖章）：云岭启明咨询有限公司\n经办人：杜若溪                    经办人：白露\n"
        "电话：0899-3320118                电话：13588880001\n日期：2025年3月1日                 日期：2025年3月2日\n"
    )
    assert contacts_of(text, "buyer") == [("杜若溪", "0899-3320118", "经办人")]
    assert contacts_of(text, "supplier") == [("白露", "13588880001", "经办人")]
    assert (phones_of(text, "buyer"), phones_of(text, "supplier")) == (["0899-3320118"], ["13588880001"])


def test_where_people_complain_is_no_telephone_of_the_party_that_is_told() -> None:
    text = HEAD + "第一条 其他\n甲方不满意的，请拨打投诉电话：13588880001。\n甲方联系电话：0899-3320118\n"
    assert phones_of(text, "buyer") == ["0899-3320118"]


def test_two_telephones_of_one_label_are_both_read() -> None:
    assert phones_of("甲方：岚川市水务局\n电话：0899-3320118、0899-3320120\n乙方：云岭启明咨询有限公司\n", "buyer") == [
        "0899-3320118",
        "0899-3320120",
    ]


def test_representatives_without_their_office() -> None:
    parties = parties_of(
        "甲方：岚川市水务局\n法定代表人：岳青禾（局长）\n委托代理人：杜若溪\n乙方：云岭启明咨询有限公司\n负责人：欧阳青山\n授权代表：        \n"
    )
    values = [
        (
            p.legal_representative and p.legal_representative.value,
            p.authorized_representative and p.authorized_representative.value,
        )
        for p in (parties["buyer"], parties["supplier"])
    ]
    assert values == [("岳青禾", "杜若溪"), ("欧阳青山", None)]


def test_evidence_is_the_name_as_written() -> None:
    text = "甲方：岚川市水务局\n乙方：云岭启明咨询有限公司\n乙方联系人：白  露  电话：135 8888 0001\n"
    contact = parties_of(text)["supplier"].contacts[0]
    assert contact.name is not None and contact.name.value == "白露"
    span = contact.name.spans[0]
    assert text[span.start : span.end] == contact.name.text == "白  露"


@pytest.mark.parametrize(
    ("sentence", "contact"),
    [
        ("甲方联系人白露，电话0871-6512345。", ("白露", "0871-6512345", "联系人")),
        ("甲方：宣传股 白露 13588880001", ("白露", "13588880001", "联系人")),
        ("双方指定联系人：甲方设备科 白露，电话0871-6512345；", ("白露", "0871-6512345", "联系人")),
        ("甲方：资产处白露，电话0871-6512345；", ("白露", "0871-6512345", "联系人")),
        ("甲方指派文化站站长白露与乙方对接，联系电话0871-6512345。", ("白露", "0871-6512345", "联系人")),
        (
            "甲方应为乙方人员提供办公条件，并指定财务部白露为对接人（电话：0871-6512345）。",
            ("白露", "0871-6512345", "对接人"),
        ),
        ("甲方经办人：食品科白露，电话0871-6512345。", ("白露", "0871-6512345", "经办人")),
    ],
)
def test_who_is_named_for_a_party_before_a_telephone(sentence: str, contact: tuple[str, str, str]) -> None:
    text = f"{HEAD}一、通知\n{sentence}\n"
    assert contacts_of(text, "buyer") == [contact]
    assert phones_of(text, "supplier") == []


def test_each_party_has_the_telephone_of_whom_it_appoints() -> None:
    text = f"{HEAD}一、联系\n甲方指定白露（电话：0871-6512345）为项目联系人，乙方指定岳青禾（手机：13588880001）为项目联系人。\n"
    assert [phones_of(text, role) for role in ("buyer", "supplier")] == [["0871-6512345"], ["13588880001"]]


@pytest.mark.parametrize(
    ("numbers", "contacts"),
    [
        ("0871-6512345、13588880001", [("白露", "0871-6512345"), ("岳青禾", "13588880001")]),
        ("0871-6512345", [("白露", None), ("岳青禾", None)]),
    ],
)
def test_the_telephones_of_a_list_of_names(numbers: str, contacts: list[tuple[str, str | None]]) -> None:
    text = f"{HEAD}一、联系\n甲方联系人：白露、岳青禾，电话{numbers}。\n"
    assert [(name, phone) for name, phone, _ in contacts_of(text, "buyer")] == contacts
    assert phones_of(text, "buyer") == numbers.split("、")


def test_whose_representative_signs_on_the_signature_page() -> None:
    signed = (
        "甲方代表：杜若溪　　　乙方代表：白露\n（盖章）　　　　　　　（盖章）\n2025年7月1日　　　　　2025年7月1日\n"
    )
    parties = record_of(HEAD + "第二条 其他\n本合同一式两份。\n" + signed).parties
    names = {p.role: p.authorized_representative.value for p in parties if p.authorized_representative is not None}
    assert names == {"buyer": "杜若溪", "supplier": "白露"}
    assert not any(party.contacts for party in parties)


def test_who_signed_beside_the_legal_representative_was_authorised() -> None:
    text = f"{HEAD}法定代表人：韩立冬\n一、内容\n服务一年。\n乙方（盖章）：云岭启明咨询有限公司\n法定代表人：韩立冬\n"
    signed = f"{text}法定代表人或授权代表（签字）：赵晓峰\n日期：2025年3月1日\n"
    same = signed.replace("赵晓峰", "韩立冬")
    unknown = signed.replace("法定代表人：韩立冬\n", "")
    assert [_authorised(each) for each in (signed, same, unknown)] == ["赵晓峰", None, None]


@pytest.mark.parametrize(
    ("signed", "legal"),
    [
        ("法定(或授权)代表人：赵晓峰\n委托代理人：韩立冬\n", "赵晓峰"),
        ("法定代表人或授权代表（签字）：赵晓峰\n授权代理人：韩立冬\n", "赵晓峰"),
        ("法定(或授权)代表人：赵晓峰\n委托代理人：赵晓峰\n", None),
        ("法定(或授权)代表人：赵晓峰\n委托代理人：\n", None),
        ("法定(或授权)代表人：赵晓峰\n", None),
    ],
)
def test_who_signs_beside_an_agent_is_the_legal_representative(signed: str, legal: str | None) -> None:
    text = f"{HEAD}一、内容\n服务一年。\n乙方（盖章）：云岭启明咨询有限公司\n{signed}日期：2025年3月1日\n"
    person = parties_of(text)["supplier"].legal_representative
    assert (person.value if person is not None else None) == legal


def _authorised(text: str) -> str | None:
    person = parties_of(text)["supplier"].authorized_representative
    return person.value if person is not None else None


@pytest.mark.parametrize(
    ("clause", "role", "expected"),
    [
        (
            "第二条 其他\n1、甲方总务科负责对乙方服务质量进行监督，考核办法见附件。联系人：王小明，电话0871-65550101。",
            "buyer",
            [("王小明", "0871-65550101")],
        ),
        (
            "第二条 其他\n1、乙方派驻甲方人员不少于86人，其中主管4人。项目经理：李大伟，联系电话13900000001。",
            "supplier",
            [("李大伟", "13900000001")],
        ),
        (
            "第二条 其他\n2.乙方联系人：程小满，电话13900000001；甲方食堂管理员：田应忠，电话0871-65550102。",
            "buyer",
            [("田应忠", "0871-65550102")],
        ),
        (
            "第二条 其他\n2.1 队长：苗建军，联系电话13900000001。乙方更换队长须报批。",
            "supplier",
            [("苗建军", "13900000001")],
        ),
        (
            "第二条 乙方的责任\n2.1 项目负责人：罗小贤（注册城乡规划师），联系电话13900000001。",
            "supplier",
            [("罗小贤", "13900000001")],
        ),
        (
            "二、双方义务\n甲方：\n1．提供图纸。\n2．指定项目联系人：  徐小哲  ，电话：  0871-65550101  。\n乙方：\n1．持证上岗。",
            "buyer",
            [("徐小哲", "0871-65550101")],
        ),
        (
            "二、双方义务\n甲方：\n1．提供图纸。\n乙方：\n1．持证上岗。\n2．项目联系人：苗建军，电话：13900000001。",
            "supplier",
            [("苗建军", "13900000001")],
        ),
        ("二、双方义务\n双方：\n1．诚实守信。\n2．项目联系人：苗建军，电话：13900000001。", "supplier", []),
        (
            "第二条 甲方的义务\n（一）指定徐小哲（电话0871-65550101）为项目联系人，协调配合乙方。",
            "buyer",
            [("徐小哲", "0871-65550101")],
        ),
        (
            "第二条 其他\n1. 甲方指定联系人：检验科 谭小仪，电话0871-65550101；物资采购中心 蒙小海，电话0871-65550102。",
            "buyer",
            [("谭小仪", "0871-65550101"), ("蒙小海", "0871-65550102")],
        ),
        ("第二条 其他\n甲方联系人由“李小慧”变更为“王小明”。", "buyer", [("王小明", None)]),
        ("第二条 其他\n甲方联系人为总务处王小明老师，电话0871-66550101。", "buyer", [("王小明", "0871-66550101")]),
        (
            "第二条 其他\n驾驶员不少于48人。项目经理李大伟，手机13900000001，须常驻现场。",
            "supplier",
            [("李大伟", "13900000001")],
        ),
        (
            "第二条 其他\n乙方项目经理李大伟（二级建造师，注册编号云234202156），手机13900000001，每周在场5天。",
            "supplier",
            [("李大伟", "13900000001")],
        ),
        (
            "乙方的责任\n组成不少于六人的项目组，项目负责人为注册会计师李大伟（电话13900000001），不得替换。",
            "supplier",
            [("李大伟", "13900000001")],
        ),
        (
            "甲方的责任\n提供资料；指定财务股王小明（电话0871-65550101）为联络人。",
            "buyer",
            [("王小明", "0871-65550101")],
        ),
        (
            "第二条 其他\n甲方指定规划股股长王小明为甲方项目联系人，电话0871-65550101。",
            "buyer",
            [("王小明", "0871-65550101")],
        ),
        (
            "第二条 甲方义务\n五、指定办公室主任科员阿斯卡尔为联络人，电话0871-65550101。",
            "buyer",
            [("阿斯卡尔", "0871-65550101")],
        ),
        (
            "第二条 其他\n十、车队长李大伟（手机13900000001）负责日常调度。",
            "supplier",
            [("李大伟", "13900000001")],
        ),
        ("第二条 其他\n十、车队长负责日常调度（电话通知），不得失联。", "supplier", []),
        ("双方的责任\n指定财务股王小明（电话0871-65550101）为联络人。", "buyer", []),
        (
            "第二条 其他\n乙方应投入清扫车辆不少于4辆、转运车不少于6辆，驾驶员及跟车工不少于22人，项目负责人为李大伟，联系电话13900000001。",
            "supplier",
            [("李大伟", "13900000001")],
        ),
        ("第二条 其他\n采购联系人|王小明|电话|0871-65550101", "buyer", [("王小明", "0871-65550101")]),
        ("第二条 其他\n收货人：王小明 0871-65550101", "buyer", [("王小明", "0871-65550101")]),
        ("第二条 其他\n2．收货人及电话：王小明 0871-65550101", "buyer", [("王小明", "0871-65550101")]),
        ("第二条 其他\n2．验收联系人：王小明，电话：0871-65550101。", "buyer", [("王小明", "0871-65550101")]),
        ("第二条 售后服务\n3．报修联系人：李大伟，电话：13900000001。", "supplier", [("李大伟", "13900000001")]),
        ("第二条 售后服务\n3．维修联系人及电话：李大伟 13900000001。", "supplier", [("李大伟", "13900000001")]),
        ("第二条 售后服务\n3．售后服务负责人：李大伟（13900000001）。", "supplier", [("李大伟", "13900000001")]),
        ("第二条 售后服务\n3．甲方报修联系人：王小明，电话：0871-65550101。", "supplier", []),
        ("第二条 联络\n3．应急联系人：王小明，电话：0871-65550101。", "supplier", []),
        (
            "第二条 其他\n甲方代表为王小明，其权限为：签收成果文件、确认服务量、协调各参建单位，电话13800000002。",
            "buyer",
            [("王小明", "13800000002")],
        ),
    ],
)
def test_whose_contacts_are_that_prose_names(clause: str, role: str, expected: list[tuple[str, str | None]]) -> None:
    parties = parties_of(f"服务合同\n{HEAD}第一条 价款\n总价10万元。\n{clause}\n第三条 份数\n一式两份。\n")
    contacts = [(c.name.value, c.phone.value if c.phone else None) for c in parties[role].contacts if c.name]
    assert contacts == expected


@pytest.mark.parametrize(("place", "buyer"), [("交货地点", ["0871-65550101"]), ("提货地点", [])])
def test_whoever_stands_with_the_place_of_delivery_receives_there_for_the_buyer(place: str, buyer: list[str]) -> None:
    first = "第一条 标的\n货物见附表。\n第二条 价款\n总价10万元，含税。\n"
    text = f"{HEAD}{first}第三条 {place}：云岭市人民路1号（运费由乙方承担）\n时间：见附表      联系人：李先生   联系电话：0871-65550101\n"
    assert (phones_of(text, "buyer"), phones_of(text, "supplier")) == (buyer, [])


@pytest.mark.parametrize(
    ("label", "buyer", "supplier"),
    [
        ("报修电话", [], ["0871-65550101"]),
        ("售后服务热线", [], ["0871-65550101"]),
        ("甲方报修电话", ["0871-65550101"], []),
        ("火警电话", [], []),
    ],
)
def test_where_repairs_are_asked_for_is_a_telephone_of_the_supplier(
    label: str, buyer: list[str], supplier: list[str]
) -> None:
    text = f"{HEAD}第一条 服务\n1．免费保修两年。\n2．{label}：0871-65550101。\n"
    assert (phones_of(text, "buyer"), phones_of(text, "supplier")) == (buyer, supplier)


def test_names_and_telephones_in_one_cell_of_a_table_of_both_parties() -> None:
    parties = parties_of(
        "教材购销合同\n| 甲方（购方） | 云岭市第五中学 | 乙方（销方） | 临江图书发行有限公司 |\n|---|---|---|---|\n"
        "| 地址 | 云岭市海棠路2号 | 地址 | 临江市人民路5号 |\n"
        "| 联系人/电话 | 王小明 0871-65550101 | 联系人/电话 | 李大伟 13900000001 |\n\n第一条 价款\n总价10万元。\n"
    )
    found = {
        role: [(c.name and c.name.value, c.phone and c.phone.value, c.title) for c in p.contacts]
        for role, p in parties.items()
    }
    assert found == {
        "buyer": [("王小明", "0871-65550101", "联系人")],
        "supplier": [("李大伟", "13900000001", "联系人")],
    }


@pytest.mark.parametrize(
    "contacts",
    [
        "联系人：甲方：白露，电话：0871-6512345；乙方：岳青禾，电话：13588880001。",
        "双方联系人：\n甲方：白露，电话：0871-6512345\n乙方：岳青禾，电话：13588880001",
    ],
)
def test_who_is_named_behind_a_label_of_contacts_is_no_party(contacts: str) -> None:
    assert "PTY001" not in {finding.code for finding in record_of(f"{HEAD}一、联系\n{contacts}\n").findings}


@pytest.mark.parametrize("day", ["2025年2月26日2025年2月26日", " 二〇二五年二月二十六日", " 2025-02-26", "第4页共5页"])
def test_an_address_ends_where_a_date_or_a_page_number_ran_into_it(day: str) -> None:
    text = f"{HEAD}一、联系\n乙方地址：临江市科技路9号{day}\n"
    (supplier,) = (party for party in read_parties(context_of(text)) if party.role == "supplier")
    assert supplier.address is not None and supplier.address.value == "临江市科技路9号"


def test_an_address_ends_where_the_telephone_begins() -> None:
    text = f"{HEAD}一、联系\n乙方地址及电话：临江市科技路9号 13588880001\n"
    (supplier,) = (party for party in read_parties(context_of(text)) if party.role == "supplier")
    assert supplier.address is not None and supplier.address.value == "临江市科技路9号"
    assert [phone.value for phone in supplier.phones] == ["13588880001"]


@pytest.mark.parametrize(
    ("clause", "role", "expected"),
    [
        (
            "甲方配备管理员，本馆安全管理员为杜若溪，联系电话13588880001。",
            "buyer",
            [("杜若溪", "13588880001", "安全管理员")],
        ),
        ("甲方配备管理员，安全管理员为专职，联系电话见附件。", "buyer", []),
        ("样稿由甲方经办人杜若溪签字后付印，甲方经办人杜若溪负责与乙方对接。", "buyer", [("杜若溪", None, "经办人")]),
        ("样稿由甲方经办人书面签字后付印。", "buyer", []),
        ("甲方交接人：后勤科杜若溪，电话0899-3320118。", "buyer", [("杜若溪", "0899-3320118", "交接人")]),
        (
            "乙方设热线，指定项目经理杜若溪（13588880001）负责对接。",
            "supplier",
            [("杜若溪", "13588880001", "项目经理")],
        ),
        (
            "6.2 配备电梯安全管理人员：_杜若溪_，联系电话：_13588880001_。",
            "buyer",
            [("杜若溪", "13588880001", "电梯安全管理人员")],
        ),
        ("6.2 配备电梯安全管理人员：两名，联系电话：_13588880001_。", "buyer", []),
        (
            "乙方指派律师杜若溪、白露组成顾问团队，杜若溪为负责人（手机：13588880001）。",
            "supplier",
            [("杜若溪", "13588880001", "负责人")],
        ),
        (
            "乙方项目经理：杜若溪，一级建造师（市政公用工程），注册编号云153202156，电话13588880001。",
            "supplier",
            [("杜若溪", "13588880001", "项目经理")],
        ),
    ],
)
def test_who_keeps_takes_over_or_answers_is_a_contact(clause: str, role: str, expected: People) -> None:
    heading = "甲方的权利义务" if role == "buyer" else "服务水平"
    assert contacts_of(f"{HEAD}第一条 服务内容\n乙方提供服务。\n第二条 {heading}\n{clause}\n", role) == expected


@pytest.mark.parametrize(
    "clause",
    ["甲方指定杜若溪、乙方指定白露为项目联系人。", "双方确定，甲方指定杜若溪、乙方指定白露为项目联系人，负责联络。"],
)
def test_each_party_appoints_its_own_in_one_sentence(clause: str) -> None:
    text = f"{HEAD}第一条 联系\n{clause}\n"
    assert [name for name, _, _ in contacts_of(text, "buyer")] == ["杜若溪"]
    assert [name for name, _, _ in contacts_of(text, "supplier")] == ["白露"]


def test_the_telephone_of_whom_one_party_appoints_is_not_the_other_s() -> None:
    text = f"{HEAD}5. 甲方应向乙方提供完整的材料，指定政策法规科杜若溪（电话：0899-3320118）为联系人。\n"
    assert contacts_of(text, "buyer") == [("杜若溪", "0899-3320118", "联系人")]
    assert (phones_of(text, "buyer"), phones_of(text, "supplier")) == (["0899-3320118"], [])


DUTIES = HEAD + "第一条 服务内容\n负责系统运行维护。\n第二条 {}\n1. {}\n第三条 其他\n未尽事宜另行协商。\n"


@pytest.mark.parametrize(
    ("heading", "sentence", "role", "contact"),
    [
        ("甲方职责", "指定膳食管理员白露（0899-3320118）负责日常联络。", "buyer", "膳食管理员"),
        ("甲方的权利和义务", "指派市水文监测中心白露（电话0899-3320118）为现场总协调。", "buyer", "联系人"),
        ("乙方职责", "项目总监白露（手机0899-3320118）全程在岗。", "supplier", "项目总监"),
        ("服务要求", "乙方指派专人（白露，0899-3320118）驻场服务。", "supplier", "专人"),
        ("服务要求", "乙方主评人：白露，电话：0899-3320118。", "supplier", "主评人"),
        ("服务要求", "乙方设专职巡检员看护甲方机组，巡检员：白露，电话0899-3320118。", "supplier", "巡检员"),
        ("服务要求", "乙方指派白露律师担任甲方顾问，由白露律师牵头负责，联系电话0899-3320118。", "supplier", "联系人"),
        ("交货", "乙方送货前一日联系甲方仓库保管员白露，电话0899-3320118。", "buyer", "仓库保管员"),
    ],
)
def test_who_is_named_in_the_clauses_before_a_telephone(heading: str, sentence: str, role: str, contact: str) -> None:
    text = DUTIES.format(heading, sentence)
    assert contacts_of(text, role) == [("白露", "0899-3320118", contact)]
    assert phones_of(text, "supplier" if role == "buyer" else "buyer") == []


@pytest.mark.parametrize(
    ("heading", "sentence"),
    [
        ("服务要求", "指定安全员白露（0899-3320118）负责联络。"),
        ("服务要求", "乙方指派人员到甲方指定专人处报到，值班员白露，电话0899-3320118。"),
        ("乙方职责", "由安全员负责，联系电话0899-3320118。"),
        ("乙方职责", "由项目部负责对接，联系电话0899-3320118。"),
        ("乙方职责", "由云岭银行客户经理白露（0899-3320118）办理结算。"),
        ("乙方职责", "配合甲方做好工作，乙方遇险情拨打派出所值班员白露（0899-3320118）。"),
    ],
)
def test_who_is_named_before_a_telephone_for_nobody_or_another(heading: str, sentence: str) -> None:
    text = DUTIES.format(heading, sentence)
    assert contacts_of(text, "buyer") == contacts_of(text, "supplier") == []


@pytest.mark.parametrize(
    "words",
    [
        "乙方设24小时服务热线",
        "乙方开通全天候报修电话：",
        "乙方提供7×24小时应急值班电话（",
        "乙方指定接收法律文书的联系电话_",
    ],
)
def test_a_line_that_a_party_keeps_open_is_its_telephone(words: str) -> None:
    text = DUTIES.format("服务要求", f"{words}0899-3320118，30分钟内响应。")
    assert (phones_of(text, "supplier"), phones_of(text, "buyer")) == (["0899-3320118"], [])
