// @flow
function fine(a) {
  return before(a);
}
type Props = {| name: string |};
function typed(a: number): string {
  return legacy.login(a);
}
function after() {
  return last();
}
