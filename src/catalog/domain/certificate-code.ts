/** Crockford's: without letters that look like digits, or like others. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 20;

/** Five groups of four signs, by chance: a hundred bits that nobody guesses. */
export function newCertificateCode(): string {
  const signs = Array.from(crypto.getRandomValues(new Uint8Array(LENGTH)), byte => SIGNS[byte % SIGNS.length]);
  return grouped(signs.join(''));
}

/** A code as people copy it from paper: in whatever case, with or without hyphens, with O for 0 and I or L for 1. */
export function certificateCodeOf(typed: string): string {
  return grouped(typed.toUpperCase().replaceAll('O', '0').replaceAll(/[IL]/g, '1').replaceAll(/[\s-]/g, ''));
}

function grouped(signs: string): string {
  return signs.replaceAll(/(.{4})(?=.)/gu, '$1-');
}
