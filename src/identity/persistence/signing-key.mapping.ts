import { defineEntity, p } from '@mikro-orm/postgresql';
import { type PublicKey, SigningKey } from '../domain/signing-key.ts';

export const signingKeyMapping = defineEntity({
  class: SigningKey,
  schema: 'identity',
  tableName: 'signing_keys',
  properties: {
    id: p.uuid().primary(),
    publicKey: p.json().$type<PublicKey>(),
    sealedPrivateKey: p.text(),
    activeFrom: p.datetime().columnType('timestamptz'),
  },
});
