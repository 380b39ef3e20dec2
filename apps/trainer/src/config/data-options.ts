import * as v from 'valibot';
import { aboveZero, described, oneOf, text, whole } from './option-kinds.ts';

/** The largest side of a picture after it is resized. */
const maxSide = 4096;

const names = v.array(text, ' must be a list of columns such as [id, name]');
const side = whole(1, maxSide);
const partOfAll = v.pipe(aboveZero, v.ltValue(1, ' must be below 1'));
const oneCharacter = v.pipe(text, v.length(1, ' must be one character'));

/** The options of a run's own data, `data`. Null and [] are what is not set. */
export const dataEntries = {
  path: v.optional(
    described(
      v.nullable(v.pipe(text, v.minLength(1, ' must name a file or folder'))),
      'a CSV file, or a folder of pictures by class or of IDX files; null for the data of the recipe',
    ),
    null,
  ),
  target: v.optional(described(v.nullable(text), 'the column of a table that is predicted'), null),
  task: v.optional(
    described(
      v.nullable(oneOf(['classification', 'regression'])),
      'whether the target has classes or values; null for what its column holds',
    ),
    null,
  ),
  missing: v.optional(
    described(
      v.nullable(oneOf(['mean', 'median', 'most-frequent'])),
      'what fills a missing field of a table; null to refuse it',
    ),
    null,
  ),
  ignore: v.optional(described(names, 'columns of a table that are left out'), []),
  categories: v.optional(described(names, 'columns of a table whose numbers are names'), []),
  delimiter: v.optional(
    described(v.nullable(oneCharacter), 'the character between fields of a table; null to find it'),
    null,
  ),
  testShare: v.optional(described(v.nullable(partOfAll), 'share of the examples that are tested on'), null),
  validationShare: v.optional(
    described(v.nullable(partOfAll), 'share of the examples that are held out for validation'),
    null,
  ),
  imageSize: v.optional(
    described(
      v.nullable(v.strictTuple([side, side], ' must be [height, width], such as [32, 32]')),
      '[height, width] that pictures are resized to; null for their own size if they have one, else 32 by 32',
    ),
    null,
  ),
};
