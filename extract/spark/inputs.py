"""Which files a run on Spark reads: chosen as on one machine, from what Hadoop's file systems list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from extract.archives import ARCHIVE_SUFFIX
from extract.errors import KanheError
from extract.inputs import (
    NO_CONTRACT,
    OWN_OUTPUT,
    RESULTS,
    Ignored,
    Problem,
    hidden_reason,
    is_no_contract,
    unsupported,
)
from extract.output_folder import OUTPUT_PARTS, SPARK_PARTS, holds_results
from extract.readers import suffixes, too_large
from extract.spark.storage import Status, Storage


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a search found: files to read with the names of their contracts, what cannot be read, what no one would."""

    files: dict[str, Status]
    """By name, in order."""
    problems: tuple[Problem, ...]
    ignored: tuple[Ignored, ...]


def choose(storage: Storage, paths: Sequence[str], output: str, max_bytes: int) -> Chosen:
    """Return the files below `paths`, without those in `output`; names are as `extract.inputs.find_inputs` has them.

    A ZIP file is one file here, and must not exceed `max_bytes` itself: it travels whole. Raises KanheError for a path
    that does not exist, for paths one inside the other, and for two files of one name.
    """
    files: dict[str, Status] = {}
    problems: list[Problem] = []
    ignored: list[Ignored] = []
    for name, found, searched, left_out in _all(storage, paths, output):
        suffix = PurePosixPath(name).suffix.lower()
        if left_out is not None:
            ignored.append(Ignored(name, left_out))
        elif suffix != ARCHIVE_SUFFIX and searched and is_no_contract(suffix):
            ignored.append(Ignored(name, NO_CONTRACT))
        elif suffix != ARCHIVE_SUFFIX and suffix not in suffixes():
            problems.append(Problem(name, "unsupported", unsupported(suffix)))
        elif found.size > max_bytes:
            problems.append(Problem(name, "unreadable", too_large(found.size, max_bytes)))
        elif name in files:
            raise KanheError(f"{found.uri}：与 {files[name].uri} 同名，请改为给出它们的上级目录")
        else:
            files[name] = found
    return Chosen(dict(sorted(files.items())), tuple(problems), tuple(sorted(ignored)))


def _all(storage: Storage, paths: Sequence[str], output: str) -> Iterator[tuple[str, Status, bool, str | None]]:
    """Yield every file with its name, whether it was searched for, and why it is left out if it is."""
    roots: dict[str, Status] = {}
    for path in paths:
        found = storage.status(path)
        if found is None:
            raise KanheError(f"{path}：文件或目录不存在")
        roots[found.uri] = found
    for root in roots.values():
        if (around := next((uri for uri in roots if root.uri.startswith(f"{uri}/")), None)) is not None:
            raise KanheError(f"{root.uri}：在 {around} 之内，请只给出其一")
        if f"{root.uri}/".startswith(f"{output}/"):
            raise KanheError(f"{root.uri}：在输出目录之内，请另选输出目录")
        prefix = f"{root.name}/" if len(roots) > 1 else ""
        if root.is_folder:
            yield from ((name, found, True, why) for name, found, why in _walk(storage, root.uri, prefix, output))
        else:
            yield root.name, root, False, None


def _walk(storage: Storage, folder: str, prefix: str, output: str) -> Iterator[tuple[str, Status, str | None]]:
    listed = storage.list(folder)
    folders = [found.name for found in listed if found.is_folder]
    names = [found.name for found in listed if not found.is_folder]
    results = (*OUTPUT_PARTS, *SPARK_PARTS) if holds_results(folders, names) else ()
    for found in listed:
        own = OWN_OUTPUT if found.uri == output else None
        left_out = own or hidden_reason(found.name) or (RESULTS if found.name in results else None)
        if left_out is not None or not found.is_folder:
            yield prefix + found.name, found, left_out
        else:
            yield from _walk(storage, found.uri, f"{prefix}{found.name}/", output)
