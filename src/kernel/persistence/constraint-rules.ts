import type { UniqueConstraintViolationException } from '@mikro-orm/core';
import type { DomainError } from '../domain/domain-error.ts';

const rules = new Map<string, () => DomainError>();

/** Names the domain rule that a unique constraint or index guards, so that losing a race reads like breaking the rule. */
export function constraintGuards(constraint: string, rule: () => DomainError): void {
  rules.set(constraint, rule);
}

export function ruleBehind(violation: UniqueConstraintViolationException): DomainError | undefined {
  return rules.get(String((violation as { constraint?: string }).constraint))?.();
}
