"""Writes the golden files anew: ``python -m tests.baseline.write [GROUP…]``."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from time import process_time

from tests.baseline.script import GROUPS, Player, Stores, golden


def main() -> None:
    """Plays the groups named, or all of them."""
    with tempfile.TemporaryDirectory() as place:
        stores = Stores(Path(place) / "stores")
        for group in sys.argv[1:] or GROUPS:
            folder = Path(place) / group
            folder.mkdir()
            since = process_time()
            player = Player(group, folder, stores)
            golden(group).write_bytes(player.play().encode())
            size = golden(group).stat().st_size
            spent = process_time() - since
            print(f"{group:24} {player.calls:4} calls {size:8} bytes {spent:5.1f} s")


if __name__ == "__main__":
    main()
