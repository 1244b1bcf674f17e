"""Personal data is masked wherever it stands, lengths are kept, and nothing of it is left in an output folder."""

from __future__ import annotations

import base64
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.batch import extract_folder, extract_one
from extract.errors import KanheError
from extract.model import Record
from extract.pipeline import read_contract
from extract.redaction import redact
from extract.reporting import report_redacted, report_stored
from tests.helpers import PACK, document_of
from tests.once import made_once

ROOT = Path(__file__).parent.parent
ALL = ("json", "jsonl", "html", "xlsx", "md", "ocds", "csv")
CONTRACT = (
    "设备租赁合同\n出租方（甲方）：慕容砚秋\n承租方（乙方）：青禾远图办公设备有限公司\n"
    "身份证号：11010119900307123X\n"
    "第一条 合同总价为人民币伍万元整（￥50,000.00元）。\n"
    "第二条 甲方联系人：端木清和，电话：138 1234 5678；乙方联系人：岑知远，电话：0536-8830217，邮箱：cenzhiyuan@example.cn。\n"
    "第三条 乙方项目负责人岑知远（手机13912345678）不得更换；岑 知 远离职的，须经端木清和同意。\n"
    "开户名称：青禾远图办公设备有限公司\n开户银行：中国工商银行青禾支行\n账号：6222 0212 3456 7890 123\n"
    "质保期内请拨打13912345678，或致电 （0536）8830217。证件号码：E12345678\n"
    "甲方代表（签字）：慕容砚秋\n乙方法定代表人：陆听松\n签订日期：2024年3月5日\n"
    "甲方（盖章）：\n法定代表人或授权代表（签字）：雍知海\n账号：6217 5501 9874 5000 321\n"
)
SECRETS = (
    "慕容砚秋", "端木清和", "岑知远", "岑 知 远", "陆听松", "13812345678", "138 1234 5678", "13912345678",
    "0536-8830217", "8830217", "6222021234567890123", "6222 0212 3456 7890 123", "11010119900307123X",
    "cenzhiyuan", "E12345678", "雍知海", "6217550198745000321", "55019874500",
)  # fmt: skip


def redacted(text: str) -> tuple[Record, Record, str]:
    document = document_of(text)
    record = read_contract(document, PACK).record
    return record, *redact(record, document.text, PACK)


