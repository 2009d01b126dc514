# What a call is called, and which part of a chain is an occurrence.
a.b.c(x, k=1)
a(1).b()
a(1).b.c(2).d
x[0].y
"text".join(parts)
super().save(*args, **options)
f()()
x[0]()
(f)(1)
(a or b)(1)
(a).b()
await session.get(url).json()
a . b \
    .c()
a.b(  # a comment
    # another
    c
)
print(f"{user.name!r:>{width}} {len(x)}")
[*a.b.c(), *d]
{key.a: value.b for key, value in d.items() if key.ok()}
lambda request, *rest, timeout=default.timeout: request.send(timeout)
not a.b, -c.d, a.b @ c.d, a.b if c.d else e.f
ﬁle.ﬂag()
