import { running } from './running.ts';

export default async function globalTeardown(): Promise<void> {
  await Promise.all(running.services.map(service => service.stop()));
}
