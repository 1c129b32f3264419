/** What a link in a mail proves to have been read; a token for one purpose is worth nothing for another. */
export type LinkPurpose =
  | 'verify-email'
  | 'reset-password'
  | 'leave-email'
  | 'enter-email'
  | 'prove-human'
  | 'join-organization';

/**
 * The tokens of links in mails. A token is the id of what the link is about with a 256-bit code over it and the purpose, made
 * with ENCRYPTION_SECRET: it is stored nowhere, not in the outbox either, and made where the mail is rendered. Whether it
 * is used up or too old is for the owner of the id to know.
 */
export abstract class LinkTokens {
  /** @param id a UUID @returns 64 characters of base64url */
  abstract tokenFor(purpose: LinkPurpose, id: string): string;

  /** The id that a genuine token for this purpose is about; undefined for any other text. Takes the same time for all. */
  abstract idIn(purpose: LinkPurpose, token: string): string | undefined;

  /** A page of the platform: APP_URL and the path. Whoever follows it has to sign in. */
  abstract page(path: string): string;

  /**
   * The page of the platform that a mail leads to: APP_URL, the path, and the token in the fragment, which browsers keep to
   * themselves. Never made from a request's headers.
   */
  abstract link(path: string, purpose: LinkPurpose, id: string): string;
}
