const SIZE = 64;

/** The icon of the page with a number on it, as an address; null where it cannot be drawn. */
export async function badged(icon: string, count: number): Promise<string | null> {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIZE;
  const pen = canvas.getContext('2d');
  if (pen === null) return null;
  const image = new Image();
  image.src = icon;
  try {
    await image.decode();
  } catch {
    return null;
  }
  pen.drawImage(image, 0, 0, SIZE, SIZE);
  pen.fillStyle = '#d11a2a';
  pen.beginPath();
  pen.arc(SIZE - 22, 22, 22, 0, 2 * Math.PI);
  pen.fill();
  pen.fillStyle = '#fff';
  pen.font = '700 34px system-ui, sans-serif';
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  pen.fillText(count > 9 ? '9+' : String(count), SIZE - 22, 24);
  return canvas.toDataURL('image/png');
}
