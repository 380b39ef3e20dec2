/** Element type of an IDX file. */
export type IdxType = 'u8' | 'i8' | 'i16' | 'i32' | 'f32' | 'f64';

/** The typed array that holds the elements of an IDX file on the host, by their type. */
export interface IdxDataByType {
  readonly u8: Uint8Array;
  readonly i8: Int8Array;
  readonly i16: Int16Array;
  readonly i32: Int32Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;
}

/** The contents of an IDX file: `data` is row-major, like the file. */
export type IdxArray = {
  readonly [Type in IdxType]: {
    readonly type: Type;
    readonly shape: readonly number[];
    readonly data: IdxDataByType[Type];
  };
}[IdxType];

interface IdxTypeRow {
  /** The third byte of the file. */
  readonly code: number;
  readonly bytes: number;
  readonly create: (length: number) => IdxDataByType[IdxType];
  /** Element access in a `DataView`; IDX is big-endian, which is a `DataView`'s default. */
  readonly get: (view: DataView, at: number) => number;
  readonly set: (view: DataView, at: number, value: number) => void;
}

/** The six element types of the format, with their codes as LeCun's MNIST page gave them. */
export const idxTypes: Readonly<Record<IdxType, IdxTypeRow>> = {
  u8: {
    code: 0x08,
    bytes: 1,
    create: (length) => new Uint8Array(length),
    get: (view, at) => view.getUint8(at),
    set: (view, at, value) => view.setUint8(at, value),
  },
  i8: {
    code: 0x09,
    bytes: 1,
    create: (length) => new Int8Array(length),
    get: (view, at) => view.getInt8(at),
    set: (view, at, value) => view.setInt8(at, value),
  },
  i16: {
    code: 0x0b,
    bytes: 2,
    create: (length) => new Int16Array(length),
    get: (view, at) => view.getInt16(at),
    set: (view, at, value) => view.setInt16(at, value),
  },
  i32: {
    code: 0x0c,
    bytes: 4,
    create: (length) => new Int32Array(length),
    get: (view, at) => view.getInt32(at),
    set: (view, at, value) => view.setInt32(at, value),
  },
  f32: {
    code: 0x0d,
    bytes: 4,
    create: (length) => new Float32Array(length),
    get: (view, at) => view.getFloat32(at),
    set: (view, at, value) => view.setFloat32(at, value),
  },
  f64: {
    code: 0x0e,
    bytes: 8,
    create: (length) => new Float64Array(length),
    get: (view, at) => view.getFloat64(at),
    set: (view, at, value) => view.setFloat64(at, value),
  },
};
