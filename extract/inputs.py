"""Which files a run reads: folders are searched, and no contract is passed over in silence."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal, NamedTuple

from extract.archives import ARCHIVE_SUFFIX, member_content, members
from extract.errors import KanheError, ReadError, system_reason
from extract.output_folder import OUTPUT_PARTS, SPARK_PARTS, holds_results
from extract.readers import content_of, suffixes, too_large

CONTRACT_SUFFIXES = frozenset(
    {
        ".pdf",
        ".ofd",
        ".doc",
        ".docx",
        ".wps",
        ".rtf",
        ".odt",
        ".xls",
        ".xlsx",
        ".et",
        ".htm",
        ".html",
        ".eml",
        ".jpg",
        ".jpeg",
        ".png",
        ".tif",
        ".tiff",
        ".bmp",
        ".zip",
        ".rar",
        ".7z",
    }
)
"""Suffixes under which contracts are kept; files that have one, and no reader, are reported by name."""


_MAC_FOLDER = "__MACOSX"
_PACKED = frozenset({".zip", ".rar", ".7z"})


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read, and the name that its record is filed under: its path below the input folder.

    `member` is the place in the ZIP file `path` of a contract that is inside it: `a.zip/dir/b.docx`.
    """

    path: Path
    name: str
    member: int | None = None

    def content(self, max_bytes: int) -> bytes:
        """Return the file's bytes. Raises ReadError when they cannot be read or are more than `max_bytes`."""
        if self.member is None:
            return content_of(self.path, self.name, max_bytes)
        return member_content(self.path, self.member, self.name, max_bytes)

    @property
    def suffix(self) -> str:
        """The suffix in lower case, with the dot."""
        return (self.path if self.member is None else PurePosixPath(self.name)).suffix.lower()


@dataclass(frozen=True, slots=True)
class Held:
    """A file whose bytes are at hand, filed under `name`."""

    name: str
    data: bytes

    def content(self, max_bytes: int) -> bytes:
        """Return the file's bytes. Raises ReadError when they are more than `max_bytes`."""
        if len(self.data) > max_bytes:
            raise ReadError(f"{self.name}：{too_large(len(self.data), max_bytes)}")
        return self.data

    @property
    def suffix(self) -> str:
        """The suffix in lower case, with the dot."""
        return PurePosixPath(self.name).suffix.lower()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that should have been read but cannot be, and why."""

    name: str
    kind: Literal["unreadable", "unsupported"]
    reason: str


class Ignored(NamedTuple):
    """A file or folder that is left out because it is no contract, and why."""

    name: str
    reason: str


NO_CONTRACT = "不是合同文件的格式"
RESULTS = "一次运行的结果"
OWN_OUTPUT = "本次运行的输出目录"
_LINK = "指向输入目录之外或者目录的链接"
_MAC = "macOS 压缩时附带的文件"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a search found, each tuple in order of name."""

    files: tuple[Input, ...]
    """Files with a reader."""
    problems: tuple[Problem, ...]
    """What should have been read but cannot be: unsupported formats, closed folders, broken archives."""
    ignored: tuple[Ignored, ...]
    """What is no contract: other files, hidden ones, locks, results of runs, links out of the input folder."""


def list_files(folder: Path, output: Path | None = None) -> Iterator[Path]:
    """Yield the files below `folder` that a run into `output` would read or report; ZIP files are not opened."""
    search = _Search(output)
    for found in search.walk(folder, ""):
        if not is_no_contract(found.suffix):
            yield found.path


def find_inputs(paths: Sequence[Path], output: Path | None = None, only: Collection[Path] | None = None) -> Inputs:
    """Return the files under `paths` (files and folders); those not in `only` of folders are taken for not there.

    One folder: names are relative to it. Several paths: each folder's own name comes first. ZIP files are searched
    like folders. Raises KanheError for a path that does not exist, for two files that would share a name, and for a
    folder that is `output` itself or lies in its results.
    """
    search = _Search(output)
    for path in paths:
        prefix = f"{path.resolve().name}/" if len(paths) > 1 else ""
        if not path.exists():
            raise KanheError(f"{path}：{'链接指向的文件不存在' if path.is_symlink() else '文件或目录不存在'}")
        if path.is_dir():
            for found in search.walk(path, prefix):
                if only is None or found.path in only:
                    search.take(found, searched=True)
        else:
            search.take(_named(path, path.name), searched=False)
    return search.found()


