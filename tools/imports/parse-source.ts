import ts from 'typescript';

export interface Import {
  readonly specifier: string;
  /** `type` is erased by the compiler, `static` runs at load, `dynamic` is an `import()`. */
  readonly kind: 'static' | 'dynamic' | 'type';
  readonly line: number;
}

/**
 * A use of something that differs between platforms or engines (`Math.random`, `Date`, `process`, `Math.exp`,
 * `**`), or a cast.
 */
export interface GlobalUse {
  readonly name: string;
  readonly line: number;
}

export interface Source {
  readonly imports: readonly Import[];
  readonly globals: readonly GlobalUse[];
}

const members = new Set([
  'Math.random',
  'Date.now',
  'performance.now',
  'process.hrtime',
  'crypto.getRandomValues',
  // "Implementation-approximated" in ECMA-262, which leaves their last bits to the engine.
  ...(
    'acos acosh asin asinh atan atan2 atanh cbrt cos cosh exp expm1 hypot ' +
    'log log10 log1p log2 pow sin sinh tan tanh'
  )
    .split(' ')
    .map((name) => `Math.${name}`),
]);
const names = new Set([
  'Date',
  'performance',
  'process',
  'Buffer',
  'require',
  'window',
  'document',
  '__dirname',
  '__filename',
]);

function isErased(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const bindings = clause.namedBindings;
  return (
    clause.name === undefined &&
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.length > 0 &&
    bindings.elements.every((element) => element.isTypeOnly)
  );
}

function isErasedExport(node: ts.ExportDeclaration): boolean {
  const clause = node.exportClause;
  if (node.isTypeOnly) return true;
  return (
    clause !== undefined &&
    ts.isNamedExports(clause) &&
    clause.elements.length > 0 &&
    clause.elements.every((e) => e.isTypeOnly)
  );
}

/**
 * True if the identifier reads a variable of that name, and is not a property, a key, a declaration or a
 * type.
 */
function readsVariable(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent))
    return parent.initializer === node;
  return !(
    ts.isTypeNode(parent) ||
    ts.isQualifiedName(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isFunctionDeclaration(parent) ||
    ts.isInterfaceDeclaration(parent)
  );
}

/** True for a power, except a power of 2, which is exact in every engine. */
function isApproximatePower(node: ts.Node): node is ts.BinaryExpression {
  if (!ts.isBinaryExpression(node)) return false;
  const operator = node.operatorToken.kind;
  if (operator === ts.SyntaxKind.AsteriskAsteriskEqualsToken) return true;
  return operator === ts.SyntaxKind.AsteriskAsteriskToken && !/^2n?$/.test(node.left.getText());
}

/** True for an unchecked cast: `as any`, `as never`, or by way of unknown. */
function isBlindCast(node: ts.Node): node is ts.AsExpression {
  if (!ts.isAsExpression(node)) return false;
  const { kind } = node.type;
  if (kind === ts.SyntaxKind.UnknownKeyword) return ts.isAsExpression(node.parent);
  return kind === ts.SyntaxKind.AnyKeyword || kind === ts.SyntaxKind.NeverKeyword;
}

/** Finds every import of a module, and every use of globals that library code must avoid. */
export function parseSource(path: string, text: string): Source {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TS);
  const imports: Import[] = [];
  const globals: GlobalUse[] = [];
  const lineOf = (node: ts.Node) => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;
  const add = (named: ts.Node, kind: Import['kind']) => {
    // `import('./x.ts' as string)` keeps the compiler from reading that file.
    const literal = ts.isAsExpression(named) ? named.expression : named;
    if (ts.isStringLiteralLike(literal))
      imports.push({ specifier: literal.text, kind, line: lineOf(literal) });
    // A computed import cannot be checked, so its text is reported as the module's name.
    else imports.push({ specifier: literal.getText(file), kind, line: lineOf(literal) });
  };

  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node))
      add(node.moduleSpecifier, isErased(node.importClause) ? 'type' : 'static');
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier)
      add(node.moduleSpecifier, isErasedExport(node) ? 'type' : 'static');
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, 'type');
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0]!, 'dynamic');
    else if (ts.isPropertyAccessExpression(node) && members.has(node.getText(file))) {
      globals.push({ name: node.getText(file), line: lineOf(node) });
      return;
    } else if (isApproximatePower(node)) {
      globals.push({ name: '**', line: lineOf(node.operatorToken) });
    } else if (isBlindCast(node)) {
      globals.push({ name: `as ${node.type.getText(file)}`, line: lineOf(node.type) });
    } else if (ts.isIdentifier(node) && names.has(node.text) && readsVariable(node)) {
      globals.push({ name: node.text, line: lineOf(node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { imports, globals };
}
