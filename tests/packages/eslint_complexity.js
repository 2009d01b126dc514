// node eslint_complexity.js FOLDER < paths: one line of JSON per file, the complexity of each of its
// functions by eslint's rule, sorted; null for a file that its parser refuses. FOLDER has eslint.
"use strict";

const { createRequire } = require("module");
const fs = require("fs");
const path = require("path");

const here = createRequire(path.join(process.argv[2], "package.json"));
const { Linter } = here("eslint");
const parser = here("@typescript-eslint/parser");
const linter = new Linter();

for (const file of fs.readFileSync(0, "utf8").split("\n")) {
  const found = linter.verify(
    fs.readFileSync(file, "utf8"),
    [
      {
        files: ["**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts}"],
        languageOptions: {
          parser,
          parserOptions: { ecmaFeatures: { jsx: /x$/.test(file) } },
        },
        linterOptions: { noInlineConfig: true },
        rules: { complexity: ["error", 0] },
      },
    ],
    { filename: path.basename(file) },
  );
  const functions = found.filter(
    (each) => each.ruleId === "complexity" && !/^Class (field|static)/.test(each.message),
  );
  const fatal = found.some((each) => each.fatal);
  const counts = functions.map((each) => Number(/complexity of (\d+)/.exec(each.message)?.[1]));
  console.log(JSON.stringify(fatal ? null : counts.sort((a, b) => a - b)));
}
