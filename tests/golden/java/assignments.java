class Assignments {
    void assignments() {
        x = y;
        a.b += c;
        this.d = arr[0] = 1;
        ++x;
        a.b--;
        int i = 0, j, k = i;
        for (String item : items) { }
        for (int n = 0; n < 3; n++) { }
        try (InputStream in = open(); res) { } catch (IOException | base.Failure failure) { }
        if (o instanceof Foo foo && foo.ok) { }
        if (o instanceof Point(int px, Point(var py, Name pz))) { }
        switch (v) {
            case RED -> run();
            case Foo ff when ff.ok -> { }
            default -> { }
        }
        Runnable r = () -> x++;
        Function<A, B> f = (y, z) -> y.foo(z);
        F g = w -> w;
        F h = (int q, final List<A> s) -> { return q; };
        @SuppressWarnings(value = {"unchecked", Names.ALL}) String cast = (String) o;
    }
}
