"""The shipped rules keep their promises, and a wrong rule file says what is wrong with it."""

from __future__ import annotations

import ast
from decimal import Decimal
from pathlib import Path

import pytest
import regex

import extract
from extract.errors import RuleError
from extract.rule_slips import NAMED_LIST
from extract.rulepack import Case, alternation, compiled_words, current_rules, load_rules, shipped_rules

PACK = load_rules()


# -- the shipped rules ------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", PACK.cases, ids=lambda case: case.pattern)
def test_shipped_case(case: Case) -> None:
    assert PACK.broken(case) == []


@pytest.mark.parametrize("name", PACK.pattern_names)
def test_shipped_pattern_has_cases(name: str) -> None:
    cases = [case for case in PACK.cases if case.pattern == name]
    assert any(case.match for case in cases), "no text that must match"
    assert any(case.no_match for case in cases), "no text that must not match"


def test_a_long_pattern_has_a_line_for_each_way() -> None:
    for path in shipped_rules().glob("*.toml"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert not line.startswith("pattern = ") or len(line) < 450, f"{path.name}: {line[:80]}"


def test_every_shipped_file_is_utf8_with_a_comment_on_its_subject() -> None:
    for path in shipped_rules().glob("*.toml"):
        assert path.read_text(encoding="utf-8").lstrip().startswith("#"), path.name


def test_every_name_is_used() -> None:
    """A name is used where a string of the program or another pattern has it.

    Of a name that the program puts together, f"provisions.{kind}", the part in braces is a string or a key elsewhere.
    """
    strings, forms = _strings_of_the_program()
    keys = {key for name in PACK._layers.tables for key in PACK.table(name)}
    used = set(strings)
    for name, pattern in PACK._layers.patterns.items():
        namespace = name.partition(".")[0]
        used |= {key if "." in key else f"{namespace}.{key}" for key in NAMED_LIST.findall(pattern)}
    layers = PACK._layers
    names = {*layers.words, *layers.tables, *layers.thresholds, *layers.patterns} - used
    assert [name for name in sorted(names) if not _is_composed(name, forms, strings | keys)] == []


def _strings_of_the_program() -> tuple[set[str], set[str]]:
    """Return the strings of `extract`, and patterns of those with braces that can be the name of a rule."""
    strings: set[str] = set()
    forms: set[str] = set()
    for path in Path(extract.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                strings.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
                if isinstance(parts[0], str) and regex.match(r"[a-z_]+\.", parts[0]):
                    forms.add("".join(r"(\w+)" if part is None else regex.escape(str(part)) for part in parts))
    return strings, forms


def _is_composed(name: str, forms: set[str], words: set[str]) -> bool:
    found = (regex.fullmatch(form, name) for form in forms)
    return any(match is not None and words.issuperset(match.groups()) for match in found)


# -- a user's own rules -----------------------------------------------------------------------------------


def layer(folder: Path, text: str, name: str = "mine.toml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


GOOD = """
[words]
rest = ["余款", "尾款"]
[tables.sides]
buyer = ["甲方"]
[thresholds]
limit = "0.05"
count = 3
[[patterns]]
id = "rest"
pattern = '''支付（\\L<rest>）'''
[[cases]]
pattern = "rest"
match = ["支付(余款)", "支付（尾款）"]
no_match = ["支付余款"]
[[rows]]
id = "r1"
anything = 1
"""


def test_layer_is_added(tmp_path: Path) -> None:
    pack = load_rules(layer(tmp_path, GOOD))
    assert pack.words("mine.rest") == ("余款", "尾款")
    assert pack.table("mine.sides") == {"buyer": ("甲方",)}
    assert (pack.threshold("mine.limit"), pack.threshold("mine.count")) == (Decimal("0.05"), Decimal(3))
    assert pack.rows("mine") == ({"id": "r1", "anything": 1},)
    assert set(PACK.pattern_names) < set(pack.pattern_names)
    assert pack.digest != PACK.digest


def test_full_width_punctuation_in_a_pattern_is_literal(tmp_path: Path) -> None:
    pattern = load_rules(layer(tmp_path, GOOD)).pattern("mine.rest")
    assert pattern.search("支付(余款)")
    assert not pattern.search("支付余款")


def test_layer_takes_words_away_and_replaces_patterns(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    name = "structure.toml"
    shipped = PACK.words("structure.openers")
    text = f'[words]\nopeners = ["-{shipped[0]}", "兹有"]\n'
    pack = load_rules(layer(tmp_path / "base", text, name))
    assert pack.words("structure.openers") == (*shipped[1:], "兹有")


def test_a_word_that_is_not_there_cannot_be_taken_away(tmp_path: Path) -> None:
    text = '[tables.fields]\ncontract_number = ["-合同编码号"]\n'
    with pytest.raises(
        RuleError, match=r"labels\.toml：tables\.fields\.contract_number 中没有「合同编码号」.*是不是 合同编"
    ):
        load_rules(layer(tmp_path, text, "labels.toml"))


def test_rules_edited_in_a_running_program_take_effect_with_the_next_run(tmp_path: Path) -> None:
    folder = layer(tmp_path, GOOD)
    first = current_rules(folder)
    assert current_rules(folder) is first
    layer(tmp_path, GOOD.replace('"余款", "尾款"', '"余款", "尾款", "末款"'))
    assert load_rules(folder) is first, "a run goes on with the rules that it began with"
    assert current_rules(folder).words("mine.rest") == ("余款", "尾款", "末款")
    (tmp_path / "more.toml").write_text('[words]\nmore = ["另有"]\n', encoding="utf-8")
    assert current_rules(folder).words("more.more") == ("另有",)
    (tmp_path / "more.toml").unlink()
    with pytest.raises(KeyError):
        current_rules(folder).words("more.more")
    assert current_rules() is current_rules()


def test_a_rule_file_that_cannot_be_looked_at_is_told(tmp_path: Path) -> None:
    (tmp_path / "gone.toml").symlink_to(tmp_path / "nowhere")
    with pytest.raises(RuleError, match="不能读取"):
        current_rules(tmp_path)


def test_digest_follows_the_content(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = load_rules(layer(tmp_path / "a", GOOD)).digest
    assert load_rules(layer(tmp_path / "b", GOOD + "# changed\n")).digest != first


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("words = [", "文件末尾不合 TOML 的写法"),
        ("[wrods]\nrest = ['余款']", "不认识的部分 wrods"),
        ("[words]\nrest = ['余款', '余款']", "words.rest 中有重复的词"),
        ("[words]\nrest = ['']", "words.rest 应为非空字符串的数组"),
        ("[words]\nrest = '余款'", "words.rest 应为非空字符串的数组"),
        ("words = 3", "[words] 应为键值表"),
        ("[thresholds]\nlimit = 0.05", "thresholds.limit 应为整数或十进制字符串"),
        ("[thresholds]\nlimit = true", "thresholds.limit 应为整数或十进制字符串"),
        ("[thresholds]\nlimit = 'much'", "thresholds.limit 不是数"),
        ("[patterns]\nid = 'a'", "[[patterns]] 应为表的数组"),
        ("[[patterns]]\nid = 'a'", "[[patterns]] 须有 id 和 pattern"),
        ("[[patterns]]\nid = 'a'\npattern = 'x'\nflags = 'i'", "[[patterns]] 中不认识的键 flags"),
        ("[[patterns]]\nid = 'a'\npattern = 'x'\n[[patterns]]\nid = 'a'\npattern = 'y'", "规则 a 重复"),
        ("[[patterns]]\nid = 'a'\npattern = '(x'", "正则表达式有误：括号没有闭合（在「(x」之后）"),
        ("[[patterns]]\nid = 'a'\npattern = '*x'", "正则表达式有误：量词（* + ? {}）前没有可重复的内容（在开头）"),
        ("[words]\nrest = ['-余款']", "words.rest 中没有「余款」，不能用「-余款」去掉"),
        ("[tables.rest]\nfinal = ['尾款', '-余款']", "tables.rest.final 中没有「余款」"),
        ("[[patterns]]\nid = 'a'\npattern = '\\L<none>'", "词表 none 不存在"),
        ("[[cases]]\npattern = 'a'\nmatch = ['x']", "所指的规则 a 不存在"),
        ("[[patterns]]\nid = 'a'\npattern = 'x'\n[[cases]]\npattern = 'a'\nmatch = ['y']", "应当匹配「y」"),
        ("[[patterns]]\nid = 'a'\npattern = 'x'\n[[cases]]\npattern = 'a'\nno_match = ['x']", "不应匹配「x」"),
        ("[[rows]]\nname = 'a'", "[[rows]] 缺少 id"),
        ("[[rows]]\nid = 'a'\n[[rows]]\nid = 'a'", "的 id a 重复"),
    ],
)
def test_wrong_rules_are_one_line_with_file_and_reason(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(RuleError) as caught:
        load_rules(layer(tmp_path, text))
    message = str(caught.value)
    assert says in message
    assert f"{tmp_path / 'mine.toml'}：" in message
    assert "\n" not in message.replace(str(tmp_path), "")


def test_a_rule_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "names.toml").mkdir()
    with pytest.raises(RuleError, match=r"names\.toml：不能读取"):
        load_rules(tmp_path)


def test_folder_without_rules(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"没有 \.toml 文件"):
        load_rules(tmp_path)


def test_unknown_name_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        PACK.words("structure.no_such_list")


def test_a_threshold_that_no_check_knows_is_a_slip(tmp_path: Path) -> None:
    (tmp_path / "checks.toml").write_text('[thresholds]\nbond_limitt = "0.15"', encoding="utf-8")
    with pytest.raises(RuleError, match="不认识的阈值 bond_limitt"):
        load_rules(tmp_path)


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="规则目录不存在"):
        load_rules(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("cross", "[thresholds]\nsimilarity = '-5'", "thresholds.similarity 应在 0 与 1 之间，不是 -5"),
        ("cross", "[thresholds]\nsimilarity = 5", "thresholds.similarity 应在 0 与 1 之间，不是 5"),
        ("cross", "[thresholds]\nsimilarity = 'NaN'", "不是数"),
        ("cross", "[thresholds]\nwindow_days = 99999999999", "应在 0 与 36500 之间"),
        ("cross", "[thresholds]\nwindow_days = '1.5'", "应为整数"),
        ("cross", "[thresholds]\nsimilarty = 1", "不认识的阈值 similarty，是不是 similarity？"),
        ("parties", "[words]\ndirectons = ['左右']", "不认识的词表 directons，是不是 directions？"),
        ("labels", "[tables.partys]\nbuyer = ['某方']", "不认识的对照表 partys，是不是 parties？"),
        (
            "labels",
            "[tables.fields]\ncontract_nubmer = ['某编号']",
            "不认识的键 contract_nubmer，是不是 contract_number？",
        ),
        ("payments", "[[patterns]]\nid = 'stated_shares'\npattern = 'x'", "不认识的规则 stated_shares"),
        ("payment", "[words]\nremainder = ['余下']", "没有规则文件 payment.toml，是不是 payments.toml？"),
        ("payments", "[[rows]]\nid = 'PAY001'\nseverity = 'info'", "payments.toml 没有 [[rows]]"),
        ("payments", "[[patterns]]\nid = 'title'\npattern = 'x'\nwhole = 'yes'", "title 的 whole 应为 true 或 false"),
    ],
)
def test_slips_over_shipped_rules_are_refused(tmp_path: Path, name: str, text: str, says: str) -> None:
    (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_rules(tmp_path)
    assert says in str(caught.value)


def test_rules_of_a_file_of_the_users_own_are_free(tmp_path: Path) -> None:
    (tmp_path / "ours.toml").write_text("[thresholds]\nlimit = 5\n[words]\nmine = ['余下']", encoding="utf-8")
    pack = load_rules(tmp_path)
    assert pack.threshold("ours.limit") == 5
    assert pack.words("ours.mine") == ("余下",)


def test_a_pattern_of_ones_own_keeps_the_groups_that_are_read(tmp_path: Path) -> None:
    (tmp_path / "parties.toml").write_text(
        "[[patterns]]\nid = 'reached'\npattern = '甲方:(\\p{Han}{2,4}),电话'\n", encoding="utf-8"
    )
    with pytest.raises(RuleError, match="reached 缺少命名组 party、person、title"):
        load_rules(tmp_path)


def test_a_broken_pattern_of_ones_own_is_said_to_be_broken(tmp_path: Path) -> None:
    (tmp_path / "parties.toml").write_text(
        "[[patterns]]\nid = 'reached'\npattern = '(甲方:(?P<party>\\p{Han}{2,4},电话'\n", encoding="utf-8"
    )
    with pytest.raises(RuleError, match="正则表达式有误"):
        load_rules(tmp_path).pattern("parties.reached")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("names = ['某法']\nstatus = 'U'\nrepeald_on = '2024-01-01'", "某法 有不认识的键 repeald_on"),
        ("names = '某法'\nstatus = 'U'", "某法 的 names 应为非空字符串的数组"),
        ("names = ['某法']\nstatus = 'U'\nrepealed_on = 2024-01-01", "某法 的 repealed_on 应为"),
        ("names = ['某法']\nstatus = 'U'\nrepealed_on = '2024-13-01'", "某法 的 repealed_on 应为"),
        ("names = ['某法']\nstatus = 'U'\nseverity = 'erorr'", "某法 的 severity 应为 error、warning、info 之一"),
        ("names = ['某法']\nstatus = 'V9'", "某法 的 status 应为 V1、V2、P、U 之一"),
        ("status = 'U'", "某法 缺少 names"),
    ],
)
def test_a_wrong_record_of_a_law_is_told(tmp_path: Path, row: str, says: str) -> None:
    (tmp_path / "laws.toml").write_text(f"[[rows]]\nid = '某法'\n{row}\n", encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_rules(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / 'laws.toml'}：")
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("name", "row", "says"),
    [
        ("cross", "severity = 'info'\nlabels = ['账号']", "有不认识的键 labels，可用的有 id、severity、basis"),
        ("cross", "basis = ['某法']", "缺少 severity"),
        ("checks", "severity = 'fatal'", "的 severity 应为 error、warning、info 之一"),
        ("checks", "severity = 'info'\nlabels = '大写'", "的 labels 应为非空字符串的数组"),
        ("basis", "article = '第一条'\nstatus = 'U'", "缺少 law"),
        (
            "basis",
            "law = '某法'\nstatus = 'U'\nbefore = [{ law = '旧法' }]",
            "的 before 应为 { date、law、article、status }",
        ),
        ("basis", "law = '政府采购法'\nstatus = 'U'\nbefore = [{ date = '2020' }]", "的 before 应为"),
        ("tax_rates", "from = '2027-01-01'\nbasis = ['TAX-01']", "缺少 rates"),
        ("tax_rates", "from = '2027-01-01'\nbasis = ['TAX-01']\nrates = []", "缺少 rates"),
        ("tax_rates", "from = '2027-01-01'\nbasis = ['TAX-01']\nrates = ['13%']", "的 rates 应为 0 与 1 之间的小数"),
        ("tax_rates", "from = 2027-01-01\nbasis = ['TAX-01']\nrates = ['0.13']", "的 from 应为"),
        ("checks", "severity = 'info'\nbasis = ['GP-01', 'GP-1']", "的 basis 有 basis.toml 中没有的 GP-1"),
        ("basis", "law = '某法'\nstatus = 'U'", "的 law 有 laws.toml 中没有的 某法"),
        (
            "basis",
            "law = '政府采购法'\nstatus = 'U'\nbefore = [{ date = '2020-01-01', law = '旧法' }]",
            "的 law 有 laws.toml 中没有的 旧法",
        ),
    ],
)
def test_a_wrong_record_is_told(tmp_path: Path, name: str, row: str, says: str) -> None:
    (tmp_path / f"{name}.toml").write_text(f"[[rows]]\nid = 'x'\n{row}\n", encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        load_rules(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / name}.toml：[[rows]] 的 x {says}")


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("checks", "severity = 'info'\nbasis = []"),
        ("basis", "law = '政府采购法'\nstatus = 'U'\nbefore = [{ date = '2020-01-01' }]"),
        ("tax_rates", "from = '2027-01-01'\nbasis = ['TAX-01']\nrates = ['0.13', '0']"),
    ],
)
def test_a_record_of_ones_own_is_taken(tmp_path: Path, name: str, row: str) -> None:
    (tmp_path / f"{name}.toml").write_text(f"[[rows]]\nid = 'x'\n{row}\n", encoding="utf-8")
    assert load_rules(tmp_path).rows(name)[-1]["id"] == "x"


def test_of_a_record_of_ones_own_only_what_it_says_replaces_the_shipped_one(tmp_path: Path) -> None:
    shipped = {row["id"]: row for row in load_rules().rows("checks")}["PAY007"]
    (tmp_path / "checks.toml").write_text("[[rows]]\nid = 'PAY007'\nseverity = 'info'\n", encoding="utf-8")
    rows = {row["id"]: row for row in load_rules(tmp_path).rows("checks")}
    assert shipped["severity"] != "info"
    assert rows["PAY007"] == {**shipped, "severity": "info"}
    assert rows.keys() == {row["id"] for row in load_rules().rows("checks")}


def test_of_no_words_none_is_found() -> None:
    assert compiled_words([]).search("甲方") is None


def test_words_are_found_the_longest_first() -> None:
    words = ("采购", "采购人", "采购单位", "乙方", "乙", "乙方(章)")
    for text in ("采购单位", "采购人民币", "采购单", "乙方(章", "乙方(章)", "乙", "甲"):
        tree, flat = compiled_words(words).match(text), regex.match(alternation(words), text)
        assert (tree[0] if tree else None) == (flat[0] if flat else None)
