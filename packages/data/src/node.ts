export { loadMnist } from './files/load-mnist.ts';
export { mnistDirectory } from './files/mnist-directory.ts';
export { FileError } from './files/read-bytes.ts';
export { readCsvFile } from './files/read-csv-file.ts';
export { readIdxFile } from './files/read-idx-file.ts';
export { readTableFile } from './files/read-table-file.ts';
