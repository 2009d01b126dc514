"""What one web framework tells the engine: which calls make, mount and declare routes.

A framework is a table, :class:`Framework`, in a module of its own, and one line in ``registry.py``.
Its vocabulary:

    spot      something that routes hang on: an application, a router, a group, a list of routes, a
              class with decorated methods, what answers the methods of one path
    maker     a call (or annotation of a class) that makes a spot, with its own prefix
    action    what a call does: it declares a route, mounts another spot, or opens a group

Names are whole chains as imports resolve them (``flask.Blueprint``), whatever they are called in
the file; ``default`` exports and version segments (``v4``) are left out. Members are plain names.
"""

from __future__ import annotations

from enum import Enum, auto

from msgspec import Struct


class At(Struct, frozen=True):
    """Where an argument stands: at a position, or under one of these names.

    Where the argument at the position is a record, the names are looked for in it. ``others`` are
    all positional arguments from the position on.
    """

    position: int | None = None
    names: tuple[str, ...] = ()
    others: bool = False


NOWHERE = At()


class Style(Enum):
    """How a path spells its variables."""

    BRACES = auto()
    """``{id}``, ``{id:int}``, ``{rest...}``"""
    ANGLES = auto()
    """``<id>``, ``<int:id>``"""
    COLONS = auto()
    """``:id``, ``:id(\\d+)``, ``*rest``; also ``{rest}``"""
    REGEX = auto()
    """A regular expression with groups."""


class Methods(Struct, frozen=True):
    """Which HTTP methods a route answers.

    They are ``fixed`` (none of them: any), or the name of the member or of the last segment in
    upper case (``by_name``), or listed in an argument (``at``), without which ``fixed`` holds.
    ``unknown``: the code does not say.
    """

    fixed: tuple[str, ...] = ()
    by_name: bool = False
    at: At = NOWHERE
    unknown: bool = False


ANY = Methods()
UNKNOWN = Methods(unknown=True)
BY_NAME = Methods(by_name=True)
GET = Methods(fixed=("GET",))

VERBS = ("get", "post", "put", "patch", "delete", "head", "options", "trace")


class Route(Struct, frozen=True):
    """A call that declares a route.

    ``arguments`` is the least number of them where the call is no decorator. ``child``: an argument
    that may be a spot, which then is mounted at the path. ``open``: answers everything below the
    path too. ``style`` where it is not that of the framework. ``led``: a method may stand before
    the path, ``named``: the name of the route as an argument of its own. ``lists``: members that
    are lists of routes, whatever they are members of. ``sure``: the name and the shape leave no
    doubt, where the file imports the framework, whatever it is a member of.
    """

    names: tuple[str, ...]
    path: At = NOWHERE
    methods: Methods = ANY
    arguments: int = 1
    child: At = NOWHERE
    open: bool = False
    style: Style | None = None
    sure: bool = False
    led: bool = False
    named: bool = False
    lists: tuple[str, ...] = ()


class Mount(Struct, frozen=True):
    """A call that hangs spots (``child``) below another one.

    ``replaces``: a prefix given here stands instead of the child's own.
    """

    names: tuple[str, ...]
    child: At
    prefix: At = NOWHERE
    replaces: bool = False
    sure: bool = False


class Group(Struct, frozen=True):
    """A call that gives a spot below the one that it is a member of. ``makes``: its kind; ``own``
    for the spot itself, which has the prefix from then on.

    ``body``: a function whose first parameter is the spot.
    """

    names: tuple[str, ...]
    prefix: At = NOWHERE
    makes: str = ""
    body: At = NOWHERE


class Resource(Struct, frozen=True):
    """A call that declares what a resource usually has (``/``, ``/{id}``), and what else a class
    declares. ``routes`` are paths and their methods."""

    names: tuple[str, ...]
    prefix: At
    child: At
    routes: tuple[tuple[str, tuple[str, ...]], ...]


Action = Route | Mount | Group | Resource


class Kind(Struct, frozen=True):
    """A kind of spot.

    ``makers`` are calls that make one, ``types`` the annotations of one, ``prefix`` and ``mounts``
    the arguments of a maker that hold its own prefix and the spots below it, ``under`` the one that
    is the spot above it. ``paths`` are attributes in the body of a class of the kind that hold its
    own paths, which the methods answer that are called like those of HTTP. ``root``: no other
    prefix comes before it, unless something of the tree mounts it. ``same`` are members that are
    the spot itself; ``fluent``: so is the value of every call of a member. ``shared``: all spots of
    the kind in a tree lie below one that has this name. ``part``: it answers one path, which is
    written where it is mounted. ``foreign``: annotations that say of a class that its routes are
    elsewhere.
    """

    name: str
    makers: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    prefix: At = NOWHERE
    mounts: At = NOWHERE
    under: At = NOWHERE
    paths: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    same: tuple[str, ...] = ()
    root: bool = False
    fluent: bool = False
    shared: str = ""
    part: bool = False
    foreign: tuple[str, ...] = ()


class Framework(Struct, frozen=True):
    """One framework.

    ``modules`` are what a file imports that uses it. ``functions`` are actions that are no members:
    their value is a spot with that route. ``decorators`` declare a route of the function they
    stand before, or of the class around it. ``references`` are calls that name a module, of which
    ``list_name`` is the list of routes; that of the module which a constant called
    ``root_setting`` names is where all paths begin. ``statements``: functions declare routes of one
    common spot where they stand, not in a list. ``closed``: only routes are mounted, nothing else.
    ``clients_alike``: calls of an HTTP client look the same, so that only decorators are taken for
    routes of what is not known to be a spot. ``marks``: every file that declares routes by
    functions, decorators or makers holds one of them; the modules, where there are none.
    """

    name: str
    languages: tuple[str, ...]
    modules: tuple[str, ...]
    style: Style
    kinds: tuple[Kind, ...] = ()
    functions: tuple[Action, ...] = ()
    decorators: tuple[Route, ...] = ()
    of_class: bool = False
    references: tuple[str, ...] = ()
    list_name: str = ""
    root_setting: str = ""
    statements: bool = False
    closed: bool = True
    clients_alike: bool = False
    marks: tuple[str, ...] = ()


class FileRoutes(Struct, frozen=True):
    """A framework of which the routes are files below a folder.

    ``file`` is the name of such a file, empty for any; the ``folder``, from its segment ``kept``
    on, belongs to the path then. ``names`` are exports: methods, or ``default`` for whichever.
    """

    name: str
    languages: tuple[str, ...]
    folder: tuple[str, ...]
    names: tuple[str, ...]
    file: str = ""
    kept: int = 0
