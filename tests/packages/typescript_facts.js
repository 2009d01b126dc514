// node typescript_facts.js TYPESCRIPT < paths: for each path one line of JSON, [[role, start, end, name], …],
// or null where the compiler finds a syntax error. Offsets count UTF-16 units behind a byte order mark.
const ts = require(process.argv[2]);
const fs = require("fs");
const Kind = ts.SyntaxKind;

const DEFINITIONS = new Set([
  Kind.FunctionDeclaration, Kind.FunctionExpression, Kind.ClassDeclaration, Kind.ClassExpression,
  Kind.InterfaceDeclaration, Kind.EnumDeclaration, Kind.EnumMember, Kind.TypeAliasDeclaration,
  Kind.ModuleDeclaration, Kind.MethodDeclaration, Kind.GetAccessor, Kind.SetAccessor,
  Kind.MethodSignature, Kind.PropertyDeclaration, Kind.PropertySignature,
]);
const WRAPPERS = new Set([
  Kind.PropertyAccessExpression, Kind.ParenthesizedExpression, Kind.AsExpression, Kind.NonNullExpression,
]);

for (const path of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const text = fs.readFileSync(path, "utf8").replace(/^\ufeff/, "");
  const dialect = /\.tsx$/.test(path) ? ts.ScriptKind.TSX : /\.[mc]?ts$/.test(path) ? ts.ScriptKind.TS : ts.ScriptKind.JSX;
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, dialect);
  console.log(JSON.stringify(file.parseDiagnostics.length ? null : factsOf(file)));
}

