import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import rules from '../.dependency-cruiser.js';

/** One planted line for each rule, in a copy of the sources. */
const VIOLATIONS: Record<string, { file: string; line: string }[]> = {
  'no-circles': [
    {
      file: 'src/catalog/domain/planted.ts',
      line: `import type { Planted } from './planted-too.ts';\nexport type A = Planted;`,
    },
    {
      file: 'src/catalog/domain/planted-too.ts',
      line: `import type { A } from './planted.ts';\nexport type Planted = A | 1;`,
    },
  ],
  'contexts-meet-only-at-contracts': [
    {
      file: 'src/catalog/queries/planted.ts',
      line: `import type { Payment } from '../../billing/domain/payment.ts';\nexport type A = Payment;`,
    },
  ],
  'the-domain-is-plain-typescript': [
    { file: 'src/catalog/domain/planted.ts', line: `import { z } from 'zod';\nexport const a = z;` },
  ],
  'commands-know-only-the-domain': [
    {
      file: 'src/catalog/commands/planted.ts',
      line: `import type { EntityManager } from '@mikro-orm/postgresql';\nexport type A = EntityManager;`,
    },
  ],
  'doors-only-dispatch': [
    {
      file: 'src/catalog/http/planted.ts',
      line: `import { CourseRepository } from '../persistence/course.repository.ts';\nexport const a = CourseRepository;`,
    },
  ],
  'the-kernel-knows-no-context': [
    {
      file: 'src/kernel/http/planted.ts',
      line: `import type { Course } from '../../catalog/domain/course.ts';\nexport type A = Course;`,
    },
  ],
};

describe('The boundaries', () => {
  it('hold', async () => {
    expect(await violationsIn(path.resolve('.'))).toEqual([]);
  });

  it.each(Object.entries(VIOLATIONS))('notice a violation of %s', async (rule, files) => {
    const copy = await mkdtemp(path.resolve('.azora/boundaries-'));
    try {
      await cp('src', path.join(copy, 'src'), { recursive: true });
      await cp('tsconfig.json', path.join(copy, 'tsconfig.json'));
      await symlink(path.resolve('node_modules'), path.join(copy, 'node_modules'));
      for (const { file, line } of files) {
        await mkdir(path.dirname(path.join(copy, file)), { recursive: true });
        await writeFile(path.join(copy, file), line);
      }
      expect(await violationsIn(copy)).toContain(rule);
    } finally {
      await rm(copy, { recursive: true });
    }
  });
});

async function violationsIn(baseDir: string): Promise<string[]> {
  const { forbidden, options } = rules as unknown as { forbidden: []; options: object };
  const { output } = await cruise(['src'], { ...options, baseDir, ruleSet: { forbidden }, validate: true }, undefined, {
    tsConfig: extractTSConfig(path.join(baseDir, 'tsconfig.json')),
  });
  return (output as ICruiseResult).summary.violations.map(violation => violation.rule.name);
}
