// node typescript_meanings.js TYPESCRIPT FOLDER: which definitions below the folder each name in it means, as the
// compiler says. A line of JSON for each name that it knows: [path, line, column, name, is called, [[path, line, name], …]].
const ts = require(process.argv[2]);
const path = require("path");
const root = path.resolve(process.argv[3]);

const roots = ts.sys.readDirectory(root, [".ts", ".tsx"]);
const program = ts.createProgram(roots, {
  target: ts.ScriptTarget.Latest, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true, noEmit: true, strict: true, jsx: ts.JsxEmit.Preserve, types: [],
});
const checker = program.getTypeChecker();
const isInside = (file) => file.fileName.startsWith(root + "/");
const where = (file, node) => {
  const at = file.getLineAndCharacterOfPosition(node.getStart(file));
  return [path.relative(root, file.fileName), at.line + 1, at.character];
};

for (const file of program.getSourceFiles().filter(isInside)) visit(file, file);

function visit(node, file) {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
  if ((ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) && !isDeclared(node)) tell(node, file);
  ts.forEachChild(node, (child) => visit(child, file));
}

// The name of what a declaration, a label, or an entry of an object makes
function isDeclared(node) {
  const above = node.parent;
  if (ts.isShorthandPropertyAssignment(above)) return false;
  return above.name === node && !ts.isPropertyAccessExpression(above) || above.propertyName === node || above.label === node;
}

function tell(node, file) {
  const above = node.parent;
  let symbol = ts.isShorthandPropertyAssignment(above)
    ? checker.getShorthandAssignmentValueSymbol(above) : checker.getSymbolAtLocation(node);
  if (!symbol || checker.isUnknownSymbol(symbol)) return;
  if (symbol.flags & ts.SymbolFlags.Alias) symbol = checker.getAliasedSymbol(symbol);
  const known = symbol.declarations ?? [];
  if (!known.length) return;
  const there = known.filter((each) => isInside(each.getSourceFile())).map(placeOf).filter(Boolean);
  const chain = ts.isPropertyAccessExpression(above) && above.name === node ? above : node;
  const called = (ts.isCallExpression(chain.parent) || ts.isNewExpression(chain.parent)) && chain.parent.expression === chain;
  console.log(JSON.stringify([...where(file, node), node.text, called, there]));
}

// Parameters, variables that hold no function, and type parameters are no definitions
function placeOf(declared) {
  const held = ts.isVariableDeclaration(declared) && declared.initializer;
  const isNone = ts.isParameter(declared) || ts.isTypeParameterDeclaration(declared) || ts.isBindingElement(declared) ||
    (ts.isVariableDeclaration(declared) && !(held && (ts.isFunctionLike(held) || ts.isClassLike(held))));
  const name = ts.getNameOfDeclaration(declared);
  if (isNone || !name || !ts.isMemberName(name)) return null;
  const [at, line] = where(declared.getSourceFile(), name);
  return [at, line, name.text];
}
