@Deprecated
open module com.acme {
    requires transitive java.sql;
    requires other;
    exports com.acme.api to a.b, c;
    opens com.acme.inside;
    uses a.b.Service;
    provides a.b.Service with c.d.Provider, Own;
}
