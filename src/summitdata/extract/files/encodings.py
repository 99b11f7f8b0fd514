"""Which encoding bytes are in: what they begin with, what fits, and for Russian in one byte a letter what is likeliest."""

import codecs
import math
import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

__all__ = ["Decoded", "declared", "decoded"]

# The mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: Encodings of Russian, the commonest first, which wins where the bytes tell nothing.
_RUSSIAN = ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")

# What may be stated besides: no codec of Python's that is none of text, no UTF-7, which hides markup; and no UTF-16 or
# UTF-32, which are told by their mark or by their bytes.
_STATED = re.compile(
    r"cp12\d\d|cp8\d\d|iso8859-\d+|koi8-[rtu]|kz1048|mac-\w+|gb\w+|big5\w*|euc_\w+|shift_jis\w*|cp9\d\d"
)
# As browsers have it.
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}

_DECLARED = re.compile(r"""(?:\bcharset|<\?xml[^>]{0,200}?\bencoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""")
_HEAD = 4096

# In so many of a hundred letters of running text each stands.
_FREQUENCY = {
    "о": 10.97,
    "е": 8.45,
    "а": 8.01,
    "и": 7.35,
    "н": 6.70,
    "т": 6.26,
    "с": 5.47,
    "р": 4.73,
    "в": 4.54,
    "л": 4.40,
    "к": 3.49,
    "м": 3.21,
    "д": 2.98,
    "п": 2.81,
    "у": 2.62,
    "я": 2.01,
    "ы": 1.90,
    "ь": 1.74,
    "г": 1.70,
    "з": 1.65,
    "б": 1.59,
    "ч": 1.44,
    "й": 1.21,
    "х": 0.97,
    "ж": 0.94,
    "ш": 0.73,
    "ю": 0.64,
    "ц": 0.48,
    "щ": 0.36,
    "э": 0.32,
    "ф": 0.26,
    "ъ": 0.04,
    "ё": 0.10,
}
_MARK_WEIGHT = math.log(0.01)
# Letters of Ukrainian and Belarusian, which is for another rule to refuse.
_NEIGHBOUR_WEIGHT = -5.0
_OTHER_WEIGHT = -9.0
# A control character.
_CONTROL_WEIGHT = -30.0
# Capitals are rarer, yet a text may be all in capitals; seldom does one follow a small letter, and where an encoding is
# taken for one that has small letters in the place of capitals nearly every word has it so.
_CAPITAL = -0.3
_INSIDE = -3.0
_CAPITAL_INSIDE = re.compile("[а-яё][А-ЯЁ]")
# Russian comes to about -3.1 a letter; in the wrong encoding it comes to less than -4.5.
_LEAST = -4.2
# What is stated is believed where nothing else is likelier by more.
_LITTLE = 0.1
_SAMPLE = 2**16
# In UTF-16 one byte in two of Russian letters is 4, which stands in no text otherwise.
_WIDE = 0.3
# In a language of the West letters beyond ASCII stand by themselves, in Russian they make up words.
_RUN = re.compile(r"[\x80-\xff]+")
_LETTER = re.compile(r"[A-Za-z]")
_WORD = 1.6


class Decoded(NamedTuple):
    """
    Bytes as text.

    Attributes:

        text: The text, without the mark that it may have begun with.

        encoding: The name by which Python decodes the very same text.
    """

    text: str
    encoding: str


def decoded(data: bytes, stated: Iterable[str] = ()) -> Decoded | None:
    """
    The text of bytes; None where they fit no encoding, or none that is likely. No character is ever replaced.

    The mark they begin with decides; then whether they are UTF-16 or UTF-8, which other bytes do not happen to be; then
    what is stated, where that fits and gives what may be Russian; then what gives the likeliest Russian.

    Args:

        data: The bytes.

        stated: The encodings that are said to be theirs, the one to be believed most first.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    for encoding in [*_wide(data), "utf-8"]:
        if made := _strictly(data, encoding):
            return made
    likely = _likelihoods(data)
    is_western = _is_western(data)
    least = max(_LEAST, *(one - _LITTLE for one in likely.values()))
    for encoding in filter(None, map(_known, stated)):
        # What a server says that was never told anything.
        may_be = is_western if encoding == "cp1252" else likely.get(encoding, 0) >= least
        if may_be and (made := _strictly(data, encoding)):
            return made
    if is_western:
        return _strictly(data, "cp1252")
    for encoding in sorted(likely, key=likely.__getitem__, reverse=True):
        if likely[encoding] >= _LEAST and (made := _strictly(data, encoding)):
            return made
    return None


def declared(page: bytes) -> list[str]:
    """The encodings that a page says it is in, where its first bytes do."""
    return _DECLARED.findall(page[:_HEAD].decode("latin-1"))


def unfit(data: bytes) -> str:
    """What to say of bytes that fit no encoding."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return f"begins as {encoding.upper()} does and is not that throughout; save it in UTF-8"
    # What is UTF-8 to its end is the same when what is not is left out.
    kept = data.decode("utf-8", "ignore").encode()
    place = next((n for n, (one, other) in enumerate(zip(data, kept, strict=False)) if one != other), len(kept))
    return f"byte {place:,} is not UTF-8, and no encoding of Russian fits ({', '.join(_RUSSIAN)}); save it in UTF-8"


def _strictly(data: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        return None


def _wide(data: bytes) -> list[str]:
    """UTF-16 without a mark, if it may be that."""
    least = _WIDE * len(data) / 2
    found = {"utf-16-le": data[1::2].count(4), "utf-16-be": data[::2].count(4)} if 4 in data else {}
    return [encoding for encoding, count in found.items() if count > least]


def _known(name: str) -> str | None:
    """The name of an encoding that may be stated, as Python has it."""
    try:
        found = codecs.lookup(name.lower().removeprefix("x-")).name
    except (LookupError, ValueError):
        return None
    return _WIDER.get(found) or (found if _STATED.fullmatch(found) else None)


def _is_western(data: bytes) -> bool:
    sample = data[:_SAMPLE].decode("latin-1")
    runs = _RUN.findall(sample)
    beyond = sum(map(len, runs))
    return beyond < _WORD * len(runs) and beyond < len(_LETTER.findall(sample))


def _likelihoods(data: bytes) -> dict[str, float]:
    """How likely the bytes beyond ASCII are to be Russian in each encoding, on average."""
    sample = data[:_SAMPLE]
    counts = [float(sample.count(byte)) for byte in range(128, 256)]
    total = sum(counts) or 1.0
    found = {}
    for encoding, weights in _weights().items():
        inside = len(_CAPITAL_INSIDE.findall(sample.decode(encoding, "replace")))
        found[encoding] = (sum(map(float.__mul__, weights, counts)) + inside * _INSIDE) / total
    return found


@cache
def _weights() -> dict[str, list[float]]:
    upper = bytes(range(128, 256))
    return {encoding: [_weight(c) for c in upper.decode(encoding, "replace")] for encoding in _RUSSIAN}


def _weight(character: str) -> float:
    lower = character.lower()
    if lower in _FREQUENCY:
        return math.log(_FREQUENCY[lower] / 100) + (_CAPITAL if lower != character else 0)
    if "\x80" <= character < "\xa0":
        return _CONTROL_WEIGHT
    if lower in "іїєґў":
        return _NEIGHBOUR_WEIGHT
    return _MARK_WEIGHT if character in "«»„“”‘’–—…№\xa0" else _OTHER_WEIGHT
