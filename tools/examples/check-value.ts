import ts from 'typescript';

/**
 * The expression in a comment that is a literal: `0.05`, `'f32'`, `[1, 2]`, or `2, 4, 6`; none if it contains
 * `...`.
 */
export function parseValue(comment: string): ts.Expression | undefined {
  const text = comment.replace(/^[=-]>/, '').trim();
  if (text.includes('...')) return undefined;
  for (const candidate of [`(${text})`, `([${text}])`]) {
    const { statements, ...file } = ts.createSourceFile('value.ts', candidate, ts.ScriptTarget.ES2022, true);
    const [statement] = statements;
    const broken = (file as { parseDiagnostics?: readonly unknown[] }).parseDiagnostics?.length;
    if (broken || statements.length !== 1 || !ts.isExpressionStatement(statement!)) continue;
    if (ts.isParenthesizedExpression(statement.expression) && isValue(statement.expression.expression)) {
      return statement.expression.expression;
    }
  }
  return undefined;
}

const isName = (node: ts.Expression, ...names: string[]) =>
  ts.isIdentifier(node) && names.includes(node.text);

function isValue(node: ts.Expression): boolean {
  if (ts.isPrefixUnaryExpression(node)) return isValue(node.operand);
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isValue);
  if (ts.isObjectLiteralExpression(node)) {
    return (
      node.properties.length > 0 &&
      node.properties.every((p) => ts.isPropertyAssignment(p) && isValue(p.initializer))
    );
  }
  const { kind } = node;
  return (
    ts.isNumericLiteral(node) ||
    ts.isStringLiteral(node) ||
    isName(node, 'NaN', 'Infinity', 'undefined') ||
    kind === ts.SyntaxKind.TrueKeyword ||
    kind === ts.SyntaxKind.FalseKeyword ||
    kind === ts.SyntaxKind.NullKeyword
  );
}

/** Converts everything with numbers in order to an array: a tensor, a typed array, an iterable. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('toNested' in value && typeof value.toNested === 'function') return value.toNested();
  return Symbol.iterator in value ? [...(value as Iterable<unknown>)] : value;
}

/** True if a number equals the written one to the written decimals, or to f32's precision. */
function agreesAsNumber(actual: unknown, text: string): boolean {
  const expected = Number(text);
  if (typeof actual === 'bigint') return actual === BigInt(text);
  if (typeof actual !== 'number') return false;
  const decimals = /^-?\d*\.(\d+)$/.exec(text)?.[1]?.length;
  const rounding = decimals === undefined ? 0 : 0.5000001 * 10 ** -decimals;
  return (
    Object.is(actual, expected) ||
    Math.abs(actual - expected) <= Math.max(rounding, 1e-6 * Math.abs(expected))
  );
}

function agrees(value: unknown, node: ts.Expression): boolean {
  const actual = plain(value);
  if (ts.isArrayLiteralExpression(node)) {
    const { elements } = node;
    return (
      Array.isArray(actual) &&
      actual.length === elements.length &&
      elements.every((e, i) => agrees(actual[i], e))
    );
  }
  if (ts.isObjectLiteralExpression(node)) {
    if (typeof actual !== 'object' || actual === null) return false;
    const keys = node.properties.map((p) => (p.name as ts.Identifier).text);
    const fields = actual as Record<string, unknown>;
    return (
      Object.keys(fields).sort().join() === [...keys].sort().join() &&
      node.properties.every((p, i) => agrees(fields[keys[i]!], (p as ts.PropertyAssignment).initializer))
    );
  }
  if (ts.isStringLiteral(node)) return actual === node.text;
  const text = node.getText();
  if (text === 'undefined') return actual === undefined;
  if (text === 'NaN') return Number.isNaN(actual);
  if (text === 'true' || text === 'false' || text === 'null')
    return String(actual) === text && typeof actual !== 'string';
  return agreesAsNumber(actual, text);
}

/** Throws unless an example's expression has the value in the comment after it. */
export function checkValue(value: unknown, comment: string, place: string): void {
  const expected = parseValue(comment);
  if (expected === undefined) throw new Error(`internal: ${place}: "${comment}" is no value.`);
  if (agrees(value, expected)) return;
  const shown = JSON.stringify(plain(value)) ?? String(value);
  throw new Error(`${place}: the example says ${comment}, but it gives ${shown}.`);
}
