import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { THROTTLER_SKIP } from '@nestjs/throttler/dist/throttler.constants.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Quota } from './quota.ts';

/** Counts every request, but to routes that say `@SkipThrottle()`. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly skipped = new Map<unknown, boolean>();

  constructor(
    private readonly reflector: Reflector,
    private readonly quota: Quota,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    if (this.isSkipped(context)) return true;
    const http = context.switchToHttp();
    const counted = this.quota.count(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
    return counted instanceof Promise ? counted.then(() => true) : true;
  }

  private isSkipped(context: ExecutionContext): boolean {
    const handler = context.getHandler();
    const known = this.skipped.get(handler);
    if (known !== undefined) return known;
    const skipped =
      this.reflector.getAllAndOverride<boolean>(`${THROTTLER_SKIP}default`, [handler, context.getClass()]) ?? false;
    this.skipped.set(handler, skipped);
    return skipped;
  }
}
