"""
One target under the fuzzer, in a process of its own: ``python -m tests.fuzz.one TARGET [what libFuzzer is told]``.

With a file in the place of a folder, the target is run on that file alone.
"""

import sys

import atheris

with atheris.instrument_imports(include=["summitdata"]):
    from .targets import TARGETS


def main(arguments: list[str]) -> None:
    """Fuzz until the time is over or something is found."""
    name, *told = arguments
    function, longest = TARGETS[name]
    atheris.Setup([name, f"-max_len={longest}", *told], function)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
