/** A picture is this wide and high, in pixels. */
const SIDE = 128;
/** What the contracts take, as a data address. */
export const PICTURE_LIMIT = 24_000;
/** The first that is small enough; JPEG for browsers that write no WebP. */
const TRIES = [
  ['image/webp', 0.9],
  ['image/webp', 0.75],
  ['image/webp', 0.5],
  ['image/jpeg', 0.85],
  ['image/jpeg', 0.6],
  ['image/jpeg', 0.35],
] as const;

/** The square in the middle of a picture, in its own pixels. */
export function squareOf(
  width: number,
  height: number,
): { readonly x: number; readonly y: number; readonly side: number } {
  const side = Math.min(width, height);
  return { x: (width - side) / 2, y: (height - side) / 2, side };
}

/** The file as a small square picture, a data address; null where the browser cannot read it as a picture. */
export async function smallPicture(file: Blob): Promise<string | null> {
  let image: ImageBitmap;
  try {
    image = await createImageBitmap(file);
  } catch {
    return null;
  }
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIDE;
  const pen = canvas.getContext('2d');
  if (pen === null || image.width === 0 || image.height === 0) return null;
  const { x, y, side } = squareOf(image.width, image.height);
  pen.imageSmoothingQuality = 'high';
  // What is transparent would be black as a JPEG.
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, SIDE, SIDE);
  pen.drawImage(image, x, y, side, side, 0, 0, SIDE, SIDE);
  image.close();
  for (const [type, quality] of TRIES) {
    const made = canvas.toDataURL(type, quality);
    if (made.startsWith(`data:${type}`) && made.length < PICTURE_LIMIT) return made;
  }
  return null;
}
