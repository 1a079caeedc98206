"""Lets `python -m answerable.cli` be the same as `answerable`."""

import sys

from answerable.cli.main import main

sys.exit(main())