def evidence(part: Any) -> Iterator[tuple[str, int, int]]:
    if isinstance(part, dict):
        if isinstance(part.get("text"), str) and part.get("spans"):
            yield part["text"], part["spans"][0]["start"], part["spans"][0]["end"]
        for value in part.values():
            yield from evidence(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from evidence(value)


def test_masks_have_the_length_of_what_they_cover() -> None:
    _, record, text = redacted(CONTRACT)
    assert len(text) == len(CONTRACT)
    assert "电话：138 **** 5678" in text
    assert "岑**" in text
    assert "岑 * *" in text
    assert "慕***" in text
    assert "账号：6222 **** **** ***0 123" in text
    assert "身份证号：110***********123X" in text
    assert "c*********@example.cn" in text
    assert record.document.redacted
    assert "￥50,000.00元" in text
    assert "2024年3月5日" in text


@pytest.mark.parametrize(
    ("sentence", "masked"),
    [
        ("核心技术人员王守拙、李观澜，常驻现场。", "核心技术人员王**、李**，常驻现场。"),
        ("报修请发邮件至 weixiu.service@example.cn 。", "报修请发邮件至 w*************@example.cn 。"),
        ("参加人员：甲方 周文博、陈晓燕；乙方 刘志强", "参加人员：甲方 周**、陈**；乙方 刘**"),
        ("项目组成员包括：孙立新、何丽华。", "项目组成员包括：孙**、何**。"),
        ("参会人员：冯丽丽 褚卫东\n验收成员名单：另行确定", "参会人员：冯** 褚**\n验收成员名单：另行确定"),
        ("项目成员名单：朱志刚，秦小雨，常驻现场。", "项目成员名单：朱**，秦**，常驻现场。"),
        ("值班手机13900001111。", "值班手机139****1111。"),
        ("款项汇入工商银行账号6222021234567890123。", "款项汇入工商银行账号6222***********0123。"),
        ("其身份证号为110101199003071234。", "其身份证号为110***********1234。"),
        ("传真+86-536-88302170。", "传真+86-***-****2170。"),
        ("护照E12345678，港澳通行证H87654321。", "护照*******78，港澳通行证*******21。"),
        ("微信号：cen_zhiyuan，QQ：123456789。", "微信号：c********an，QQ：1******89。"),
        ("支付宝：13900001111，wxid_a1b2c3。", "支付宝：139****1111，w********c3。"),
        ("经手人：保无双；保无双离职的另行通知。", "经手人：保**；保**离职的另行通知。"),
        ("开户名：雍知海；户名：青禾远图有限公司。", "开户名：雍**；户名：青禾远图有限公司。"),
        ("原经办人“岑知远”变更为“陆听松”。", "原经办人“岑**”变更为“陆**”。"),
        ("指定人事科樊文静（电话0576-88930146）负责。", "指定人事科樊**（电话057*-****0146）负责。"),
        ("乙方联系人：办公室 税小兰，电话0576-88930146。", "乙方联系人：办公室 税**，电话057*-****0146。"),
        ("办公室（电话0576-88930146）负责。", "办公室（电话057*-****0146）负责。"),
        ("会议由苏晓梅主持，甲方安排韦国强到场。", "会议由苏**主持，甲方安排韦**到场。"),
        ("交付人：__保无忧__ 接收人：__王大锤__", "交付人：__保**__ 接收人：__王**__"),
        ("向栗川县人民法院起诉，部署于禾川市政务云，采购方执三份，罚款陆佰元。",) * 2,
        ("验收由验收小组负责，更换律师应提前10日通知。", "验收由验收小组负责，更换律师应提前10日通知。"),
        ("负责人：财务科。收款人：县财政局。", "负责人：财务科。收款人：县财政局。"),
        ("统一社会信用代码：91350200MA2XW3K75L。", "统一社会信用代码：91350200MA2XW3K75L。"),
        ("设备编号20240719001，单价1380000.00元。", "设备编号20240719001，单价1380000.00元。"),
    ],
)
def test_what_stands_in_no_field(sentence: str, masked: str) -> None:
    text = f"维护服务合同\n甲方：青禾县图书馆\n乙方：青禾远图有限公司\n第一条 {sentence}\n"
    _, _, result = redacted(text)
    assert result == text.replace(sentence, masked)


def test_places_stay_right() -> None:
    before, after, text = redacted(CONTRACT)
    checked = list(evidence(after.model_dump()))
    assert len(checked) > 20
    for words, start, end in checked:
        assert text[start:end] == words
    assert after.total is not None
    assert before.total is not None
    assert after.total.value == before.total.value
    assert [f.spans for f in after.findings] == [f.spans for f in before.findings]


@pytest.mark.parametrize("path", sorted((ROOT / "corpus/contracts").iterdir()), ids=lambda path: path.name)
def test_places_stay_right_on_the_corpus(path: Path) -> None:
    from extract.readers import read

    document = read(path)
    record, text = redact(read_contract(document, PACK).record, document.text, PACK)
    assert len(text) == len(document.text)
    for words, start, end in evidence(record.model_dump()):
        assert text[start:end] == words


@pytest.mark.parametrize("handle", ["service", "warranty", "buyer", "supplier", "percent", "contract_total"])
def test_words_of_the_record_are_nobodys_name(handle: str) -> None:
    text = CONTRACT.replace("岑知远不得更换", f"岑知远（微信号：{handle}，电话：20240305，微信号：Article）不得更换")
    before, after, masked = redacted(text)
    assert handle not in masked
    assert Record.model_validate_json(after.to_json()) == after
    assert [category.kind for category in after.categories] == [category.kind for category in before.categories]
    assert [finding.citations for finding in after.findings] == [finding.citations for finding in before.findings]
    assert after.signed_on is not None
    assert after.signed_on.value == "2024-03-05"


def test_twice_is_as_once() -> None:
    _, record, text = redacted(CONTRACT)
    assert redact(record, text, PACK) == (record, text)


def test_organisations_amounts_and_dates_stay() -> None:
    _, record, _ = redacted((ROOT / "corpus/contracts/02-portal-maintenance.txt").read_text(encoding="utf-8"))
    names = [party.name.value for party in record.parties if party.name is not None]
    assert names[:2] == ["青屿市历史文化博物馆", "青屿澄观数字科技有限公司"]
    assert record.signed_on is not None
    assert record.signed_on.value == "2025-04-28"


@given(
    before=st.sampled_from(["电话：", "联系电话:", "手机 ", "请致电", ""]),
    digits=st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    gap=st.sampled_from(["", " ", "-"]),
)
def test_a_mobile_anywhere(before: str, digits: str, gap: str) -> None:
    written = gap.join((digits[:3], digits[3:7], digits[7:]))
    text = f"采购合同\n甲方：青禾县图书馆\n乙方：青禾远图公司\n第一条 {before}{written}。\n"
    _, _, masked = redacted(text)
    assert written not in masked
    assert digits not in re.sub(r"[ -]", "", masked)
    assert len(masked) == len(text)


# -- an output folder -------------------------------------------------------------------------------------


def contents(path: Path) -> Iterator[bytes]:
    """Yield a file as it is, and what is packed inside it."""
    data = path.read_bytes()
    yield data
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    if path.suffix == ".html":
        for block in re.findall(rb'<script type="text/plain" id="(?:index|contract-\w+)">([^<]+)</script>', data):
            yield zlib.decompress(base64.b64decode(block))


def leaks(folder: Path) -> list[str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) >= 8
    return [
        f"{path.name}: {secret}"
        for path in files
        for content in contents(path)
        for secret in SECRETS
        if secret.encode() in content
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "租赁.txt").write_text(CONTRACT, encoding="utf-8")
    return folder


def test_nothing_is_left_in_the_output(folder: Path, tmp_path: Path) -> None:
    extract_folder(folder, tmp_path / "open", formats=ALL)
    found = leaks(tmp_path / "open")
    for name in ("report.html", "report.xlsx", "租赁.txt.md", "租赁.txt.json", "records.jsonl", "租赁.txt.txt"):
        assert any(leak.startswith(f"{name}: 岑知远") for leak in found), name  # the search itself can fail
    extract_folder(folder, tmp_path / "masked", formats=ALL, redact=True)
    assert leaks(tmp_path / "masked") == []


def test_a_masked_copy_of_earlier_results(folder: Path, tmp_path: Path) -> None:
    extract_folder(folder, tmp_path / "open")
    assert report_redacted(tmp_path / "open", tmp_path / "copy", ALL) == 1
    assert leaks(tmp_path / "copy") == []
    extract_folder(folder, tmp_path / "masked", formats=ALL, redact=True)
    assert (tmp_path / "copy/records/租赁.txt.json").read_bytes() == (
        tmp_path / "masked/records/租赁.txt.json"
    ).read_bytes()


def test_masked_and_open_results_do_not_mix(folder: Path, tmp_path: Path) -> None:
    extract_folder(folder, tmp_path / "out", formats=("xlsx",))
    with pytest.raises(KanheError, match="未遮盖"):
        extract_folder(folder, tmp_path / "out", redact=True)
    extract_folder(folder, tmp_path / "masked", redact=True)
    extract_folder(folder, tmp_path / "masked", redact=True)  # again, and after a broken-off run, is no mixture
    with pytest.raises(KanheError, match="不是空目录"):
        report_redacted(tmp_path / "out", tmp_path / "out", ("html",))


def test_reports_need_records(tmp_path: Path) -> None:
    with pytest.raises(KanheError, match="没有记录"):
        report_stored(tmp_path, ["html"])
    (tmp_path / "records").mkdir()
    (tmp_path / "records/a.txt.json").write_text("{}")
    with pytest.raises(KanheError, match="不是本版本的记录"):
        report_stored(tmp_path, ["md"])


# -- the whole corpus -------------------------------------------------------------------------------------


def personal(record: Record) -> Iterator[str]:
    """Yield what must not be left of a record: phones, identity numbers, people, e-mails, middles of accounts."""
    for party in record.parties:
        fields = [party.legal_representative, party.authorized_representative, party.email, party.fax, *party.phones]
        for contact in party.contacts:
            fields += [contact.name, contact.phone, contact.email]
        open_fields = (field for field in fields if field is not None and "**" not in field.value)  # masked already
        yield from (field.value for field in open_fields)
        for account in party.accounts:
            if account.number is not None and account.complete:
                yield account.number.value[4:-4]
    yield from (field.value for field in (*record.identity_numbers, *record.signatories))


def squeezed(content: bytes) -> str:
    """Return the characters of a file without layout, as a search through it would see them."""
    return re.sub(r"[\s\-—–]", "", content.decode("utf-8", "ignore"))


@pytest.fixture(scope="module")
def corpus_outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[str, str]]]:
    """Return name and characters of every file of a run over the corpus, open and masked."""

    def run(place: Path) -> None:
        for name in ("open", "masked"):
            extract_folder(ROOT / "corpus" / "contracts", place / name, formats=ALL, redact=name == "masked")

    place = made_once(tmp_path_factory, "redaction", run)
    outputs = {}
    for name in ("open", "masked"):
        files = sorted(path for path in (place / name).rglob("*") if path.is_file())
        outputs[name] = [(path.name, squeezed(content)) for path in files for content in contents(path)]
    return outputs


@pytest.mark.parametrize("path", sorted((ROOT / "corpus/contracts").iterdir()), ids=lambda path: path.name)
def test_nothing_of_the_corpus_is_left(path: Path, corpus_outputs: dict[str, list[tuple[str, str]]]) -> None:
    record = extract_one(path)
    secrets = {re.sub(r"[\s\-—–]", "", value) for value in personal(record)}
    secrets = {secret for secret in secrets if not re.fullmatch(r"\d{1,6}", secret)}  # hot lines, pieces cut off
    left = [(name, secret) for name, text in corpus_outputs["masked"] for secret in secrets if secret in text]
    assert left == []
    for secret in secrets:  # the search itself can fail
        assert any(secret in text for _, text in corpus_outputs["open"]), secret
