import { defineEntity, p } from '@mikro-orm/postgresql';
import { SecondFactor } from '../domain/second-factor.ts';

export const secondFactorMapping = defineEntity({
  class: SecondFactor,
  schema: 'identity',
  tableName: 'second_factors',
  properties: {
    id: p.uuid().primary(),
    _sealedSecret: p.text().fieldName('sealed_secret'),
    _confirmedAt: p.datetime().columnType('timestamptz').nullable().fieldName('confirmed_at'),
    _lastStep: p.bigint('number').fieldName('last_step'),
    _recoveryHashes: p.array().$type<string[]>().columnType('text[]').fieldName('recovery_hashes'),
  },
});
