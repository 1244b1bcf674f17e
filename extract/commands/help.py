"""Help in Chinese."""

from __future__ import annotations

from typing import Any

import click


class Help(click.Command):
    """A command whose help is in Chinese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the command is written."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix="用法：")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        options = (param for param in self.get_params(ctx) if isinstance(param, click.Option))
        records = [option.get_help_record(ctx) for option in options]
        with formatter.section("选项"):
            told = ((names, says.replace("  [required]", "")) for names, says in filter(None, records))
            formatter.write_dl(list(told))

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        if self.epilog:
            with formatter.section("例"):
                formatter.write_text(f"\b\n{self.epilog}")


class HelpGroup(Help, click.Group):
    """The group of commands, with its help in Chinese."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        super().format_options(ctx, formatter)
        with formatter.section("命令"):
            rows = [(name, command.get_short_help_str(80)) for name, command in self.commands.items()]
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command; an unknown one is told with those that there are."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            raise click.UsageError(f"没有命令 {args[0]}，可用的有 {' '.join(self.commands)}", ctx)
        return super().resolve_command(ctx, args)


def texts(*examples: str) -> dict[str, Any]:
    """Return how every command shows its usage and examples."""
    return {"options_metavar": "[选项]", "add_help_option": False, "epilog": "\n".join(examples)}


help_option = click.help_option("-h", "--help", help="显示本帮助")
