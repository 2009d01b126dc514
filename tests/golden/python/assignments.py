a = b = c.d
self.x, (y, [z, *rest]) = values
x[0] = x[1].y = 1
x += 1
a.b -= 1
n: int
m: list[a.B] = []
self.k: "Later" = None
if (w := f(w2)):
    pass
for i, (j, k.l) in pairs:
    pass
with open(p) as f, g() as (h, *q), (l() as n):
    pass
async with r as s.t:
    pass
try:
    pass
except (E, F.G) as e:
    raise X from e
except* H:
    pass
[v for u in us for v in u if v]
*a.b, c = d
type(o).attr = 1
del a.b, c[0], d


def function():
    global one, two
    nonlocal three
    one = yield two
