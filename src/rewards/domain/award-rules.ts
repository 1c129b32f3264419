/** Rules are data: how many tokens something earns is a row that an administrator changes. */
export abstract class AwardRules {
  /** The tokens a rule gives at present; 0 when it gives none. */
  abstract amountOf(rule: string): Promise<number>;
}
