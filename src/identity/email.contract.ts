/** One spelling for each mailbox: addresses that differ only in case or Unicode form are the same account. */
export function normalizeEmail(email: string): string {
  // Letters such as J̌ are one sign only when they are small, so they are composed again once they are.
  return email.normalize('NFKC').toLowerCase().normalize('NFKC').trim();
}
