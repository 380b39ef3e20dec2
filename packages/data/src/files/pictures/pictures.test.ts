import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FormatError, memory, ShapeError, ValueError } from '@regopt/tensor';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FileError } from '../read-bytes.ts';
import { loadPictureFolder } from './load-picture-folder.ts';
import { readPictures } from './read-pictures.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'regopt-pictures-'));
});
afterAll(() => rm(root, { recursive: true }));

type Shape = readonly [height: number, width: number, channels: 1 | 3 | 4];

/** Encodes bytes, `[height, width, channels]`, as PNG or JPEG by the file's ending. */
const encoded = (path: string, bytes: readonly number[], [height, width, channels]: Shape) => {
  const picture = sharp(Uint8Array.from(bytes), { raw: { width, height, channels } });
  const colours = channels === 1 ? picture.toColourspace('b-w') : picture;
  return (/png$/i.test(path) ? colours.png() : colours.jpeg({ quality: 100 })).toBuffer();
};

/** Makes a folder: for each path below it the bytes of a grey picture of two pixels, or of a file. */
async function folderOf(name: string, files: Record<string, readonly number[] | string>): Promise<string> {
  for (const [path, content] of Object.entries(files)) {
    const full = join(root, name, path);
    await mkdir(join(full, '..'), { recursive: true });
    await writeFile(full, typeof content === 'string' ? content : await encoded(path, content, [1, 2, 1]));
  }
  return join(root, name);
}

async function picture(name: string, bytes: readonly number[], shape: Shape): Promise<string> {
  const path = join(root, name);
  await writeFile(path, await encoded(name, bytes, shape));
  return path;
}

