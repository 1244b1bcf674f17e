"""Errors that reach the user: each names the file and says what to do, in Chinese."""

from __future__ import annotations

import errno
import re

_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "所在磁盘只读",
    errno.ENOSPC: "磁盘空间不足",
    errno.ENAMETOOLONG: "文件名过长，请改短后再读",
    errno.ELOOP: "链接循环",
    errno.ENOENT: "不存在",
    errno.EEXIST: "已有同名文件",
    errno.EISDIR: "是目录，不是文件",
    errno.ENOTDIR: "路径中有一段不是目录",
    errno.EMFILE: "打开的文件过多",
    errno.EIO: "磁盘读写出错",
}
_TOML_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")


class KanheError(Exception):
    """Base of all errors that Kanhe raises on purpose. `str(error)` is one Chinese line."""


class ReadError(KanheError):
    """A file cannot be read as a contract; the message names the file and the reason."""


class RuleError(KanheError):
    """A rule file is wrong; the message names the file, the key and the reason."""


def system_reason(error: OSError) -> str:
    """Return in Chinese why the system refused; in its own words where the reason is a rare one."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


def toml_reason(error: ValueError) -> str:
    """Return in Chinese where a file is no TOML; what the parser says of it, which is English, stands in brackets."""
    if isinstance(error, UnicodeDecodeError):
        return "不是 UTF-8 编码的文本，请另存为 UTF-8"
    message = str(error)
    place = _TOML_PLACE.search(message)
    if place is None:
        return f"不是有效的 TOML 文件（{message}）"
    where = f"第 {place['line']} 行第 {place['column']} 列" if place["line"] else "文件末尾"
    return f"{where}不合 TOML 的写法（{message[: place.start()]}）"
