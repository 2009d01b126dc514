"""Definitions with their extents, kinds, parameters, decorators and bases."""


def plain(a, b=default, /, c: int = 1, *args: str, d, **kwargs) -> models.User | None:
    def inner():
        pass

    class Local(Base):
        def method(self):
            pass


@decorated
@app.route("/users", methods=["GET"])
@registry[0].add
async def handler(request, *, timeout: float = 1.0):
    async def nested(): ...


class Outer(base.Base, Generic[T], mixin(1), metaclass=Meta, **options):
    attribute: ClassVar[dict[str, a.B]] = {}

    @property
    def value(self):
        return self._value

    @value.setter
    def value(self, new):
        self._value = new

    class Inner:
        @staticmethod
        def deep(): ...

    if True:
        def conditional(self): ...


class Box[T: (int, str), *Ts, **P](Base[T]):
    def get[K: Hashable](self, key: K) -> T: ...


type Pair[A] = tuple[A, A]
type Name = str
