a.b.c(x);
a?.b?.[0]?.c?.(x);
session(1).get().json;
rows[0].name = rows[1].name;
(lazy, a.b)();
this.store.dispatch(action);
this.#secret.reveal();
super.render();
new Date();
new api.v2.Client(url).open();
tag`text ${value.name}`;
import.meta.env.MODE;
new.target.name;
await fetch(url).then((answer) => answer.json());
legacy /* since 2.0 */
  .login();
"text".trim();
f()();
undefined;
