"""``python -m planproof_cli`` is the ``planproof`` command."""

import sys

from planproof_cli.main import main

sys.exit(main())
