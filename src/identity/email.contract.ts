/** One spelling for each mailbox: addresses that differ only in case or Unicode form are the same account. */
export function normalizeEmail(email: string): string {
  return email.normalize('NFKC').trim().toLowerCase();
}
