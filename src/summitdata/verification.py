"""Whether data are those that were cited."""

import attrs

__all__ = ["Verification"]


@attrs.frozen(kw_only=True, repr=False)
class Verification:
    """
    Whether data are those that were cited: true where they are.

    Attributes:

        expected: The fingerprint that was cited, or the beginning of it.

        found: The fingerprint of the data.

        version: The data version.
    """

    expected: str
    found: str
    version: str

    @property
    def ok(self) -> bool:
        """Whether the data are those that were cited."""
        return self.found.startswith(self.expected)

    def __bool__(self) -> bool:
        return self.ok

    # A notebook shows what a person wants to read.
    def __repr__(self) -> str:
        return str(self)

    def __str__(self) -> str:
        what = f"data version {self.version}, fingerprint {self.found}"
        if self.ok:
            return f"the same: {what}"
        return f"not the same: cited was the fingerprint {self.expected}, installed is {what}; install the version that was cited"
