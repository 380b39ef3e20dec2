export { FileError } from './files/file-error.ts';
export { loadMnist } from './files/load-mnist.ts';
export { mnistDirectory } from './files/mnist-directory.ts';
export { readCsvFile } from './files/read-csv-file.ts';
export { readIdxFile } from './files/read-idx-file.ts';
