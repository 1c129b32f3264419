import { testEnvironment } from '../../../test/support/azora.ts';
import { OpenIdProviders } from '../gateways/openid-providers.ts';

/** @param OPENID_PROVIDERS as in the environment; an object becomes its JSON */
export function openIdProviders(OPENID_PROVIDERS: string | object, PUBLIC_URL = 'http://127.0.0.1:3000') {
  return new OpenIdProviders(
    testEnvironment({
      DATABASE_URL: 'postgresql://nobody.test/asks-it',
      PUBLIC_URL,
      OPENID_PROVIDERS: typeof OPENID_PROVIDERS === 'string' ? OPENID_PROVIDERS : JSON.stringify(OPENID_PROVIDERS),
    }),
  );
}
