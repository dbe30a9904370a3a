"""A proxy before a PostgreSQL server that cuts a connection at a chosen point of a commit."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

COMMIT = b"COMMIT"


class Proxy:
    """Listens on this machine, and passes everything on to a server's socket.

    Args:
        server: The server's socket.
        cut: Asked at each commit of a client: ``"before"`` cuts it off from the server, ``"after"``
            cuts the server's answer off, None lets it pass.
        of: Only sessions that sent this before are cut.
        mute: Whether nothing is passed on at all.
    """

    def __init__(
        self,
        server: Path,
        *,
        cut: Callable[[], str | None] = lambda: None,
        of: bytes = b"",
        mute: bool = False,
    ) -> None:
        self.server = server
        self.cut = cut
        self.of = of
        self.mute = mute
        self.heard = b""
        self.cuts = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []

    def url(self, database: str) -> str:
        """The URL of a database behind the proxy."""
        return f"postgresql://clinic@127.0.0.1:{self.port}/{database}"

    def __enter__(self) -> Proxy:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
        for each in self._open:
            each.close()

    def close(self) -> None:
        """Takes no further connection."""
        # Closing alone leaves a thread that waits for one waiting, and accepting.
        _shut(self._listener)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(client)
            if not self.mute:
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        server = socket.socket(socket.AF_UNIX)
        server.connect(str(self.server))
        self._open.append(server)
        answers = threading.Thread(target=self._pass_on, args=(server, client), daemon=True)
        answers.start()
        chosen = not self.of
        try:
            while part := client.recv(1 << 16):
                self.heard += part
                chosen = chosen or self.of in part
                how = self.cut() if chosen and COMMIT in part else None
                if how is not None:
                    self.cuts += 1
                    _shut(client)
                    if how == "before":
                        break
                server.sendall(part)
                if how is not None:
                    break
        except OSError:
            pass
        # The server goes on with what it has got, and then finds nobody there.
        _end(server)
        answers.join()
        _shut(client)

    @staticmethod
    def _pass_on(server: socket.socket, client: socket.socket) -> None:
        try:
            while part := server.recv(1 << 16):
                client.sendall(part)
        except OSError:
            while True:
                try:
                    if not server.recv(1 << 16):
                        return
                except OSError:
                    return


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def _end(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_WR)
    except OSError:
        return
