from __future__ import annotations

import os
import os.path
import a.b as c, d.e.f
import x as x
from m import a
from m.n import (
    a,  # kept
    b as renamed,
)
from m import a as a
from . import sibling
from .x import y as z
from ... import up
from ..pkg.mod import *


def lazily():
    import json
    from .late import thing

    return json.dumps(thing)


try:
    import fast as impl
except ImportError:
    impl = None
