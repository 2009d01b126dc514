let empty;
const { a, b: renamed, c: { d = 1 }, ...others } = source;
[first, , state.second] = pair;
total += 1;
state.count++;
for (const { id } of rows) {}
for (key in table) {}
for (const [name, value] of Object.entries(table)) {}
try {} catch ({ message }) {}
try {} catch (error) {}
run((one, { two }) => one + two, function (three) {});
label: while (true) break label;
items.forEach(item => item.done = true);
export { a as publicName, renamed };
export default others;
#token in state;
