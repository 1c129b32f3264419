import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { Azora } from './support/azora.ts';

const FILE = 'docs/openapi.json';
const run = promisify(execFile);

describe('The OpenAPI document', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start();
  });

  afterAll(() => azora.stop());

  it('is the one in docs/openapi.json (write it anew with UPDATE_OPENAPI=1)', async () => {
    const { body } = await azora.api.get('/docs-json');
    if (process.env.UPDATE_OPENAPI) await writeFile(FILE, `${JSON.stringify(body, null, 2)}\n`);
    expect(body).toEqual(JSON.parse(await readFile(FILE, 'utf8')));
  });

  it('has nothing that the linter complains of', async () => {
    const { stdout } = await run('redocly', ['lint', FILE, '--format=json'], {
      env: { ...process.env, REDOCLY_TELEMETRY: 'off' },
    }).catch((error: { stdout: string }) => error);
    expect(
      JSON.parse(stdout).problems.map(
        (problem: { message: string; ruleId: string }) => `${problem.ruleId}: ${problem.message}`,
      ),
    ).toEqual([]);
  });

  it('shows its page at /docs, and the page may run its own scripts', async () => {
    const page = await azora.api.get('/docs');
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('swagger-ui') });
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  });
});
