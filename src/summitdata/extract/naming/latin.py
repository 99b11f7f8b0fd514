"""Russian names in Latin letters, as the ids of entities and the keys of linking spell them."""

import re
import unicodedata
from functools import lru_cache

__all__ = ["slug"]

_LETTERS = str.maketrans(
    {
        **dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziiklmnoprstufye", strict=True)),
        "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya",
        # Letters of Kazakh, Azerbaijani, Ukrainian and Belarusian.
        "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i", "ї": "i", "є": "e",
        "ґ": "g", "ў": "u", "ə": "a", "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th",
    }
)  # fmt: skip
_PARTED = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=2**13)
def slug(name: str) -> str:
    """A name in lower-case Latin letters, digits and hyphens, beginning with three letters; at most 60 characters."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS)).lower()
    made = _PARTED.sub("-", "".join(c for c in plain if not unicodedata.combining(c)))[:60].strip("-")
    return made if re.match(r"[a-z]{3}", made) else f"ent-{made}".strip("-")
