import { applyDecorators, createParamDecorator, type ExecutionContext, NotAcceptableException } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ApiProblem } from './api-problems.decorator.ts';

const WEIGHT = /^q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/i;

/**
 * The media type that a client likes best (RFC 9110, 12.5.1). Of those it likes alike, the first that is offered; parameters
 * such as `charset` make no difference. Whoever says nothing takes anything.
 * @throws NotAcceptableException
 */
export function preferred<Type extends string>(accept: string | undefined, offered: readonly Type[]): Type {
  const weights = weightsIn(accept || '*/*');
  const [best] = offered
    .map(type => ({ type, weight: weightOf(type, weights) }))
    .filter(({ weight }) => weight > 0)
    .toSorted((one, other) => other.weight - one.weight);
  if (!best) throw new NotAcceptableException();
  return best.type;
}

/** The representation of an answer to send, as a handler's parameter: one of those that its route {@link Offers}. */
export const Preferred = createParamDecorator((offered: readonly string[], context: ExecutionContext) =>
  preferred(context.switchToHttp().getRequest<FastifyRequest>().headers.accept, offered),
);

/** Documents the media types that a route answers with, as the client prefers. The first is JSON. */
export function Offers(types: readonly string[]): MethodDecorator {
  return applyDecorators(ApiProduces(...types), ApiProblem(406, 'not_acceptable') as MethodDecorator);
}

function weightsIn(accept: string): Map<string, number> {
  return new Map(
    accept.split(',').map(part => {
      const [range = '', ...parameters] = part.split(';').map(piece => piece.trim());
      const weight = parameters.map(parameter => WEIGHT.exec(parameter)?.[1]).find(found => found !== undefined);
      return [range.toLowerCase(), Number(weight ?? 1)];
    }),
  );
}

/** The most specific range that fits says how much a type is liked. */
function weightOf(type: string, weights: Map<string, number>): number {
  const range = [type, type.replace(/\/.*/, '/*'), '*/*'].find(candidate => weights.has(candidate));
  return range === undefined ? 0 : (weights.get(range) ?? 0);
}
