import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { encodePng } from '../report/images/encode-png.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Writes files, whose contents stand by their paths, into a folder of their own. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Writes a CSV file, and returns its path. */
export const csvFile = (text: string, name = 'data.csv'): string => join(folderOf({ [name]: text }), name);

/**
 * A table of flowers: two numbers, a colour and an identifier tell the kind, and nearly tell the price.
 */
export function flowers(rows = 120): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const kind = ['daisy', 'rose', 'tulip'][i % 3]!;
    const length = (5 * (i % 3) + ((i * 7) % 10) / 10).toFixed(1);
    const width = (((i * 13) % 17) / 3).toFixed(2);
    const colour = i % 3 === 1 || i % 4 === 0 ? 'red' : 'white';
    const price = (2 * Number(length) - Number(width) + (colour === 'red' ? 3 : 0)).toFixed(2);
    return `${length},${width},${colour},n${i},${price},${kind}\n`;
  });
  return `length,width,colour,id,price,kind\n${lines.join('')}`;
}

/** A grey picture of one brightness as PNG. */
export const greyPng = (brightness: number, height = 8, width = 8): Uint8Array =>
  encodePng({ width, height, bytes: new Uint8Array(width * height).fill(brightness) });