function factsOf(file) {
  const facts = [];
  const add = (role, node, name) => facts.push([role, node.getStart(file), node.end, name]);
  visit(file);
  return facts;

  function visit(node) {
    findDefinition(node);
    findCall(node);
    findChain(node);
    findImports(node);
    findOthers(node);
    ts.forEachChild(node, visit);
  }

  function findDefinition(node) {
    const value = node.initializer && (isFunction(node.initializer) || ts.isClassExpression(node.initializer));
    if (node.kind === Kind.Constructor) {
      const word = node.getChildren(file).find((child) => [Kind.ConstructorKeyword, Kind.StringLiteral].includes(child.kind));
      add("definition", word, "constructor");
    } else if (DEFINITIONS.has(node.kind) && node.name && !isNestedModule(node)) {
      add("definition", node.name, nameOf(node.name));
    } else if ((ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && value) || (ts.isPropertyAssignment(node) && value)) {
      add("definition", node.name, nameOf(node.name));
    } else if (isAssignedFunction(node)) {
      add("definition", node.left.name, nameOf(node.left.name));
    }
  }

  // exports.f = function …, module.exports.f = …, Type.prototype.f = …
  function isAssignedFunction(node) {
    if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== Kind.EqualsToken) return false;
    if (!isFunction(node.right) || !ts.isPropertyAccessExpression(node.left) || !ts.isIdentifier(node.left.name)) return false;
    const owner = node.left.expression;
    const isPrototype = ts.isPropertyAccessExpression(owner) && owner.name.text === "prototype" &&
      (ts.isIdentifier(owner.expression) || ts.isPropertyAccessExpression(owner.expression));
    return isPrototype || ["exports", "module.exports"].includes(owner.getText(file));
  }

  function findCall(node) {
    const callee = node.kind === Kind.TaggedTemplateExpression ? node.tag
      : node.kind === Kind.NewExpression || node.kind === Kind.CallExpression ? node.expression : undefined;
    if (!callee || callee.kind === Kind.ImportKeyword) return;
    add("call", sure(callee), chainOf(callee));
    const named = node.kind === Kind.CallExpression ? inParentheses(callee) : callee;
    if (named !== callee) add("call", sure(named), chainOf(named));
  }

  // (f)(), (0, a.f)(), (f as T)(): also the call of what the parentheses hold, where that is a name
  function inParentheses(callee) {
    if (!ts.isParenthesizedExpression(callee)) return callee;
    let held = callee.expression;
    if (ts.isBinaryExpression(held) && held.operatorToken.kind === Kind.CommaToken) held = held.right;
    else if (ts.isAsExpression(held) || ts.isSatisfiesExpression(held) || ts.isNonNullExpression(held)) held = held.expression;
    return ts.isIdentifier(held) || ts.isPropertyAccessExpression(held) ? held : callee;
  }

  function findChain(node) {
    if (ts.isPropertyAccessExpression(node) && !isInner(node)) add("attribute", node, chainOf(node));
    const isValue = ts.isTypeQueryNode(node) && ts.isQualifiedName(node.exprName);
    if (isValue) add("attribute", node.exprName, plain(node.exprName));
  }

  function findImports(node) {
    if (ts.isImportDeclaration(node)) {
      const clause = node.importClause;
      if (!clause) return add("import", node.moduleSpecifier, node.moduleSpecifier.text);
      if (clause.name) add("import", clause.name, nameOf(clause.name));
      findSpecifiers(clause.namedBindings);
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier) {
      if (node.exportClause) findSpecifiers(node.exportClause);
      else add("import", node.moduleSpecifier, node.moduleSpecifier.text);
    } else if (ts.isImportEqualsDeclaration(node)) {
      const target = node.moduleReference;
      if (ts.isExternalModuleReference(target)) add("import", target.expression, target.expression.text);
      else add("import", target, plain(target));
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add("import", node.argument.literal, node.argument.literal.text);
    } else if (isModuleCall(node)) {
      add("import", node.arguments[0], node.arguments[0].text);
      findDestructured(node);
    }
  }

  function findSpecifiers(bindings) {
    if (!bindings) return;
    if (!bindings.elements) return add("import", bindings.name, nameOf(bindings.name));
    for (const each of bindings.elements) add("import", each.propertyName || each.name, nameOf(each.propertyName || each.name));
  }

  function isModuleCall(node) {
    if (!ts.isCallExpression(node) || !node.arguments.length || !ts.isStringLiteralLike(node.arguments[0])) return false;
    return node.expression.kind === Kind.ImportKeyword || node.expression.getText(file) === "require";
  }

  // const {a: b} = require("m").c, const {a} = await import("m")
  function findDestructured(call) {
    let value = call;
    let ready = call.expression.kind !== Kind.ImportKeyword;
    for (; ; value = value.parent) {
      const around = value.parent;
      if (ts.isAwaitExpression(around)) ready = true;
      else if (ts.isPropertyAccessExpression(around) ? !ready : !WRAPPERS.has(around.kind)) break;
    }
    const declares = ts.isVariableDeclaration(value.parent) && value.parent.initializer === value;
    if (ready && declares && ts.isObjectBindingPattern(value.parent.name)) findLeaves(value.parent.name);
  }

  function findLeaves(pattern) {
    for (const each of pattern.elements) {
      const key = each.propertyName || each.name;
      if (each.dotDotDotToken || ts.isComputedPropertyName(key)) continue;
      if (ts.isObjectBindingPattern(each.name)) findLeaves(each.name);
      else add("import", key, nameOf(key));
    }
  }

  function findOthers(node) {
    if (ts.isDecorator(node)) {
      const named = ts.isCallExpression(node.expression) ? node.expression.expression : node.expression;
      if (!chainOf(named).startsWith("()")) add("decorator", named, chainOf(named));
    } else if (ts.isHeritageClause(node)) {
      const named = node.types.map((type) => type.expression).filter((base) => base.kind !== Kind.NullKeyword);
      for (const base of named) if (!chainOf(base).startsWith("()")) add("base", base, chainOf(base));
    } else if (ts.isJsxAttribute(node)) add("keyword", node.name, plain(node.name));
  }

  function chainOf(node) {
    if (ts.isNonNullExpression(node)) return chainOf(node.expression);
    if (ts.isIdentifier(node)) return ts.idText(node);
    if (node.kind === Kind.ThisKeyword || node.kind === Kind.SuperKeyword || ts.isMetaProperty(node)) return plain(node);
    if (!ts.isPropertyAccessExpression(node)) return "()";
    return chainOf(node.expression) + (node.questionDotToken ? "?." : ".") + ts.idText(node.name);
  }

  function isInner(node) {
    while (ts.isNonNullExpression(node.parent)) node = node.parent;
    return ts.isPropertyAccessExpression(node.parent) && node.parent.expression === node;
  }

  function plain(node) {
    return node.getText(file).replace(/\s+/g, "");
  }

  function nameOf(node) {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) return ts.idText(node);
    return ts.isStringLiteralLike(node) ? node.text : plain(node);
  }
}

function isFunction(node) {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

// namespace A.B is one definition; global without declare is read as a block
function isNestedModule(node) {
  const isGlobal = node.flags & ts.NodeFlags.GlobalAugmentation && !node.modifiers;
  return ts.isModuleDeclaration(node) && (ts.isModuleDeclaration(node.parent) || isGlobal);
}

function sure(node) {
  return ts.isNonNullExpression(node) ? sure(node.expression) : node;
}
