import { readFileSync } from 'node:fs';
import type { Environment } from '../../config/environment.ts';

/** The font files that the operator names, for what the standard fonts of PDF lack. Throws when there is no such file. */
export function fontsIn({ PDF_FONTS }: Pick<Environment, 'PDF_FONTS'>): Buffer[] {
  const files = PDF_FONTS.split(',').filter(Boolean);
  return files.map(file => readFileSync(file.trim()));
}
