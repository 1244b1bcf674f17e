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
    errno.EFBIG: "超过了单个文件的大小限制",
}
_TOML_SLIPS = {
    "Expected ']' at the end of a table declaration": "表名的方括号 [ ] 没有闭合",
    "Expected ']]' at the end of an array declaration": "表名的方括号 [[ ]] 没有闭合",
    "Expected '=' after a key": "键的后面缺少等号，或键中有须加引号的字符",
    "Expected newline or end of document": "一行中值的后面还有别的内容",
    "Expected \"'": "字符串的引号没有闭合",
    "Expected '\"": "字符串的引号没有闭合",
    "Unterminated string": "字符串的引号没有闭合",
    "Unclosed array": "数组的方括号没有闭合",
    "Unclosed inline table": "花括号没有闭合",
    "Unescaped '\\'": "字符串中的反斜杠须写成两个，或改用单引号",
    "Invalid value": "等号后的值有误，文字须加引号",
    "Invalid statement": "这一行不是「键 = 值」，也不是表名",
    "Invalid initial character for a key part": "键或表名有误，其中的中文须加引号",
    "Illegal character": "字符串中有不能出现的字符（如换行）",
    "Cannot overwrite a value": "同一个键写了两次",
    "Duplicate inline table key": "同一个键写了两次",
    "Cannot declare": "同一个表写了两次",
    "Found invalid character": "有不能出现的字符",
}
"""What the parser of TOML says, as the beginning of its message, in Chinese."""
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
    """Return in Chinese where and why a file is no TOML; in the parser's own words where the reason is a rare one."""
    if isinstance(error, UnicodeDecodeError):
        return "不是 UTF-8 编码的文本，请另存为 UTF-8"
    message = str(error)
    place = _TOML_PLACE.search(message)
    slip = next((words for start, words in _TOML_SLIPS.items() if message.startswith(start)), None)
    if place is None:
        return f"不是有效的 TOML 文件（{slip or message}）"
    where = f"第 {place['line']} 行第 {place['column']} 列" if place["line"] else "文件末尾"
    return f"{where}不合 TOML 的写法（{slip or message[: place.start()]}）"
