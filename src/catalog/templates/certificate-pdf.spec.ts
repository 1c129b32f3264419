import { existsSync } from 'node:fs';
import { textsIn } from '../../kernel/testing/pdf-text.ts';
import type { CertificateView } from '../queries/certificate.view.ts';
import { CertificatePdf } from './certificate-pdf.ts';

/** Debian's and most others'. */
const DEJAVU = '/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf';
const itWithDejaVu = existsSync(DEJAVU) ? it : it.skip;

const CERTIFICATE: CertificateView = {
  code: '8S4K-1Q0V-ZB7D-M3XN-52HT',
  title: 'Compilers from Scratch',
  name: 'Zoë Müller',
  completedAt: '2026-03-01T12:00:00.000Z',
  revokedAt: null,
  issuer: 'Azora',
  url: 'https://azora.example/api/certificates/8S4K-1Q0V-ZB7D-M3XN-52HT',
};

function print(certificate: Partial<CertificateView> = {}, fonts = ''): Promise<Buffer> {
  return new CertificatePdf({ PDF_FONTS: fonts } as never).print({ ...CERTIFICATE, ...certificate });
}

describe('A certificate as PDF', () => {
  it('says who completed what and when, and where to verify it', async () => {
    const texts = textsIn(await print());
    expect(texts.map(({ text }) => text)).toEqual([
      ...['Certificate of completion', 'Zoë Müller', 'has completed the course', 'Compilers from Scratch'],
      ...['Completed', '2026-03-01', 'Issued by', 'Azora', 'Code', CERTIFICATE.code, 'Verify at', CERTIFICATE.url],
    ]);
    expect(new Set(texts.map(({ page }) => page)).size).toBe(1);
  });

  it('is the same file each time', async () => {
    expect(await print()).toEqual(await print());
  });

  it('stays on its pages with the longest names', async () => {
    const texts = textsIn(await print({ name: 'W'.repeat(200), title: 'M'.repeat(200) }));
    for (const { x, y } of texts) {
      expect(x).toBeGreaterThanOrEqual(56);
      expect(x).toBeLessThan(595 - 56);
      expect(y).toBeGreaterThanOrEqual(56);
    }
    expect(texts.map(({ text }) => text)).toContain(CERTIFICATE.code);
  });

  it('says so when it lacks a sign of a name', async () => {
    const texts = textsIn(await print({ name: 'Анна' })).map(({ text }) => text);
    expect(texts).toContain('????');
    expect(texts.join(' ')).toContain('A question mark may stand for a sign that this PDF has no font for.');
  });

  itWithDejaVu('writes a name in the fonts that the operator names', async () => {
    const texts = textsIn(await print({ name: 'Анна' }, DEJAVU)).map(({ text }) => text);
    expect(texts).toContain('Анна');
    expect(texts.join(' ')).not.toContain('question mark');
  });
});
