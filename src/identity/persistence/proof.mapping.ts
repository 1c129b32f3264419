import { defineEntity, p } from '@mikro-orm/postgresql';
import { Proof, type ProofPurpose } from '../domain/proof.ts';

export const proofMapping = defineEntity({
  class: Proof,
  schema: 'identity',
  tableName: 'proofs',
  properties: {
    id: p.uuid().primary(),
    purpose: p.text().$type<ProofPurpose>(),
    email: p.text(),
    requestedAt: p.datetime().columnType('timestamptz'),
    _usedAt: p.datetime().columnType('timestamptz').nullable().fieldName('used_at'),
  },
});
