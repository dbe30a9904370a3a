"""Who is known while an import runs: codes of the store and of the files read so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pumpsched.store.books import Books

FILE_OF = {"patient": "patients.csv", "nurse": "nurses.csv", "site": "sites.csv"}
"""The file that says which codes of a kind there are."""

MOST_TOUCHED = 10_000
"""Beyond so many patients, every pump is projected anew rather than chosen ones."""


class Directory:
    """Codes that are taken, and codes that cannot be judged because their row is unreadable."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._staff = {
            "nurse": {nurse.code for nurse in books.nurses()},
            "site": {site.code for site in books.sites()},
        }
        self._patients: dict[str, int] = {}
        self._doubted: defaultdict[str, set[str]] = defaultdict(set)
        self._doubted_files: set[str] = set()

    def look_up(self, codes: Iterable[str]) -> None:
        """Reads which of these codes are patients, in place of those asked for before."""
        self._patients = self._books.patient_numbers(codes)

    def add(self, kind: str, code: str) -> None:
        """Counts a nurse or site of a file in."""
        self._staff[kind].add(code)

    def has(self, kind: str, code: str) -> bool:
        """Whether the code is a patient's (one looked up), nurse's or site's."""
        return code in (self._patients if kind == "patient" else self._staff[kind])

    def doubt(self, file: str, code: str) -> None:
        """Notes that the row of a code cannot be read; without a code, that any may be missing."""
        if code:
            self._doubted[file].add(code)
        else:
            self._doubted_files.add(file)

    def doubts(self, file: str, code: str) -> bool:
        """Whether a row of that code may be among those that cannot be read."""
        return file in self._doubted_files or code in self._doubted[file]


class Touched:
    """Patients and pumps whose dates an import may have moved; None stands for all of them."""

    def __init__(self) -> None:
        self._codes: set[str] | None = set()
        self._pumps: set[int] = set()

    @property
    def codes(self) -> frozenset[str] | None:
        """Codes of the patients counted in."""
        return None if self._codes is None else frozenset(self._codes)

    def add(self, codes: Iterable[str]) -> None:
        """Counts patients in."""
        if self._codes is not None:
            self._codes.update(codes)
            if len(self._codes) > MOST_TOUCHED:
                self.everybody()

    def add_pumps(self, keys: Iterable[int]) -> None:
        """Counts pumps in."""
        if self._codes is not None:
            self._pumps.update(keys)
            if len(self._pumps) > MOST_TOUCHED:
                self.everybody()

    def everybody(self) -> None:
        """Counts all patients in."""
        self._codes = None
        self._pumps.clear()

    def pumps(self, books: Books) -> list[int] | None:
        """The store's keys of all pumps counted in, those of the patients included."""
        if self._codes is None:
            return None
        of_patients = (implant.key for code in self._codes for implant in books.implants(code))
        return sorted(self._pumps.union(of_patients))
