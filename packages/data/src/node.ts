export { type IdxFolder, type LoadIdxFolderOptions, loadIdxFolder } from './files/load-idx-folder.ts';
export { loadMnist } from './files/load-mnist.ts';
export { mnistDirectory } from './files/mnist-directory.ts';
export {
  type LoadPictureFolderOptions,
  loadPictureFolder,
  type PictureFolder,
} from './files/pictures/load-picture-folder.ts';
export { type ReadPicturesOptions, readPictures } from './files/pictures/read-pictures.ts';
export { FileError } from './files/read-bytes.ts';
export { readCsvFile } from './files/read-csv-file.ts';
export { readIdxFile } from './files/read-idx-file.ts';
export { readTableFile } from './files/read-table-file.ts';
