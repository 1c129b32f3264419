/** What was earned once and is taken back for good, by the reference of the award. */
export abstract class WithdrawnAwards {
  abstract add(reference: string, now: Date): Promise<void>;

  abstract includes(reference: string): Promise<boolean>;
}
