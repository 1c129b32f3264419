import { ClamdStandIn, EICAR } from '../../../test/support/clamd.ts';
import { freePort } from '../../../tools/local/free-port.ts';
import { Clamd } from './clamd.ts';

async function* streamOf(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
}

async function answers(url: string | undefined): Promise<boolean> {
  if (!url) return false;
  return new Clamd(url).scan(streamOf('hello')).then(
    () => true,
    () => false,
  );
}

const REAL = process.env.CLAMAV_URL;
const standIn = await ClamdStandIn.start(1_000_000);
const scanners: [string, string][] = [['a stand-in', standIn.url]];
if (REAL && (await answers(REAL))) scanners.push(['clamd', REAL]);

afterAll(() => standIn.stop());

describe.each(scanners)('A file, scanned by %s', (_, url) => {
  const scanner = new Clamd(url);

  it('is clean when nothing is in it', async () => {
    expect(await scanner.scan(streamOf('What a token is.'))).toBe('clean');
    expect(await scanner.scan(streamOf('', 'in', '', 'pieces', ''))).toBe('clean');
  });

  it('is infected by the test virus, in whatever pieces it comes', async () => {
    expect(await scanner.scan(streamOf(EICAR))).toBe('infected');
    expect(await scanner.scan(streamOf(...EICAR))).toBe('infected');
  });
});

describe('A scan', () => {
  it('of what is too long for clamd says so, and no verdict', async () => {
    const long = streamOf(...Array.from({ length: 40 }, () => 'x'.repeat(50_000)));
    await expect(new Clamd(standIn.url).scan(long)).rejects.toThrow(/size limit|ECONNRESET|EPIPE/);
  });

  it.each(['', 'stream: OK FOUND ERROR', 'stream: Win.Test ERROR', 'OK'])(
    'makes no verdict of the answer %j',
    async answer => {
      standIn.failure = answer;
      await expect(new Clamd(standIn.url).scan(streamOf('x'))).rejects.toThrow('clamd answers');
      standIn.failure = undefined;
    },
  );

  it('fails where nobody listens', async () => {
    const url = `tcp://127.0.0.1:${await freePort()}`;
    await expect(new Clamd(url).scan(streamOf('x'))).rejects.toThrow('ECONNREFUSED');
  });

  it('fails as its source does', async () => {
    async function* broken() {
      yield Buffer.from('x');
      throw new Error('The disk is gone');
    }
    await expect(new Clamd(standIn.url).scan(broken())).rejects.toThrow('The disk is gone');
  });
});
