"""Runs the command line as ``python -m pumpsched``."""

from __future__ import annotations

from pumpsched.cli.main import main

if __name__ == "__main__":
    main()
