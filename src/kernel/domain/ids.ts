import { v7 } from 'uuid';

/** A UUIDv7: unique without coordination, and sorted by age so that indexes stay local and pages follow time. */
export function newId(): string {
  return v7();
}
