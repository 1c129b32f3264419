import { certificateCodeOf, newCertificateCode } from './certificate-code.ts';

describe('The code of a certificate', () => {
  it('has a hundred bits, of which none is fixed', () => {
    const codes = Array.from({ length: 2_000 }, newCertificateCode);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/);
    for (let place = 0; place < 24; place += 1)
      expect(new Set(codes.map(code => code[place])).size).toBe(place % 5 === 4 ? 1 : 32);
  });

  it.each(['ABCD-0123-1156-789J-KMNP', 'abcd0123l156789jkmnp', ' abcd-oi23 1I56-789j-kmnp '])(
    'is the same however it is copied: %s',
    typed => {
      expect(certificateCodeOf(typed)).toBe('ABCD-0123-1156-789J-KMNP');
    },
  );

  it('is none when something else is typed', () => {
    expect(certificateCodeOf('')).toBe('');
    expect(certificateCodeOf("' or 1=1 --")).toBe("'0R1-=1");
  });
});