class _Search:
    """What was found so far."""

    def __init__(self, output: Path | None) -> None:
        self._output = output
        self._files: dict[str, Input] = {}
        self._problems: dict[str, Problem] = {}
        self._ignored: set[Ignored] = set()

    def found(self) -> Inputs:
        """Return everything, in order of name."""
        files = tuple(sorted(self._files.values(), key=lambda file: file.name))
        problems = tuple(self._problems[name] for name in sorted(self._problems))
        return Inputs(files, problems, tuple(sorted(self._ignored)))

    def take(self, found: Input, *, searched: bool) -> None:
        """Sort a file in; one that the user named is never ignored, one that was `searched` for may be."""
        suffix = found.suffix
        if suffix == ARCHIVE_SUFFIX and found.member is None:
            self._open(found)
        elif searched and is_no_contract(suffix):
            self._ignored.add(Ignored(found.name, NO_CONTRACT))
        elif suffix not in suffixes():
            self._problem(found.name, "unsupported", unsupported(suffix, packed=found.member is not None))
        else:
            self._add(found)

    def _open(self, archive: Input) -> None:
        try:
            listed = members(archive.path, archive.name)
        except ReadError as error:
            self._problem(archive.name, "unreadable", str(error).removeprefix(f"{archive.name}："))
            return
        for member in listed:
            parts = PurePosixPath(member.name).parts
            name = f"{archive.name}/{member.name}"
            hidden = _MAC if _MAC_FOLDER in parts else next(filter(None, map(hidden_reason, parts)), None)
            if hidden is not None:
                self._ignored.add(Ignored(name, hidden))
            elif member.problem:
                self._problem(name, "unreadable", member.problem)
            else:
                self.take(Input(archive.path, name, member.index), searched=True)

    def _add(self, found: Input) -> None:
        key = os.path.normcase(found.name)  # on Windows, names that differ in case alone are one file
        earlier = self._files.setdefault(key, found)
        if earlier is found:
            return
        if found.member is not None:
            self._problem(f"{found.name} (2)", "unreadable", f"与 {earlier.name} 同名")
        elif not earlier.path.samefile(found.path):
            raise KanheError(f"{found.path}：与 {earlier.path} 同名，请改为给出它们的上级目录")

    def _problem(self, name: str, kind: Literal["unreadable", "unsupported"], reason: str) -> None:
        self._problems.setdefault(name, Problem(name, kind, reason))

    def walk(self, folder: Path, prefix: str) -> Iterator[Input]:
        """Yield the files below `folder`; closed folders are problems, links out of it are ignored, and so are the
        results of other runs: their texts would count as contracts a second time.
        """
        root = folder.resolve()
        output = self._output_below(folder, root)
        if output is not None:
            self._ignored.add(Ignored(prefix + output.relative_to(root).as_posix(), OWN_OUTPUT))

        def closed(error: OSError) -> None:
            name = prefix + _relative(Path(error.filename), folder)
            self._problem(name, "unreadable", f"无法打开目录（{system_reason(error)}）")

        for place, folders, names in os.walk(folder, onerror=closed):
            here = Path(place)
            results = (*OUTPUT_PARTS, *SPARK_PARTS) if holds_results(folders, names) else ()
            there, folders[:] = tuple(folders), ()
            for name, is_folder in (*((name, True) for name in there), *((name, False) for name in names)):
                path = here / name
                found = _named(path, prefix + _relative(path, folder))
                reason = hidden_reason(name) or (RESULTS if name in results else _link(path, root, is_folder=is_folder))
                if is_folder and path.resolve() == output:
                    continue
                if reason is not None:
                    self._ignored.add(Ignored(found.name, reason))
                elif is_folder:
                    folders.append(name)
                else:
                    yield found

    def _output_below(self, folder: Path, root: Path) -> Path | None:
        """Return the run's output when it lies below the input folder, so that it is left out."""
        if self._output is None:
            return None
        output = self._output.resolve()
        if output == root:
            raise KanheError(f"{folder}：输出目录不能就是要读取的目录，请用 -o 另选，如 -o {folder / 'outputs'}")
        if any(root.is_relative_to(output / part) for part in OUTPUT_PARTS):
            raise KanheError(f"{folder}：在输出目录之内，请另选输出目录")
        return output if output.is_relative_to(root) else None


def _link(path: Path, root: Path, *, is_folder: bool) -> str | None:
    """Return why a link is not followed: it leads out of `root`, or to a folder; None for other files and links."""
    leads_out = path.is_symlink() and (is_folder or (path.exists() and not path.resolve().is_relative_to(root)))
    return _LINK if leads_out else None


def is_no_contract(suffix: str) -> bool:
    """Tell whether no one would take a file with this suffix for a contract."""
    return suffix not in CONTRACT_SUFFIXES and suffix not in suffixes()


def unsupported(suffix: str, *, packed: bool = False) -> str:
    """Return why a file with this suffix, which no reader takes, is not read; `packed` in an archive."""
    if suffix in _PACKED:
        return "压缩包内的压缩包不读，请先解压" if packed else f"暂不支持 {suffix} 压缩包，请先解压或转为 .zip"
    return f"暂不支持 {suffix} 文件" if suffix else "暂不支持没有后缀的文件"


def hidden_reason(name: str) -> str | None:
    """Return why a file or folder of this name is left out: hidden, or the lock of an open document; else None."""
    if name.startswith("~$"):
        return "文档打开时的锁定文件"
    return "隐藏文件" if name.startswith(".") and name != ".." else None


def _relative(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _named(path: Path, name: str) -> Input:
    """Return the input under a name that is valid text: bytes that are not UTF-8 are written out."""
    return Input(path, os.fsencode(name).decode("utf-8", "backslashreplace"))
