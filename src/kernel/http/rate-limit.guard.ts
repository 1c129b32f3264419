import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { THROTTLER_SKIP } from '@nestjs/throttler/dist/throttler.constants.js';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LIMITED } from './limited.decorator.ts';
import { type NamedQuota, Quota } from './quota.ts';

interface Rule {
  readonly isSkipped: boolean;
  readonly named: NamedQuota | undefined;
}

/** Counts every request, but to routes that say `@SkipThrottle()`, and twice where the route is `@Limited()`. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly rules = new Map<unknown, Rule>();

  constructor(
    private readonly reflector: Reflector,
    private readonly quota: Quota,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const { isSkipped, named } = this.ruleOf(context);
    if (isSkipped) return true;
    const http = context.switchToHttp();
    const counted = this.quota.count(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), named);
    return counted instanceof Promise ? counted.then(() => true) : true;
  }

  private ruleOf(context: ExecutionContext): Rule {
    const handler = context.getHandler();
    const known = this.rules.get(handler);
    if (known) return known;
    const rule = {
      isSkipped: this.reflector.getAllAndOverride(`${THROTTLER_SKIP}default`, [handler, context.getClass()]) ?? false,
      named: this.reflector.get<NamedQuota | undefined>(LIMITED, handler),
    };
    this.rules.set(handler, rule);
    return rule;
  }
}
