import { z } from 'zod';

export const erasureView = z
  .strictObject({
    erased: z.array(z.string()).meta({ example: ['name', 'address'] }),
    kept: z.array(z.string()).meta({ example: ['payments and ledger entries, under an id that names nobody'] }),
  })
  .meta({ id: 'Erasure' });
export type ErasureView = z.infer<typeof erasureView>;
