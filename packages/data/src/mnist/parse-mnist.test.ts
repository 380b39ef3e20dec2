import { gzipSync } from 'node:zlib';
import { FormatError, memory, ShapeError, ValueError } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { encodeIdx } from '../idx/encode-idx.ts';
import { parseLabeledImages } from './parse-labeled-images.ts';
import { type MnistFiles, parseMnist } from './parse-mnist.ts';

const images = (count: number, height = 2, width = 3) =>
  encodeIdx({
    type: 'u8',
    shape: [count, height, width],
    data: Uint8Array.from({ length: count * height * width }, (_, i) => i),
  });
const labels = (...values: number[]) =>
  encodeIdx({ type: 'u8', shape: [values.length], data: Uint8Array.from(values) });

const files: MnistFiles = {
  trainImages: images(3),
  trainLabels: labels(4, 0, 9),
  testImages: images(1),
  testLabels: labels(7),
};

describe('parseMnist', () => {
  it('returns images as bytes with one channel, and labels as i32', async () => {
    const { train, test } = await parseMnist(files);
    expect(train.inputs.shape).toEqual([3, 1, 2, 3]);
    expect(train.inputs.dtype).toBe('u8');
    expect([...train.inputs.toArray()]).toEqual(Array.from({ length: 18 }, (_, i) => i));
    expect(train.targets.dtype).toBe('i32');
    expect(train.targets.toNested()).toEqual([4, 0, 9]);
    expect(train.classes).toBe(10);
    expect(test.inputs.shape).toEqual([1, 1, 2, 3]);
    expect(test.targets.toNested()).toEqual([7]);
  });

  it('accepts each file gzipped', async () => {
    const { train } = await parseMnist({
      ...files,
      trainImages: gzipSync(files.trainImages),
      trainLabels: gzipSync(files.trainLabels),
    });
    expect(train.targets.toNested()).toEqual([4, 0, 9]);
  });

  it('names both files if they have different counts', async () => {
    await expect(parseMnist({ ...files, trainLabels: labels(1, 2) })).rejects.toThrow(
      new ShapeError('parseLabeledImages: trainImages has 3 images, trainLabels has 2 labels.'),
    );
  });

  it('names the index and value of a label out of range', async () => {
    await expect(parseMnist({ ...files, testLabels: labels(10) })).rejects.toThrow(
      new FormatError('parseLabeledImages: testLabels: label 10 at index 0 is not a whole number in 0..9.'),
    );
    await expect(parseMnist(files, { classes: 9 })).rejects.toThrow(
      new FormatError('parseLabeledImages: trainLabels: label 9 at index 2 is not a whole number in 0..8.'),
    );
  });

  it('leaves no memory allocated if the test files are damaged', async () => {
    const before = memory().buffers;
    await expect(parseMnist({ ...files, testImages: files.testImages.subarray(1) })).rejects.toThrow(
      FormatError,
    );
    expect(memory().buffers).toBe(before);
  });
});

describe('parseLabeledImages', () => {
  it('refuses exchanged images and labels', async () => {
    await expect(parseLabeledImages({ images: labels(1), labels: images(1) })).rejects.toThrow(
      new FormatError('parseLabeledImages: images is u8 [1], expected u8 [examples,height,width].'),
    );
  });

  it('refuses labels of fractions or of two axes', async () => {
    const fractions = encodeIdx({ type: 'f32', shape: [1], data: Float32Array.of(1) });
    await expect(parseLabeledImages({ images: images(1), labels: fractions })).rejects.toThrow(
      new FormatError('parseLabeledImages: labels is f32 [1], expected whole numbers [examples].'),
    );
    await expect(parseLabeledImages({ images: images(1), labels: images(1) })).rejects.toThrow(
      new FormatError('parseLabeledImages: labels is u8 [1,2,3], expected whole numbers [examples].'),
    );
  });

  it('accepts labels of any integer type, and refuses negative ones', async () => {
    const wide = (value: number) => encodeIdx({ type: 'i16', shape: [1], data: Int16Array.of(value) });
    const { targets } = await parseLabeledImages({ images: images(1), labels: wide(300) }, { classes: 301 });
    expect(targets.toNested()).toEqual([300]);
    await expect(parseLabeledImages({ images: images(1), labels: wide(-1) })).rejects.toThrow(
      new FormatError('parseLabeledImages: labels: label -1 at index 0 is not a whole number in 0..9.'),
    );
  });

  it('refuses files without images and an invalid number of classes', async () => {
    await expect(parseLabeledImages({ images: images(0), labels: labels() })).rejects.toThrow(
      new ShapeError('parseLabeledImages: images has no images: [0,2,3].'),
    );
    await expect(
      parseLabeledImages({ images: images(1), labels: labels(0) }, { classes: 0 }),
    ).rejects.toThrow(new ValueError('parseLabeledImages: classes is a whole number >= 1, got 0.'));
  });
});
