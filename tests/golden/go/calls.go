package demo

func calls() {
	a.b.c(x, y.z)
	a(1).b(2).c
	fmt.
		// a comment
		Println("x")
	items[0].run()
	handlers[0](w)
	handlers[name](w)
	Map[int](xs, f)
	pkg.Map[int, string](xs)
	slices.Of[[]byte](xs).Sort()
	(fn)(1)
	(p.fn)(2)
	(*Point)(nil)
	[]byte("text")
	map[string]int(m)
	func(a int) { a.b() }(1)
	go p.mu.Lock()
	defer p.mu.Unlock()
	x.(io.Closer).Close()
	new(Point)
	make([]*pkg.Point, 3)
	"text".len()
	&Point{}.Move()
	f()()
	return a.b.c.d
	pointed[*T](x)
	indexed[-1](x)
}
