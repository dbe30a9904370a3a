"""The command line: its clock, its table of commands, what it prints with."""

from __future__ import annotations

from pumpsched.cli import clock
from pumpsched.cli.context import App
from pumpsched.cli.program import app
from pumpsched.cli.registry import COMMANDS
from pumpsched.cli.terminal import encoding
from pumpsched.cli.terminal.completion import TABLE
from pumpsched.cli.terminal.console import print_table
from pumpsched.cli.terminal.listing import Cell, Column, Listing
from pumpsched.cli.terminal.paper import NEW_PAGE

__all__ = [
    "COMMANDS",
    "NEW_PAGE",
    "TABLE",
    "App",
    "Cell",
    "Column",
    "Listing",
    "app",
    "clock",
    "encoding",
    "print_table",
]
