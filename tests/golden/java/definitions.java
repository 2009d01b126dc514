@NullMarked
package com.acme.app;

@Service("users")
@Table(name = "users", schema = Names.MAIN)
public abstract class Outer<T extends Comparable<T> & java.io.Serializable>
        extends base.Base<T> implements Runnable, List<String>, p.q.Other {
    private final int count = 1, other[] = {1};
    @Inject @Named java.util.Map<String, Item> items;
    static { System.out.println("static"); }

    public Outer(int a, final @NonNull String... rest) throws java.io.IOException, Failure {
        super(a);
        this.count = a;
    }

    Outer() { this(1); }

    @Override
    @org.acme.Audited
    public <U> List<U> method(Map.Entry<String, U> entry, int[] sizes) throws Failure {
        class Local { int field; }
        return new Foo<>(1) { void anonymous(int inside) { } };
    }

    abstract void declared();

    static class Inner {
        enum Color implements Named {
            RED, @Deprecated GREEN(1) { @Override void paint() { } };
            int code;
            Color(int code) { }
        }
    }

    record Point(int x, @NonNull String y) implements Shape {
        static int made;
        Point { made += 1; }
    }

    interface Shape extends Named, Sized<Integer> {
        int LIMIT = 1;
        void area();
        default void draw() { }
    }

    @interface Audited {
        String value() default "x";
        Class<?>[] by() default {};
    }

    sealed interface Tree permits Leaf, Node { }
}
