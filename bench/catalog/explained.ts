import type pg from 'pg';
import type { Statement } from './asked-of-database.ts';

interface Node {
  'Node Type': string;
  'Index Name'?: string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: Node[];
}

export interface Explained {
  /** Where rows come from, and what is done to many. */
  nodes: string[];
  /** Blocks of 8 kB, in memory or not. */
  buffers: number;
  /** To plan and to run it, in milliseconds. */
  ms: number;
}

/** What PostgreSQL does to answer a statement. A prepared one is explained as it is planned for all values. */
export async function explained(pool: pg.Pool, { name, text, values }: Statement): Promise<Explained> {
  const session = await pool.connect();
  try {
    await session.query('begin');
    await session.query(`set local plan_cache_mode = ${name ? 'force_generic_plan' : 'force_custom_plan'}`);
    const { rows } = await session.query(`explain (analyze, buffers, format json) ${text}`, values);
    const [{ Plan: plan, 'Planning Time': planning, 'Execution Time': running }] = rows[0]['QUERY PLAN'];
    const buffers = plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
    return { nodes: telling(plan), buffers, ms: planning + running };
  } finally {
    await session.query('rollback');
    session.release();
  }
}

const TELLING = /Scan|Sort|Aggregate|BitmapAnd/;
const SAYS_NOTHING = /Function Scan|CTE Scan|Subquery Scan|Values Scan/;

function telling(node: Node): string[] {
  const name = node['Index Name'] ?? node['Relation Name'];
  const rows = Math.round(node['Actual Rows'] * node['Actual Loops']);
  const below = (node.Plans ?? []).flatMap(telling);
  if (!TELLING.test(node['Node Type']) || SAYS_NOTHING.test(node['Node Type'])) return below;
  return [...below, `${node['Node Type']}${name ? ` ${name}` : ''} (${rows})`];
}
