import { openIdProviders, startProvider } from './provider.ts';

const { GOOGLE_PORT, GITHUB_PORT, PUBLIC_URL = 'http://127.0.0.1:3000' } = process.env;

const google = await startProvider('google', Number(GOOGLE_PORT), PUBLIC_URL);
const github = await startProvider('github', Number(GITHUB_PORT), PUBLIC_URL);

process.on('SIGTERM', () => process.exit(0));
process.on('SIGINT', () => process.exit(0));
// Nobody is left to use it.
process.on('disconnect', () => process.exit(0));

console.log(`Google on ${google.url}, GitHub on ${github.url}`);
process.send?.({ ready: openIdProviders({ google: google.url, github: github.url }) });
