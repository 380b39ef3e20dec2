import { type BytePicture, encodePng } from './encode-png.ts';

/** A data URL that contains the whole picture. */
export function pictureUrl(picture: BytePicture): string {
  return `data:image/png;base64,${encodePng(picture).toString('base64')}`;
}
