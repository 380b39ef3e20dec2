import { type BytePicture, encodePng } from './encode-png.ts';

/** A picture as a URL that holds it whole. */
export function pictureUrl(picture: BytePicture): string {
  return `data:image/png;base64,${encodePng(picture).toString('base64')}`;
}
