"""Words: jieba's cuts with our terms, and the dictionary's tags."""

from __future__ import annotations

import jieba
import pytest

from extract.nlp.segmentation import segmenter, tagged_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("乙方缴纳履约保证金", ["乙方", "缴纳", "履约保证金"]),
        ("采购代理机构及见证方", ["采购代理机构", "及", "见证方"]),
        ("期满后内向乙方", ["期满", "后", "内", "向", "乙方"]),
        ("a b\n甲方", ["a", " ", "b", "\n", "甲方"]),
        ("", []),
    ],
)
def test_cuts(text: str, words: list[str]) -> None:
    assert list(segmenter().cut(text)) == words


@pytest.mark.parametrize(
    ("word", "tag"), [("支付", "v"), ("乙方", "nl"), ("工作日", "t"), ("北京", "ns"), ("2024", "x"), ("李小龙", "nr")]
)
def test_tags(word: str, tag: str) -> None:
    assert segmenter().tag(word) == tag


def test_the_table_is_the_one_that_jieba_builds() -> None:
    text = "本合同自双方法定代表人或者委托代理人签字并加盖公章之日起生效"
    own = jieba.Tokenizer()
    for word in ["委托代理人", "法定代表人", "之日起"]:
        own.add_word(word, 2000)
    assert list(segmenter().cut(text)) == list(own.cut(text, HMM=False))


@pytest.mark.parametrize(
    "text", ["", "甲方委托云岭市教育局", "本合同自双方法定代表人签字之日起生效", "由岚川市恒泰科技(云岭)有限公司承担"]
)
def test_a_phrase_is_cut_as_jieba_cuts_it(text: str) -> None:
    words = tagged_words(text)
    assert [word.text for word in words] == list(segmenter().cut(text))
    assert [word.tag for word in words] == [segmenter().tag(word.text) for word in words]
    assert all(text[word.start : word.end] == word.text for word in words)


def test_it_is_loaded_once() -> None:
    assert segmenter() is segmenter()
