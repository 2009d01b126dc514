package demo

func assignments() {
	a, b := f(), 1
	a, b.c, d[0], *e, _ = 1, 2, 3, 4, 5
	p.X += dx
	p.X++
	i--
	for i, v := range xs {
	}
	for k, s.t = range m {
	}
	for i := 0; i < n; i++ {
	}
	select {
	case msg, ok := <-ch:
	case s.last = <-ch:
	case out <- v:
	}
	switch t := x.(type) {
	case *Point, http.Handler:
		t.Move()
	}
	if e, ok := err.(net.Error); ok {
	}
	var g, h = 1, 2
	var k int
	p := Point{X: 1, Y: y, inner: T{Z: z}}
	q := &http.Client{Timeout: limit}
	m := map[string]Point{key: {X: 1}, "b": {Y: 2}}
	l := []Point{{X: 1}, {1, 2}}
	s := [...]string{First: "a"}
	u := struct{ X int }{X: 1}
}