describe('loadPictureFolder', () => {
  it('reads a folder for each class, sorted by name, without hidden files and what lies beside', async () => {
    const folder = await folderOf('classes', {
      'wolf/b.PNG': [5, 6],
      'wolf/a.png': [3, 4],
      'cat/z.png': [1, 2],
      'cat/.DS_Store': 'x',
      'cat/Thumbs.db': 'x',
      'README.md': 'These are animals.',
    });
    const { train, validation, test } = await loadPictureFolder(folder);
    expect([train.inputs.dtype, train.inputs.shape]).toEqual(['u8', [3, 1, 1, 2]]);
    expect([...train.inputs.toArray()]).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...train.targets.toArray()]).toEqual([0, 1, 1]);
    expect([train.classes, train.classNames]).toEqual([2, ['cat', 'wolf']]);
    expect([validation, test]).toEqual([undefined, undefined]);
  });

  it('reads the parts train, validation (or val) and test, with the classes of train', async () => {
    const folder = await folderOf('parts', {
      'train/cat/a.png': [1, 2],
      'train/wolf/a.png': [3, 4],
      'val/wolf/a.png': [5, 6],
      'test/cat/a.png': [7, 8],
      'test/wolf/a.png': [9, 10],
    });
    const { train, validation, test } = await loadPictureFolder(folder);
    expect([...train.targets.toArray()]).toEqual([0, 1]);
    expect([...validation!.inputs.toArray(), ...validation!.targets.toArray()]).toEqual([5, 6, 1]);
    expect(test!.inputs.toNested()).toEqual([[[[7, 8]]], [[[9, 10]]]]);
    expect(test!.classNames).toEqual(['cat', 'wolf']);
  });

  it('numbers the classes as classNames does', async () => {
    const folder = await folderOf('order', { 'b/1.png': [1, 2], 'a/1.png': [3, 4] });
    const classNames = ['c', 'b', 'a'];
    const { train } = await loadPictureFolder(folder, { classNames });
    expect([...train.targets.toArray()]).toEqual([2, 1]);
    expect([train.classes, train.classNames]).toEqual([3, classNames]);
    await expect(loadPictureFolder(folder, { classNames: ['a', 'c'] })).rejects.toThrow(
      new FormatError(
        `loadPictureFolder: ${folder}: the class "b" of the part train is not known. There are: a, c.`,
      ),
    );
  });

  it('refuses classNames that are not two or more different texts', async () => {
    const folder = await folderOf('twice', { 'a/1.png': [1, 2], 'b/1.png': [3, 4] });
    const of = (classNames: readonly unknown[]) =>
      expect(loadPictureFolder(folder, { classNames: classNames as string[] })).rejects;
    await of(['a', 'a', 'b']).toThrow(
      new FormatError('loadPictureFolder: classes 0 and 1 are both named a.'),
    );
    await of(['a', 'b', undefined]).toThrow('loadPictureFolder: class name 2 is no text: undefined.');
    await of(['a', '']).toThrow('loadPictureFolder: class name 1 is empty.');
    await of([]).toThrow('loadPictureFolder: there are no class names, got [].');
    await of(['a']).toThrow('loadPictureFolder: classNames has one class alone, a.');
  });

  it.each<[string, Record<string, readonly number[] | string>, string]>([
    ['one class', { 'a/1.png': [1, 2] }, 'FOLDER has one class alone, a.'],
    ['no classes', { 'README.md': '' }, 'FOLDER has no folder: there is one for the pictures of each class.'],
    ['a picture beside the classes', { '1.png': [1, 2], 'a/1.png': [1, 2] }, 'FOLDER/1.png lies beside the'],
    [
      'a class that train has not',
      { 'train/a/1.png': [1, 2], 'train/b/1.png': [1, 2], 'test/c/1.png': [1, 2] },
      'FOLDER: the class "c" of the part test is not known. There are: a, b.',
    ],
    [
      'a folder beside the parts',
      { 'train/a/1.png': [1, 2], 'train/b/1.png': [1, 2], 'c/1.png': [1, 2] },
      'FOLDER/c is none of the parts train, validation and test beside it.',
    ],
    [
      'two folders of a part',
      { 'train/a/1.png': [1, 2], 'val/a/1.png': [1, 2], 'valid/a/1.png': [1, 2] },
      'FOLDER/valid is a second folder for the part validation.',
    ],
    ['a folder in a class', { 'a/b/1.png': [1, 2], 'c/1.png': [1, 2] }, 'FOLDER/a/b is a folder inside that'],
    [
      'another format',
      { 'a/1.webp': 'x', 'c/1.png': [1, 2] },
      'FOLDER/a/1.webp is neither .png nor .jpg: convert it, or remove it.',
    ],
    ['a class without pictures', { 'a/.x': '', 'c/1.png': [1, 2] }, 'FOLDER/a has no pictures.'],
    [
      'a picture that is none',
      { 'a/1.png': 'hello', 'c/1.png': [1, 2] },
      'FOLDER/a/1.png is no PNG or JPEG that can be read: Input file contains unsupported image format.',
    ],
    [
      'a vector picture under another name',
      { 'a/1.png': '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"/>', 'c/1.png': [1, 2] },
      'FOLDER/a/1.png is neither PNG nor JPEG, but svg.',
    ],
  ])('refuses %s, and leaves no memory behind', async (name, files, sentence) => {
    const { buffers } = memory();
    const folder = await folderOf(name, files);
    await expect(loadPictureFolder(folder)).rejects.toThrow(
      `loadPictureFolder: ${sentence.replaceAll('FOLDER', folder)}`,
    );
    // The garbage collector may free what earlier tests left.
    expect(memory().buffers).toBeLessThanOrEqual(buffers);
  });

  it('refuses a folder that is not there, and a path that is none', async () => {
    await expect(loadPictureFolder('/no/such/folder')).rejects.toThrow(
      new FileError('loadPictureFolder: there is no folder /no/such/folder.'),
    );
    await expect(loadPictureFolder('/dev/null')).rejects.toThrow('cannot read the folder /dev/null: ENOTDIR');
    await expect(loadPictureFolder(7 as never)).rejects.toThrow(
      'loadPictureFolder: folder is a path, got 7.',
    );
  });

  it('says how to install sharp where it is missing', () => {
    const module = JSON.stringify(new URL('./load-picture-folder.ts', import.meta.url));
    const code = `
      import { registerHooks } from 'node:module';
      registerHooks({
        resolve: (name, context, next) => next(name === 'sharp' ? 'sharp-that-is-not-there' : name, context),
      });
      const { loadPictureFolder } = await import(${module});
      await loadPictureFolder(${JSON.stringify(join(root, 'classes'))});`;
    const args = ['--conditions=@regopt/source', '--input-type=module', '-e', code];
    const { stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(stderr).toContain(
      'FileError: loadPictureFolder: PNG and JPEG are decoded by the package sharp, ' +
        'which is not installed. Run: npm install sharp',
    );
  });
});

