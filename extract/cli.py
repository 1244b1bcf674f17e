"""The command line `kanhe`. Heavy modules are imported only by the command that needs them."""

from __future__ import annotations

import errno
import gc
import os
import sys
from pathlib import Path

import click

from extract import __version__
from extract.commands import contracts, extracting, reference, results
from extract.commands.help import HelpGroup, help_option, texts
from extract.commands.outcome import INCOMPLETE, INTERRUPTED, USAGE, say
from extract.errors import KanheError, ReadError

_RARELY = (50_000, 20, 20)
"""Rules and dictionary stay: to look through them again and again costs a short command a tenth of its time."""


@click.group(
    cls=HelpGroup,
    subcommand_metavar="命令 [参数]…",
    commands=[
        extracting.extract_command,
        contracts.show_command,
        contracts.explain_command,
        results.report_command,
        results.query_command,
        extracting.watch_command,
        extracting.collect_command,
        reference.checks_command,
        reference.formats_command,
        reference.schema_command,
    ],
    **texts("kanhe extract 合同目录 -o outputs", "kanhe show 合同.txt"),
)
@click.version_option(__version__, "-V", "--version", message="kanhe %(version)s", help="显示版本")
@help_option
def cli() -> None:
    """勘合：把合同读成规范化记录并逐条核对，每个值都指回原文。"""


def main(arguments: list[str] | None = None) -> None:
    """Run `kanhe` and exit with its code: 0 all read, 1 something was not, 2 wrong usage."""
    _speak_utf8()
    gc.set_threshold(*_RARELY)
    sys.exit(_run(arguments))


def _run(arguments: list[str] | None) -> int:
    try:
        return cli.main(arguments, prog_name="kanhe", standalone_mode=False) or 0
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return USAGE
    except click.UsageError as error:
        return say(_translated(error), USAGE)
    except ReadError as error:
        return say(str(error), INCOMPLETE)
    except KanheError as error:
        return say(str(error), USAGE)
    except (click.Abort, KeyboardInterrupt):
        return say("已中断", INTERRUPTED)
    except (BrokenPipeError, SystemExit):  # `| head` has seen enough; Click ends so when a write finds the pipe closed
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # the user gets one line; the traceback is kept for us
        if isinstance(error, OSError) and error.errno == errno.ENOSPC:
            return say("磁盘空间不足，没有写完", INCOMPLETE)
        return say(f"内部错误 {type(error).__name__}，请附 {_keep_traceback()} 报告此问题", INCOMPLETE)


def _translated(error: click.UsageError) -> str:
    """Return what is wrong with the command, in Chinese where Click says it in English."""
    if isinstance(error, click.NoSuchOption):
        near = f"，是否要用 {' '.join(error.possibilities)}" if error.possibilities else ""
        return f"没有选项 {error.option_name}{near}"
    if isinstance(error, click.MissingParameter):
        missing = error.param.metavar if error.param is not None else None
        return f"缺少参数 {missing or error.param_hint or ''}，用法见 --help"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 的用法有误，见 --help"
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = error.param.opts[-1] if isinstance(error.param, click.Option) else error.param.metavar
        return f"{name} {error.message}"
    if error.message.startswith("Got unexpected extra argument"):
        return f"多余的参数 {error.message.partition(' (')[2].rstrip(')')}，用法见 --help"
    return error.message


def _keep_traceback() -> Path:
    import tempfile
    import traceback

    log = Path(tempfile.mkdtemp(prefix="kanhe-")) / "error.log"
    log.write_text(traceback.format_exc(), encoding="utf-8")
    return log


def _speak_utf8() -> None:
    """Make output UTF-8 on Windows, and everywhere proof against characters that the terminal lacks."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8" if sys.platform == "win32" else None, errors="replace")


if __name__ == "__main__":
    main()
