class Calls {
    void calls() {
        run();
        this.run();
        super.run();
        a.b.C.run(x);
        obj.first().second(1).field.third();
        new Foo(1).bar();
        new a.b.Foo<String>(1);
        outer.new Inner();
        Outer.this.run();
        Outer.super.run();
        Collections.<String>emptyList();
        Map.Entry<String, Integer>[] entries = new Map.Entry[3];
        items[0].run();
        (x).run();
        ((Foo) x).run();
        "text".length();
        Foo.class.getName();
        foo
            // a comment
            .bar()
            .baz();
        a. /* another */ b.c();
        list.forEach(System.out::println);
        make(Foo::new, this::run, super::run, int[]::new, Map.Entry<K, V>::getKey, make()::run);
    }
}
