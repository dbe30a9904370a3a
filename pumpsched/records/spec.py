"""How a kind of row is described and read: each column once, with all that anybody asks of it.

A :class:`Field` is one column of a file. A :class:`Group` is a value that several columns make
together. A :class:`Record` is a file whose rows are values of one domain class, put together
from such parts; :class:`Layout` is what any file is, whatever makes its values. The store keeps
a part under the names in ``stored``, in cells of text and whole numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, cast

from pumpsched.domain.errors import Unreadable
from pumpsched.domain.text import LONGEST, private
from pumpsched.records.plain import Plain, number
from pumpsched.records.problems import BadCell, BadRow, refused

if TYPE_CHECKING:
    from pumpsched.domain.catalogue import Catalogue
    from pumpsched.records.cell_types import CellType

T = TypeVar("T")
V = TypeVar("V")
Cell = str | int | None
"""What the store keeps in one column."""


class Cells:
    """One row while it is read: gives values, and gathers what is wrong instead of stopping.

    No problem repeats the cell of a private column.

    A cell that cannot be read gives None, also from :meth:`required`; :meth:`settle` must be
    called before a value is made of the cells.
    """

    __slots__ = ("_private", "bad", "catalogue", "row")

    def __init__(
        self, row: Mapping[str, str], catalogue: Catalogue, *, private: Container[str]
    ) -> None:
        self.row = row
        self.catalogue = catalogue
        self.bad: list[BadCell] = []
        self._private = private

    def given(self, field: Field) -> bool:
        """Whether the cell holds anything."""
        return bool(self.row.get(field.column))

    def optional(self, column: str, reader: Callable[[str], T]) -> T | None:
        """The cell's value, or None for an empty cell."""
        cell = self.row.get(column)
        if not cell:
            return None
        try:
            if len(cell) > LONGEST:
                raise Unreadable(column, cell, f"is longer than {LONGEST:,} characters")
            return reader(cell)
        except Unreadable as refusal:
            cell = refusal.value or cell
            self.refuse(column, refusal.problem, example=refusal.example, cell=cell)
            return None

    def required(self, column: str, reader: Callable[[str], T]) -> T:
        """The cell's value; an empty cell is a problem."""
        if not self.row.get(column):
            self.refuse(column, "it is needed here")
        return cast(T, self.optional(column, reader))

    def refuse(self, column: str, problem: str, *, example: str = "", cell: str = "") -> None:
        """Note a problem of a cell, or of a part of it."""
        cell, is_private = cell or self.row.get(column, ""), column in self._private
        self.bad.append(refused(column, cell, problem, example=example, is_private=is_private))

    def attempt(self, read: Callable[[Cells], T]) -> T | None:
        """What ``read`` makes of these cells, or None once its problems are noted."""
        try:
            return read(self)
        except BadRow:
            return None

    def settle(self) -> None:
        """Nothing, when every cell was read.

        Raises:
            BadRow: With every problem noted so far.
        """
        if self.bad:
            raise BadRow(self.bad)


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
        tells_apart: Whether it says whose the row is: over two rows it would make two of one.
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
    tells_apart: bool = False
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

    It answers as a :class:`Field` does: ``write`` gives the cells of a value, None included, and
    ``pack`` what the store keeps of it, as many cells as ``stored`` has.
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
    """A column of the store alone, to search by: made ``of`` the whole value."""

    stored: str
    of: Callable[[Any], Cell]


Part = Field | Group


class Layout(Generic[V]):
    """One kind of file.

    Attributes:
        name: The file's name in a folder.
        fields: Its columns, in the order in which they are written.
        every_field: These and the rare ones.
        read: Makes a value of the cells of a row.
        text: The canonical cells of a value, one for each of ``columns`` and ``extra``.
        columns: Names of ``fields``.
        extra: Names of the rare ones, read where they stand and written only where asked for.
        required: Columns without which no row can be read.
        stored_as: By column, under which names the store records a change of it.
    """

    def __init__(
        self,
        name: str,
        fields: tuple[Field, ...],
        read: Callable[[Cells], V],
        text: Callable[[V], dict[str, str]],
        *,
        rare: tuple[Field, ...] = (),
    ) -> None:
        self.name, self.fields, self.read, self.text = name, fields, read, text
        self.every_field = every = (*fields, *rare)
        self.columns = tuple(each.column for each in fields)
        self.extra = tuple(each.column for each in rare)
        self.required = tuple(each.column for each in every if each.required)
        self.private = frozenset(each.column for each in every if each.is_private)
        self.stored_as = {
            each.column: frozenset(each.stored or (each.attribute,)) for each in every
        }
        self.numbers = frozenset(each.column for each in every if each.type.is_number)

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

    def told(self, column: str, text: str) -> str:
        """What is said of a column's cells; a log gets no more of a private one than its name."""
        return private(text, instead=column) if column in self.private else text

    def options(self, *but: Field) -> dict[str, str]:
        """The columns that are options of a command, all but those named, with their meaning."""
        return {each.column: each.help for each in self.every_field if each not in but}


class Record(Layout[V]):
    """A kind of file whose rows are values of one class, attribute by attribute.

    Args:
        name: The file's name in a folder.
        parts: What a row is made of, in the order of the file.
        make: Makes the value of its attributes; one without a value takes the class's default.
        check: Notes what is wrong with a row of readable cells.
        listed: Columns of a listing on the screen, in its order.
        rare: Columns that few rows need; see :attr:`Layout.extra`.
    """

    def __init__(
        self,
        name: str,
        parts: tuple[Part | Derived, ...],
        make: Callable[..., V],
        *,
        check: Callable[[Cells, V], None] | None = None,
        listed: tuple[Field, ...] = (),
        rare: tuple[Field, ...] = (),
    ) -> None:
        usual = tuple(part for part in parts if not isinstance(part, Derived))
        written = (*usual, *rare)

        def read(cells: Cells) -> V:
            value = make(**taken(cells, written))
            if check is not None:
                check(cells, value)
            cells.settle()
            return value

        def text(value: V) -> dict[str, str]:
            return texts(value, written)

        fields = tuple(each for part in usual for each in part.fields)
        super().__init__(name, fields, read, text, rare=rare)
        for part in usual:
            if isinstance(part, Group):
                self.stored_as |= {each.column: frozenset(part.stored) for each in part.fields}
        self.parts, self.make, self.listed = parts, make, listed

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
