"""Fields of a document that OCR read are as sure as their least certain character."""

from dataclasses import replace

from extract.document import Page
from extract.pipeline import read_contract
from extract.readers import document_from_text
from extract.rulepack import load_rules

TEXT = "信息系统运维合同\n甲方：岚川市水务局\n乙方：云岭启明咨询有限公司\n合同总价为人民币120000.00元（大写：壹拾贰万元整）。\n"


def test_a_doubtful_character_makes_its_values_doubtful_and_no_others() -> None:
    plain = document_from_text(TEXT)
    doubtful = TEXT.index("120000") + 2
    sure = [0.55 if index == doubtful else 0.99 for index in range(len(TEXT))]
    document = replace(plain, pages=(Page(1, 0, 595, 842, ocr=True),), confidences=tuple(sure))
    record = read_contract(document, load_rules(None)).record
    assert record.total is not None and record.total.digits is not None and record.total.uppercase is not None
    assert (record.total.confidence, record.total.digits.confidence) == (0.55, 0.55)
    assert record.total.uppercase.confidence == 0.99
    assert record.parties[0].name is not None and record.parties[0].name.confidence == 0.99
    assert record.document.ocr_pages == (1,)


def test_text_without_ocr_is_as_sure_as_its_rule() -> None:
    record = read_contract(document_from_text(TEXT), load_rules(None)).record
    assert record.total is not None and record.total.confidence == 1.0


def test_a_letter_taken_for_a_digit_makes_a_value_doubtful() -> None:
    text = TEXT + "服务期限：自2025年1月1日起至2025年6月3O日止。\n"
    period = read_contract(document_from_text(text), load_rules(None)).record.periods[0]
    assert period.start is not None and period.end is not None
    assert (period.end.value, period.end.confidence, period.start.confidence) == ("2025-06-30", 0.5, 1.0)