describe('readPictures', () => {
  it('reads colours as planes of red, green and blue, and grey as one', async () => {
    const colours = await picture('colours.png', [1, 2, 3, 4, 5, 6], [1, 2, 3]);
    const grey = await picture('grey.png', [9, 8], [1, 2, 1]);
    expect((await readPictures([colours])).toNested()).toEqual([[[[1, 4]], [[2, 5]], [[3, 6]]]]);
    expect((await readPictures([grey])).toNested()).toEqual([[[[9, 8]]]]);
    expect((await readPictures([grey, colours])).toNested()).toEqual([
      [[[9, 8]], [[9, 8]], [[9, 8]]],
      [[[1, 4]], [[2, 5]], [[3, 6]]],
    ]);
    expect((await readPictures([colours], { channels: 1 })).shape).toEqual([1, 1, 1, 2]);
    expect((await readPictures([grey], { channels: 3 })).shape).toEqual([1, 3, 1, 2]);
  });

  it('drops transparency, and makes 8 bits of 16', async () => {
    const clear = await picture('clear.png', [10, 20, 30, 0, 40, 50, 60, 255], [1, 2, 4]);
    expect((await readPictures([clear])).toNested()).toEqual([[[[10, 40]], [[20, 50]], [[30, 60]]]]);
    const path = join(root, 'deep.png');
    const deep = sharp(Uint16Array.of(0, 65535), { raw: { width: 2, height: 1, channels: 1 } });
    await deep.toColourspace('grey16').png().toFile(path);
    expect((await sharp(path).metadata()).depth).toBe('ushort');
    expect((await readPictures([path])).toNested()).toEqual([[[[0, 255]]]]);
  });

  it.each([
    ['colours', [10, 20, 200], 'srgb', 8],
    ['grey', [100], 'b-w', 8],
    ['colours of 16 bits', [10, 20, 200], 'rgb16', 16],
    ['grey of 16 bits', [100], 'grey16', 16],
  ] as const)('resizes transparent %s as if they were opaque', async (name, pixel, space, bits) => {
    const alphas = [0, 3, 128, 255];
    const bytes = Array.from({ length: 16 }, (_, i) => [...pixel, alphas[i % 4]!]).flat();
    const values = bits === 8 ? Uint8Array.from(bytes) : Uint16Array.from(bytes, (value) => value * 257);
    const channels = (pixel.length + 1) as 2 | 4;
    const path = join(root, `transparent ${name}.png`);
    await sharp(values, { raw: { width: 4, height: 4, channels } })
      .toColourspace(space)
      .png()
      .toFile(path);
    const { depth, hasAlpha } = await sharp(path).metadata();
    expect([depth, hasAlpha]).toEqual([bits === 8 ? 'uchar' : 'ushort', true]);
    for (const size of [undefined, [4, 4], [2, 2], [8, 8], [4, 3]] as const) {
      const x = await readPictures([path], { size });
      const [height, width] = size ?? [4, 4];
      const plane = (value: number) => Array(height).fill(Array(width).fill(value));
      expect(x.toNested()).toEqual([pixel.map(plane)]);
    }
  });

  it('resizes turned palettes with a transparent colour as if they were opaque', async () => {
    const [left, right] = [
      [200, 100, 50, 0],
      [10, 20, 30, 255],
    ];
    const bytes = Array.from({ length: 8 * 4 }, (_, i) => (i % 8 < 4 ? left! : right!)).flat();
    const path = join(root, 'palette.png');
    const colours = sharp(Uint8Array.from(bytes), { raw: { width: 8, height: 4, channels: 4 } });
    await colours.withMetadata({ orientation: 6 }).png({ palette: true }).toFile(path);
    const whole = await readPictures([path]);
    expect(whole.shape).toEqual([1, 3, 8, 4]);
    const pixels = Array.from({ length: 32 }, (_, p) => [0, 1, 2].map((c) => whole.toArray()[c * 32 + p]!));
    const opaque = await picture('opaque.png', pixels.flat(), [8, 4, 3]);
    for (const size of [
      [4, 2],
      [16, 4],
      [5, 3],
    ] as const)
      expect((await readPictures([path], { size })).toNested()).toEqual(
        (await readPictures([opaque], { size })).toNested(),
      );
  });

  it('makes the same 8 bits of 16 in grey pictures alone and beside colours', async () => {
    const path = join(root, 'deep-grey.png');
    const values = Uint16Array.from({ length: 64 }, (_, i) => i * 1021);
    const deep = sharp(values, { raw: { width: 64, height: 1, channels: 1 } });
    await deep.toColourspace('grey16').png().toFile(path);
    const expected = Array.from(values, (value) => value >> 8);
    expect([...(await readPictures([path])).toArray()]).toEqual(expected);
    const colours = await readPictures([path], { channels: 3 });
    expect([...colours.toArray()]).toEqual([...expected, ...expected, ...expected]);
  });

  it('turns a photograph as its orientation says, its size too', async () => {
    const path = join(root, 'turned.jpg');
    const bytes = Uint8Array.from({ length: 64 * 32 }, (_, i) => (i % 64 < 32 ? 0 : 255));
    const wide = sharp(bytes, { raw: { width: 64, height: 32, channels: 1 } });
    await wide.jpeg({ quality: 100 }).withMetadata({ orientation: 6 }).toFile(path);
    const x = await readPictures([path], { channels: 1 });
    expect(x.shape).toEqual([1, 1, 64, 32]);
    const [top, bottom] = [x.toArray()[0]!, x.toArray()[64 * 32 - 1]!];
    expect([top, bottom]).toEqual([0, 255]);
  });

  it('resizes pictures of different sizes by stretching, and names two if no size is given', async () => {
    const small = await picture('small.png', [7, 7], [1, 2, 1]);
    const large = await picture('large.png', new Array(12).fill(9), [3, 4, 1]);
    const x = await readPictures([small, large], { size: [2, 3] });
    expect(x.toNested()).toEqual([[Array(2).fill([7, 7, 7])], [Array(2).fill([9, 9, 9])]]);
    await expect(readPictures([small, large])).rejects.toThrow(
      new ShapeError(
        `readPictures: ${small} has the size [1,2] (height, width), ${large} has [3,4]: give a { size } to ` +
          'resize them to.',
      ),
    );
  });

  it('asks a function for the size, which is given their own ones before any is decoded', async () => {
    const small = await picture('own-small.png', [7, 7], [1, 2, 1]);
    const large = await picture('own-large.png', new Array(12).fill(9), [3, 4, 1]);
    let seen: unknown;
    const x = await readPictures([small, large], {
      size: (sizes) => {
        seen = sizes;
        return [1, sizes.length];
      },
    });
    expect(seen).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(x.shape).toEqual([2, 1, 1, 2]);
    for (const size of [[2, 0], 7, undefined]) {
      await expect(readPictures([small], { size: () => size as never })).rejects.toThrow(
        /readPictures: .*size/,
      );
    }
  });

  it('reads many pictures in the order of their paths', async () => {
    const paths = await Promise.all(
      Array.from({ length: 40 }, (_, i) => picture(`many-${i}.png`, [i, 100 + i], [1, 2, 1])),
    );
    const x = await readPictures(paths);
    expect([...x.toArray()]).toEqual(Array.from({ length: 40 }, (_, i) => [i, 100 + i]).flat());
  });

  it('refuses what is too large before it takes memory, and what can be read without end', async () => {
    const path = join(root, 'flat.png');
    const create = { width: 9000, height: 9000, channels: 3, background: 'red' } as const;
    await sharp({ create }).png().toFile(path);
    await expect(readPictures([path], { size: [2, 2] })).rejects.toThrow(
      new FormatError(`readPictures: ${path} has 9000 x 9000 pixels, more than 67108864: make it smaller.`),
    );
    const grey = await picture('tiny.png', [9, 8], [1, 2, 1]);
    await expect(readPictures([grey], { size: [50_000, 50_000] })).rejects.toThrow(
      'readPictures: the pictures would be [1,1,50000,50000], 2500000000 bytes, more than 2147483648: give a',
    );
    const fifo = join(root, 'fifo.png');
    expect(spawnSync('mkfifo', [fifo]).status).toBe(0);
    await expect(readPictures([fifo])).rejects.toThrow(`readPictures: ${fifo} is a FIFO, not a file.`);
    await symlink('/dev/zero', join(root, 'zero.png'));
    await expect(readPictures([join(root, 'zero.png')])).rejects.toThrow('is a device, not a file.');
  });

  it('names a picture that is torn, the first of several', async () => {
    const noise = Array.from({ length: 64 * 64 * 3 }, (_, i) => Math.imul(i * i + 7, 2654435761) >>> 24);
    const torn = await Promise.all(
      ['torn-1.png', 'torn-2.jpg'].map((name) => picture(name, noise, [64, 64, 3])),
    );
    for (const path of torn) await truncate(path, 2000);
    await expect(readPictures(torn)).rejects.toThrow(
      `readPictures: ${torn[0]} is no PNG or JPEG that can be read: `,
    );
    await expect(readPictures([torn[1]!])).rejects.toThrow(
      `readPictures: ${torn[1]} is no PNG or JPEG that can be read: `,
    );
    await expect(readPictures(['/no.png'])).rejects.toThrow('readPictures: there is no file /no.png.');
  });

  it('refuses sizes and channels that no picture has, and no paths', async () => {
    await expect(readPictures([])).rejects.toThrow(
      new ValueError('readPictures: paths are one or more files, got [].'),
    );
    await expect(readPictures(['a'], { size: [2] as never })).rejects.toThrow(
      'readPictures: size is [height, width], got [2].',
    );
    await expect(readPictures(['a'], { size: [2, 0] })).rejects.toThrow(
      'readPictures: each of size is a whole number >= 1, got 0.',
    );
    await expect(readPictures(['a'], { channels: 2 as never })).rejects.toThrow(
      'readPictures: channels is 1 for grey or 3 for colours, got 2.',
    );
  });
});
