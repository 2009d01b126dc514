#![allow(dead_code)]

fn calls() {
    a::b::c(x, y.z);
    x.y().z::<T>()?.await.w;
    self.items.iter().map(|x| x.foo).collect::<Vec<_>>();
    self.f.0.g();
    Vec::<u8>::new();
    a::<u8>::b::<fn(A) -> B>::c();
    <T as Trait<U>>::call(1);
    <Vec<T>>::with_capacity(1);
    <[u8]>::len(x);
    Self::new();
    Some(1);
    (self.callback)(1);
    (run)(2);
    f()();
    items[0](1);
    crate::w::q();
    super::z();
    x
        // a comment
        .foo();
    a:: /* another */ b();
    r#type.r#fn();
    'label: loop { break 'label; }
    return Foo::BAR;
}

fn macros() {
    println!("{} {y}", foo.bar, k = 2);
    std::println!("x");
    assert_eq!(legacy::auth::login(a, b.c), Foo::default());
    assert!(x.foo()?.bar().await.baz, self.x.0);
    vec![Vec::<u8>::new(), iter.collect::<Vec<Vec<_>>>(), a < b, c > d, u8::from(x)];
    tokio::select! { r = fut.next() => <T as Trait>::call(r), }
    json!({"k": v.w(), "m": [::a::b, format!("{}", c).len()]});
    lazy_static! { static ref NAME: Regex = Regex::new("x").unwrap(); fn helper(a: u8) {} }
}
