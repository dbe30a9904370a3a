"""How a kind of row is described: each column once, with all that anybody asks of it.

A :class:`Field` is one column of a file. A :class:`Group` is a value that several columns make
together. A :class:`Record` is a file whose rows are values of one domain class, put together
from such parts; :class:`Layout` is what any file is, whatever makes its values. The store keeps
a part under the names in ``stored``, in cells of text and whole numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar

from pumpsched.domain.catalogue import Catalogue
from pumpsched.records.cell_types import CellType
from pumpsched.records.plain import Plain, number
from pumpsched.records.rows import Cells

V = TypeVar("V")
Cell = str | int | None
"""What the store keeps in one column."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column.

    Attributes:
        column: Its name in the file, in JSON and, with hyphens, as an option.
        type: What it may hold.
        help: What it means, with its unit.
        attribute: The domain value's name for it, where it is another one.
        stored: Where the store keeps it, if not under the name of the attribute; empty where it
            keeps it in rows of another table.
        refers: Whether the store keeps the number of another row there, and not the code.
        names: What it names by a code, any of these: patient, nurse, site.
        required: Whether no row can do without.
        is_private: Whether it describes a person: no message repeats such a cell.
    """

    column: str
    type: CellType
    help: str = ""
    attribute: str = ""
    stored: tuple[str, ...] = ("",)
    refers: bool = False
    names: tuple[str, ...] = ()
    required: bool = False
    is_private: bool = False
    of: Callable[[Any], Any] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        attribute = self.attribute or self.column
        object.__setattr__(self, "attribute", attribute)
        object.__setattr__(self, "of", attrgetter(attribute))
        object.__setattr__(self, "stored", tuple(name or attribute for name in self.stored))

    @property
    def fields(self) -> tuple[Field, ...]:
        """Its columns: this one."""
        return (self,)

    def take(self, cells: Cells) -> Any:
        """The value in a row; None for an empty cell, and for one that is noted as unreadable."""
        read = self.type.read
        if self.type.by_catalogue:
            known: Catalogue = cells.catalogue
            needing, read = read, lambda cell: needing(cell, known)
        if self.required:
            return cells.required(self.column, read)
        return cells.optional(self.column, read)

    def write(self, value: Any) -> dict[str, str]:
        """The cell of a value, empty for None."""
        return {self.column: "" if value is None else self.type.write(value)}

    @property
    def pack(self) -> Callable[[Any], Any] | None:
        """What the store keeps of a value."""
        return self.type.pack

    @property
    def unpack(self) -> Callable[..., Any] | None:
        """The value again."""
        return self.type.unpack


def optional(field: Field) -> Field:
    """The same column where a row can do without it."""
    return replace(field, required=False)


class Group(NamedTuple):
    """A value that stands in several columns, or in several of the store's.

    Attributes:
        attribute: The domain value's name for it.
        fields: Its columns.
        take: Reads them from a row.
        write: The cells of a value, None included.
        stored: Where the store keeps it.
        pack: What the store keeps of a value, as many cells as ``stored`` has.
        unpack: The value again.
        of: Finds it in the domain value.
    """

    attribute: str
    fields: tuple[Field, ...]
    take: Callable[[Cells], Any]
    write: Callable[[Any], Mapping[str, str]]
    stored: tuple[str, ...]
    pack: Callable[[Any], Any] | None
    unpack: Callable[..., Any] | None
    of: Callable[[Any], Any]
    refers: bool = False
    required: bool = False


class Derived(NamedTuple):
    """A column of the store alone, to search by; it follows from the value.

    Attributes:
        stored: Its name.
        of: Makes it of the whole value.
    """

    stored: str
    of: Callable[[Any], Cell]


Part = Field | Group


@dataclass(frozen=True)
class Layout(Generic[V]):
    """One kind of file.

    Attributes:
        name: The file's name in a folder.
        fields: Its columns, in the order in which they are written.
        read: Makes a value of the cells of a row.
        text: The canonical cells of a value, one for each of ``columns`` and ``extra``.
        rare: Columns that are read where they stand, and written only where asked for.
        columns: Names of ``fields``.
        extra: Names of ``rare``.
        required: Columns without which no row can be read.
    """

    name: str
    fields: tuple[Field, ...]
    read: Callable[[Cells], V]
    text: Callable[[V], dict[str, str]]
    rare: tuple[Field, ...] = ()
    columns: tuple[str, ...] = field(init=False)
    extra: tuple[str, ...] = field(init=False)
    required: tuple[str, ...] = field(init=False)
    private: frozenset[str] = field(init=False)
    numbers: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        every = (*self.fields, *self.rare)
        for name, value in (
            ("columns", tuple(each.column for each in self.fields)),
            ("extra", tuple(each.column for each in self.rare)),
            ("required", tuple(each.column for each in every if each.required)),
            ("private", frozenset(each.column for each in every if each.is_private)),
            ("numbers", frozenset(each.column for each in every if each.type.is_number)),
        ):
            object.__setattr__(self, name, value)

    @property
    def accepted(self) -> tuple[str, ...]:
        """Every column such a file may have."""
        return self.columns + self.extra

    def parse(self, row: Mapping[str, str], catalogue: Catalogue) -> V:
        """The value of a row; a column that is missing counts as empty.

        Raises:
            BadRow: With every problem of the row.
        """
        return self.read(Cells(row, catalogue, private=self.private))

    def plain(self, cells: Mapping[str, str]) -> dict[str, Plain]:
        """Cells as JSON: plain numbers as numbers, what is empty null."""
        return {
            column: None if not cell else number(cell) if column in self.numbers else cell
            for column, cell in cells.items()
        }

    def options(self, *but: Field) -> dict[str, str]:
        """The columns that are options of a command, all but those named, with their meaning."""
        return {each.column: each.help for each in self.fields if each not in but}


def _anything(cells: Cells, value: Any) -> None:
    """Every row of readable cells gives a value."""


class Record(Layout[V]):
    """A kind of file whose rows are values of one class, attribute by attribute.

    Args:
        name: The file's name in a folder.
        parts: What a row is made of, in the order of the file.
        make: Makes the value of its attributes; one without a value takes the class's default.
        check: Notes what is wrong with a row of readable cells.
        listed: Columns of a listing on the screen, in its order.

    Attributes:
        parts: What the store keeps of a row, in its order.
        make: Makes the value.
        listed: Columns of a listing.
    """

    parts: tuple[Part | Derived, ...]
    make: Callable[..., V]
    listed: tuple[Field, ...]

    def __init__(
        self,
        name: str,
        parts: tuple[Part | Derived, ...],
        make: Callable[..., V],
        *,
        check: Callable[[Cells, V], None] = _anything,
        listed: tuple[Field, ...] = (),
    ) -> None:
        written = tuple(part for part in parts if not isinstance(part, Derived))

        def read(cells: Cells) -> V:
            value = make(**taken(cells, written))
            check(cells, value)
            cells.settle()
            return value

        def text(value: V) -> dict[str, str]:
            return texts(value, written)

        fields = tuple(each for part in written for each in part.fields)
        super().__init__(name, fields, read, text)
        for attribute, given in (("parts", parts), ("make", make), ("listed", listed)):
            object.__setattr__(self, attribute, given)

    def document(self, value: V) -> dict[str, Plain]:
        """The listed columns of a value as JSON: null where nothing is known."""
        return {
            each.column: None if each.of(value) is None else self._shown(each, value)
            for each in self.listed
        }

    def _shown(self, listed: Field, value: V) -> Plain:
        cell = listed.write(listed.of(value))[listed.column]
        return number(cell) if listed.type.is_number else cell


def taken(cells: Cells, parts: tuple[Part, ...]) -> dict[str, Any]:
    """The attributes that a row gives; what is empty is left out."""
    found: dict[str, Any] = {}
    for part in parts:
        value = part.take(cells)
        if value is not None or part.required:
            found[part.attribute] = value
    return found


def texts(value: object, parts: tuple[Part, ...]) -> dict[str, str]:
    """The cells of a value, those of its parts."""
    cells: dict[str, str] = {}
    for part in parts:
        cells |= part.write(part.of(value))
    return cells
