import { type Dataset, encodeTable } from '@regopt/data';
import { loadIdxFolder, loadPictureFolder, readTableFile } from '@regopt/data/node';
import type { RecipeData } from '../recipes/recipe.ts';
import { UsageError } from '../usage-error.ts';
import type { DataDescription, PictureDescription } from './data-description.ts';
import { findData } from './find-data.ts';
import { spellOptions } from './spell-options.ts';

/**
 * Other data to measure a model on, read as those that it was trained on: all rows of a table; of a folder
 * the test part, or all of it where it has none.
 *
 * @throws UsageError for data that are not like them.
 */
export function dataLike(
  description: DataDescription,
  path: string,
): Promise<Pick<RecipeData, 'test' | 'normalize' | 'description'>> {
  const kind = findData(path, `evaluate: --data ${path}`);
  return spellOptions('evaluate', async () => {
    if (description.kind === 'table') {
      if (kind !== 'table') throw new UsageError(`evaluate: --data ${path} is a folder; name a table.`);
      const { table } = description;
      return { test: encodeTable(table, await readTableFile(path, { like: table })), description };
    }
    if (kind === 'table') throw new UsageError(`evaluate: --data ${path} is a file; name a folder.`);
    const { size, channels, classNames, normalize } = description;
    const { train, test = train } =
      kind === 'idx'
        ? await loadIdxFolder(path, { classNames })
        : await loadPictureFolder(path, { size, channels, classNames });
    checkPictures(test, description, `evaluate: --data ${path}`);
    return { test, normalize, description };
  });
}

/** Throws a UsageError for pictures that the model does not take. */
export function checkPictures(
  { inputs }: Pick<Dataset, 'inputs'>,
  { channels, size }: PictureDescription,
  spelled: string,
): void {
  const [, ...shape] = inputs.shape;
  if (shape.join() === [channels, ...size].join()) return;
  const text = ([c, h, w]: readonly number[]) => `${h} x ${w} pixels in ${c === 1 ? 'grey' : 'colours'}`;
  throw new UsageError(
    `${spelled} has pictures of ${text(shape)}, and the model takes ${text([channels, ...size])}.`,
  );
}
