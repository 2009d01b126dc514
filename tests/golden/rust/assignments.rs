fn assignments() {
    let a = 1;
    let b: Vec<_>;
    let (c, mut d): (i32, u8) = f();
    let Some(e) = opt else { return };
    let Point { x, y: yy, .. } = p;
    let [first, .., ref last] = xs;
    self.x = 1;
    self.x += 2;
    a.b[0] = 1;
    *p = 1;
    A::B = 2;
    (c, self.d) = (d, c);
    for (i, item) in xs.iter() {}
    match v {
        Some(n) if n > 0 => n,
        Event::Key(code, _) => code,
        Point { x, y: MAX } => x,
        whole @ 1..=3 => whole,
        &Some(ref r) | None => r,
        LIMIT => 1,
        other => other,
    };
    if let Some(x) = y && let Ok(z) = w {}
    while let Ok(x) = next() {}
    let closure = |p, (q, r): (A, B), s: &C| -> D { p.q(r) };
    Foo { a: 1, b, ..Default::default() };
    Event::Click { at: here };
    x as u8 as crate::Word;
}
