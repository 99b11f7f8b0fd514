"""What can go wrong, as one tree: catch `SummitDataError` and you have caught everything the package raises on purpose.

Every message is one line that says what happened, where, what was expected, what was found and what to do.
Each leaf also inherits the built-in exception that fits, so ``except ValueError`` keeps working.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .problems import Problem

__all__ = [
    "AttachError",
    "ConflictError",
    "ConversionError",
    "FormatError",
    "IntegrityError",
    "LimitError",
    "MissingExtraError",
    "NotFoundError",
    "SchemaError",
    "SummitDataError",
    "UnknownNameError",
    "UsageError",
    "WriteError",
]

_CUT = 160
# A longer name is none that somebody mistyped, and leaves no room for a long list of others.
_NAME = 60


class SummitDataError(Exception):
    """Base of all errors raised by summitdata."""


class UsageError(SummitDataError, ValueError):
    """The call itself is wrong: an argument of the wrong kind, a URL where a path belongs."""


class UnknownNameError(UsageError, KeyError):
    """A table, column, backend or format of that name does not exist; the message names the nearest."""

    # KeyError would show the repr of the message.
    __str__ = Exception.__str__


class MissingExtraError(SummitDataError, ImportError):
    """An optional library is not installed; the message gives the pip command."""


class NotFoundError(SummitDataError, FileNotFoundError):
    """There is nothing at that path, or nothing that is data."""


class FormatError(SummitDataError, ValueError):
    """The bytes are not what the name or the format says: empty, truncated, another kind of file."""


class SchemaError(SummitDataError, ValueError):
    """The file is readable, but its tables or columns are not those of the schema."""


class ConversionError(SchemaError, TypeError):
    """
    A value is of the wrong type or outside what its column allows; nothing is coerced.

    Attributes:

        problems: What is wrong, each a `summitdata.Problem`: everything, or the first ten thousand or so.
    """

    def __init__(self, message: str, problems: "Sequence[Problem]" = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class LimitError(SummitDataError, ValueError):
    """The file asks for more than the limits allow; the message names the limit and how to raise it."""


class IntegrityError(SummitDataError, OSError):
    """Bytes differ from what their manifest says."""


class ConflictError(SummitDataError, FileExistsError):
    """The destination exists; nothing was touched."""


class WriteError(SummitDataError, OSError):
    """Writing failed; what was there before is still there."""


class AttachError(SummitDataError, ValueError):
    """The text offered is not a copy of the article."""


def shown(value: object) -> str:
    """A value as it may stand in a message: on one line, without control characters, cut when long."""
    try:
        text = repr(value)
    except (ValueError, RecursionError):
        # An integer of thousands of digits; values nested too deeply.
        return f"<{type(value).__name__} too large to show>"
    cut = "".join(
        c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode("ascii") for c in text[:_CUT]
    )
    return cut if len(text) <= _CUT else f"{cut}… ({len(text)} characters)"


def nearest(name: object, known: Sequence[str], what: str) -> str:
    """The sentence that ends an error about an unknown name: the closest known one, or all of them, or the first."""
    from difflib import get_close_matches

    folded = {str(one).casefold(): str(one) for one in known}
    close = get_close_matches(name[:_CUT].casefold(), folded, n=1, cutoff=0.5) if isinstance(name, str) else []
    if close:
        return f"did you mean {folded[close[0]]!r}?"
    listed = ", ".join(known)
    if len(listed) > _CUT and len(shown(name)) > _NAME:
        listed = f"{listed[:_CUT].rpartition(', ')[0]} … ({len(known)} in all)"
    return f"{what}: {listed}."


def known_name(name: object, known: Iterable[str], what: str) -> str:
    """
    The name, if it is among the known ones; `what` says of what kind they are, in the singular (``"table or view"``).

    Raises:

        UnknownNameError: It is not; the message names the nearest.
    """
    names = list(known)
    if not isinstance(name, str) or name not in names:
        kinds = f"the {what.replace(' or ', 's or ')}s"
        msg = f"there is no {what} {shown(name)}; {nearest(name, names, kinds)}"
        raise UnknownNameError(msg)
    return name
