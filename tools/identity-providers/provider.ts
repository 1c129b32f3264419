import { createEmulator, type Emulator } from 'emulate';

export const PROVIDERS = ['google', 'github'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

const CLIENT = { clientId: 'azora-local', clientSecret: 'azora-local-only' };

/** One who has an account already and others who are new. This GitHub has no addresses that it has not verified. */
const PEOPLE: Record<ProviderName, object[]> = {
  google: [
    { email: 'learner@azora.test', name: 'Lea Learner' },
    { email: 'ada@example.org', name: 'Ada Lovelace' },
    { email: 'grace@example.org', name: 'Grace Hopper' },
    { email: 'eve@example.org', name: 'Eve', email_verified: false },
  ],
  github: [
    { login: 'lea', email: 'learner@azora.test', name: 'Lea Learner' },
    { login: 'ada', email: 'ada@example.org', name: 'Ada Lovelace' },
    { login: 'grace', email: 'grace@example.org', name: 'Grace Hopper' },
  ],
};

const CLIENTS: Record<ProviderName, string> = { google: 'oauth_clients', github: 'oauth_apps' };

/** A Google or GitHub on this machine that signs people in without a password, and only for Azora at `publicUrl`. */
export function startProvider(name: ProviderName, port: number, publicUrl: string): Promise<Emulator> {
  const client = {
    client_id: CLIENT.clientId,
    client_secret: CLIENT.clientSecret,
    name: 'Azora',
    redirect_uris: [`${publicUrl}/api/auth/oauth/${name}/callback`],
  };
  const seed = { [name]: { users: PEOPLE[name], [CLIENTS[name]]: [client] } };
  return createEmulator({ service: name, port, baseUrl: `http://127.0.0.1:${port}`, seed });
}

/** The value of OPENID_PROVIDERS that leads to these two. */
export function openIdProviders(urls: Record<ProviderName, string>): string {
  return JSON.stringify(Object.fromEntries(PROVIDERS.map(name => [name, { issuer: urls[name], ...CLIENT }])));
}
