import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { parseValue } from './check-value.ts';
import type { Example } from './find-examples.ts';

const checkModule = fileURLToPath(new URL('./check-value.ts', import.meta.url));

/** The expression that a comment describes: the argument of `console.log(x)`, else the whole expression. */
function subjectOf(node: ts.Expression): ts.Expression {
  const isLog =
    ts.isCallExpression(node) && node.expression.getText() === 'console.log' && node.arguments.length === 1;
  return isLog ? node.arguments[0]! : node;
}

/**
 * Turns an example into a module that runs in the repository: package names resolve to their sources, and
 * each line `expression; // value` checks the value.
 */
export function prepareExample({ code, place }: Example, sources: ReadonlyMap<string, string>): string {
  const file = ts.createSourceFile('example.ts', code, ts.ScriptTarget.ES2022, true);
  const edits: { start: number; end: number; text: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) && sources.has(node.text) && !ts.isExpressionStatement(node.parent)) {
      edits.push({ start: node.getStart(file), end: node.end, text: JSON.stringify(sources.get(node.text)) });
    }
    if (ts.isExpressionStatement(node)) {
      const [comment] = ts.getTrailingCommentRanges(code, node.end) ?? [];
      const said = comment && code.slice(comment.pos + 2, comment.end).trim();
      if (said && parseValue(said)) {
        const subject = subjectOf(node.expression);
        const tail = `, ${JSON.stringify(said)}, ${JSON.stringify(place)})`;
        edits.push({ start: subject.getStart(file), end: subject.getStart(file), text: '__check(' });
        edits.push({ start: subject.end, end: subject.end, text: tail });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  let text = code;
  for (const { start, end, text: replacement } of edits.sort((a, b) => b.start - a.start)) {
    text = text.slice(0, start) + replacement + text.slice(end);
  }
  return `import { checkValue as __check } from ${JSON.stringify(checkModule)}; void __check; ${text}`;
}
