"""`python -m summitdata` is the command `summitdata`."""

import sys

from .cli import main

sys.exit(main())
