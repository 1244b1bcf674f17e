"""What the driver does before and after Spark, and what users are told: no Spark is needed."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from extract.batch import extract_paths
from extract.cli import cli
from extract.collecting import collect
from extract.errors import KanheError
from extract.inputs import find_inputs
from extract.spark.inputs import Chosen, choose
from extract.spark.rows import schema
from extract.spark.session import _trouble, open_session
from extract.spark.storage import Status, Storage, literal
from tests.test_batch import GOODS, files
from tests.test_batch_limits import write_good_and_bad


class OnDisk(Storage):
    """A storage without Java: the local disk."""

    def __init__(self) -> None:
        """Need no session."""

    def status(self, uri: str) -> Status | None:
        path = Path(uri)
        return Status(str(path), path.name, path.is_dir(), path.stat().st_size) if path.exists() else None

    def list(self, uri: str) -> list[Status]:
        found = [self.status(str(path)) for path in sorted(Path(uri).iterdir())]
        return [status for status in found if status is not None]


def chosen(paths: Sequence[Path], output: str = "/elsewhere", max_bytes: int = 2**20) -> Chosen:
    return choose(OnDisk(), [str(path) for path in paths], output, max_bytes)


def test_the_same_files_are_chosen_as_on_one_machine(tmp_path: Path) -> None:
    root = tmp_path / "合同"
    write_good_and_bad(root)
    for name in ("b/.隐藏.txt", "~$锁.docx", "视频.mp4", "旧表.xlsx", "_草稿.txt", "大写.TXT", "没有后缀"):
        (root / name).write_text("x", encoding="utf-8")
    found, expected = chosen([root]), find_inputs([root])
    archives = {str(file.path) for file in expected.files if file.member is not None}
    assert {name for name in found.files if not name.endswith(".zip")} | {"过大.txt"} == {
        file.name for file in expected.files if file.member is None
    } - {name for name in found.files if name.endswith(".zip")}
    assert archives <= {file.uri for file in found.files.values()}
    assert [problem for problem in found.problems if problem.name != "过大.txt"] == [
        problem for problem in expected.problems if ".zip" not in problem.name
    ]
    assert found.ignored == expected.ignored
    assert list(found.files) == sorted(found.files)


def test_several_roots_have_their_own_names(tmp_path: Path) -> None:
    for name in ("甲/a.txt", "乙/a.txt", "丙.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    found = chosen([tmp_path / "甲", tmp_path / "乙", tmp_path / "丙.txt"])
    assert list(found.files) == ["丙.txt", "乙/a.txt", "甲/a.txt"]


def test_wrong_paths_are_named(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    with pytest.raises(KanheError, match="不存在"):
        chosen([tmp_path / "x"])
    with pytest.raises(KanheError, match="之内，请只给出其一"):
        chosen([tmp_path / "a", tmp_path / "a" / "b"])
    with pytest.raises(KanheError, match="在输出目录之内"):
        chosen([tmp_path / "a"], output=str(tmp_path))
    for name in ("a/x.txt", "a/b/x.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    with pytest.raises(KanheError, match="同名"):
        chosen([tmp_path / "a" / "x.txt", tmp_path / "a" / "b" / "x.txt"])


def test_results_of_runs_are_no_contracts_for_either_engine(tmp_path: Path) -> None:
    for name in (
        "合同.txt",
        "out/run.json",
        "out/records.jsonl/part-0.txt",
        "out/results/part-0.txt",
        "里/results/a.txt",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(GOODS, encoding="utf-8")
    expected = ["合同.txt", "里/results/a.txt"]
    assert list(chosen([tmp_path]).files) == expected
    assert [file.name for file in find_inputs([tmp_path]).files] == expected
    own = ("out", "本次运行的输出目录")
    assert chosen([tmp_path], output=str(tmp_path / "out")).ignored == (own,)
    assert find_inputs([tmp_path], tmp_path / "out").ignored == (own,)


def test_a_path_is_no_pattern() -> None:
    assert literal("/合同[1]{a}*?\\.txt") == "/合同\\[1\\]\\{a\\}\\*\\?\\\\.txt"


def test_without_the_extra_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    monkeypatch.setitem(sys.modules, "py4j.protocol", None)
    session = open_session("local[1]", {})
    with pytest.raises(KanheError, match=r"^没有安装 Spark 接口，请运行 pip install 'kanhe\[spark\]'$"):
        session.__enter__()


def test_what_we_raised_on_an_executor_is_told_in_our_words() -> None:
    trace = "An exception was thrown\nTraceback …\nextract.errors.KanheError: 执行节点上的勘合不同\n SQLSTATE: 38000"
    assert _trouble(RuntimeError(trace)) == "执行节点上的勘合不同"
    assert _trouble(RuntimeError("org.apache.hadoop.X: no route\n\tat y")) == "Spark 任务失败（no route）"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--engine", "spark", "--workers", "2"), "--workers 用于本机处理"),
        (("--master", "yarn"), "--master 和 --conf 只与 --engine spark 同用"),
        (("--engine", "spark", "--report", "html"), "在 Spark 上不写 html"),
        (("--engine", "spark", "--conf", "x"), "应为 KEY=VALUE，不是 x"),
        (("--engine", "flink"), "应为 local、spark 之一"),
    ],
)
def test_options_that_do_not_go_together(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["extract", str(tmp_path), *arguments])
    assert result.exit_code == 2
    assert words in str(result.output)


# -- collect ----------------------------------------------------------------------------------------------


@pytest.fixture
def far(tmp_path: Path) -> Path:
    """What a run on Spark over one contract and one bad file leaves, made of a run on one machine."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(GOODS, encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_bytes(b"")
    batch = extract_paths([tmp_path / "in"], tmp_path / "local")
    sha256 = json.loads((tmp_path / "local" / "run.json").read_bytes())["files"][0]["sha256"]
    told: list[dict[str, Any]] = [
        {"name": "a.txt", "sha256": sha256, "record": batch.records[0].model_dump_json(), "text": GOODS},
        {"name": "b.txt", "kind": "internal", "reason": "内部错误", "detail": "Traceback\n"},
    ]
    place = tmp_path / "far"
    (place / "results").mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(told, schema=schema()), place / "results" / "part-0.parquet")
    for name in ("run.json", "cross.json"):
        (place / name).write_bytes((tmp_path / "local" / name).read_bytes())
    return place


def test_collected_results_are_a_run_on_one_machine(far: Path, tmp_path: Path) -> None:
    assert collect(far, tmp_path / "out") == 1
    found = files(tmp_path / "out")
    assert found.pop("errors/b.txt.log") == b"Traceback\n"
    assert found == files(tmp_path / "local")


def test_only_finished_results_are_collected_and_only_into_a_new_folder(far: Path, tmp_path: Path) -> None:
    with pytest.raises(KanheError, match="不是空目录"):
        collect(far, tmp_path / "in")
    (far / "results" / "part-1.parquet").write_bytes(b"PAR1 torn")
    with pytest.raises(KanheError, match="不是完整的结果"):
        collect(far, tmp_path / "torn")
    (far / "cross.json").unlink()
    with pytest.raises(KanheError, match="没有 Spark 上做完的结果"):
        collect(far, tmp_path / "out")
