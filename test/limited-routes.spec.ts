import { type INestApplication, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { LIMITED } from '../src/kernel/http/limited.decorator.ts';
import { Azora } from './support/azora.ts';

/** Where somebody guesses, has strangers mailed or moves money. A route that comes or goes changes this list. */
const LIMITED_ROUTES: Record<string, 'auth' | 'money'> = {
  'DELETE /api/payment-methods/:id': 'money',
  'POST /api/admin/disputes/:id/accept': 'money',
  'POST /api/admin/disputes/:id/evidence': 'money',
  'POST /api/admin/payouts/run': 'money',
  'POST /api/auth/login': 'auth',
  'POST /api/auth/login/mfa': 'auth',
  'POST /api/auth/password/forgot': 'auth',
  'POST /api/auth/password/reset': 'auth',
  'POST /api/auth/resend-verification': 'auth',
  'POST /api/auth/signup': 'auth',
  'POST /api/courses/purchase': 'money',
  'POST /api/finance/reconciliations': 'money',
  'POST /api/payment-methods/:id/default': 'money',
  'POST /api/payment-methods/setup': 'money',
  'POST /api/payments/process': 'money',
  'POST /api/payments/refund': 'money',
  'POST /api/payouts/onboard': 'money',
  'POST /api/payouts/request': 'money',
};

/** Every route with a quota of its own, as `METHOD /path`, and which. */
function limitedRoutesOf(app: INestApplication): Record<string, unknown> {
  const controllers = app.get(DiscoveryService, { strict: false }).getControllers();
  const routes = controllers.flatMap(({ instance, metatype }) => {
    const base: string = Reflect.getMetadata(PATH_METADATA, metatype as object);
    return new MetadataScanner().getAllMethodNames(instance).flatMap(name => {
      const quota = Reflect.getMetadata(LIMITED, instance[name]);
      const [method, path] = [METHOD_METADATA, PATH_METADATA].map(key => Reflect.getMetadata(key, instance[name]));
      return quota ? [[`${RequestMethod[method]} /${base}/${path}`.replace(/\/+$/, ''), quota]] : [];
    });
  });
  return Object.fromEntries(routes.map(([route, quota]) => [route.replace(/\/{2,}/g, '/'), quota]));
}

describe('The routes with a tighter quota', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
  });

  afterAll(() => azora.stop());

  it('are those that are named here, each with its own', () => {
    expect(limitedRoutesOf(azora.app)).toEqual(LIMITED_ROUTES);
  });
});
