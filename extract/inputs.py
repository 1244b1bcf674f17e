"""Which files a run reads: folders are searched, and no contract is passed over in silence."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.errors import KanheError
from extract.readers import suffixes

OUTPUT_PARTS = ("records", "text", "errors", "reports", "ocds", "pages", "report.html", "report.xlsx")
"""The folders and files that a run writes under its output folder and that could be taken for contracts."""

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


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read, and the name that its record is filed under: its path below the input folder."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a search found, each tuple in order of name."""

    files: tuple[Input, ...]
    """Files with a reader."""
    problems: tuple[tuple[str, str], ...]
    """Name and reason of what should have been read but cannot be: unsupported formats, closed folders."""
    ignored: tuple[str, ...]
    """Other files, which no one would take for a contract, and links out of the input folder."""


def find_inputs(paths: Sequence[Path], output: Path | None = None) -> Inputs:
    """Return the files under `paths` (files and folders), without hidden files, `~$` lock files and `output`.

    One folder: names are relative to it. Several paths: each folder's own name comes first.
    Raises KanheError for a path that does not exist, and for two files that would share a name.
    """
    files: dict[str, Input] = {}
    problems: dict[str, str] = {}
    ignored: set[str] = set()
    for path in paths:
        prefix = f"{path.resolve().name}/" if len(paths) > 1 else ""
        if not path.exists():
            raise KanheError(f"{path}：{'链接指向的文件不存在' if path.is_symlink() else '文件或目录不存在'}")
        searched = path.is_dir()
        walked = _walk(path, prefix, output, problems, ignored) if searched else [_named(path, path.name)]
        for found in walked:
            if searched and _is_other(found.path):
                ignored.add(found.name)
            elif (suffix := found.path.suffix.lower()) not in suffixes():
                problems[found.name] = f"暂不支持 {suffix} 文件" if suffix else "暂不支持没有后缀的文件"
            elif found.name not in files:
                files[found.name] = found
            elif not files[found.name].path.samefile(found.path):
                raise KanheError(f"{found.path}：与 {files[found.name].path} 同名，请改为给出它们的上级目录")
    ordered = tuple(files[name] for name in sorted(files))
    return Inputs(ordered, tuple(sorted(problems.items())), tuple(sorted(ignored)))


def _is_other(path: Path) -> bool:
    return path.suffix.lower() not in CONTRACT_SUFFIXES and path.suffix.lower() not in suffixes()


def _walk(
    folder: Path, prefix: str, output: Path | None, problems: dict[str, str], ignored: set[str]
) -> Iterator[Input]:
    """Yield the files below `folder`; closed folders go into `problems`, links out of it into `ignored`."""
    root = folder.resolve()
    own = set(_own_folders(root, output))
    if any(root.is_relative_to(part) for part in own):
        raise KanheError(f"{folder}：在输出目录之内，请另选输出目录")

    def closed(error: OSError) -> None:
        name = prefix + _relative(Path(error.filename), folder)
        problems[name] = f"无法打开目录（{error.strerror}）"

    for place, folders, names in os.walk(folder, onerror=closed):
        here = Path(place)
        folders[:] = [name for name in folders if not _hidden(name) and (here / name).resolve() not in own]
        linked = [name for name in folders if (here / name).is_symlink()]
        for name in (*linked, *names):
            path = here / name
            if _hidden(name) or (name in OUTPUT_PARTS and path.resolve() in own):
                continue
            found = _named(path, prefix + _relative(path, folder))
            leads_out = path.is_symlink() and path.exists() and not path.resolve().is_relative_to(root)
            if name in linked or leads_out:
                ignored.add(found.name)
            else:
                yield found


def _own_folders(root: Path, output: Path | None) -> Iterable[Path]:
    """Return the parts of the run's own output that the search must leave out."""
    if output is None:
        return ()
    output = output.resolve()
    if output != root and output.is_relative_to(root):
        return (output,)
    return tuple(output / part for part in OUTPUT_PARTS)


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def _relative(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix()


def _named(path: Path, name: str) -> Input:
    """Return the input under a name that is valid text: bytes that are not UTF-8 are written out."""
    return Input(path, os.fsencode(name).decode("utf-8", "backslashreplace"))
