"""A process watched call by call: killed, signalled or failed at its n-th call that changes a disk.

It is Linux's own ``ptrace``, spoken through ``ctypes``: nothing is preloaded, nothing in the
package knows of it. A *call* here is a system call that changes what is on a disk or goes out
through a socket; all others pass unseen.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import sys
from dataclasses import dataclass, field
from functools import cache
from typing import Any

TRACE_ME, GET_REGISTERS, SET_REGISTERS, NEXT_CALL, SET_OPTIONS = 0, 12, 13, 24, 0x4200
MARKED_STOPS = 1
_R10, _RAX, _RDX, _RSI, _RDI, _CALL, _REGISTERS = 7, 10, 12, 13, 14, 15, 27
_HERE = -100

CALLS = {
    1: "write", 2: "open", 18: "pwrite64", 20: "writev", 44: "sendto", 46: "sendmsg",
    74: "fsync", 75: "fdatasync", 76: "truncate", 77: "ftruncate", 82: "rename", 83: "mkdir",
    84: "rmdir", 86: "link", 87: "unlink", 90: "chmod", 91: "fchmod", 257: "openat",
    258: "mkdirat", 263: "unlinkat", 264: "renameat", 265: "linkat", 316: "renameat2",
}  # fmt: skip
"""Numbers of the calls that count, on x86-64."""
OPENS = {"open": _RSI, "openat": _RDX}
ON_FILES = ("write", "pwrite64", "writev", "fsync", "fdatasync", "ftruncate", "fchmod")
WITH_PATHS = {
    "open": (_RDI,), "truncate": (_RDI,), "rename": (_RDI, _RSI), "mkdir": (_RDI,),
    "rmdir": (_RDI,), "link": (_RDI, _RSI), "unlink": (_RDI,), "chmod": (_RDI,),
    "openat": (_RSI,), "mkdirat": (_RSI,), "unlinkat": (_RSI,), "renameat": (_RSI, _R10),
    "linkat": (_RSI, _R10), "renameat2": (_RSI, _R10),
}  # fmt: skip


@dataclass(frozen=True)
class Call:
    """One call: its name, the paths it concerns, where and what it writes."""

    name: str
    paths: tuple[str, ...]
    offset: int = 0
    content: bytes = b""


@dataclass
class Seen:
    """What came of a watched process; ``code`` is minus the signal where one ended it."""

    code: int = 0
    calls: list[Call] = field(default_factory=list)


@dataclass(frozen=True)
class Fault:
    """What happens at the call number ``at``, counted from 0: a signal, or an error number."""

    at: int
    signal: int = 0
    error: int = 0
    lasting: bool = False
    """Whether every write after it fails too: a disk that is full stays full."""


def lacking() -> str:
    """Why processes cannot be watched here; empty if they can."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return "system calls are watched on Linux x86-64 only"
    child = os.fork()
    if child == 0:
        os._exit(1 if _ptrace(TRACE_ME, 0, 0) else 0)
    return "this system refuses ptrace" if os.waitpid(child, 0)[1] else ""


def let_be_watched() -> None:
    """Called in the child: stops until the parent watches."""
    _ptrace(TRACE_ME, 0, 0)
    os.kill(os.getpid(), signal.SIGSTOP)


def watch(child: int, fault: Fault | None = None, *, contents: bool = False) -> Seen:
    """Runs a child that called :func:`let_be_watched` to its end.

    Args:
        child: Its process id.
        fault: What happens to it, and when.
        contents: Whether what it writes is kept.
    """
    seen, entering, answer = Seen(), True, 0
    os.waitpid(child, 0)
    _ptrace(SET_OPTIONS, child, MARKED_STOPS)
    passed_on = 0
    while True:
        _ptrace(NEXT_CALL, child, passed_on)
        passed_on = 0
        _, status = os.waitpid(child, 0)
        if not os.WIFSTOPPED(status):
            seen.code = os.waitstatus_to_exitcode(status)
            return seen
        if os.WSTOPSIG(status) != signal.SIGTRAP | 0x80:
            passed_on = os.WSTOPSIG(status)
            continue
        if entering:
            answer = _entered(child, seen, fault, contents=contents)
        elif answer:
            registers = _registers(child)
            registers[_RAX] = -answer
            _set_registers(child, registers)
        entering = not entering


def _entered(child: int, seen: Seen, fault: Fault | None, *, contents: bool) -> int:
    """The error number that the call about to run shall answer; 0 lets it run."""
    registers = _registers(child)
    name = CALLS.get(registers[_CALL], "")
    if not name or (name in OPENS and not registers[OPENS[name]] & os.O_CREAT):
        return 0
    number = len(seen.calls)
    seen.calls.append(_described(child, name, registers, contents=contents))
    if fault is None or number < fault.at or (number > fault.at and not fault.lasting):
        return 0
    if fault.signal and number == fault.at:
        os.kill(child, fault.signal)
        return 0
    to_a_stream = name in ("write", "writev") and registers[_RDI] <= 2
    if not fault.error or to_a_stream or (number > fault.at and not name.startswith(("w", "pw"))):
        return 0
    registers[_CALL] = -1
    _set_registers(child, registers)
    return fault.error


def _described(child: int, name: str, registers: Any, *, contents: bool) -> Call:
    if name in ON_FILES:
        descriptor = registers[_RDI]
        offset, content = 0, b""
        if contents and name in ("write", "pwrite64"):
            content = _memory(child, registers[_RSI], registers[_RDX])
            offset = registers[_R10] if name == "pwrite64" else _position(child, descriptor)
        elif name == "ftruncate":
            offset = registers[_RSI]
        return Call(name, (os.readlink(f"/proc/{child}/fd/{descriptor}"),), offset, content)
    folder = f"/proc/{child}/cwd"
    if name.endswith("at") and ctypes.c_int(registers[_RDI]).value != _HERE:
        folder = f"/proc/{child}/fd/{registers[_RDI]}"
    found = (_text(child, registers[place]) for place in WITH_PATHS.get(name, ()))
    base = os.readlink(folder)
    return Call(name, tuple(os.path.normpath(os.path.join(base, path)) for path in found))


def _position(child: int, descriptor: int) -> int:
    with open(f"/proc/{child}/fdinfo/{descriptor}", encoding="ascii") as told:
        return int(told.readline().split()[1])


def _memory(child: int, address: int, length: int) -> bytes:
    with open(f"/proc/{child}/mem", "rb", buffering=0) as memory:
        memory.seek(address)
        return memory.read(length)


def _text(child: int, address: int) -> str:
    return os.fsdecode(_memory(child, address, 4096).partition(b"\0")[0])


def _registers(child: int) -> Any:
    registers = (ctypes.c_longlong * _REGISTERS)()
    _ptrace(GET_REGISTERS, child, registers)
    return registers


def _set_registers(child: int, registers: Any) -> None:
    _ptrace(SET_REGISTERS, child, registers)


def _ptrace(request: int, child: int, data: Any) -> int:
    pointer = ctypes.c_void_p(data) if isinstance(data, int) else ctypes.byref(data)
    return int(_system()(ctypes.c_long(request), ctypes.c_long(child), None, pointer))


@cache
def _system() -> Any:
    found = ctypes.CDLL(None).ptrace
    found.restype = ctypes.c_long
    return found
