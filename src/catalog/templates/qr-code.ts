import QRCode from 'qrcode';

/** The squares of a QR code, row by row, true for a black one. A quarter of them may be lost. */
export function qrCodeOf(text: string): boolean[][] {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'Q' });
  return Array.from({ length: modules.size }, (_, row) =>
    Array.from({ length: modules.size }, (_, column) => modules.get(row, column) === 1),
  );
}
