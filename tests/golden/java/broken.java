import java.io.File;

class Good {
    void good() { File.delete(path); }
}

class Bad {
    void bad( {
        File.delete(path);
    }

    void after() {
        call(one,
            two(three);
    }

    void fine() { last(); }

    void escaped() { r\u0075n(); }
}
