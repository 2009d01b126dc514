/* Imports; `var`, labels and primitive types are nothing. */
package com.acme.app;

import java.util.List;
import java.util.concurrent.*;
import static org.junit.Assert.assertEquals;
import static com.acme.Limits.*;
import Bare;

class Use {
    void use() {
        var list = List.of();
        int primitive = MAX;
        outer:
        while (true) { break outer; }
    }
}
