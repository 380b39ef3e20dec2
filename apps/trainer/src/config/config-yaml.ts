import { Document, isSeq, visit } from 'yaml';
import type { Config } from './config.ts';

/** A run's options as YAML that `--config` reads again, with lists on one line. */
export function configYaml(config: Config): string {
  const document = new Document(config);
  visit(document, {
    Seq(_, list) {
      if (isSeq(list)) list.flow = true;
    },
  });
  return document.toString({ lineWidth: 0 });
}
